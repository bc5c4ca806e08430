import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { type Made, problemsOf, testFacts, testWorld } from "../test-world.ts";
import { scalingPolicy } from "./policy.ts";
import { schedule } from "./schedule.ts";

const targetGroup = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef";
const label = "app/web/fedcba9876543210/targetgroup/web/0123456789abcdef";
const listener =
  "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/fedcba9876543210/0011223344556677";
const web = ["aws:autoscaling/group:Group", "web", { targetGroupArns: [targetGroup] }] as const;
const forward = [{ type: "forward", targetGroupArn: targetGroup }];
const refuse = [{ type: "fixed-response", fixedResponse: { statusCode: "403" } }];
const world = testWorld(web, ["aws:lb/listener:Listener", listener, { defaultActions: forward }]);

const tracking = (metric: object, targetValue: number = 50) => ({
  targetTrackingConfiguration: { predefinedMetricSpecification: metric, targetValue },
});
const cpu = { predefinedMetricType: "ASGAverageCPUUtilization" };
const requests = { predefinedMetricType: "ALBRequestCountPerTarget" };

describeRules(
  scalingPolicy,
  { name: "cpu", autoscalingGroupName: "web", policyType: "TargetTrackingScaling", ...tracking(cpu) },
  [
    ["no target", { targetTrackingConfiguration: undefined }, /tracks no target/],
    ["a target of another type", { policyType: "SimpleScaling" }, /type SimpleScaling: give TargetTrackingScaling/],
    ["an adjustment beside a target", { adjustmentType: "ExactCapacity" }, /tracks a target and has adjustmentType/],
    ["a target of nothing", tracking(cpu, 0), /targetValue is 0/],
    ["an unknown metric", tracking({ predefinedMetricType: "Memory" }), /metric is Memory/],
    ["no metric", { targetTrackingConfiguration: { targetValue: 50 } }, /needs one metric/],
    ["requests of the group's target group", tracking({ ...requests, resourceLabel: label }), undefined],
    ["a label that is not known yet", tracking({ ...requests, resourceLabel: unknown }), undefined],
    ["requests without a label", tracking(requests), /needs a resourceLabel/],
    ["a label of the processor", tracking({ ...cpu, resourceLabel: label }), /takes no resourceLabel/],
    ["a label that is an ARN", tracking({ ...requests, resourceLabel: targetGroup }), /give app\/<load balancer>/],
    [
      "another group's target group",
      tracking({ ...requests, resourceLabel: label.replace("targetgroup/web", "targetgroup/api") }),
      /target group targetgroup\/api\/0123456789abcdef is not attached to web/,
    ],
    ["a group that does not exist", { autoscalingGroupName: "api" }, /group api does not exist/],
  ],
  world,
);

describe("a policy that counts requests", () => {
  const inputs = {
    name: "requests",
    autoscalingGroupName: "web",
    policyType: "TargetTrackingScaling",
    ...tracking({ ...requests, resourceLabel: label }),
  };
  const closed = ["aws:lb/listener:Listener", listener, { defaultActions: refuse }] as const;
  const problems = (more: readonly Made[]) => problemsOf(scalingPolicy, inputs, testWorld(web, ...more)).join();

  it("waits for the listener, or its rule, that sends requests to the target group", () => {
    assert.match(problems([]), /no listener of app\/web\/fedcba9876543210 sends requests/);
    assert.match(problems([closed]), /make the listener and its rules before/);
    const rule = [
      "aws:lb/listenerRule:ListenerRule",
      `${listener}/1`,
      { listenerArn: listener, actions: forward },
    ] as const;
    assert.equal(problems([closed, rule]), "");
  });
});

describeRules(
  schedule,
  {
    autoscalingGroupName: "web",
    scheduledActionName: "morning",
    recurrence: "0 6 * * MON-FRI",
    minSize: 2,
    maxSize: -1,
  },
  [
    ["a time zone", { timeZone: "Africa/Johannesburg" }, undefined],
    ["what is no time zone", { timeZone: "Cape Town" }, /timeZone Cape Town is none/],
    ["six fields", { recurrence: "0 0 6 * * *" }, /give the five fields of cron/],
    ["no time", { recurrence: undefined }, /has no time/],
    ["no change", { minSize: -1, desiredCapacity: -1 }, /changes nothing/],
    ["more at least than at most", { maxSize: 1 }, /minSize 2 is more than its maxSize 1/],
    ["fewer wanted than at least", { desiredCapacity: 1 }, /desiredCapacity 1 is less than its minSize 2/],
    ["more wanted than at most", { desiredCapacity: 4, maxSize: 3 }, /desiredCapacity 4 is more than its maxSize 3/],
  ],
  world,
);

describe("a scheduled action", () => {
  it("does not send what it leaves as it is, and reads it as -1", () => {
    const inputs = {
      autoscalingGroupName: "web",
      scheduledActionName: "night",
      minSize: 1,
      maxSize: -1,
      desiredCapacity: -1,
    };
    assert.deepEqual(schedule.create.call(inputs, testFacts()).parameters, {
      AutoScalingGroupName: "web",
      ScheduledActionName: "night",
      MinSize: 1,
    });
    const answer = {
      ScheduledUpdateGroupActions: [{ ScheduledActionName: "night", MinSize: 1, ScheduledActionARN: "a" }],
    };
    assert.deepEqual(schedule.read?.properties(answer, "night", inputs, testFacts()), {
      arn: "a",
      minSize: 1,
      maxSize: -1,
      desiredCapacity: -1,
    });
  });
});
