/** Row of scaling policies. */
import { isUnknown, type Properties, type Row, type Rule, type World } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { lowerFirst, pascal, renameKeys } from "../helpers.ts";
import { derivedHex, number, text } from "../known.ts";
import { types as loadBalancers } from "../lb/shared.ts";
import { autoscaling } from "./group-calls.ts";

/** Metrics that AWS knows by name (Auto Scaling API, PredefinedMetricSpecification). */
const predefinedMetrics = [
  "ASGAverageCPUUtilization",
  "ASGAverageNetworkIn",
  "ASGAverageNetworkOut",
  "ALBRequestCountPerTarget",
];

/** The end of the load balancer's ARN and that of the target group's (Auto Scaling API, ResourceLabel). */
const resourceLabelForm = /^app\/[^/]+\/[0-9a-z]+\/targetgroup\/[^/]+\/[0-9a-z]+$/;

function parameters(inputs: Properties): Properties {
  return {
    AutoScalingGroupName: inputs.autoscalingGroupName,
    PolicyName: inputs.name,
    ...pascal(inputs, "policyType", "adjustmentType", "cooldown", "enabled", "estimatedInstanceWarmup"),
    ...pascal(inputs, "metricAggregationType", "minAdjustmentMagnitude", "scalingAdjustment", "stepAdjustments"),
    ...pascal(inputs, "targetTrackingConfiguration"),
  };
}

function trackingOf(inputs: Properties): Properties | undefined {
  const given = inputs.targetTrackingConfiguration;
  return isUnknown(given) ? undefined : given;
}

function kindProblem({ policyType, ...inputs }: Properties): string | undefined {
  const tracking = inputs.targetTrackingConfiguration !== undefined;
  if (policyType === "TargetTrackingScaling") {
    if (!tracking) return "the policy tracks no target: give targetTrackingConfiguration";
    const others = ["adjustmentType", "scalingAdjustment", "stepAdjustments", "cooldown", "metricAggregationType"];
    const wrong = others.find((name) => inputs[name] !== undefined);
    return wrong && `the policy tracks a target and has ${wrong}: leave it out`;
  }
  return tracking
    ? `the policy has targetTrackingConfiguration and the type ${policyType}: give TargetTrackingScaling`
    : undefined;
}

function trackingProblem(inputs: Properties): string | undefined {
  const tracking = trackingOf(inputs);
  if (tracking === undefined) return undefined;
  const target = number(tracking.targetValue);
  if (target !== undefined && target <= 0) return `the policy's targetValue is ${target}: give more than 0`;
  const { predefinedMetricSpecification: predefined, customizedMetricSpecification: customized } = tracking;
  if ((predefined === undefined) === (customized === undefined)) {
    return "the policy needs one metric: give predefinedMetricSpecification or customizedMetricSpecification";
  }
  const metric = text(predefined?.predefinedMetricType);
  if (metric === undefined) return undefined;
  if (!predefinedMetrics.includes(metric))
    return `the policy's metric is ${metric}: give ${predefinedMetrics.join(", ")}`;
  const label = predefined.resourceLabel;
  const needsLabel = metric === "ALBRequestCountPerTarget";
  if (needsLabel !== (label !== undefined)) {
    return needsLabel
      ? `the policy's metric ${metric} needs a resourceLabel`
      : `the policy's metric ${metric} takes no resourceLabel`;
  }
  const known = text(label);
  return known !== undefined && !resourceLabelForm.test(known)
    ? `the policy's resourceLabel is ${known}: give app/<load balancer>/<id>/targetgroup/<target group>/<id>`
    : undefined;
}

