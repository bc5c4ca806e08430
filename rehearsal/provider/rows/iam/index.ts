/** All rows of IAM. */
import type { Row } from "../../row.ts";
import { instanceProfile, openIdConnectProvider } from "./identity.ts";
import { policy, rolePolicy, rolePolicyAttachment } from "./policy.ts";
import { role } from "./role.ts";
import { serviceLinkedRole } from "./service-linked-role.ts";

/** The rows. */
export const rows: readonly Row[] = [
  role,
  policy,
  rolePolicy,
  rolePolicyAttachment,
  instanceProfile,
  openIdConnectProvider,
  serviceLinkedRole,
];
