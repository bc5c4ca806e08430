/** What the tests of continuous integration share: the roles made with one set of arguments, and their policies. */
import assert from "node:assert/strict";
import {
  ContinuousIntegration,
  type ContinuousIntegrationArgs,
} from "../components/account/continuous-integration/roles.ts";
import type { PolicyDocument } from "../components/shared/policy-document.ts";
import { policyOf, testContext } from "./account.ts";
import { type Collected, collect } from "./pulumi-mocks.ts";

/** The account of all tests. */
export const account = testContext.accountId;
/** ARN of a key. */
export const key = (id: string, region = "af-south-1", owner = account) => `arn:aws:kms:${region}:${owner}:key/${id}`;
/** ARN of a role. */
export const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
/** ARN of an environment's permissions boundary. */
export const boundary = (environment: string) =>
  `arn:aws:iam::${account}:policy/platform/acme-account-boundary-${environment}`;
/** Where the state is. */
export const state = { bucketName: "acme-state", keyArn: key("state") };
/** What the roles must not change. */
export const guarded = {
  bucketArns: ["arn:aws:s3:::acme-account-audit-0123456", "arn:aws:s3:::acme-account-audit-access-logs-0123456"],
  keyArns: [key("audit"), key("sessions"), key("costs", "us-east-1")],
  logGroupArns: ["audit-trail", "session-manager"].map(
    (name) => `arn:aws:logs:af-south-1:${account}:log-group:/acme/account/${name}`,
  ),
  topicArn: `arn:aws:sns:us-east-1:${account}:acme-account-costs-0123456`,
};

/** A policy that allows everything. */
export const everything: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }],
};

/** Makes the roles. */
export function make(change: Partial<ContinuousIntegrationArgs> = {}): Promise<Collected> {
  return collect(() => {
    const component = new ContinuousIntegration("acme-account-ci", {
      context: testContext,
      globalRegion: "us-east-1",
      repository: "acme/platform",
      environments: ["dev", "staging", "prod"],
      state,
      guarded,
      ...change,
    });
    return {
      preview: component.previewRoleArn,
      drift: component.driftRoleArn,
      deploy: component.deployRoleArns,
      unlock: component.unlockRoleArn,
      boundaries: component.permissionsBoundaryArns,
    };
  });
}

/** The policies of the roles, as they are attached, and the boundary, those of one environment. */
export function attached(collected: Collected, environment = "dev") {
  const policies = collected.ofType("aws:iam/policy:Policy");
  const byName = (name: string): PolicyDocument => {
    const found = policies.find(({ inputs }) => inputs.name === name);
    assert.ok(found, `no policy ${name}`);
    return policyOf(found);
  };
  const ofRole = (name: string) =>
    collected
      .ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .filter(({ inputs }) => inputs.role === name)
      .map(({ inputs }) => byName(String(inputs.policyArn).split("/").at(-1) ?? ""));
  return {
    preview: ofRole("acme-account-preview"),
    drift: ofRole("acme-account-drift"),
    deploy: ofRole(`acme-account-deploy-${environment}`),
    unlock: ofRole("acme-account-unlock"),
    boundary: byName(`acme-account-boundary-${environment}`),
  };
}
