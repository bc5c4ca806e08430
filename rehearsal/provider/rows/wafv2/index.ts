/** All rows of WAF. */
import type { Row } from "../../row.ts";
import { webAclAssociation } from "./association.ts";
import { webAclLoggingConfiguration } from "./logging.ts";
import { webAcl } from "./web-acl.ts";

/** The rows. */
export const rows: readonly Row[] = [webAcl, webAclAssociation, webAclLoggingConfiguration];
