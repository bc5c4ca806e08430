/** Runs the stacks' own entry files on mocks, with the settings of the shipped files, and keeps inventories of what they make. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { AccountOutputs } from "../stacks/account/outputs.ts";
import { type Collected, collect, type Properties } from "./pulumi-mocks.ts";

const root = join(import.meta.dirname, "..");

/** The account stack's outputs, as far as they are in AWS's form. */
export const accountOutputs: AccountOutputs = {
  auditBucketName: "acme-account-audit",
  budgetTopicArn: "arn:aws:sns:us-east-1:111122223333:budgets",
  deployRoleArns: { dev: "arn:aws:iam::111122223333:role/deploy-dev" },
  driftRoleArn: "arn:aws:iam::111122223333:role/drift",
  guardDutyDetectorId: "0123456789abcdef0123456789abcdef",
  hostedZoneId: "Z0123456789ABCDEFGHIJ",
  hostedZoneName: "acme.example",
  hostedZoneNameServers: [],
  imageRepositoryUrls: {},
  permissionsBoundaryArns: Object.fromEntries(
    ["dev", "staging", "prod"].map((name) => [name, `arn:aws:iam::111122223333:policy/boundary-${name}`]),
  ),
  previewRoleArn: "arn:aws:iam::111122223333:role/preview",
  sessionKeyArn: "arn:aws:kms:af-south-1:111122223333:key/11111111-2222-4333-8444-555555555555",
  sessionLogGroupArn: "arn:aws:logs:af-south-1:111122223333:log-group:sessions",
  sessionLogGroupName: "sessions",
  unlockRoleArn: "arn:aws:iam::111122223333:role/unlock",
};

/** What AWS would answer to the stacks' look-ups. */
const lookups = {
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": () => ({ id: "pl-0123456789abcdef0" }),
  "aws:ec2/getAmi:getAmi": () => ({ id: "ami-0123456789abcdef0" }),
  // No secret has a value yet: no webhook is connected.
  "aws:secretsmanager/getSecretVersions:getSecretVersions": () => ({ versions: [] }),
};

/** How a stack is run. */
export interface RunOptions {
  /** Settings to lay over those of the file. Default: none. */
  readonly change?: Properties;
  /** Nothing is known yet of what would be made. Default: false. */
  readonly preview?: boolean;
  /** Outputs of the stack's own last deployment. Default: there was none. */
  readonly deployed?: Properties;
  /** Outputs of the account stack to lay over `accountOutputs`. Default: none. */
  readonly account?: Properties;
}

/** An environment's settings as its file gives them. */
function configOf(environment: string): Properties {
  return (parse(readFileSync(join(root, `Pulumi.${environment}.yaml`), "utf8")) as { config: Properties }).config;
}

function run(project: string, entry: string, environment: string, options: RunOptions, stacks: Properties) {
  const { change = {}, preview = false, deployed = {}, account = {} } = options;
  // A module runs once for each URL.
  const url = `${join(root, entry)}?${encodeURIComponent(`${environment}-${performance.now()}`)}`;
  return collect(() => import(url), {
    project,
    stack: environment,
    config: { ...configOf(environment), ...change },
    preview,
    calls: lookups,
    stacks: {
      "organization/account/account": { ...accountOutputs, ...account },
      ...stacks,
      [`organization/${project}/${environment}`]: deployed,
    },
  });
}

/** Runs the account stack. */
export function runAccount(options: RunOptions = {}): Promise<Collected> {
  return run("account", "stacks/account/index.ts", "account", options, {});
}

/**
 * Runs the foundation stack of an environment.
 *
 * @param environment dev, staging or prod
 */
export function runFoundation(environment: string, options: RunOptions = {}): Promise<Collected> {
  return run("foundation", "stacks/foundation/index.ts", environment, options, {});
}

/**
 * Runs the services stack of an environment on the outputs of its foundation.
 *
 * @param environment dev, staging or prod
 */
export async function runServices(environment: string, options: RunOptions = {}): Promise<Collected> {
  const foundation = await runFoundation(environment, { change: options.change ?? {} });
  const stacks = { [`organization/foundation/${environment}`]: foundation.outputs };
  return run("platform", "stacks/services/index.ts", environment, options, stacks);
}

/**
 * Runs both stacks of an environment, the foundation once.
 *
 * @param environment dev, staging or prod
 */
export async function runBoth(environment: string, options: RunOptions = {}): Promise<readonly Collected[]> {
  const foundation = await runFoundation(environment, options);
  const stacks = { [`organization/foundation/${environment}`]: foundation.outputs };
  return [foundation, await run("platform", "stacks/services/index.ts", environment, options, stacks)];
}

/** Types and names, sorted: what a rename or a replacement would change. */
export function inventoryOf({ resources }: Collected): string[] {
  return resources.map(({ type, name }) => `${type} ${name}`).sort();
}

/**
 * Compares what a stack makes with the list that is kept of it. After a change that is meant, `WRITE_INVENTORY=1 npm test -- unit`
 * writes the lists anew; read their difference before committing.
 *
 * @param file path from the repository's root
 */
export function assertInventory(collected: Collected, file: string): void {
  const path = join(root, file);
  const lines = inventoryOf(collected);
  if (process.env.WRITE_INVENTORY === "1") writeFileSync(path, `${lines.join("\n")}\n`);
  assert.deepEqual(lines, readFileSync(path, "utf8").trimEnd().split("\n"));
}
