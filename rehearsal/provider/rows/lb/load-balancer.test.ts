import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { type Made, testFacts, testWorld } from "../test-world.ts";
import { loadBalancer } from "./load-balancer.ts";
import { targetGroup } from "./target-group.ts";

const subnet = (id: string, zone: string, vpcId = "vpc-1"): Made => [
  "aws:ec2/subnet:Subnet",
  id,
  { availabilityZone: zone, vpcId },
];
const network: readonly Made[] = [
  ["aws:ec2/vpc:Vpc", "vpc-1"],
  subnet("subnet-a", "eu-west-1a"),
  subnet("subnet-a2", "eu-west-1a"),
  subnet("subnet-b", "eu-west-1b"),
  subnet("subnet-other", "eu-west-1b", "vpc-2"),
  ["aws:ec2/securityGroup:SecurityGroup", "sg-1", { vpcId: "vpc-1" }],
  ["aws:ec2/securityGroup:SecurityGroup", "sg-2", { vpcId: "vpc-2" }],
];
const gateway: Made = ["aws:ec2/internetGateway:InternetGateway", "igw-1", { vpcId: "vpc-1" }];
const bucket = (region = "eu-west-1"): Made => ["aws:s3/bucket:Bucket", "logs", { region }];
const policy = (Resource: string, Service = "logdelivery.elasticloadbalancing.amazonaws.com"): Made => [
  "aws:s3/bucketPolicy:BucketPolicy",
  "logs",
  { policy: { Statement: { Effect: "Allow", Principal: { Service }, Action: "s3:PutObject", Resource } } },
];
const prefix = "arn:aws:s3:::logs/load-balancer/AWSLogs/123456789012/*";
const encryption: Made = [
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "logs",
  { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }] },
];
const all = [...network, gateway, bucket(), policy(prefix)];
const accessLogs = { enabled: true, bucket: "logs", prefix: "load-balancer" };
const logging = (...made: Made[]) => testWorld(...network, gateway, ...made);

describeRules(
  loadBalancer,
  { name: "acme-web-0123456", subnets: ["subnet-a", "subnet-b"], securityGroups: ["sg-1"], accessLogs },
  [
    [
      "what is not known yet",
      { name: unknown, subnets: unknown, securityGroups: unknown, accessLogs: unknown },
      undefined,
    ],
    ["a name that is too long", { name: "a".repeat(33) }, /has 33 characters, allowed are 32/],
    ["a hyphen at the end", { name: "acme-" }, /must not begin or end with a hyphen/],
    ["a name of AWS's own", { name: "internal-web" }, /AWS keeps names that begin with internal-/],
    ["an underscore", { name: "acme_web" }, /letters, digits and hyphens/],
    ["one subnet", { subnets: ["subnet-a"] }, /has 1 subnets: .* needs two in different zones/],
    ["two subnets of a zone", { subnets: ["subnet-a", "subnet-a2"] }, /two subnets in eu-west-1a/],
    ["subnets of two VPCs", { subnets: ["subnet-a", "subnet-other"] }, /are of two VPCs/],
    ["a security group of another VPC", { securityGroups: ["sg-2"] }, /security group sg-2 of vpc-2 is of another VPC/],
    ["no internet gateway", {}, /vpc-1 has no internet gateway/, testWorld(...network, bucket(), policy(prefix))],
    ["an internal one without gateway", { internal: true }, undefined, testWorld(...network, bucket(), policy(prefix))],
    ["a network load balancer", { loadBalancerType: "network" }, /does not know load balancers of type network/],
    ["an idle timeout of two hours", { idleTimeout: 7200 }, /idleTimeout is 7200: AWS takes 1 to 4000/],
    ["another desync mode", { desyncMitigationMode: "strict" }, /allowed are monitor, defensive, strictest/],
    ["a bucket that is not there", {}, /names the bucket logs, which does not exist/, logging()],
    ["a bucket of another region", {}, /is in us-east-1: it must be/, logging(bucket("us-east-1"), policy(prefix))],
    ["a bucket with KMS", {}, /writes to buckets with SSE-S3 only/, logging(bucket(), policy(prefix), encryption)],
    [
      "a bucket without a policy",
      {},
      /does not let logdelivery.* put objects under load-balancer\//,
      logging(bucket()),
    ],
    ["a policy of another prefix", {}, /does not let/, logging(bucket(), policy("arn:aws:s3:::logs/AWSLogs/*"))],
    ["a policy for another service", {}, /does not let/, logging(bucket(), policy(prefix, "logging.s3.amazonaws.com"))],
    ["logs that are off", { accessLogs: { ...accessLogs, enabled: false } }, undefined, logging()],
  ],
  testWorld(...all),
);