/** Whether a listener of the load balancer, or a rule of one, sends requests to the target group. */
function isReached(world: World, loadBalancer: string, target: string): boolean {
  const sends = (actions: unknown) =>
    Array.isArray(actions) && actions.some((action: Properties) => text(action.targetGroupArn)?.endsWith(`:${target}`));
  const listener = loadBalancer.replace(/^app\//, ":listener/app/");
  return (
    world
      .all(loadBalancers.listener)
      .some(({ id, properties }) => id.includes(`${listener}/`) && sends(properties.defaultActions)) ||
    world
      .all(loadBalancers.listenerRule)
      .some(
        ({ properties }) =>
          text(properties.listenerArn)?.includes(`${listener}/`) === true && sends(properties.actions),
      )
  );
}

const rules: readonly Rule[] = [
  { source: "terraform-provider-aws, aws_autoscaling_policy: arguments by policy_type", check: kindProblem },
  { source: "Auto Scaling API, TargetTrackingConfiguration, PredefinedMetricSpecification", check: trackingProblem },
  {
    source:
      "Auto Scaling API, PredefinedMetricSpecification: the target group must be attached to the group, and the load balancer " +
      "send requests to it, else ValidationError",
    when: "creation",
    check: (inputs, world) => {
      const name = text(inputs.autoscalingGroupName);
      const made = name === undefined ? undefined : world.find("aws:autoscaling/group:Group", name);
      if (name !== undefined && !made)
        return `the policy's group ${name} does not exist: give one that this workspace made`;
      const label = text(trackingOf(inputs)?.predefinedMetricSpecification?.resourceLabel);
      if (label === undefined) return undefined;
      const suffix = label.slice(label.indexOf("targetgroup/"));
      const attached: unknown[] = made?.properties.targetGroupArns ?? [];
      if (!attached.some((arn) => String(arn).endsWith(`:${suffix}`))) {
        return `the policy's target group ${suffix} is not attached to ${name}: list it in the group's targetGroupArns`;
      }
      const loadBalancer = label.slice(0, label.indexOf("/targetgroup/"));
      return !resourceLabelForm.test(label) || isReached(world, loadBalancer, suffix)
        ? undefined
        : `no listener of ${loadBalancer} sends requests to the policy's ${suffix} yet: make the listener and its rules before`;
    },
  },
];

/** Type `aws:autoscaling/policy:Policy`. */
export const scalingPolicy: Row = {
  type: "aws:autoscaling/policy:Policy",
  autoName: { property: "name", maxLength: 255 },
  required: ["autoscalingGroupName"],
  replaceOn: ["autoscalingGroupName", "name"],
  defaults: { enabled: true, policyType: "SimpleScaling" },
  identify: (inputs) => String(inputs.name),
  attributes: (inputs, id, facts) => ({
    arn: facts.arn(
      "autoscaling",
      `scalingPolicy:${derivedHex(id, 8)}:autoScalingGroupName/${inputs.autoscalingGroupName}:policyName/${id}`,
    ),
  }),
  create: { call: (inputs) => autoscaling("PutScalingPolicy", parameters(inputs)) },
  read: {
    call: (id, state) =>
      autoscaling("DescribePolicies", { AutoScalingGroupName: state.autoscalingGroupName, PolicyNames: [id] }),
    properties: (answer, id, state) => {
      // The emulator answers with all policies of the group.
      const found = (answer.ScalingPolicies ?? []).find((policy: Properties) => policy.PolicyName === id);
      if (!found) return undefined;
      const live = (name: string, value: unknown) =>
        value === undefined ? {} : { [name]: asWanted(renameKeys(value, lowerFirst), state[name]) };
      return {
        arn: found.PolicyARN,
        policyType: found.PolicyType,
        enabled: found.Enabled,
        ...live("targetTrackingConfiguration", found.TargetTrackingConfiguration),
        ...live("estimatedInstanceWarmup", found.EstimatedInstanceWarmup),
      };
    },
    gone: ["ValidationError"],
  },
  update: (_id, inputs) => [autoscaling("PutScalingPolicy", parameters(inputs))],
  delete: (id, state) => [
    autoscaling("DeletePolicy", { AutoScalingGroupName: state.autoscalingGroupName, PolicyName: id }, [
      "ValidationError",
    ]),
  ],
  rules,
};
