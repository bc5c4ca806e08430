/** Where Lambda puts events of asynchronous calls: queues, topics, functions and buses. */
import type { World } from "../../row.ts";
import { text } from "../known.ts";
import { missingRoleActions } from "../roles.ts";
import { queueArnParts } from "../sqs/shared.ts";
import { functionType } from "./shared.ts";

/** What the function's role must be allowed to do with a target, by the service in its ARN. */
const actions: Readonly<Record<string, string>> = {
  events: "events:PutEvents",
  lambda: "lambda:InvokeFunction",
  s3: "s3:PutObject",
  sns: "sns:Publish",
  sqs: "sqs:SendMessage",
};

/**
 * What keeps Lambda from taking a target, in one sentence; undefined when it may, or the ARN is not known yet.
 * @param property the input that names the target, for the message.
 * @param services services that the property takes, as ARNs name them.
 */
export function targetForm(property: string, arn: unknown, services: readonly string[]): string | undefined {
  const target = text(arn);
  if (target === undefined) return undefined;
  const service = /^arn:aws[\w-]*:(\w+):/.exec(target)?.[1] ?? "";
  if (!services.includes(service)) {
    return `${property} is ${target}: it must be an ARN of ${services.join(", ")}`;
  }
  const isFifo = queueArnParts(target)?.fifo === true || (service === "sns" && target.endsWith(".fifo"));
  return isFifo
    ? `${property} is ${target}: Lambda takes no FIFO queue or topic there, so name a standard one`
    : undefined;
}

/** That the role may not send to the target, in one sentence. */
export function targetPermission(property: string, arn: unknown, role: unknown, world: World): string | undefined {
  const [target, roleArn] = [text(arn), text(role)];
  const action = actions[/^arn:aws[\w-]*:(\w+):/.exec(target ?? "")?.[1] ?? ""];
  if (target === undefined || roleArn === undefined || action === undefined) return undefined;
  const resource = target.includes(":s3:") ? `${target}/*` : target;
  const missing = missingRoleActions(roleArn, [action], resource, world);
  if (missing.length === 0) return undefined;
  return `${property} is ${target}, and the function's role ${roleArn} may not ${action} there: allow it, and depend on the policy`;
}

/** The function that a name, ARN or ARN with a qualifier means; undefined when the workspace did not make it. */
export function findFunction(reference: unknown, world: World) {
  const name = text(reference);
  if (name === undefined) return undefined;
  const plain = /:function:([^:]+)/.exec(name)?.[1] ?? name.split(":")[0];
  return world
    .all(functionType)
    .find(({ id, properties }) =>
      name.startsWith("arn:") ? name === properties.arn || name.startsWith(`${properties.arn}:`) : id === plain,
    );
}
