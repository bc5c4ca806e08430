import assert from "node:assert/strict";
import * as fc from "fast-check";
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
import { type StatefulType, statefulDeleteActions, statefulTypes } from "../../shared/stateful.ts";

describe("the roles of continuous integration", () => {
  let collected: Collected;
  let policies: ReturnType<typeof attached>;
  before(async () => {
    collected = await make();
    policies = attached(collected);
  });
  const deploy = (request: Request) => decide(policies.deploy, request);
  const preview = (request: Request) => decide(policies.preview, request);
  const unlock = (request: Request) => decide(policies.unlock, request);

  it("trust one GitHub environment each, and AWS's audience only", () => {
    const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
    const trusts = Object.fromEntries(
      collected.ofType("aws:iam/role:Role").map(({ inputs }) => [inputs.name, JSON.parse(inputs.assumeRolePolicy)]),
    );
    const trust = (environment: string) => ({
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
              "token.actions.githubusercontent.com:sub": `repo:acme/platform:environment:${environment}`,
            },
          },
        },
      ],
    });
    assert.deepEqual(trusts, {
      "acme-account-preview": trust("preview"),
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

  it("are told by their ARNs, under the guarded path", () => {
    // The mocks' ARNs of policies have no path; the policies' own paths are compared below.
    const policy = (environment: string) => boundary(environment).replace("/platform/", "/");
    assert.deepEqual(collected.outputs, {
      preview: role("platform/acme-account-preview"),
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

  describe("the deploying role", () => {
    it("is denied every deletion of every stateful type", () => {
      for (const { type, deleteActions, contentDeleteActions } of statefulTypes as readonly StatefulType[]) {
        for (const action of [...deleteActions, ...contentDeleteActions]) {
          assert.equal(
            deploy({ action, context: { "aws:ResourceTag/environment": "dev" } }),
            "denied",
            `${type} ${action}`,
          );
        }
      }
    });

    it("may make and change what the platform is made of", () => {
      for (const action of ["ec2:CreateVpc", "rds:ModifyDBInstance", "s3:PutBucketPolicy", "ec2:TerminateInstances"]) {
        assert.equal(deploy({ action, context: { "aws:ResourceTag/environment": "dev" } }), "allowed", action);
      }
      assert.equal(deploy({ action: "kms:CreateKey" }), "allowed");
    });

    it("reaches nothing that is tagged as another environment's", () => {
      const tagged = (environment: string) => ({ "aws:ResourceTag/environment": environment });
      assert.equal(deploy({ action: "ec2:TerminateInstances", context: tagged("prod") }), "denied");
      assert.equal(deploy({ action: "ecr:PutImage", context: tagged("account") }), "allowed");
    });

    it("makes roles of its environment within the boundary only", () => {
      const within = { "iam:PermissionsBoundary": boundary("dev") };
      const own = role("acme-dev-bastion-0123456");
      for (const action of ["iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePolicy"]) {
        assert.equal(deploy({ action, resource: own, context: within }), "allowed", action);
        assert.equal(deploy({ action, resource: own }), "denied", action);
        for (const other of [`arn:aws:iam::${account}:policy/acme-dev-wide`, boundary("prod")]) {
          const context = { "iam:PermissionsBoundary": other };
          assert.equal(deploy({ action, resource: own, context }), "denied", `${action} ${other}`);
        }
        assert.equal(deploy({ action, resource: role("acme-prod-web"), context: within }), "not allowed", action);
      }
      const boundaryOff = { action: "iam:DeleteRolePermissionsBoundary", resource: own, context: within };
      assert.equal(deploy(boundaryOff), "denied");
      assert.equal(deploy({ action: "iam:PassRole", resource: own }), "allowed");
      assert.equal(deploy({ action: "iam:PassRole", resource: role("OrganizationAccountAccessRole") }), "not allowed");
    });

    it("gives nobody another identity", () => {
      for (const action of [
        "iam:CreateUser",
        "iam:CreateAccessKey",
        "iam:CreateLoginProfile",
        "iam:PutGroupPolicy",
        "iam:CreateOpenIDConnectProvider",
        "iam:UpdateSAMLProvider",
      ]) {
        assert.equal(deploy({ action }), "denied", action);
      }
    });

    it("is denied decryption but with the state's key and by services that make things with a key, and reading secrets, whatever a key's policy gives, and gives grants to AWS services only", () => {
      assert.equal(deploy({ action: "kms:Decrypt", resource: state.keyArn }), "allowed");
      // A key's policy allows in the role's own account as if it were attached to the role.
      const named = [everything, ...policies.deploy];
      for (const action of ["kms:Decrypt", "kms:ReEncryptFrom"]) {
        assert.equal(decide(named, { action, resource: key("database") }), "denied", action);
      }
      const by = (service: string) => ({ "kms:ViaService": `${service}.af-south-1.amazonaws.com` });
      for (const service of ["backup", "rds", "secretsmanager"]) {
        assert.equal(deploy({ action: "kms:Decrypt", resource: key("database"), context: by(service) }), "allowed");
      }
      assert.equal(decide(named, { action: "kms:Decrypt", resource: key("files"), context: by("s3") }), "denied");
      for (const action of ["secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue"]) {
        assert.equal(decide(named, { action }), "denied", action);
        const secret = (name: string) => `arn:aws:secretsmanager:af-south-1:111122223333:secret:${name}`;
        assert.equal(decide(named, { action, resource: secret("rds!db-1-AbCdEf") }), "denied", action);
        assert.equal(decide(named, { action, resource: secret("acme-dev-mail-smtp-1-AbCdEf") }), "denied", action);
      }
      const grant = (service: string) => ({
        action: "kms:CreateGrant",
        resource: key("database"),
        context: { "kms:GrantIsForAWSResource": service },
      });
      assert.equal(deploy(grant("true")), "allowed");
      assert.equal(deploy(grant("false")), "not allowed");
    });
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

  describe("a workload's role", () => {
    const workload = (request: Request) => decide([everything], request, policies.boundary);

    it("deletes nothing that is stateful and makes no identity, whatever is attached to it", () => {
      for (const action of statefulDeleteActions) assert.equal(workload({ action }), "denied", action);
      for (const action of ["iam:CreateRole", "iam:CreateUser", "iam:AttachRolePolicy", "account:CloseAccount"]) {
        assert.notEqual(workload({ action }), "allowed", action);
      }
    });

    it("uses the keys of regions that backups are copied to, when the settings name them", async () => {
      const copying = attached(await make({ copyRegions: ["eu-west-1"] })).boundary;
      const use = (region: string) =>
        decide([everything], { action: "kms:CreateGrant", resource: key("copies", region) }, copying);
      assert.deepEqual(["af-south-1", "us-east-1", "eu-west-1", "eu-west-2"].map(use), [
        "allowed",
        "allowed",
        "allowed",
        "not allowed",
      ]);
    });

    it("lets AWS Backup's role delete the expired snapshots that AWS Backup made, and no other", () => {
      const snapshot = (name: string, owner = account, by = "acme-dev-backup-0a1b2c3") => ({
        action: "rds:DeleteDBSnapshot",
        context: { "aws:PrincipalArn": role(by) },
        resource: `arn:aws:rds:af-south-1:${owner}:snapshot:${name}`,
      });
      assert.equal(workload(snapshot("awsbackup:job-11111111-2222-4333-8444-555555555555")), "allowed");
      for (const name of ["acme-dev-database-1-final-0a1b2c3d", "rds:acme-dev-database-1-2026-01-31-22-05"]) {
        assert.equal(workload(snapshot(name)), "denied", name);
      }
      assert.equal(workload(snapshot("awsbackup:job-1", "444455556666")), "denied");
      assert.equal(workload(snapshot("awsbackup:job-1", account, "acme-dev-web-0a1b2c3")), "denied");
    });

    it("ends and thins out no subscription, and may read GuardDuty's findings", () => {
      assert.equal(workload({ action: "sns:Unsubscribe" }), "denied");
      assert.equal(workload({ action: "sns:SetSubscriptionAttributes" }), "denied");
      assert.equal(workload({ action: "guardduty:GetFindings" }), "allowed");
    });

    it("does its work: objects, messages, session logs, keys of its regions", () => {
      assert.equal(workload({ action: "s3:GetObject", resource: "arn:aws:s3:::acme-dev-files/x" }), "allowed");
      assert.equal(workload({ action: "sqs:ReceiveMessage" }), "allowed");
      assert.equal(workload({ action: "kms:Decrypt", resource: key("sessions") }), "allowed");
      assert.equal(workload({ action: "kms:Decrypt", resource: key("any", "eu-west-1") }), "not allowed");
      for (const resource of guarded.logGroupArns) {
        assert.equal(workload({ action: "logs:PutLogEvents", resource: `${resource}:log-stream:x` }), "allowed");
      }
    });
  });

  describe("the preview role", () => {
    it("reads no data, even if a policy that reads everything is attached to it", () => {
      const parameter = `arn:aws:ssm:af-south-1:${account}:parameter/acme/secret`;
      const reads: readonly Request[] = [
        { action: "s3:GetObject", resource: "arn:aws:s3:::acme-prod-files/x" },
        { action: "s3:GetObjectVersion", resource: "arn:aws:s3:::acme-prod-files/x" },
        ...["GetItem", "BatchGetItem", "Query", "Scan", "PartiQLSelect"].map((name) => ({
          action: `dynamodb:${name}`,
        })),
        ...["GetParameter", "GetParameters", "GetParametersByPath", "GetParameterHistory"].map((name) => ({
          action: `ssm:${name}`,
          resource: parameter,
        })),
        { action: "secretsmanager:GetSecretValue" },
        { action: "secretsmanager:BatchGetSecretValue" },
        { action: "kms:Decrypt", resource: key("database") },
        { action: "kms:ReEncryptFrom", resource: key("database") },
        { action: "kms:CreateGrant", resource: key("database") },
        ...["GetLogEvents", "FilterLogEvents", "StartQuery", "GetQueryResults", "StartLiveTail", "Unmask"].map(
          (name) => ({ action: `logs:${name}` }),
        ),
        { action: "sqs:ReceiveMessage" },
        { action: "lambda:GetFunction" },
        { action: "lambda:GetLayerVersion" },
        { action: "lambda:InvokeFunction" },
        { action: "ecr:BatchGetImage" },
        { action: "ecr:GetDownloadUrlForLayer" },
        { action: "ebs:GetSnapshotBlock" },
        { action: "ec2:GetConsoleOutput" },
        { action: "ec2:GetPasswordData" },
        { action: "rds:DownloadDBLogFilePortion" },
        { action: "rds-db:connect" },
        { action: "elasticfilesystem:ClientMount" },
        { action: "ssm:StartSession" },
        { action: "ssm:SendCommand" },
        { action: "sts:AssumeRole", resource: role("platform/acme-account-unlock") },
        { action: "cloudtrail:LookupEvents" },
      ];
      for (const request of reads) {
        assert.equal(decide([everything, ...policies.preview], request), "denied", request.action);
      }
    });

    it("is allowed nothing but reading descriptions: no action of its own writes", () => {
      const allowed = policies.preview
        .flatMap(({ Statement }) => Statement)
        .filter(({ Effect }) => Effect === "Allow")
        .flatMap(({ Action }) => Action ?? ["(NotAction)"]);
      const reading = /^[a-z0-9-]+:(Describe|List|Get|View|BatchGetProjects)[A-Za-z0-9]*\*?$/;
      const others = allowed.filter((action) => !reading.test(action) && action !== "kms:Decrypt");
      assert.deepEqual(others, []);
    });

    it("does not write, whatever the action is called", () => {
      const verbs = fc.constantFrom(
        "Create",
        "Delete",
        "Put",
        "Update",
        "Modify",
        "Run",
        "Start",
        "Stop",
        "Terminate",
        "Tag",
      );
      const services = fc.constantFrom(
        "ec2",
        "s3",
        "iam",
        "rds",
        "kms",
        "lambda",
        "dynamodb",
        "ecs",
        "ssm",
        "cloudfront",
      );
      fc.assert(
        fc.property(services, verbs, fc.stringMatching(/^[A-Z][A-Za-z]{0,20}$/), (service, verb, noun) => {
          assert.notEqual(preview({ action: `${service}:${verb}${noun}` }), "allowed");
        }),
      );
    });

    it("describes what the platform uses, and reads Pulumi's state and AWS's public parameters", () => {
      for (const action of ["ec2:DescribeVpcs", "rds:DescribeDBInstances", "s3:GetBucketPolicy", "iam:GetRole"]) {
        assert.equal(preview({ action }), "allowed", action);
      }
      const image = "arn:aws:ssm:af-south-1::parameter/aws/service/ami-amazon-linux-latest/x";
      assert.equal(preview({ action: "ssm:GetParameter", resource: image }), "allowed");
      assert.equal(preview({ action: "s3:GetObject", resource: "arn:aws:s3:::acme-state/.pulumi/x" }), "allowed");
      assert.equal(preview({ action: "s3:PutObject", resource: "arn:aws:s3:::acme-state/.pulumi/x" }), "not allowed");
      assert.equal(preview({ action: "kms:Decrypt", resource: state.keyArn }), "allowed");
    });

    it("reads no object and decrypts nothing when the state is elsewhere", async () => {
      const elsewhere = attached(await make({ state: undefined })).preview;
      const object = { action: "s3:GetObject", resource: "arn:aws:s3:::acme-state/.pulumi/x" };
      assert.equal(decide(elsewhere, object), "denied");
      assert.equal(decide(elsewhere, { action: "kms:Decrypt", resource: state.keyArn }), "denied");
    });
  });

  describe("the unlock role", () => {
    it("deletes what is stateful and takes the final snapshot", () => {
      for (const action of statefulDeleteActions) assert.equal(unlock({ action }), "allowed", action);
      assert.equal(unlock({ action: "rds:CreateDBSnapshot" }), "allowed");
    });

    it("takes off what AWS asks for first: mount targets with their network interfaces, versions of objects", () => {
      for (const action of ["DeleteMountTarget", "DescribeMountTargets"]) {
        assert.equal(unlock({ action: `elasticfilesystem:${action}` }), "allowed", action);
      }
      assert.equal(unlock({ action: "ec2:DeleteNetworkInterface" }), "allowed");
      assert.equal(unlock({ action: "s3:ListBucketVersions", resource: "arn:aws:s3:::acme-dev-assets" }), "allowed");
    });

    it("makes and changes nothing", () => {
      for (const action of [
        "rds:CreateDBInstance",
        "rds:ModifyDBInstance",
        "ec2:RunInstances",
        "iam:CreateRole",
        "s3:PutBucketPolicy",
        "kms:Decrypt",
        "dynamodb:GetItem",
      ]) {
        assert.equal(unlock({ action }), "not allowed", action);
      }
    });
  });
});
