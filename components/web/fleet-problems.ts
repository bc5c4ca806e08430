import { architectureOf } from "../access/machine-image.ts";
import type { CompleteFleetArgs } from "./fleet-args.ts";

/** Days after which AWS can renew an instance at the earliest and at the latest. */
const lifetimeDays = { min: 1, max: 365 } as const;

function sizeProblems(args: CompleteFleetArgs): string[] {
  const { minInstances, maxInstances, desiredInstances, onDemandPercent } = args;
  const problems: string[] = [];
  if (!(minInstances >= 0 && minInstances <= desiredInstances && desiredInstances <= maxInstances)) {
    problems.push(
      `desiredInstances: got ${desiredInstances} of ${minInstances} to ${maxInstances}, allowed is a number between ` +
        "minInstances and maxInstances. Change one of the three.",
    );
  }
  for (const { name, minInstances: least, desiredInstances: desired } of args.schedule) {
    if (least <= (desired ?? least) && (desired ?? least) <= maxInstances) continue;
    problems.push(
      `schedule: "${name}" wants ${desired ?? least} of ${least} to ${maxInstances}, allowed is a number between its ` +
        "minInstances and maxInstances. Change one of the three.",
    );
  }
  if (!(onDemandPercent >= 0 && onDemandPercent <= 100)) {
    problems.push(
      `onDemandPercent: got ${onDemandPercent}, allowed are 0 to 100. Give the share of on-demand instances.`,
    );
  }
  return problems;
}

function typeProblems({ instanceTypes, onDemandPercent, warmPoolInstances }: CompleteFleetArgs): string[] {
  const problems: string[] = [];
  const architectures = new Set(instanceTypes.map(architectureOf));
  if (architectures.size !== 1) {
    problems.push(
      `instanceTypes: got ${instanceTypes.join(", ") || "none"}, allowed are types of one architecture, because they share ` +
        "an image. Give types of arm64 or of x86_64.",
    );
  }
  if (warmPoolInstances !== undefined && (instanceTypes.length > 1 || onDemandPercent < 100)) {
    problems.push(
      `warmPoolInstances: got ${warmPoolInstances} with ${instanceTypes.length} instance types and ${onDemandPercent} per ` +
        "cent on-demand, allowed is one type, all on-demand. Leave the warm pool out, or the other types and Spot Instances.",
    );
  }
  return problems;
}

/** Everything that is wrong with the arguments, in sentences; empty when they are good. */
export function fleetProblems(args: CompleteFleetArgs): string[] {
  const problems = [...sizeProblems(args), ...typeProblems(args)];
  const { maxInstanceLifetimeDays: days, imageId } = args;
  if (!(days >= lifetimeDays.min && days <= lifetimeDays.max)) {
    problems.push(`maxInstanceLifetimeDays: got ${days}, allowed are 1 to 365. Give the days.`);
  }
  if (typeof imageId === "string" && !imageId.startsWith("ami-")) {
    problems.push(
      `imageId: got ${imageId}, allowed is an AMI id, because a refresh to an alias cannot be rolled back. Look the id up first.`,
    );
  }
  return problems;
}
