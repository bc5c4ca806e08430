/** In which forms AWS gives ids and ARNs. */
import { createHash } from "node:crypto";

/** The account of all answers, twelve digits. */
export const accountId = "123456789012";

/** The region of all answers that do not name one. */
export const region = "af-south-1";

/** Properties in Pulumi's names. */
// biome-ignore lint/suspicious/noExplicitAny: inputs and outputs of any resource type.
export type Properties = Record<string, any>;

/** Hexadecimal characters that follow from the seed: the same in every run, different for each resource. */
export function hex(seed: string, length: number): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, length);
}

/** An ARN in the test account; services without region or account pass an empty string. */
export function arn(service: string, resource: string, parts: { region?: string; account?: string } = {}): string {
  return `arn:aws:${service}:${parts.region ?? region}:${parts.account ?? accountId}:${resource}`;
}

/** How AWS names one type of resource. */
export interface Form {
  /** The id that AWS gives; `name` is the physical name. */
  readonly id: (name: string, seed: string, inputs: Properties) => string;
  /** What AWS adds to the inputs. */
  readonly adds?: (id: string, name: string, inputs: Properties) => Properties;
}

/** Types whose id is their physical name. */
export function named(adds: (name: string, inputs: Properties) => Properties): Form {
  return { id: (name) => name, adds: (_id, name, inputs) => ({ name, ...adds(name, inputs) }) };
}

/** Types whose id is their ARN. */
export function byArn(make: (name: string, seed: string) => string): Form {
  return { id: (name, seed) => make(name, seed), adds: (id, name) => ({ arn: id, name }) };
}

/** A UUID in AWS's form, from the seed. */
export function uuid(seed: string): string {
  const digits = hex(seed, 32);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join("-");
}
