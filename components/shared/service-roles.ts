import { limitName, nameLimits } from "./names.ts";

/** The service that AWS's Auto Scaling groups belong to. */
export const autoScalingService = "autoscaling.amazonaws.com";

/**
 * What the name of Auto Scaling's service-linked role begins with, when it has a suffix.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-service-linked-role.html
 */
const rolePrefix = "AWSServiceRoleForAutoScaling_";

/**
 * The suffix of an environment's own service-linked role of Auto Scaling, so that it never clashes with the one that AWS makes in the
 * account by itself. At most 35 characters: a role's name has 64, and AWS's part takes 29 of them.
 *
 * @param project short name of the company or product
 * @param environment the environment's name, or a pattern of names that ends with `*`
 */
export function autoScalingRoleSuffix(project: string, environment: string): string {
  return limitName(`${project}-${environment}`, nameLimits.iamRole.maxLength - rolePrefix.length);
}

/**
 * ARN of that role, which is known before it is made. A key's policy takes it only when it is made: pass the resource's output there.
 *
 * @param accountId twelve digits
 * @param project short name of the company or product
 * @param environment the environment's name, or a pattern of names that ends with `*`
 */
export function autoScalingRoleArn(accountId: string, project: string, environment: string): string {
  const name = `${rolePrefix}${autoScalingRoleSuffix(project, environment)}`;
  return `arn:aws:iam::${accountId}:role/aws-service-role/${autoScalingService}/${name}`;
}
