/** All rows of EC2: networks, security groups, launch templates, settings of the account. */
import type { Row } from "../../row.ts";
import { encryptionByDefault, imageBlockPublicAccess, snapshotBlockPublicAccess } from "./account-settings.ts";
import { defaultNetworkAcl } from "./default-network-acl.ts";
import { flowLog } from "./flow-log.ts";
import { internetGateway } from "./internet-gateway.ts";
import { launchTemplate } from "./launch-template.ts";
import { eip, natGateway } from "./nat-gateway.ts";
import { route } from "./route.ts";
import { routeTable, routeTableAssociation } from "./route-table.ts";
import { defaultSecurityGroup, securityGroup } from "./security-group.ts";
import { securityGroupEgressRule, securityGroupIngressRule } from "./security-group-rule.ts";
import { subnet } from "./subnet.ts";
import { vpc } from "./vpc.ts";
import { vpcEndpoint } from "./vpc-endpoint.ts";

/** The rows, in the order in which a network is made. */
export const rows: readonly Row[] = [
  vpc,
  subnet,
  internetGateway,
  routeTable,
  route,
  routeTableAssociation,
  eip,
  natGateway,
  vpcEndpoint,
  securityGroup,
  securityGroupIngressRule,
  securityGroupEgressRule,
  defaultSecurityGroup,
  defaultNetworkAcl,
  flowLog,
  launchTemplate,
  encryptionByDefault,
  snapshotBlockPublicAccess,
  imageBlockPublicAccess,
];
