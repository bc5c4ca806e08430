/** What AWS would answer when a resource is made, in its own forms of ids and ARNs. Used by `pulumi-mocks.ts` only. */
import { account } from "./pulumi-answers/account.ts";
import { compute } from "./pulumi-answers/compute.ts";
import { data } from "./pulumi-answers/data.ts";
import { edge } from "./pulumi-answers/edge.ts";
import { arn, type Form, hex, type Properties } from "./pulumi-answers/form.ts";
import { operations } from "./pulumi-answers/operations.ts";
import { answerVpc } from "./pulumi-answers/vpc.ts";

/** Forms by type token. A type without one gets a plain id and ARN. */
const forms: Readonly<Record<string, Form>> = { ...account, ...compute, ...data, ...edge, ...operations };

/** The physical name: given, or the logical one with Pulumi's seven hexadecimal characters. */
function physicalName(type: string, name: string, inputs: Properties): string {
  const given = inputs.name ?? inputs.bucket;
  if (typeof given === "string") {
    return given;
  }
  const prefix = typeof inputs.namePrefix === "string" ? inputs.namePrefix : `${name}-`;
  return prefix + hex(`${type}::${name}`, 7);
}

/** A password of the wanted length and its hash, marked as secrets in the engine's protocol. */
function answerPassword(name: string, inputs: Properties): Properties {
  const secret = (value: string) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });
  const length = Number(inputs.length);
  const characters = hex(name, 64).repeat(Math.ceil(length / 64));
  return { result: secret(characters.slice(0, length)), bcryptHash: secret(`$2a$10$${hex(name, 53)}`) };
}

/**
 * The answer to one registration.
 *
 * @param type Pulumi's type token.
 * @param name The logical name.
 * @param inputs As registered.
 * @param preview Then the id and what AWS adds are left out, as a preview does not know them.
 */
export function answerResource(
  type: string,
  name: string,
  inputs: Properties,
  preview: boolean,
): { id: string | undefined; state: Properties } {
  if (type === "awsx:ec2:Vpc") {
    // Some outputs are called like inputs, and are nothing of them.
    return { id: undefined, state: preview ? {} : { ...inputs, ...answerVpc(name, inputs) } };
  }
  const [namespace] = type.split(":");
  if (type === "random:index/randomPassword:RandomPassword" && !preview) {
    return { id: "none", state: { ...inputs, ...answerPassword(name, inputs) } };
  }
  if (namespace !== "aws" || preview) {
    return { id: preview || namespace === "platform" ? undefined : `${name}-id`, state: inputs };
  }
  const seed = `${type}::${name}`;
  const physical = physicalName(type, name, inputs);
  const form = forms[type] ?? {
    id: () => `${name}-id`,
    adds: (id: string) => ({ arn: arn(type.split("/")[0]?.slice("aws:".length) ?? "aws", id) }),
  };
  const id = form.id(physical, seed, inputs);
  return { id, state: { ...inputs, ...form.adds?.(id, physical, inputs) } };
}
