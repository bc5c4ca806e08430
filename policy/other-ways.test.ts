import assert from "node:assert/strict";
import type { Properties } from "./control.ts";
import { controls } from "./rails.ts";
import { letsService, refusesPlainHttp } from "./statements.ts";

/** The controls that one resource breaks, of those that are looked at. */
function broken(type: string, props: Properties, of: readonly string[]): readonly string[] {
  const resource = { type: `aws:${type}`, name: "one", urn: "urn:pulumi:prod::test::one", props, opts: {} };
  return controls
    .filter(({ control, types, check }) => of.includes(control) && types.includes(resource.type) && check(resource)[0])
    .map(({ control }) => control);
}

const policy = (statement: Properties) => ({ policy: JSON.stringify({ Statement: [statement] }) });
const ssh = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] };
const rdp6 = { protocol: "tcp", fromPort: 3389, toPort: 3389, ipv6CidrBlocks: ["::/0"] };
const web = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] };

describe("the guard rails see the same mistake when it is written in another way", () => {
  const openings = ["EC2.18", "EC2.19", "EC2.53", "EC2.54"];
  const groups: readonly (readonly [title: string, type: string, props: Properties, expected: readonly string[]])[] = [
    [
      "a rule within a group",
      "ec2/securityGroup:SecurityGroup",
      { ingress: [web, ssh] },
      ["EC2.18", "EC2.19", "EC2.53"],
    ],
    ["one by IPv6", "ec2/securityGroup:SecurityGroup", { ingress: [rdp6] }, ["EC2.18", "EC2.19", "EC2.54"]],
    [
      "a rule of the older type",
      "ec2/securityGroupRule:SecurityGroupRule",
      { type: "ingress", ...ssh },
      ["EC2.18", "EC2.19", "EC2.53"],
    ],
    ["a way out", "ec2/securityGroupRule:SecurityGroupRule", { type: "egress", ...ssh }, []],
    ["HTTPS within a group", "ec2/securityGroup:SecurityGroup", { ingress: [web], egress: [ssh] }, []],
    ["a group without rules", "ec2/securityGroup:SecurityGroup", {}, []],
    [
      "HTTPS by the protocol's number",
      "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      { ipProtocol: "6", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" },
      [],
    ],
    [
      "every protocol",
      "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" },
      ["EC2.18", "EC2.19", "EC2.53"],
    ],
  ];
  for (const [title, type, props, expected] of groups) {
    it(`security groups: ${title}`, () => assert.deepEqual(broken(type, props, openings).toSorted(), expected));
  }

  const entry = (ruleNo: number, action: string, ports: readonly [number, number] | "all", range: string) => ({
    ruleNo,
    action,
    ...(ports === "all" ? { protocol: "-1" } : { protocol: "tcp", fromPort: ports[0], toPort: ports[1] }),
    ...(range.includes(":") ? { ipv6CidrBlock: range } : { cidrBlock: range }),
  });
  const all = entry(9, "allow", "all", "0.0.0.0/0");
  const refuse = (range: string) => [entry(1, "deny", [22, 22], range), entry(2, "deny", [3389, 3389], range)];
  const lists: readonly (readonly [title: string, ingress: readonly Properties[], isBroken: boolean])[] = [
    ["all is let in", [all], true],
    ["both ports are refused first", [...refuse("0.0.0.0/0"), all], false],
    ["they are refused to a part of the internet", [...refuse("10.0.0.0/8"), all], true],
    ["they are refused by IPv6, and let in by IPv4", [...refuse("::/0"), all], true],
    ["they are refused to a part of IPv6", [...refuse("2001:db8::/32"), entry(9, "allow", "all", "::/0")], true],
    ["they are refused too late", [entry(0, "allow", "all", "0.0.0.0/0"), ...refuse("0.0.0.0/0")], true],
    [
      "only high ports are let in, and RDP refused",
      [entry(2, "deny", [3389, 3389], "0.0.0.0/0"), entry(9, "allow", [1024, 65535], "0.0.0.0/0")],
      false,
    ],
    [
      "only high ports are let in, and SSH refused",
      [entry(2, "deny", [22, 22], "0.0.0.0/0"), entry(9, "allow", [1024, 65535], "0.0.0.0/0")],
      true,
    ],
  ];
  for (const [title, ingress, isBroken] of lists) {
    it(`network ACLs: ${title}`, () => {
      const found = broken("ec2/networkAcl:NetworkAcl", { subnetIds: ["subnet-1"], ingress }, ["EC2.21"]);
      assert.deepEqual(found, isBroken ? ["EC2.21"] : []);
    });
  }

  it("network ACLs: a rule by itself", () => {
    const rule = {
      ruleNumber: 1,
      ruleAction: "allow",
      protocol: "6",
      fromPort: 0,
      toPort: 1024,
      cidrBlock: "0.0.0.0/0",
    };
    const of = (props: Properties) => broken("ec2/networkAclRule:NetworkAclRule", props, ["EC2.21"]);
    assert.deepEqual(of(rule), ["EC2.21"]);
    for (const change of [{ egress: true }, { ruleAction: "deny" }, { toPort: 21 }, { cidrBlock: "10.0.0.0/8" }]) {
      assert.deepEqual(of({ ...rule, ...change }), []);
    }
  });

  it("machines and volumes by themselves", () => {
    const of = (type: string, props: Properties) => broken(type, props, ["EC2.3", "EC2.8", "EC2.9", "EC2.24"]);
    const good = {
      instanceType: "t4g.small",
      metadataOptions: { httpTokens: "required" },
      rootBlockDevice: { encrypted: true },
    };
    assert.deepEqual(of("ec2/instance:Instance", good), []);
    assert.deepEqual(of("ec2/instance:Instance", { ...good, associatePublicIpAddress: true }), ["EC2.9"]);
    assert.deepEqual(of("ec2/instance:Instance", { ...good, ebsBlockDevices: [{ encrypted: false }] }), ["EC2.3"]);
    assert.deepEqual(of("ec2/instance:Instance", { instanceType: "m1.small" }), ["EC2.3", "EC2.8", "EC2.24"]);
    assert.deepEqual(of("ebs/volume:Volume", { encrypted: false }), ["EC2.3"]);
    assert.deepEqual(of("ebs/volume:Volume", { encrypted: true }), []);
  });

  const everybody: readonly (readonly [title: string, statement: Properties, isPublic: boolean])[] = [
    ["a star", { Principal: "*" }, true],
    ["a star in a list", { Principal: { AWS: ["*"] } }, true],
    ["all but one", { NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } }, true],
    [
      "this account only",
      { Principal: "*", Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } },
      false,
    ],
    [
      "one source only",
      { Principal: "*", Condition: { ArnLike: { "aws:SourceArn": ["arn:aws:sns:*:111122223333:*"] } } },
      false,
    ],
    [
      "all but this account",
      { Principal: "*", Condition: { StringNotEquals: { "aws:SourceAccount": "111122223333" } } },
      true,
    ],
    ["any source", { Principal: "*", Condition: { ArnLike: { "aws:SourceArn": "*" } } }, true],
    [
      "requests without an account, too",
      { Principal: "*", Condition: { StringEqualsIfExists: { "aws:SourceAccount": "111122223333" } } },
      true,
    ],
    ["a condition on something else", { Principal: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } }, true],
    ["a service", { Principal: { Service: "sns.amazonaws.com" } }, false],
  ];
  const holders: readonly (readonly [type: string, control: string])[] = [
    ["s3/bucketPolicy:BucketPolicy", "S3.6"],
    ["sns/topicPolicy:TopicPolicy", "SNS.4"],
    ["sns/topic:Topic", "SNS.4"],
    ["sqs/queuePolicy:QueuePolicy", "SQS.3"],
    ["sqs/queue:Queue", "SQS.3"],
    ["kms/key:Key", "KMS.5"],
    ["kms/keyPolicy:KeyPolicy", "KMS.5"],
  ];
  for (const [title, statement, isPublic] of everybody) {
    it(`policies of resources: ${title}`, () => {
      for (const [type, control] of holders) {
        const found = broken(type, policy({ Effect: "Allow", Action: "*", ...statement }), [control]);
        assert.deepEqual(found, isPublic ? [control] : [], type);
      }
    });
  }

  const keys: readonly (readonly [statement: Properties, isBroken: boolean])[] = [
    [{ Action: "kms:Decrypt", Resource: "*" }, true],
    [{ Action: "KMS:decrypt", Resource: "*" }, true],
    [{ Action: ["s3:GetObject", "kms:D*"], Resource: "arn:aws:kms:*:*:key/*" }, true],
    [{ Action: "*", Resource: "*" }, true],
    [{ NotAction: "iam:*", Resource: "*" }, true],
    [{ NotAction: ["iam:*", "kms:*"], Resource: "*" }, false],
    [{ Action: "kms:Decrypt", NotResource: "arn:aws:kms:eu-west-1:111122223333:key/1" }, true],
    [{ Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-west-1:111122223333:key/1" }, false],
    [{ Action: "kms:Describe*", Resource: "*" }, false],
  ];
  for (const [statement, isBroken] of keys) {
    it(`every key: ${JSON.stringify(statement)}`, () => {
      const own = policy({ Effect: "Allow", ...statement });
      assert.deepEqual(broken("iam/policy:Policy", own, ["KMS.1"]), isBroken ? ["KMS.1"] : []);
      assert.deepEqual(broken("iam/rolePolicy:RolePolicy", own, ["KMS.2"]), isBroken ? ["KMS.2"] : []);
      assert.deepEqual(broken("iam/role:Role", { inlinePolicies: [own] }, ["KMS.2"]), isBroken ? ["KMS.2"] : []);
    });
  }

  it("load balancers of other kinds, as far as it is one there", () => {
    const network = { loadBalancerType: "network", subnets: ["a", "b"] };
    assert.deepEqual(broken("lb/loadBalancer:LoadBalancer", network, ["ELB.4", "ELB.5", "ELB.6"]), ["ELB.6"]);
    const listener = { protocol: "TLS", sslPolicy: "ELBSecurityPolicy-2016-08" };
    assert.deepEqual(broken("lb/listener:Listener", listener, ["ELB.17"]), ["ELB.17"]);
    assert.deepEqual(broken("lb/listener:Listener", { protocol: "HTTP" }, ["ELB.17"]), []);
  });

  it("functions by an address of their own", () => {
    const of = (authorizationType: string) =>
      broken("lambda/functionUrl:FunctionUrl", { authorizationType }, ["Lambda.1"]);
    assert.deepEqual([of("NONE"), of("AWS_IAM")], [["Lambda.1"], []]);
  });
});

