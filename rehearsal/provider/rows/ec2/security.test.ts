import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { defaultNetworkAcl } from "./default-network-acl.ts";
import { flowLog } from "./flow-log.ts";
import { inlineRules, permissionCalls } from "./permissions.ts";
import { defaultSecurityGroup, securityGroup } from "./security-group.ts";
import { securityGroupEgressRule, securityGroupIngressRule } from "./security-group-rule.ts";
import { peeredNetwork, testNetwork } from "./test-network.ts";

const foreign = { protocol: "tcp", fromPort: 22, toPort: 22, securityGroups: ["sg-two"] };

describeRules(
  securityGroup,
  { name: "web", description: "Web servers", vpcId: "vpc-one" },
  [
    ["a name of 255 characters", { name: "a".repeat(255) }, undefined],
    ["a longer name", { name: "a".repeat(256) }, /name has 256 characters: AWS takes at most 255/],
    ["a name like an id", { name: "sg-web" }, /begins with sg-/],
    ["a name with a character that AWS refuses", { name: "wéb" }, /name "wéb" has a character that AWS refuses/],
    ["an empty description", { description: "" }, /description is empty/],
    ["a long description", { description: "d".repeat(256) }, /description has 256 characters/],
    [
      "a description with an apostrophe",
      { description: "the group's" },
      /description .* has a character that AWS refuses/,
    ],
    ["a VPC that does not exist", { vpcId: "vpc-none" }, /vpcId vpc-none does not exist/],
    ["a VPC that is not known yet", { vpcId: unknown }, undefined],
    [
      "a source of another VPC",
      { ingress: [foreign] },
      /security group is of vpc-one, but its rule refers to sg-two of vpc-two/,
    ],
    ["a source of a peered VPC", { ingress: [foreign] }, undefined, peeredNetwork()],
  ],
  testNetwork(),
);

describeRules(
  defaultSecurityGroup,
  { vpcId: "vpc-one", ingress: [], egress: [] },
  [["a source of another VPC", { egress: [foreign] }, /rule refers to sg-two of vpc-two/]],
  testNetwork(),
);

for (const row of [securityGroupIngressRule, securityGroupEgressRule]) {
  const base = { securityGroupId: "sg-one", ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "10.0.0.0/16" };
  const between = { ...base, cidrIpv4: undefined, referencedSecurityGroupId: "sg-two" };
  describeRules(
    row,
    base,
    [
      ["a group of the same VPC", { ...between, referencedSecurityGroupId: "sg-one-more" }, undefined],
      [
        "a group of another VPC",
        between,
        /security group sg-one in vpc-one, but refers to security group sg-two of vpc-two/,
      ],
      ["a group of a peered VPC", between, undefined, peeredNetwork()],
      ["a group that is not known yet", { ...between, referencedSecurityGroupId: unknown }, undefined],
      ["all protocols", { ipProtocol: "-1", fromPort: undefined, toPort: undefined }, undefined],
      [
        "all protocols with ports",
        { ipProtocol: "-1" },
        /all protocols \(ipProtocol -1\) takes no fromPort and toPort/,
      ],
      ["tcp without ports", { fromPort: undefined }, /rule for tcp needs fromPort and toPort; got none and 443/],
      ["ports the wrong way round", { fromPort: 444 }, /ports 444 to 443 are no range/],
      ["ports that do not exist", { toPort: 65536 }, /ports 443 to 65536 are no range/],
      ["a range that is none", { cidrIpv4: "10.0.0.0" }, /cidrIpv4 10\.0\.0\.0 is no IPv4 range/],
      ["a long description", { description: "d".repeat(256) }, /description has 256 characters/],
      ["a description with a character that AWS refuses", { description: "a > b" }, /has a character that AWS refuses/],
      [
        "the same rule twice",
        {},
        /sg-one has this rule already \(sgr-1\)/,
        testNetwork([row.type, "sgr-1", { ...base, ipProtocol: "6" }]),
      ],
      [
        "the same rule of another group",
        {},
        undefined,
        testNetwork([row.type, "sgr-1", { ...base, securityGroupId: "sg-one-more" }]),
      ],
    ],
    testNetwork(),
  );
}

