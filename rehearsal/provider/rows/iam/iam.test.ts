import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { testFacts, testWorld } from "../test-world.ts";
import { instanceProfile, openIdConnectProvider } from "./identity.ts";
import { policy, rolePolicy, rolePolicyAttachment } from "./policy.ts";
import { role } from "./role.ts";
import { serviceLinkedRole } from "./service-linked-role.ts";
import { types } from "./shared.ts";

const trust = (statement: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...statement }] });
const ofService = { Principal: { Service: "ec2.amazonaws.com" } };
const identity = (statement: object) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...statement }],
  });
/** A policy that has exactly so many characters, as IAM counts them. */
const ofLength = (length: number) => identity({ Sid: "a".repeat(length - identity({ Sid: "" }).length) });

const world = testWorld([types.role, "app", {}], [types.policy, "arn:aws:iam::123456789012:policy/own", {}]);

describeRules(
  role,
  { name: "web", assumeRolePolicy: trust(ofService), maxSessionDuration: 3600, path: "/" },
  [
    ["a document instead of text", { assumeRolePolicy: JSON.parse(trust(ofService)) }, undefined],
    ["a document that is not known yet", { assumeRolePolicy: unknown }, undefined],
    [
      "a document of which a part is not known yet",
      { assumeRolePolicy: { Statement: [{ Effect: "Allow", Principal: { AWS: unknown } }] } },
      undefined,
    ],
    ["what is no JSON", { assumeRolePolicy: "{" }, /assumeRolePolicy: the policy is not valid JSON/],
    ["no principal", { assumeRolePolicy: trust({}) }, /statement 1 has no Principal: say who may assume the role/],
    ["NotPrincipal", { assumeRolePolicy: trust({ NotPrincipal: { AWS: "*" } }) }, /statement 1 has NotPrincipal/],
    ["a resource", { assumeRolePolicy: trust({ ...ofService, Resource: "*" }) }, /statement 1 has Resource/],
    [
      "another action than of sts",
      { assumeRolePolicy: trust({ ...ofService, Action: "s3:GetObject" }) },
      /allows s3:GetObject: a trust policy takes actions of sts/,
    ],
    [
      "a web identity",
      {
        assumeRolePolicy: trust({
          Principal: { Federated: "arn" },
          Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
        }),
      },
      undefined,
    ],
    [
      "a longer trust policy than AWS takes",
      { assumeRolePolicy: trust({ ...ofService, Sid: "a".repeat(2048) }) },
      /AWS takes at most 2048/,
    ],
    ["the longest session", { maxSessionDuration: 43200 }, undefined],
    ["a longer session", { maxSessionDuration: 43201 }, /maxSessionDuration is 43201 seconds: AWS takes 3600 to 43200/],
    ["a path", { path: "/platform/ci/" }, undefined],
    ["a path without slashes", { path: "platform" }, /path "platform" must begin and end with a slash/],
    ["a name that differs in case only", { name: "App" }, /role App exists already \(as app\)/],
  ],
  world,
);

describeRules(policy, { name: "read", policy: identity({}), path: "/" }, [
  ["the longest policy", { policy: ofLength(6144) }, undefined],
  [
    "a longer one",
    { policy: ofLength(6145) },
    /has 6145 characters without white space: a managed policy takes at most 6144/,
  ],
  ["white space beyond that", { policy: `${ofLength(6144)}${" ".repeat(1000)}` }, undefined],
  ["what is no JSON", { policy: "no" }, /the policy: the policy is not valid JSON/],
  ["a principal", { policy: identity({ Principal: "*" }) }, /statement 1 names a Principal/],
  [
    "no resource",
    { policy: identity({ Resource: undefined }) },
    /statement 1 has neither "Resource" nor "NotResource"/,
  ],
  ["no action", { policy: identity({ Action: undefined }) }, /has neither "Action" nor "NotAction"/],
  ["an effect that does not exist", { policy: identity({ Effect: "Permit" }) }, /Effect "Permit": allowed are/],
  ["a policy that is not known yet", { policy: unknown }, undefined],
]);

