import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { types } from "../ec2/shared.ts";
import { testNetwork } from "../ec2/test-network.ts";
import { describeRules } from "../test-cases.ts";
import { testFacts } from "../test-world.ts";
import { group } from "./group.ts";

const world = testNetwork(
  [types.launchTemplate, "lt-one", { name: "one", latestVersion: 2, imageId: "ami-0123456789abcdef0" }],
  [types.launchTemplate, "lt-alias", { name: "alias", latestVersion: 2, imageId: "resolve:ssm:/image" }],
  ["aws:cloudwatch/metricAlarm:MetricAlarm", "errors", {}],
);

const template = { launchTemplateSpecification: { launchTemplateId: "lt-one", version: "2" } };
const policyWith = (distribution: object, launchTemplate: object = template) => ({
  mixedInstancesPolicy: { instancesDistribution: distribution, launchTemplate },
});
const refreshWith = (preferences: object) => ({ instanceRefresh: { strategy: "Rolling", preferences } });
const typesOf = (...list: string[]) => ({ overrides: list.map((instanceType) => ({ instanceType })) });

describeRules(
  group,
  {
    name: "web",
    minSize: 1,
    maxSize: 4,
    vpcZoneIdentifiers: ["subnet-one-a", "subnet-one-b"],
    mixedInstancesPolicy: { launchTemplate: template },
  },
  [
    ["a policy that is not known yet", { mixedInstancesPolicy: unknown }, undefined],
    [
      "spot by price and capacity",
      policyWith({ spotAllocationStrategy: "price-capacity-optimized", onDemandPercentageAboveBaseCapacity: 25 }),
      undefined,
    ],
    [
      "an unknown strategy",
      policyWith({ spotAllocationStrategy: "cheapest" }),
      /spotAllocationStrategy is cheapest: give/,
    ],
    ["more than all", policyWith({ onDemandPercentageAboveBaseCapacity: 101 }), /is 101: AWS takes 0 to 100/],
    [
      "pools of another strategy",
      policyWith({ spotAllocationStrategy: "capacity-optimized", spotInstancePools: 2 }),
      /spotInstancePools with another/,
    ],
    ["types once each", policyWith({}, { ...template, ...typesOf("t4g.small", "m6g.medium") }), undefined],
    [
      "a type twice",
      policyWith({}, { ...template, ...typesOf("t4g.small", "t4g.small") }),
      /lists the instance type t4g\.small twice/,
    ],
    [
      "41 types",
      policyWith({}, { ...template, ...typesOf(...Array.from({ length: 41 }, (_, index) => `m${index}.large`)) }),
      /41 overrides of instance types: AWS takes at most 40/,
    ],
    [
      "a template that does not exist",
      policyWith({}, { launchTemplateSpecification: { launchTemplateId: "lt-none", version: "1" } }),
      /launch template lt-none does not exist/,
    ],
    [
      "a version that does not exist",
      policyWith({}, { launchTemplateSpecification: { launchTemplateId: "lt-one", version: "3" } }),
      /lt-one has no version 3: its latest is 2/,
    ],
    ["a warm pool with it", { warmPool: {} }, /warm pool and a mixed instances policy/],
    [
      "a warm pool without it",
      {
        warmPool: { poolState: "Stopped", minSize: 1 },
        mixedInstancesPolicy: undefined,
        launchTemplate: { id: "lt-one" },
      },
      undefined,
    ],
    [
      "a warm pool in another state",
      { warmPool: { poolState: "Asleep" }, mixedInstancesPolicy: undefined, launchTemplate: { id: "lt-one" } },
      /state Asleep: give Stopped/,
    ],
    [
      "a warm pool that prepares less than it keeps",
      {
        warmPool: { minSize: 3, maxGroupPreparedCapacity: 2 },
        mixedInstancesPolicy: undefined,
        launchTemplate: { id: "lt-one" },
      },
      /keeps 3 instances of a group that prepares 2/,
    ],
    [
      "replacements that need more than double",
      { instanceMaintenancePolicy: { minHealthyPercentage: 90, maxHealthyPercentage: 200 } },
      /keeps 90 to 200 percent/,
    ],
    [
      "a refresh that starts the new one first",
      refreshWith({ minHealthyPercentage: 100, maxHealthyPercentage: 200 }),
      undefined,
    ],
    [
      "a refresh of impossible percentages",
      refreshWith({ maxHealthyPercentage: 250 }),
      /keeps 90 to 250 percent healthy/,
    ],
    [
      "a refresh that rolls back on an alarm",
      refreshWith({ autoRollback: true, alarmSpecification: { alarms: ["errors"] } }),
      undefined,
    ],
    [
      "an alarm that does not exist",
      refreshWith({ alarmSpecification: { alarms: ["none"] } }),
      /alarm none, which does not exist/,
    ],
    [
      "eleven alarms",
      refreshWith({ alarmSpecification: { alarms: Array.from({ length: 11 }, () => "errors") } }),
      /watches 11 alarms: AWS takes at most 10/,
    ],
    [
      "a roll-back of $Latest",
      {
        ...refreshWith({ autoRollback: true }),
        ...policyWith({}, { launchTemplateSpecification: { launchTemplateId: "lt-one", version: "$Latest" } }),
      },
      /cannot roll back version \$Latest/,
    ],
    [
      "a roll-back of an image by its parameter",
      {
        ...refreshWith({ autoRollback: true }),
        ...policyWith({}, { launchTemplateSpecification: { launchTemplateId: "lt-alias", version: "2" } }),
      },
      /cannot roll back the image resolve:ssm:\/image/,
    ],
  ],
  world,
);