const allow = { ruleNo: 100, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" };
describeRules(defaultNetworkAcl, { defaultNetworkAclId: "acl-1", ingress: [allow], egress: [allow] }, [
  ["a number twice", { ingress: [allow, { ...allow, action: "deny" }] }, /two ingress rules with ruleNo 100/],
  ["the last number", { egress: [{ ...allow, ruleNo: 32767 }] }, /egress rule has ruleNo 32767: AWS takes 1 to 32766/],
  [
    "an action that does not exist",
    { egress: [{ ...allow, action: "permit" }] },
    /action permit: allowed are allow and deny/,
  ],
]);

describeRules(
  flowLog,
  {
    vpcId: "vpc-one",
    trafficType: "ALL",
    logDestinationType: "cloud-watch-logs",
    logDestination: "arn:aws:logs:eu-west-1:123456789012:log-group:flows",
    iamRoleArn: "arn:aws:iam::123456789012:role/flows",
    maxAggregationInterval: 600,
  },
  [
    ["no kind of traffic", { trafficType: undefined }, /has no trafficType/],
    ["no role", { iamRoleArn: undefined }, /has no iamRoleArn/],
    [
      "a bucket without role",
      { iamRoleArn: undefined, logDestinationType: "s3", logDestination: "arn:aws:s3:::flows" },
      undefined,
    ],
    [
      "a bucket where a log group is wanted",
      { logDestination: "arn:aws:s3:::flows" },
      /arn:aws:s3:::flows is no ARN of logs/,
    ],
    ["no destination", { logDestination: undefined }, /has no logDestination/],
    ["an interval of one minute", { maxAggregationInterval: 60 }, undefined],
    ["another interval", { maxAggregationInterval: 300 }, /is 300 seconds: AWS takes 60 or 600/],
  ],
);

describe("rules inside a security group", () => {
  const wanted = [
    { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/16", "10.1.0.0/16"], self: true },
  ];
  const live = [
    {
      IpProtocol: "tcp",
      FromPort: 443,
      ToPort: 443,
      IpRanges: [{ CidrIp: "10.1.0.0/16" }, { CidrIp: "10.0.0.0/16" }],
      UserIdGroupPairs: [{ GroupId: "sg-1", UserId: "123456789012" }],
    },
  ];

  it("are left alone when AWS has them, in whatever order", () => {
    assert.deepEqual(permissionCalls("sg-1", "ingress", wanted, live), []);
    assert.equal(inlineRules("sg-1", live, wanted), wanted);
  });

  it("are taken away and added one by one", () => {
    const changed = [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/16", "10.2.0.0/16"] }];
    const port = { IpProtocol: "tcp", FromPort: 443, ToPort: 443 };
    assert.deepEqual(
      permissionCalls("sg-1", "ingress", changed, live).map(({ operation, parameters }) => [
        operation,
        parameters.IpPermissions,
      ]),
      [
        [
          "RevokeSecurityGroupIngress",
          [
            { ...port, IpRanges: [{ CidrIp: "10.1.0.0/16" }] },
            { ...port, UserIdGroupPairs: [{ GroupId: "sg-1" }] },
          ],
        ],
        ["AuthorizeSecurityGroupIngress", [{ ...port, IpRanges: [{ CidrIp: "10.2.0.0/16" }] }]],
      ],
    );
  });

  it("show what somebody added by hand", () => {
    const opened = [...live, { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }];
    const shown = inlineRules("sg-1", opened, wanted) as { cidrBlocks?: string[] }[];
    assert.ok(shown.some((rule) => rule.cidrBlocks?.includes("0.0.0.0/0")));
    assert.equal(inlineRules("sg-1", opened, undefined), undefined);
  });
});