describeRules(
  rolePolicy,
  { name: "read", role: "app", policy: identity({}) },
  [
    ["the longest policy", { policy: ofLength(10240) }, undefined],
    ["a longer one", { policy: ofLength(10241) }, /inline policies of the role app have 10241 characters/],
    [
      "policies that are too long together",
      { policy: ofLength(240) },
      /have 10241 characters .* at most 10240 together/,
      testWorld(
        [types.role, "app", {}],
        [types.rolePolicy, "app:x", { role: "app", name: "x", policy: ofLength(10001) }],
      ),
    ],
    ["a principal", { policy: identity({ Principal: "*" }) }, /the role's policy: statement 1 names a Principal/],
    ["a role that does not exist", { role: "none" }, /role none does not exist/],
    ["a role that is not known yet", { role: unknown }, undefined],
  ],
  world,
);

const attached = (count: number) =>
  testWorld(
    [types.role, "app", {}],
    ...Array.from(
      { length: count },
      (_, index) => [types.rolePolicyAttachment, `${index}`, { role: "app", policyArn: `p${index}` }] as const,
    ),
  );

describeRules(
  rolePolicyAttachment,
  { role: "app", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
  [
    ["a policy of the workspace", { policyArn: "arn:aws:iam::123456789012:policy/own" }, undefined],
    [
      "a policy that does not exist",
      { policyArn: "arn:aws:iam::123456789012:policy/none" },
      /policy\/none does not exist/,
    ],
    [
      "a policy of another account",
      { policyArn: "arn:aws:iam::999999999999:policy/theirs" },
      /is no policy of this account or of AWS/,
      testWorld([types.role, "app", {}], [types.policy, "arn:aws:iam::999999999999:policy/theirs", {}]),
    ],
    ["a role that does not exist", { role: "none" }, /role none does not exist/],
    ["the tenth policy of a role", {}, undefined, attached(9)],
    ["the eleventh policy of a role", {}, /role app has 10 managed policies already: AWS takes 10/, attached(10)],
  ],
  world,
);

describeRules(
  instanceProfile,
  { name: "app", role: "app" },
  [
    ["a role that does not exist", { role: "none" }, /role none does not exist/],
    ["no role", { role: undefined }, undefined],
  ],
  world,
);

const github = "https://token.actions.githubusercontent.com";
describeRules(openIdConnectProvider, { url: github, clientIdLists: ["sts.amazonaws.com"] }, [
  ["an address without https", { url: "http://example.com" }, /must begin with https/],
  ["a port", { url: "https://example.com:8443" }, /have no port/],
  ["a thumbprint", { thumbprintLists: ["0123456789abcdef0123456789abcdef01234567"] }, undefined],
  ["what is no thumbprint", { thumbprintLists: ["abc"] }, /thumbprint abc is not 40 hexadecimal characters/],
  [
    "a second provider of an address",
    {},
    /account has an OpenID Connect provider for https:\/\/token/,
    testWorld([
      types.openIdConnectProvider,
      "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
      {},
    ]),
  ],
]);

describeRules(serviceLinkedRole, { awsServiceName: "autoscaling.amazonaws.com" }, [
  ["a suffix", { customSuffix: "platform" }, undefined],
  [
    "a suffix that the service does not take",
    { awsServiceName: "rds.amazonaws.com", customSuffix: "x" },
    /rds\.amazonaws\.com takes no customSuffix/,
  ],
  ["what is no service", { awsServiceName: "autoscaling" }, /awsServiceName autoscaling is no service/],
  ["a name of 64 characters", { customSuffix: "x".repeat(35) }, undefined],
  ["a name of 65 characters", { customSuffix: "x".repeat(36) }, /has 65 characters: allowed are 64, shorten/],
  ["a suffix with a space", { customSuffix: "my suffix" }, /"my suffix" has other characters/],
  ["a suffix with an underscore", { customSuffix: "acme_dev" }, /acme_dev has an underscore/],
  [
    "a name that is taken",
    { customSuffix: "acme-dev" },
    /AWSServiceRoleForAutoScaling_acme-dev exists already/,
    testWorld([types.serviceLinkedRole, "a", { name: "AWSServiceRoleForAutoScaling_acme-dev" }]),
  ],
]);

describe("IAM's rows", () => {
  it("give ARNs without region", () => {
    const facts = testFacts();
    assert.equal(role.attributes?.({ path: "/ci/" }, "deploy", facts).arn, "arn:aws:iam::123456789012:role/ci/deploy");
    assert.equal(policy.identify({ name: "read", path: "/" }, facts), "arn:aws:iam::123456789012:policy/read");
    assert.equal(
      serviceLinkedRole.identify({ awsServiceName: "autoscaling.amazonaws.com" }, facts),
      "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
    );
    assert.equal(
      rolePolicyAttachment.identify({ role: "app", policyArn: "arn:aws:iam::aws:policy/X" }, facts),
      "app/arn:aws:iam::aws:policy/X",
    );
  });

  it("keep a policy's form while it says the same", () => {
    const wanted = JSON.stringify(JSON.parse(trust(ofService)), null, 2);
    const Role = { RoleName: "web", AssumeRolePolicyDocument: encodeURIComponent(trust(ofService)) };
    const live = (document: string) =>
      role.read?.properties({ Role }, "web", { assumeRolePolicy: document }, testFacts());
    assert.equal(live(wanted)?.assumeRolePolicy, wanted);
    assert.equal(live(trust({ Principal: { AWS: "x" } }))?.assumeRolePolicy, trust(ofService));
  });

  it("send a document with an unknown part as unknown", () => {
    const call = rolePolicy.create.call(
      { name: "x", role: "app", policy: { Statement: [{ Resource: unknown }] } },
      testFacts(),
    );
    assert.equal(call.parameters.PolicyDocument, unknown);
  });

  it("delete the version before when a policy changes", () => {
    const calls = policy.update?.(
      "arn",
      { policy: identity({}) },
      { policy: "{}", defaultVersionId: "v3", tagsAll: {} },
      testFacts(),
    );
    assert.deepEqual(
      calls?.map(({ operation, parameters }) => [operation, parameters.VersionId]),
      [
        ["CreatePolicyVersion", undefined],
        ["DeletePolicyVersion", "v3"],
      ],
    );
  });
});