describe("an Auto Scaling group with a mixed instances policy", () => {
  const inputs = { name: "web", minSize: 1, maxSize: 4 };
  const policy = (version: string) => ({
    mixedInstancesPolicy: {
      launchTemplate: { launchTemplateSpecification: { launchTemplateId: "lt-one", version }, ...typesOf("t4g.small") },
      instancesDistribution: { onDemandBaseCapacity: 1, spotAllocationStrategy: "price-capacity-optimized" },
    },
  });
  const sent = (version: string) => ({
    LaunchTemplate: {
      LaunchTemplateSpecification: { LaunchTemplateId: "lt-one", Version: version },
      Overrides: [{ InstanceType: "t4g.small" }],
    },
    InstancesDistribution: { OnDemandBaseCapacity: 1, SpotAllocationStrategy: "price-capacity-optimized" },
  });

  it("is changed first and refreshed then, with the configuration that a roll-back needs, as the real provider does", () => {
    const preferences = { autoRollback: true, skipMatching: true };
    const calls = group.update?.(
      "web",
      { ...inputs, ...policy("2"), ...refreshWith(preferences) },
      { ...inputs, ...policy("1") },
      testFacts(),
    );
    assert.deepEqual(
      calls?.map(({ operation, parameters }) => [operation, parameters]),
      [
        ["UpdateAutoScalingGroup", { AutoScalingGroupName: "web", MixedInstancesPolicy: sent("2") }],
        [
          "StartInstanceRefresh",
          {
            AutoScalingGroupName: "web",
            Strategy: "Rolling",
            Preferences: { AutoRollback: true, SkipMatching: true },
            DesiredConfiguration: { MixedInstancesPolicy: sent("2") },
          },
        ],
      ],
    );
  });

  it("makes, changes and ends a warm pool", () => {
    const warmPool = { poolState: "Stopped", minSize: 1, instanceReusePolicy: { reuseOnScaleIn: true } };
    const put = { PoolState: "Stopped", MinSize: 1, InstanceReusePolicy: { ReuseOnScaleIn: true } };
    const calls = (wanted: object, previous: object) =>
      group
        .update?.("web", { ...inputs, ...wanted }, { ...inputs, ...previous }, testFacts())
        .map(({ operation, parameters: { AutoScalingGroupName: _, ...rest } }) => [operation, rest]);
    assert.deepEqual(calls({ warmPool }, {}), [["PutWarmPool", put]]);
    assert.deepEqual(calls({ warmPool }, { warmPool }), []);
    assert.deepEqual(calls({}, { warmPool }), [["DeleteWarmPool", { ForceDelete: true }]]);
    assert.deepEqual(
      group.delete("web", { warmPool }, testFacts()).map((call) => call.operation),
      ["DeleteWarmPool", "UpdateAutoScalingGroup", "DeleteAutoScalingGroup"],
    );
  });
});