describe("the guard rails that are waived everywhere", () => {
  const waived: readonly (readonly [control: string, type: string, good: Properties, bad: Properties])[] = [
    ["CloudFront.4", "cloudfront/distribution:Distribution", { originGroups: [{ originId: "both" }] }, {}],
    [
      "CloudFront.17",
      "cloudfront/distribution:Distribution",
      { defaultCacheBehavior: { trustedKeyGroups: ["group-1"] } },
      { defaultCacheBehavior: { trustedKeyGroups: ["group-1"], trustedSigners: ["self"] } },
    ],
    [
      "ELB.21",
      "lb/targetGroup:TargetGroup",
      { healthCheck: { protocol: "HTTPS" } },
      { healthCheck: { protocol: "HTTP" } },
    ],
    ["ELB.22", "lb/targetGroup:TargetGroup", { protocol: "HTTPS" }, { protocol: "HTTP" }],
    ["RDS.23", "rds/instance:Instance", { port: 6033 }, { port: 3306 }],
  ];
  for (const [control, type, good, bad] of waived) {
    it(`${control} would tell right from wrong`, () => {
      assert.deepEqual([broken(type, good, [control]), broken(type, bad, [control])], [[], [control]]);
    });
  }
});

describe("statements of policies", () => {
  const deny = (statement: Properties) => policy({ Effect: "Deny", ...statement }).policy;
  const plain = { Condition: { Bool: { "aws:SecureTransport": "false" } } };

  it("refuse plain HTTP when they refuse it to everybody, in all that is asked", () => {
    assert.ok(refusesPlainHttp(deny({ Principal: "*", Action: "s3:*", ...plain })));
    assert.ok(
      refusesPlainHttp(
        deny({ Principal: { AWS: "*" }, Action: ["s3:*"], Condition: { Bool: { "aws:SecureTransport": [false] } } }),
      ),
    );
    assert.ok(
      !refusesPlainHttp(deny({ Principal: { AWS: "arn:aws:iam::111122223333:role/one" }, Action: "s3:*", ...plain })),
    );
    assert.ok(!refusesPlainHttp(deny({ Principal: "*", Action: "s3:GetObject", ...plain })));
    assert.ok(
      !refusesPlainHttp(
        deny({ Principal: "*", Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "true" } } }),
      ),
    );
  });

  it("let a service do an action however it is written", () => {
    const lets = (Action: unknown) =>
      letsService(
        policy({ Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action }).policy,
        /^sns/,
        "sqs:SendMessage",
      );
    assert.deepEqual(
      [lets("SQS:SendMessage"), lets("sqs:Send*"), lets(["sqs:*"]), lets("sqs:ReceiveMessage")],
      [true, true, true, false],
    );
  });
});
