/** What AWS refuses of mixed instances policies, capacity and warm pools. */
import { isUnknown, type Properties, type Rule } from "../../row.ts";
import { number, text } from "../known.ts";

/** Launch template overrides in one group, at most (Auto Scaling API, LaunchTemplate, Overrides). */
const mostOverrides = 40;

function part(inputs: Properties, name: "instancesDistribution" | "launchTemplate"): Properties {
  const policy = inputs.mixedInstancesPolicy;
  const found = isUnknown(policy) ? undefined : policy?.[name];
  return found === undefined || isUnknown(found) ? {} : found;
}

function distributionProblem(inputs: Properties): string | undefined {
  const given = part(inputs, "instancesDistribution");
  const allowed = {
    onDemandAllocationStrategy: ["prioritized", "lowest-price"],
    spotAllocationStrategy: [
      "lowest-price",
      "capacity-optimized",
      "capacity-optimized-prioritized",
      "price-capacity-optimized",
    ],
  };
  for (const [name, values] of Object.entries(allowed)) {
    const value = text(given[name]);
    if (value !== undefined && !values.includes(value)) {
      return `the group's ${name} is ${value}: give ${values.join(", ")}`;
    }
  }
  const percent = number(given.onDemandPercentageAboveBaseCapacity);
  if (percent !== undefined && (percent < 0 || percent > 100)) {
    return `the group's onDemandPercentageAboveBaseCapacity is ${percent}: AWS takes 0 to 100`;
  }
  const pools = number(given.spotInstancePools);
  return pools && given.spotAllocationStrategy !== "lowest-price"
    ? "the group has spotInstancePools with another spotAllocationStrategy than lowest-price: leave them out"
    : undefined;
}

function overridesProblem(inputs: Properties): string | undefined {
  const { overrides } = part(inputs, "launchTemplate");
  if (!Array.isArray(overrides)) return undefined;
  if (overrides.length > mostOverrides) {
    return `the group has ${overrides.length} overrides of instance types: AWS takes at most ${mostOverrides}`;
  }
  const types = overrides.flatMap(({ instanceType }: Properties) => text(instanceType) ?? []);
  const twice = types.find((type, position) => types.indexOf(type) < position);
  return twice && `the group lists the instance type ${twice} twice: list each once`;
}

function warmPoolProblem({ warmPool, mixedInstancesPolicy, maxSize }: Properties): string | undefined {
  if (warmPool === undefined) return undefined;
  if (mixedInstancesPolicy !== undefined) {
    return "the group has a warm pool and a mixed instances policy: give a launchTemplate without Spot Instances instead";
  }
  const [prepared, least, most] = [
    number(warmPool.maxGroupPreparedCapacity),
    number(warmPool.minSize),
    number(maxSize),
  ];
  if (!["Stopped", "Running", "Hibernated"].includes(text(warmPool.poolState) ?? "Stopped")) {
    return `the group's warm pool has the state ${warmPool.poolState}: give Stopped, Running or Hibernated`;
  }
  return prepared !== undefined && least !== undefined && prepared >= 0 && prepared < least
    ? `the group's warm pool keeps ${least} instances of a group that prepares ${prepared} (maxSize ${most}): raise maxGroupPreparedCapacity`
    : undefined;
}

function maintenanceProblem({ instanceMaintenancePolicy }: Properties): string | undefined {
  const [least, most] = [
    number(instanceMaintenancePolicy?.minHealthyPercentage),
    number(instanceMaintenancePolicy?.maxHealthyPercentage),
  ];
  if (least === undefined || most === undefined || (least === -1 && most === -1)) return undefined;
  if (least >= 0 && least <= 100 && most >= 100 && most <= 200 && most - least <= 100) return undefined;
  return `the group's instanceMaintenancePolicy keeps ${least} to ${most} percent: AWS takes 0 to 100 and 100 to 200, at most 100 apart`;
}

/** The rules. */
export const mixedRules: readonly Rule[] = [
  {
    source: "Auto Scaling API, InstancesDistribution; terraform-provider-aws, aws_autoscaling_group",
    check: distributionProblem,
  },
  { source: "Auto Scaling API, LaunchTemplate, Overrides", check: overridesProblem },
  {
    source:
      "Auto Scaling API, PutWarmPool, and User Guide, Warm pools, Limitations: no mixed instances policy, no Spot Instances",
    check: warmPoolProblem,
  },
  { source: "Auto Scaling API, InstanceMaintenancePolicy", check: maintenanceProblem },
];
