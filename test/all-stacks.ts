/** What foundation and services make in every shape that settings can give an environment, for rules that hold for all resources of a type. */
import assert from "node:assert/strict";
import type { PolicyDocument, Statement } from "../components/shared/policy-document.ts";
import type { Properties, Recorded } from "./pulumi-mocks.ts";
import { runBoth } from "./stacks.ts";

/** A resource of one shape. */
export interface Made extends Recorded {
  /** The shape's name, for messages. */
  readonly shape: string;
  /** The environment: dev, staging or prod. */
  readonly environment: string;
}

/** The environments as their files have them, and what only other settings make: replicas, proxy, rotation, copies, the other cells of HTTPS. */
const shapes: readonly { readonly name: string; readonly environment: string; readonly change: Properties }[] = [
  { name: "dev", environment: "dev", change: {} },
  { name: "staging", environment: "staging", change: {} },
  { name: "prod", environment: "prod", change: {} },
  {
    name: "dev with SSH, without CDN",
    environment: "dev",
    change: {
      "platform:bastion": { sshCidrBlocks: ["203.0.113.7/32"] },
      "platform:edge": { enabled: false },
    },
  },
  {
    name: "prod with all options, without CDN",
    environment: "prod",
    change: {
      "platform:database": { engine: "postgres", engineVersion: "17", replicas: 1, proxy: "password" },
      "platform:backup": { copyToRegion: "eu-west-1", emails: ["operations@example.com"] },
      "platform:edge": { enabled: false },
    },
  },
];

/** What one shape makes. */
async function make({ name, environment, change }: (typeof shapes)[number]): Promise<readonly Made[]> {
  const stacks = await runBoth(environment, { change });
  return stacks.flatMap(({ resources }) => resources.map((resource) => ({ ...resource, shape: name, environment })));
}

let made: Promise<readonly Made[]> | undefined;

/** All resources of all shapes; they are made once for all tests of a run. */
export function everythingMade(): Promise<readonly Made[]> {
  made ??= shapes.reduce(
    async (before, shape) => [...(await before), ...(await make(shape))],
    Promise.resolve<readonly Made[]>([]),
  );
  return made;
}

/** Names a resource in a message. */
export const label = ({ shape, type, name }: Made): string => `${shape}: ${type.split(":").at(-1)} ${name}`;

/** One value or several, as a list. */
export const list = (value: unknown): readonly string[] => (value === undefined ? [] : [value].flat()) as string[];

/** A statement with whose policy it is. */
export interface Ruled {
  readonly by: string;
  /** policy of an identity, trust policy of a role, or policy of a resource. */
  readonly kind: "identity" | "trust" | "resource";
  readonly statement: Statement;
}

/** The inputs that are policies of resources; an endpoint's policy is a filter and gives nothing. */
const resourcePolicies =
  /^aws:(kms\/key|s3\/bucketPolicy|sns\/topicPolicy|efs\/fileSystemPolicy|backup\/vaultPolicy|secretsmanager\/secretPolicy|cloudwatch\/logResourcePolicy|sqs\/queuePolicy):/;

/** Every statement of every policy. */
export function statementsOf(resources: readonly Made[]): readonly Ruled[] {
  return resources.flatMap((resource) => {
    const { type, inputs } = resource;
    const kind = resourcePolicies.test(type) ? "resource" : type.startsWith("aws:iam/role:") ? "trust" : "identity";
    if (kind === "identity" && !/^aws:iam\/(rolePolicy|policy):/.test(type)) return [];
    const json = inputs.policy ?? inputs.assumeRolePolicy ?? inputs.policyDocument;
    if (typeof json !== "string") throw new Error(`${label(resource)} has no policy that a test can read`);
    const { Statement: statements } = JSON.parse(json) as PolicyDocument;
    return statements.map((statement) => ({ by: label(resource), kind, statement }));
  });
}

/**
 * Demands a rule, or several, of every resource of a type, in every shape.
 *
 * @param type Pulumi's type token without "aws:", for example `kms/key:Key`
 * @param check whether the rule holds; or for several rules, by their names, whether each holds
 * @throws AssertionError with those that break a rule, and when there is no resource of the type at all
 */
export async function demandOfEvery(
  type: string,
  check: (made: Made, all: readonly Made[]) => boolean | Readonly<Record<string, boolean>>,
): Promise<void> {
  const all = await everythingMade();
  const ofType = all.filter((each) => each.type === `aws:${type}`);
  assert.ok(ofType.length > 0, `no ${type} is made`);
  const broken = ofType.flatMap((made) => {
    const sameShape = all.filter(({ shape }) => shape === made.shape);
    const result = check(made, sameShape);
    if (typeof result === "boolean") return result ? [] : [label(made)];
    return Object.entries(result).flatMap(([rule, holds]) => (holds ? [] : [`${label(made)}: ${rule}`]));
  });
  assert.deepEqual(broken, []);
}

/** For a suite's `before`: makes everything, which takes longer than one test may. */
export async function makeEverything(this: { timeout(milliseconds: number): void }): Promise<void> {
  this.timeout(120_000);
  await everythingMade();
}
