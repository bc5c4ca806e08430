import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type FleetArgs, withDefaults } from "./fleet-args.ts";
import { createFleetGroup } from "./fleet-group.ts";
import { fleetProblems } from "./fleet-problems.ts";
import { createFleetRefresh } from "./fleet-refresh.ts";
import { createFleetRole } from "./fleet-role.ts";
import { createFleetTemplate } from "./fleet-template.ts";
import { createReleaseAlarms, createScaling } from "./scaling.ts";

export type { FleetArgs } from "./fleet-args.ts";

/**
 * The web servers: instances in the private subnets of all zones behind the load balancer, made from a launch template, scaled by
 * requests and processor, renewed when the template changes. They hold nothing of their own: data is in database, shared
 * files and buckets, so none of it is protected.
 */
export class Fleet extends pulumi.ComponentResource {
  /** Name of the Auto Scaling group. */
  public readonly autoScalingGroupName: pulumi.Output<string>;
  /** Id of the launch template; releases make its next versions. */
  public readonly launchTemplateId: pulumi.Output<string>;
  /** Role that the instances carry. */
  public readonly roleArn: pulumi.Output<string>;
  /** Log group of the instances. */
  public readonly logGroupName: pulumi.Output<string>;
  /** Alarms that a release watches, for AlarmSpecification. */
  public readonly releaseAlarmNames: pulumi.Output<string[]>;
  /** Namespace of the instances' own metrics: memory and disk. */
  public readonly metricNamespace: string;
  /** Name of the function that renews the servers after a deployment. */
  public readonly refreshFunctionName: pulumi.Output<string>;

  /**
   * @param name prefix of the children's names, from the context
   * @throws pulumi.ResourceError with every problem of the arguments, before anything is made
   */
  constructor(name: string, args: FleetArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("platform:web:Fleet", name, {}, options);
    const complete = withDefaults(args);
    refuseProblems(fleetProblems(complete), this);

    const { project, environment } = args.context;
    this.metricNamespace = `${project}/${environment}/web`;
    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      { name: `/${project}/${environment}/web`, retentionInDays: complete.logRetentionDays, kmsKeyId: args.logsKeyArn },
      { parent: this },
    );
    this.logGroupName = logGroup.name;
    const { metricNamespace, logGroupName } = this;
    const { roleArn, profileArn } = createFleetRole(
      name,
      complete,
      { logGroupArn: logGroup.arn, metricNamespace },
      this,
    );
    const template = createFleetTemplate(name, complete, profileArn, { logGroupName, metricNamespace }, this);
    const alarmNames = createReleaseAlarms(name, complete, this);
    const group = createFleetGroup(name, complete, template, this);
    this.refreshFunctionName = createFleetRefresh(name, complete, { group, template, roleArn, alarmNames }, this);
    createScaling(name, complete, group.name, this);

    this.roleArn = roleArn;
    this.launchTemplateId = template.id;
    this.autoScalingGroupName = group.name;
    this.releaseAlarmNames = pulumi.all(alarmNames);
    this.registerOutputs({
      autoScalingGroupName: this.autoScalingGroupName,
      launchTemplateId: this.launchTemplateId,
      roleArn: this.roleArn,
      logGroupName,
      releaseAlarmNames: this.releaseAlarmNames,
    });
  }
}

/** Stops with all problems of the arguments in one error. */
function refuseProblems(problems: readonly string[], component: Fleet): void {
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `- ${problem}`).join("\n");
  throw new pulumi.ResourceError(`The web servers' arguments are refused:\n${lines}`, component, true);
}
