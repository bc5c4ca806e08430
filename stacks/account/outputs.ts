import * as pulumi from "@pulumi/pulumi";
import { environmentEntry } from "../../components/account/continuous-integration/environment-names.ts";

/** What the account stack promises to the stacks that read it. */
export interface AccountOutputs {
  /** Bucket with the audit trail and the Config history. */
  readonly auditBucketName: string;
  /** ARN of the topic of budgets and cost anomalies. It is in us-east-1, where both services live. */
  readonly budgetTopicArn: string;
  /** ARN of each environment's deploying role, by environment. */
  readonly deployRoleArns: Readonly<Record<string, string>>;
  /** ARN of the role of the nightly search for drift: describe-only, and it may tell the environments' alerts. */
  readonly driftRoleArn: string;
  /** Id of the GuardDuty detector, made here or adopted. */
  readonly guardDutyDetectorId: string;
  /** Id of the public hosted zone; null when the account has none by its settings. */
  readonly hostedZoneId: string | null;
  /** Domain of the public hosted zone, without a final dot; null when the account has none by its settings. */
  readonly hostedZoneName: string | null;
  /** Name servers to enter at the registrar; empty without a hosted zone. */
  readonly hostedZoneNameServers: readonly string[];
  /** URL of each image repository (registry and name, without a tag), by name. */
  readonly imageRepositoryUrls: Readonly<Record<string, string>>;
  /** ARN of the permissions boundary that every role of an environment must carry, by environment; "pr" is for every pr-N. */
  readonly permissionsBoundaryArns: Readonly<Record<string, string>>;
  /** ARN of the describe-only role of pull-request previews. */
  readonly previewRoleArn: string;
  /** ARN of the key that encrypts Session Manager's sessions and their logs. Hosts of sessions need `kms:Decrypt` on it. */
  readonly sessionKeyArn: string;
  /** ARN of the log group of Session Manager's sessions, without `:*`. */
  readonly sessionLogGroupArn: string;
  /** Name of the log group of Session Manager's sessions. */
  readonly sessionLogGroupName: string;
  /** ARN of the role that may delete stateful resources. */
  readonly unlockRoleArn: string;
}

/** The outputs by name, each on its way. */
export type AccountReference = { readonly [Name in keyof AccountOutputs]: pulumi.Output<AccountOutputs[Name]> };

/**
 * Reads the account stack's outputs from another stack's program.
 *
 * @param stack full name of the account stack: "organization/account/account" with a backend of one's own, otherwise
 *   "<organisation>/account/account"
 * @returns every output; one that the account stack does not have yet fails the deployment and is named in the error
 */
export function readAccount(stack: string): AccountReference {
  const reference = new pulumi.StackReference(stack);
  const read = <Name extends keyof AccountOutputs>(name: Name) =>
    reference.requireOutput(name) as pulumi.Output<AccountOutputs[Name]>;
  return {
    auditBucketName: read("auditBucketName"),
    budgetTopicArn: read("budgetTopicArn"),
    deployRoleArns: read("deployRoleArns"),
    driftRoleArn: read("driftRoleArn"),
    guardDutyDetectorId: read("guardDutyDetectorId"),
    // Not required: a stack without a zone has no such outputs, because the engine does not store what is null.
    hostedZoneId: reference.getOutput("hostedZoneId").apply((id: string | undefined) => id ?? null),
    hostedZoneName: reference.getOutput("hostedZoneName").apply((name: string | undefined) => name ?? null),
    hostedZoneNameServers: read("hostedZoneNameServers"),
    imageRepositoryUrls: read("imageRepositoryUrls"),
    permissionsBoundaryArns: read("permissionsBoundaryArns"),
    previewRoleArn: read("previewRoleArn"),
    sessionKeyArn: read("sessionKeyArn"),
    sessionLogGroupArn: read("sessionLogGroupArn"),
    sessionLogGroupName: read("sessionLogGroupName"),
    unlockRoleArn: read("unlockRoleArn"),
  };
}

/**
 * The permissions boundary that the roles of an environment must carry.
 *
 * @param account the account stack's outputs
 * @param environment the environment's name, for example "dev"; pr-N uses the boundary of "pr" if it has none of its own
 * @returns its ARN; an environment that the account stack does not know fails the deployment, and the error says what to do
 */
export function readBoundary(account: AccountReference, environment: string): pulumi.Output<string> {
  return account.permissionsBoundaryArns.apply((arns) => {
    const entries = Object.keys(arns);
    const entry = environmentEntry(environment, entries);
    const arn = entry === undefined ? undefined : arns[entry];
    if (arn !== undefined) return arn;
    const missing = /^pr-\d+$/.test(environment) ? "pr" : environment;
    throw new Error(
      `The account stack has no permissions boundary for the environment ${environment}; it has them for ` +
        `${entries.join(", ")}. Add ${missing} to environments in platform:continuousIntegration of the account's ` +
        "settings file, and deploy the account stack.",
    );
  });
}
