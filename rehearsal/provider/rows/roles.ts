/** Looking up roles for services: does the role exist, and may the service take it. */
import type { World } from "../row.ts";
import { allows, policyProblem, statementsOf } from "./policy-document.ts";

/**
 * What keeps a service from using a role, in one sentence; undefined when it may, or when the ARN is not known yet.
 * Looks at the roles that the workspace made; service-linked roles are taken as they are.
 * @param property the input that names the role, for the message.
 * @param service the service's principal, e.g. `cloudtrail.amazonaws.com`.
 */
export function roleProblem(property: string, roleArn: unknown, service: string, world: World): string | undefined {
  if (typeof roleArn !== "string") return undefined;
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(roleArn)) {
    return `${property} is ${roleArn}: it must be the ARN of a role (arn:aws:iam::<account>:role/<name>)`;
  }
  // AWS makes service-linked roles on its own, with the right trust: one that the workspace did not make may be there.
  if (roleArn.includes(":role/aws-service-role/")) return undefined;
  const role = world.all("aws:iam/role:Role").find((known) => known.properties.arn === roleArn);
  if (!role) return `${property} names the role ${roleArn}, which does not exist: take it from the role's output "arn"`;
  const trust = role.properties.assumeRolePolicy;
  if (policyProblem(trust)) return undefined;
  const may = allows(statementsOf(trust) ?? [], {
    principal: { Service: service },
    action: "sts:AssumeRole",
    resource: roleArn,
  });
  if (may) return undefined;
  return `${property} names the role ${roleArn}, which ${service} may not assume: allow sts:AssumeRole to the service in the role's assumeRolePolicy`;
}

/**
 * The actions that no inline policy of the role allows on the resource; empty when all are allowed, when the role is
 * not of this workspace, or when it has managed policies (which are not read here).
 */
export function missingRoleActions(
  roleArn: string,
  actions: readonly string[],
  resource: string,
  world: World,
): string[] {
  const role = world.all("aws:iam/role:Role").find((known) => known.properties.arn === roleArn);
  if (!role) return [];
  const ofRole = (type: string) =>
    world.all(type).filter((known) => [role.id, roleArn].includes(known.properties.role));
  if (ofRole("aws:iam/rolePolicyAttachment:RolePolicyAttachment").length > 0) return [];
  const policies = ofRole("aws:iam/rolePolicy:RolePolicy").map((known) => known.properties.policy);
  if (policies.some((policy) => policyProblem(policy) !== undefined)) return [];
  const statements = policies.flatMap((policy) => statementsOf(policy) ?? []);
  return actions.filter((action) => !allows(statements, { action, resource }));
}
