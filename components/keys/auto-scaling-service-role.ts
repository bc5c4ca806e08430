import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import { autoScalingRoleSuffix, autoScalingService } from "../shared/service-roles.ts";

/** What the role is made from. */
export interface AutoScalingServiceRoleArgs {
  /** Names and account. The role's suffix is made of project and environment: a change replaces the role. */
  readonly context: Context;
}

/**
 * The service-linked role by which Auto Scaling launches the environment's own instances. AWS makes one for the account by itself, but not
 * before the first group, and a key's policy must name a role that is there: so each environment has its own. Free. AWS refuses to delete it
 * while a group uses it.
 */
export class AutoScalingServiceRole extends pulumi.ComponentResource {
  /** ARN of the role: `serviceLinkedRoleArn` of the groups, and a principal of the volumes' key. */
  public readonly arn: pulumi.Output<string>;

  /** @param name prefix of the child's name, from the context */
  constructor(name: string, args: AutoScalingServiceRoleArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:keys:AutoScalingServiceRole", name, {}, options);
    const { project, environment } = args.context;
    const role = new aws.iam.ServiceLinkedRole(
      name,
      {
        awsServiceName: autoScalingService,
        customSuffix: autoScalingRoleSuffix(project, environment),
        description: `Lets Auto Scaling launch the instances of ${project} ${environment}`,
      },
      { parent: this },
    );
    this.arn = role.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