describe("load balancer", () => {
  const arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/0123456789abcdef";
  const changes = (inputs: object, previous: object) =>
    (loadBalancer.update?.(arn, inputs, { tagsAll: {}, ...previous }, testFacts()) ?? []).map(
      ({ operation, parameters }) => [
        operation,
        parameters.Attributes ?? parameters.SecurityGroups ?? parameters.Subnets,
      ],
    );

  it("is not deleted while it is protected, and can be unlocked", () => {
    assert.throws(
      () => loadBalancer.delete(arn, { enableDeletionProtection: true }, testFacts()),
      /OperationNotPermitted/,
    );
    assert.equal(loadBalancer.delete(arn, { enableDeletionProtection: false }, testFacts()).length, 1);
    assert.deepEqual(loadBalancer.unlock, { enableDeletionProtection: false });
  });

  it("changes only what differs, and no order of sets", () => {
    const same = { subnets: ["b", "a"], securityGroups: ["1", "2"], idleTimeout: 60 };
    assert.deepEqual(changes(same, { subnets: ["a", "b"], securityGroups: ["2", "1"], idleTimeout: 60 }), []);
    assert.deepEqual(changes({ ...same, idleTimeout: 90, securityGroups: ["1"] }, same), [
      ["SetSecurityGroups", ["1"]],
      ["ModifyLoadBalancerAttributes", [{ Key: "idle_timeout.timeout_seconds", Value: "90" }]],
    ]);
  });

  it("turns access logs off when they are dropped", () => {
    assert.deepEqual(changes({}, { accessLogs }), [
      ["ModifyLoadBalancerAttributes", [{ Key: "access_logs.s3.enabled", Value: "false" }]],
    ]);
  });
});

describeRules(
  targetGroup,
  { name: "acme-web", port: 80, protocol: "HTTP", vpcId: "vpc-1", targetType: "instance" },
  [
    ["what is not known yet", { name: unknown, port: unknown, vpcId: unknown, healthCheck: unknown }, undefined],
    ["a name that is too long", { name: "a".repeat(33) }, /the target group's name/],
    ["a name that only load balancers may not have", { name: "internal-web" }, undefined],
    ["no port", { port: undefined }, /has no port: targets of type instance need them/],
    ["TCP", { protocol: "TCP" }, /application load balancers take HTTP and HTTPS/],
    ["port 0", { port: 0 }, /port is 0: AWS takes 1 to 65535/],
    ["a check that lasts too long", { healthCheck: { interval: 10, timeout: 10 } }, /timeout 10 must be less than/],
    ["a check too often", { healthCheck: { interval: 4 } }, /interval is 4: AWS takes 5 to 300/],
    ["a path without slash", { healthCheck: { path: "health" } }, /must begin with \//],
    ["one good check", { healthCheck: { healthyThreshold: 1 } }, /healthyThreshold is 1: AWS takes 2 to 10/],
    ["a long delay", { deregistrationDelay: 3601 }, /deregistrationDelay is 3601/],
    ["no slow start", { slowStart: 0, loadBalancingAlgorithmType: "least_outstanding_requests" }, undefined],
    ["a slow start that is too short", { slowStart: 29 }, /slowStart is 29: AWS takes 30 to 900/],
    [
      "a slow start with another algorithm",
      { slowStart: 30, loadBalancingAlgorithmType: "least_outstanding_requests" },
      /takes it with round_robin only/,
    ],
    ["a VPC that is not there", { vpcId: "vpc-9" }, /VPC vpc-9 does not exist/],
  ],
  testWorld(...network),
);
