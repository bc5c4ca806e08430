import type { Statement } from "../../shared/policy-document.ts";
import { ownNames } from "./environment-names.ts";
import { type Guarded, guardRailDenials, isolationDenial, workloadStatefulDenials } from "./guard-rails.ts";
import { type StateBackend, stateDenialForWorkloads } from "./state-access.ts";

/** Whose workloads a boundary holds, and where. */
export interface BoundaryScope {
  /** Short name of the company or product; names of IAM resources begin with it. */
  readonly project: string;
  /** Environment of the workloads, for example "dev"; "pr" for every pr-N. */
  readonly environment: string;
  /** Regions whose keys may be used; one that stands twice counts once. */
  readonly keyRegions: readonly string[];
  /** Where Pulumi's state is; undefined when it is not in this account. */
  readonly state: StateBackend | undefined;
}

/**
 * The most that any role made by an environment's deploying role may ever do, whatever is attached to it: no identities, roles
 * of its own environment only, nothing that is tagged as another's, no deletion of what is stateful (but AWS Backup's expired snapshots), no change of the guard
 * rails, nothing of Pulumi's state, and keys of the given regions only.
 *
 * @param guarded what is kept, by ARN
 * @param scope whose workloads
 */
export function boundaryStatements(guarded: Guarded, scope: BoundaryScope): readonly Statement[] {
  const keyActions = ["CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey*", "ReEncrypt*"];
  return [
    {
      Sid: "WorkloadsUseServices",
      Effect: "Allow",
      NotAction: ["account:*", "iam:*", "kms:*", "organizations:*", "sts:AssumeRole"],
      Resource: "*",
    },
    {
      Sid: "WorkloadsReadIdentities",
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole", "iam:Get*", "iam:List*"],
      Resource: "*",
    },
    {
      Sid: "WorkloadsUseOwnRoles",
      Effect: "Allow",
      // Any other role may have no boundary: to pass it to a service, or to take it on, would be the way out of this one.
      Action: ["iam:PassRole", "sts:AssumeRole"],
      Resource: `arn:aws:iam::${guarded.accountId}:role/${ownNames(scope.project, scope.environment)}`,
    },
    {
      Sid: "WorkloadsUseKeys",
      Effect: "Allow",
      Action: keyActions.map((action) => `kms:${action}`),
      Resource: [...new Set(scope.keyRegions)].map((region) => `arn:aws:kms:${region}:${guarded.accountId}:key/*`),
    },
    {
      Sid: "KeepSubscriptions",
      Effect: "Deny",
      // Of the subscription's topic IAM learns nothing, so it is denied for all topics. Stacks make and remove subscriptions.
      Action: ["sns:SetSubscriptionAttributes", "sns:Unsubscribe"],
      Resource: "*",
    },
    isolationDenial(scope.environment),
    ...workloadStatefulDenials(guarded.accountId, scope.project),
    ...stateDenialForWorkloads(scope.state),
    ...guardRailDenials(guarded),
  ];
}
