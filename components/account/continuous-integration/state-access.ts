import type { Statement } from "../../shared/policy-document.ts";
import { environmentPatterns } from "./environment-names.ts";

/** Where Pulumi's state is, when it is in S3. */
export interface StateBackend {
  /** Name of the bucket. The state begins at its root. */
  readonly bucketName: string;
  /** ARN of the key that encrypts the state's secrets, and the bucket if it is encrypted by a customer key. */
  readonly keyArn: string;
}

/** Project of the account stacks. */
const accountProject = "account";

/** ARN of the state's bucket. */
function bucketArn(state: StateBackend): string {
  return `arn:aws:s3:::${state.bucketName}`;
}

/** ARNs of the state's bucket and of every object in it. */
export function stateBucketAndObjects(state: StateBackend): readonly string[] {
  return [bucketArn(state), stateObjects(state)];
}

/** ARN of every object in the state's bucket. */
export function stateObjects(state: StateBackend): string {
  return `${bucketArn(state)}/*`;
}

/**
 * ARNs of what Pulumi keeps of an environment's stacks, of every project: checkpoints with their backups and tags, history,
 * journal, locks. Source of the layout: pkg/backend/diy in https://github.com/pulumi/pulumi (store.go, state.go, lock.go).
 */
function ownObjects(state: StateBackend, environment: string): readonly string[] {
  return environmentPatterns(environment).flatMap((stack) =>
    [
      `stacks/*/${stack}.*`,
      ...["backups", "history", "journal", "locks/organization"].map((folder) => `${folder}/*/${stack}/*`),
    ].map((path) => `${bucketArn(state)}/.pulumi/${path}`),
  );
}

/** Lets a role list the state's bucket: names of objects are no secret. */
function listStatement(state: StateBackend): Statement {
  return {
    Sid: "StateBucket",
    Effect: "Allow",
    Action: ["s3:GetBucketLocation", "s3:ListBucket"],
    Resource: bucketArn(state),
  };
}

/** Lets a role write objects of the state, and encrypt and decrypt with its key. */
function writeStatements(state: StateBackend, resources: string | readonly string[]): readonly Statement[] {
  return [
    {
      Sid: "StateObjects",
      Effect: "Allow",
      Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      Resource: resources,
    },
    listStatement(state),
    {
      Sid: "StateKey",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
      Resource: state.keyArn,
    },
  ];
}

/**
 * Lets a role read all of Pulumi's state.
 *
 * @param state where it is; undefined when it is not in this account, which needs no statement
 */
export function readStateStatements(state: StateBackend | undefined): readonly Statement[] {
  if (state === undefined) return [];
  return [
    { Sid: "StateObjects", Effect: "Allow", Action: ["s3:GetObject"], Resource: stateObjects(state) },
    listStatement(state),
    { Sid: "StateKey", Effect: "Allow", Action: ["kms:Decrypt"], Resource: state.keyArn },
  ];
}

/**
 * Lets a deploying role keep the state of its environment's stacks, lock them, and read the account stacks' outputs.
 *
 * @param state where it is; undefined when it is not in this account, which needs no statement
 * @param environment the role's own, as in the account's settings: "pr" stands for every pr-N
 */
export function ownStateStatements(state: StateBackend | undefined, environment: string): readonly Statement[] {
  if (state === undefined) return [];
  const root = `${bucketArn(state)}/.pulumi`;
  return [
    ...writeStatements(state, ownObjects(state, environment)),
    {
      Sid: "StateOfTheAccount",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: [`${root}/meta.yaml`, `${root}/stacks/${accountProject}/*`],
    },
  ];
}

/**
 * Lets the unlock role keep the state of every environment; `stateDenials` keeps the account stacks' from it.
 *
 * @param state where it is; undefined when it is not in this account, which needs no statement
 */
export function unlockStateStatements(state: StateBackend | undefined): readonly Statement[] {
  return state === undefined ? [] : writeStatements(state, `${bucketArn(state)}/.pulumi/*`);
}

/**
 * Denies every change of the state's bucket itself, of the account stacks' state, and of old versions, which are the way back. Other environments' state is in no
 * allowance of a deploying role: `serviceStatements` leaves the bucket out.
 *
 * @param state where it is; undefined when it is not in this account, which needs no statement
 */
export function stateDenials(state: StateBackend | undefined): readonly Statement[] {
  if (state === undefined) return [];
  const root = `${bucketArn(state)}/.pulumi`;
  return [
    { Sid: "KeepStateBucket", Effect: "Deny", NotAction: ["s3:Get*", "s3:List*"], Resource: bucketArn(state) },
    {
      Sid: "KeepStateOfTheAccount",
      Effect: "Deny",
      NotAction: "s3:GetObject",
      Resource: [`${root}/meta.yaml`, `${root}/*/${accountProject}/*`],
    },
    {
      Sid: "KeepOldState",
      Effect: "Deny",
      Action: ["s3:BypassGovernanceRetention", "s3:DeleteObjectVersion"],
      Resource: stateObjects(state),
    },
  ];
}

/**
 * Denies the state and its key wholly: no workload has any business there.
 *
 * @param state where it is; undefined when it is not in this account, which needs no statement
 */
export function stateDenialForWorkloads(state: StateBackend | undefined): readonly Statement[] {
  if (state === undefined) return [];
  const resources = [...stateBucketAndObjects(state), state.keyArn];
  return [{ Sid: "NoState", Effect: "Deny", Action: ["kms:*", "s3:*"], Resource: resources }];
}
