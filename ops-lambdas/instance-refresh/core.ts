/**
 * Decides whether the instances of a group are renewed from a version of its launch template, and with what. The version is the
 * refresh's desired configuration: the group keeps its old one until the refresh has ended well, and AWS rolls back to that.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-rollback.html
 */
import type {
  AutoScalingGroup,
  DesiredConfiguration,
  InstanceRefresh,
  RefreshPreferences,
} from "@aws-sdk/client-auto-scaling";
import type { RefreshEvent } from "./event.ts";

/** What is asked of Auto Scaling. */
export interface RefreshRequest {
  readonly AutoScalingGroupName: string;
  readonly Strategy: "Rolling";
  readonly DesiredConfiguration: DesiredConfiguration;
  readonly Preferences: RefreshPreferences;
}

/** What the function needs of Auto Scaling. */
export interface Groups {
  /** The group; undefined when there is none of that name. */
  group(name: string): Promise<AutoScalingGroup | undefined>;
  /** Its latest instance refreshes, the newest first; only one can be active. */
  refreshes(name: string): Promise<readonly InstanceRefresh[]>;
  /** Starts a refresh and answers with its id. */
  start(request: RefreshRequest): Promise<string>;
}

/** What was done, for the log and for who called. */
export type Outcome =
  | { readonly outcome: "already there" | "newer already there" | "already running" }
  | { readonly outcome: "started"; readonly refreshId: string; readonly request: RefreshRequest };

/** Until these are over AWS takes no other refresh. Source: Auto Scaling API, InstanceRefresh, Status. */
const active = ["Pending", "InProgress", "Baking", "Cancelling", "RollbackInProgress"];

/** Of these, the ones that bring the desired configuration nearer. */
const forward = ["Pending", "InProgress", "Baking"];

/**
 * Renews the group's instances, unless they have the version, have a newer one (a release was built on it), or are getting it.
 *
 * @throws Error when the group is missing, or another refresh is running; nothing is changed then
 */
export async function refreshInstances(
  event: RefreshEvent,
  preferences: RefreshPreferences,
  groups: Groups,
): Promise<Outcome> {
  const { autoScalingGroupName, version } = event;
  const group = await groups.group(autoScalingGroupName);
  if (group === undefined) throw new Error(`There is no Auto Scaling group ${autoScalingGroupName}.`);
  const running = (await groups.refreshes(autoScalingGroupName)).find(({ Status }) => active.includes(Status ?? ""));
  if (running !== undefined) {
    const isWanted = versionOf(running.DesiredConfiguration) === version;
    if (isWanted && forward.includes(running.Status ?? "")) return { outcome: "already running" };
    throw new Error(
      `The instance refresh ${running.InstanceRefreshId} of ${autoScalingGroupName} is ${running.Status}: perhaps a release. ` +
        `Wait for its end and run up again: it brings version ${version}.`,
    );
  }
  const present = versionOf(group);
  if (present === version) return { outcome: "already there" };
  if (Number(present) > Number(version)) return { outcome: "newer already there" };
  const request: RefreshRequest = {
    AutoScalingGroupName: autoScalingGroupName,
    Strategy: "Rolling",
    DesiredConfiguration: desiredConfiguration(group, event),
    Preferences: preferences,
  };
  return { outcome: "started", refreshId: await groups.start(request), request };
}

/** The version that a group has, or that a refresh brings; undefined when AWS tells none. */
function versionOf(of: DesiredConfiguration | AutoScalingGroup | undefined): string | undefined {
  return (of?.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification ?? of?.LaunchTemplate)?.Version;
}

/** The group's own configuration with the new version. Of a template's id and name AWS takes one only. */
function desiredConfiguration(
  { MixedInstancesPolicy: mixed }: AutoScalingGroup,
  { launchTemplateId: LaunchTemplateId, version: Version }: RefreshEvent,
): DesiredConfiguration {
  const specification = { LaunchTemplateId, Version };
  if (mixed === undefined) return { LaunchTemplate: specification };
  return {
    MixedInstancesPolicy: {
      ...mixed,
      LaunchTemplate: { ...mixed.LaunchTemplate, LaunchTemplateSpecification: specification },
    },
  };
}
