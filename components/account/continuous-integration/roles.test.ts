import assert from "node:assert/strict";
import { policyOf, testContext } from "../../../test/account.ts";
import {
  account,
  attached,
  boundary,
  everything,
  guarded,
  key,
  make,
  role,
  state,
} from "../../../test/continuous-integration.ts";
import { decide, type Request } from "../../../test/iam-evaluator.ts";
import type { Collected } from "../../../test/pulumi-mocks.ts";
import {
  maxManagedPoliciesPerRole,
  maxManagedPolicyLength,
  maxTrustPolicyLength,
  policyLength,
} from "../../shared/policy-document.ts";

describe("the roles of continuous integration", () => {
  let collected: Collected;
  let policies: ReturnType<typeof attached>;
  before(async () => {
    collected = await make();
    policies = attached(collected);
  });

  it("trust their GitHub environments, and AWS's audience only", () => {
    const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
    const trusts = Object.fromEntries(
      collected.ofType("aws:iam/role:Role").map(({ inputs }) => [inputs.name, JSON.parse(inputs.assumeRolePolicy)]),
    );
    const subjectOf = (environment: string | undefined) => `repo:acme/platform:environment:${environment}`;
    const trust = (...environments: string[]) => ({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "GithubEnvironmentAssumes",
          Effect: "Allow",
          Principal: { Federated: provider },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
              "token.actions.githubusercontent.com:sub":
                environments.length === 1 ? subjectOf(environments[0]) : environments.map(subjectOf),
            },
          },
        },
      ],
    });
    assert.deepEqual(trusts, {
      "acme-account-preview": trust("preview", "plan"),
      "acme-account-drift": trust("drift"),
      "acme-account-deploy-dev": trust("dev"),
      "acme-account-deploy-staging": trust("staging"),
      "acme-account-deploy-prod": trust("prod"),
      "acme-account-unlock": trust("unlock"),
    });
    assert.deepEqual(collected.only("aws:iam/openIdConnectProvider:OpenIdConnectProvider").inputs, {
      url: "https://token.actions.githubusercontent.com",
      clientIdLists: ["sts.amazonaws.com"],
    });
  });

  it("trust the repository by its numbers where GitHub's subjects have them", async () => {
    const numbered = await make({ repositoryIds: { owner: 123456, repository: 456789 } });
    const subjects = numbered
      .ofType("aws:iam/role:Role")
      .flatMap(({ inputs }) => JSON.parse(inputs.assumeRolePolicy).Statement[0].Condition.StringEquals)
      .flatMap((condition) => condition["token.actions.githubusercontent.com:sub"]);
    const environments = ["preview", "plan", "drift", "dev", "staging", "prod", "unlock"];
    assert.deepEqual(
      subjects.sort(),
      environments.map((name) => `repo:acme@123456/platform@456789:environment:${name}`).sort(),
    );
  });

  it("are told by their ARNs, under the guarded path", () => {
    // The mocks' ARNs of policies have no path; the policies' own paths are compared below.
    const policy = (environment: string) => boundary(environment).replace("/platform/", "/");
    assert.deepEqual(collected.outputs, {
      preview: role("platform/acme-account-preview"),
      drift: role("platform/acme-account-drift"),
      deploy: {
        dev: role("platform/acme-account-deploy-dev"),
        staging: role("platform/acme-account-deploy-staging"),
        prod: role("platform/acme-account-deploy-prod"),
      },
      unlock: role("platform/acme-account-unlock"),
      boundaries: { dev: policy("dev"), staging: policy("staging"), prod: policy("prod") },
    });
    for (const { inputs } of collected.ofType("aws:iam/policy:Policy")) assert.equal(inputs.path, "/platform/");
  });

  it("adopt GitHub's OIDC provider where the account has it", async () => {
    const oidcProviderArn = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
    const adopted = await make({ oidcProviderArn });
    assert.equal(adopted.ofType("aws:iam/openIdConnectProvider:OpenIdConnectProvider").length, 0);
    const [first] = adopted.ofType("aws:iam/role:Role");
    assert.equal(JSON.parse(first?.inputs.assumeRolePolicy).Statement[0].Principal.Federated, oidcProviderArn);
  });

  it("stay inside IAM's sizes, with the longest names that the settings take", async () => {
    const longest = await make({
      context: { ...testContext, project: "p".repeat(20), name: (part) => `${"p".repeat(20)}-account-${part}` },
      environments: ["e".repeat(20)],
      repositoryIds: { owner: 999_999_999_999, repository: 9_999_999_999_999 },
      state: { bucketName: "b".repeat(63), keyArn: key("k".repeat(36), "ap-southeast-1") },
      guarded: {
        bucketArns: Array(2).fill(`arn:aws:s3:::${"b".repeat(63)}`),
        keyArns: Array(3).fill(key("k".repeat(36), "ap-southeast-1")),
        logGroupArns: guarded.logGroupArns.map((arn) => `${arn}${"p".repeat(20)}`),
        topicArn: `${guarded.topicArn}${"p".repeat(20)}`,
      },
    });
    for (const run of [collected, longest]) {
      for (const { name, inputs } of run.ofType("aws:iam/policy:Policy")) {
        const length = policyLength(inputs.policy);
        assert.ok(length <= maxManagedPolicyLength, `${name} has ${length} characters`);
      }
      for (const { name, inputs } of run.ofType("aws:iam/role:Role")) {
        assert.ok(policyLength(inputs.assumeRolePolicy) <= maxTrustPolicyLength, name);
        const count = run
          .ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
          .filter((attachment) => attachment.inputs.role === inputs.name).length;
        assert.ok(count > 0 && count <= maxManagedPoliciesPerRole, `${name} has ${count} policies`);
      }
    }
  });

  it("KMS.1, KMS.2: no policy decrypts with every key, and none is inline", () => {
    assert.equal(collected.ofType("aws:iam/rolePolicy:RolePolicy").length, 0);
    for (const resource of collected.ofType("aws:iam/policy:Policy")) {
      for (const action of ["kms:Decrypt", "kms:ReEncryptFrom"]) {
        const request = { action, resource: key("any", "eu-west-1", "999999999999") };
        assert.notEqual(decide([policyOf(resource)], request), "allowed", `${resource.name} ${action}`);
        const elsewhere = { action, resource: key("any", "eu-west-1") };
        assert.notEqual(decide([policyOf(resource)], elsewhere), "allowed", `${resource.name} ${action}`);
      }
    }
  });

  /** Each guard rail and one way to break it. */
  const breaches: readonly Request[] = [
    { action: "iam:PutRolePolicy", resource: role("platform/acme-account-deploy-dev") },
    { action: "iam:UpdateAssumeRolePolicy", resource: role("platform/acme-account-unlock") },
    { action: "iam:DetachRolePolicy", resource: role("platform/acme-account-preview") },
    { action: "iam:PassRole", resource: role("platform/acme-account-unlock") },
    { action: "sts:AssumeRole", resource: role("platform/acme-account-unlock") },
    { action: "iam:CreatePolicyVersion", resource: boundary("dev") },
    {
      action: "iam:UpdateOpenIDConnectProviderThumbprint",
      resource: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
    },
    { action: "cloudtrail:StopLogging" },
    { action: "cloudtrail:DeleteTrail" },
    { action: "cloudtrail:PutEventSelectors" },
    { action: "config:StopConfigurationRecorder" },
    { action: "config:DeleteDeliveryChannel" },
    { action: "guardduty:DeleteDetector" },
    { action: "guardduty:UpdateDetector" },
    ...["ArchiveFindings", "CreateFilter", "DisassociateMembers", "UnarchiveFindings", "UntagResource"].map((name) => ({
      action: `guardduty:${name}`,
    })),
    ...["DisableSecurityHub", "BatchUpdateFindings", "UpdateStandardsControl", "CreateInsight"].map((name) => ({
      action: `securityhub:${name}`,
    })),
    { action: "ec2:DisableEbsEncryptionByDefault" },
    { action: "ec2:DisableSnapshotBlockPublicAccess" },
    { action: "ec2:DisableImageBlockPublicAccess" },
    { action: "s3:PutAccountPublicAccessBlock" },
    { action: "backup:UpdateRegionSettings" },
    { action: "budgets:ModifyBudget" },
    { action: "ce:CreateAnomalyMonitor" },
    { action: "ce:DeleteAnomalySubscription" },
    { action: "organizations:LeaveOrganization" },
    ...guarded.bucketArns.flatMap((arn) => [
      { action: "s3:PutBucketPolicy", resource: arn },
      { action: "s3:PutLifecycleConfiguration", resource: arn },
      { action: "s3:DeleteObject", resource: `${arn}/AWSLogs/${account}/CloudTrail/x.json.gz` },
    ]),
    { action: "s3:PutBucketPolicy", resource: "arn:aws:s3:::acme-state" },
    { action: "s3:PutBucketVersioning", resource: "arn:aws:s3:::acme-state" },
    { action: "s3:DeleteBucket", resource: "arn:aws:s3:::acme-state" },
    ...[
      "meta.yaml",
      "stacks/account/account.json",
      "history/account/account-x/y",
      "locks/organization/account/account/z",
    ]
      .map((path) => `arn:aws:s3:::acme-state/.pulumi/${path}`)
      .flatMap((resource) => ["s3:DeleteObject", "s3:PutObject"].map((action) => ({ action, resource }))),
    { action: "s3:DeleteObjectVersion", resource: "arn:aws:s3:::acme-state/.pulumi/stacks/foundation/dev.json" },
    ...[...guarded.keyArns, state.keyArn].flatMap((arn) => [
      { action: "kms:PutKeyPolicy", resource: arn },
      { action: "kms:ScheduleKeyDeletion", resource: arn },
      { action: "kms:CreateGrant", resource: arn },
    ]),
    ...guarded.logGroupArns.flatMap((arn) => [
      { action: "logs:DeleteLogGroup", resource: arn },
      { action: "logs:PutRetentionPolicy", resource: arn },
      { action: "logs:DeleteLogStream", resource: `${arn}:log-stream:x` },
      { action: "logs:PutLogGroupDeletionProtection", resource: arn },
      { action: "logs:DisassociateKmsKey", resource: arn },
    ]),
    { action: "sns:SetTopicAttributes", resource: guarded.topicArn },
    { action: "ssm:UpdateDocument", resource: `arn:aws:ssm:af-south-1:${account}:document/SSM-SessionManagerRunShell` },
  ];

  it("cannot break the guard rails, whether they deploy, unlock or run a workload", () => {
    for (const request of breaches) {
      const label = `${request.action} ${request.resource ?? ""}`;
      assert.equal(decide([everything, ...policies.deploy], request), "denied", `deploy: ${label}`);
      assert.equal(decide([everything, ...policies.unlock], request), "denied", `unlock: ${label}`);
      assert.notEqual(decide([everything], request, policies.boundary), "allowed", `workload: ${label}`);
    }
  });
});
