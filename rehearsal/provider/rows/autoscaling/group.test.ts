import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { types } from "../ec2/shared.ts";
import { testNetwork } from "../ec2/test-network.ts";
import { describeRules } from "../test-cases.ts";
import { testFacts } from "../test-world.ts";
import { group } from "./group.ts";

const world = testNetwork(
  [
    types.launchTemplate,
    "lt-one",
    { name: "one", latestVersion: 2, networkInterfaces: [{ securityGroups: ["sg-one"] }] },
  ],
  [types.launchTemplate, "lt-two", { name: "two", latestVersion: 1, vpcSecurityGroupIds: ["sg-two"] }],
  ["aws:autoscaling/group:Group", "scaled", { desiredCapacity: 1 }],
  ["aws:lb/targetGroup:TargetGroup", "tg-one", { vpcId: "vpc-one" }],
  ["aws:lb/targetGroup:TargetGroup", "tg-two", { vpcId: "vpc-two" }],
  ["aws:lb/targetGroup:TargetGroup", "tg-ip", { vpcId: "vpc-one", targetType: "ip" }],
);

describeRules(
  group,
  {
    name: "bastion",
    minSize: 1,
    maxSize: 2,
    vpcZoneIdentifiers: ["subnet-one-a", "subnet-one-b"],
    launchTemplate: { id: "lt-one", version: "$Latest" },
  },
  [
    ["as many instances as allowed", { minSize: 2, desiredCapacity: 2 }, undefined],
    ["more at least than at most", { minSize: 3 }, /minSize 3 is more than its maxSize 2/],
    ["fewer wanted than at least", { desiredCapacity: 0 }, /desiredCapacity 0 is less than its minSize 1: give 1 to 2/],
    ["more wanted than at most", { desiredCapacity: 3 }, /desiredCapacity 3 is more than its maxSize 2: give 1 to 2/],
    ["no place", { vpcZoneIdentifiers: [] }, /has no place to launch in/],
    ["zones instead of subnets", { vpcZoneIdentifiers: undefined, availabilityZones: ["eu-west-1a"] }, undefined],
    [
      "subnets of two VPCs",
      { vpcZoneIdentifiers: ["subnet-one-a", "subnet-two-a"] },
      /two VPCs: subnet-one-a of vpc-one and subnet-two-a of vpc-two/,
    ],
    [
      "a template with groups of another VPC",
      { launchTemplate: { id: "lt-two" } },
      /group is in vpc-one, but security group sg-two of vpc-two/,
    ],
    ["a template by its name", { launchTemplate: { name: "one" } }, undefined],
    ["a template that does not exist", { launchTemplate: { id: "lt-none" } }, /launch template lt-none does not exist/],
    ["a template that is not known yet", { launchTemplate: { id: unknown, version: unknown } }, undefined],
    ["a version that exists", { launchTemplate: { id: "lt-one", version: "2" } }, undefined],
    [
      "a version that does not exist",
      { launchTemplate: { id: "lt-one", version: "3" } },
      /lt-one has no version 3: its latest is 2/,
    ],
    [
      "what is no version",
      { launchTemplate: { id: "lt-one", version: "latest" } },
      /version "latest": give a number, \$Latest or \$Default/,
    ],
    [
      "a wanted capacity outside new limits, when it is not changed",
      { name: "scaled", minSize: 2, desiredCapacity: 1 },
      undefined,
    ],
    ["what is no health check", { healthCheckType: "ALB" }, /healthCheckType is ALB: give EC2 or ELB/],
    [
      "another service's role",
      { serviceLinkedRoleArn: "arn:aws:iam::123456789012:role/web" },
      /give a role that is linked to autoscaling\.amazonaws\.com/,
    ],
    ["a target group of its VPC", { targetGroupArns: ["tg-one"] }, undefined],
    [
      "a target group of another VPC",
      { targetGroupArns: ["tg-two"] },
      /in vpc-one, but its target group tg-two in vpc-two/,
    ],
    ["a target group of addresses", { targetGroupArns: ["tg-ip"] }, /tg-ip has target type ip/],
    ["a target group that does not exist", { targetGroupArns: ["tg-no"] }, /target group tg-no does not exist/],
    ["a subnet that does not exist", { vpcZoneIdentifiers: ["subnet-none"] }, /subnet subnet-none does not exist/],
    ["a life of a day", { maxInstanceLifetime: 86400 }, undefined],
    ["a shorter life", { maxInstanceLifetime: 3600 }, /maxInstanceLifetime is 3600 seconds: AWS takes 0 or 86400/],
  ],
  world,
);

