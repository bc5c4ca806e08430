/** May a service hand something over to a function, or to a dead-letter queue of that form. Topics and queues: `sns/shared.ts`, `sqs/shared.ts`. */
import type { World } from "../row.ts";
import { queueArnParts } from "./sqs/shared.ts";

/** Why an ARN cannot be a dead-letter queue of a rule or schedule: its form, a FIFO queue, or another region. */
export function deadLetterFormProblem(arn: unknown, region: string): string | undefined {
  if (typeof arn !== "string") return undefined;
  const found = queueArnParts(arn);
  if (!found) return `deadLetterConfig.arn is ${arn}: it must be the ARN of a queue`;
  if (found.fifo) return `the dead-letter queue ${arn} is a FIFO queue: give a standard one`;
  if (found.region === region) return undefined;
  return `the dead-letter queue ${arn} is in ${found.region}: give one in ${region}`;
}

/** What keeps a service from calling a function, in one sentence; undefined when a permission lets it, or the ARN is not known yet. */
export function callProblem(
  functionArn: unknown,
  service: string,
  sourceArn: string,
  world: World,
  accountId: string,
): string | undefined {
  if (typeof functionArn !== "string") return undefined;
  const made = world.all("aws:lambda/function:Function");
  const found = made.find(({ properties: { arn } }) => functionArn === arn || functionArn.startsWith(`${arn}:`));
  if (!found) return `the function ${functionArn} does not exist: take it from the function's output "arn"`;
  const may = world.all("aws:lambda/permission:Permission").some(({ properties }) => {
    const { function: of, principal, action, sourceArn: source, sourceAccount } = properties;
    return (
      [functionArn, found.properties.arn, found.properties.name].includes(of) &&
      principal === service &&
      ["lambda:InvokeFunction", "lambda:*"].includes(action) &&
      [undefined, sourceArn].includes(source) &&
      [undefined, accountId].includes(sourceAccount)
    );
  });
  if (may) return undefined;
  return `${service} may not call ${functionArn} for ${sourceArn}: give it an aws.lambda.Permission, and depend on that`;
}
