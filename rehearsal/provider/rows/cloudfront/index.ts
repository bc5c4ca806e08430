/** All rows of CloudFront. */
import type { Row } from "../../row.ts";
import { distribution } from "./distribution.ts";
import { originAccessControl, responseHeadersPolicy } from "./policies.ts";

/** The rows. */
export const rows: readonly Row[] = [distribution, originAccessControl, responseHeadersPolicy];