describe("Auto Scaling group", () => {
  const inputs = { name: "bastion", minSize: 1, maxSize: 1, launchTemplate: { id: "lt-one", version: "1" } };
  const operations = (wanted: object, previous: object = {}) =>
    group
      .update?.("bastion", { ...inputs, ...wanted }, { ...inputs, ...previous }, testFacts())
      .map((call) => call.operation);

  it("sends its subnets as one text, or nothing while one is not known", () => {
    const parameters = (vpcZoneIdentifiers: unknown[]) =>
      group.create.call({ ...inputs, vpcZoneIdentifiers }, testFacts()).parameters.VPCZoneIdentifier;
    assert.equal(parameters(["subnet-1", "subnet-2"]), "subnet-1,subnet-2");
    assert.equal(parameters(["subnet-1", unknown]), undefined);
  });

  it("renews its instances when the launch template changes and a refresh is asked for", () => {
    const launchTemplate = { id: "lt-one", version: "2" };
    const instanceRefresh = { strategy: "Rolling", preferences: { instanceWarmup: "60" } };
    assert.deepEqual(operations({ launchTemplate }), ["UpdateAutoScalingGroup"]);
    assert.deepEqual(operations({ launchTemplate, instanceRefresh }), [
      "UpdateAutoScalingGroup",
      "StartInstanceRefresh",
    ]);
    assert.deepEqual(operations({ instanceRefresh }), []);
  });

  it("leaves the capacity that others changed meanwhile, and sets it when the program changes it", () => {
    const update = (desiredCapacity: number) =>
      group.update?.(
        "bastion",
        { ...inputs, maxSize: 3, desiredCapacity },
        { ...inputs, desiredCapacity: 1 },
        testFacts(),
      )?.[0]?.parameters;
    assert.deepEqual(update(1), { AutoScalingGroupName: "bastion", MaxSize: 3 });
    assert.deepEqual(update(2), { AutoScalingGroupName: "bastion", MaxSize: 3, DesiredCapacity: 2 });
  });

  it("sets back what is no longer wanted, and attaches target groups by what differs", () => {
    const calls = group.update?.(
      "bastion",
      { ...inputs, targetGroupArns: ["new"] },
      { ...inputs, capacityRebalance: true, terminationPolicies: ["OldestInstance"], targetGroupArns: ["old"] },
      testFacts(),
    );
    assert.deepEqual(
      calls?.map(({ operation, parameters: { AutoScalingGroupName: _, ...rest } }) => [operation, rest]),
      [
        ["UpdateAutoScalingGroup", { CapacityRebalance: false, TerminationPolicies: ["Default"] }],
        ["DetachLoadBalancerTargetGroups", { TargetGroupARNs: ["old"] }],
        ["AttachLoadBalancerTargetGroups", { TargetGroupARNs: ["new"] }],
      ],
    );
  });

  it("changes tags, metrics and suspended processes by what differs", () => {
    const tag = (value: string) => ({ key: "Name", value, propagateAtLaunch: true });
    assert.deepEqual(
      operations(
        { tags: [tag("new")], enabledMetrics: ["GroupMinSize"], suspendedProcesses: [] },
        { tags: [tag("old"), { ...tag("x"), key: "Other" }], suspendedProcesses: ["Launch"] },
      ),
      ["DeleteTags", "CreateOrUpdateTags", "EnableMetricsCollection", "ResumeProcesses"],
    );
  });

  it("is emptied before it is deleted, unless it is to be forced", () => {
    const deletion = (forceDelete: boolean) => group.delete("bastion", { forceDelete }, testFacts());
    assert.deepEqual(
      deletion(false).map((call) => call.operation),
      ["UpdateAutoScalingGroup", "DeleteAutoScalingGroup"],
    );
    assert.deepEqual(
      deletion(true).map((call) => [call.operation, call.parameters.ForceDelete]),
      [["DeleteAutoScalingGroup", true]],
    );
  });
});
