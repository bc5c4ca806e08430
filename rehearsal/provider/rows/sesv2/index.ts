/** All rows of SES. */
import type { Row } from "../../row.ts";
import { accountSuppressionAttributes } from "./account-suppression.ts";
import { configurationSet } from "./configuration-set.ts";
import { emailIdentity } from "./email-identity.ts";
import { eventDestination } from "./event-destination.ts";
import { mailFromAttributes } from "./mail-from.ts";

/** The rows. */
export const rows: readonly Row[] = [
  accountSuppressionAttributes,
  configurationSet,
  emailIdentity,
  eventDestination,
  mailFromAttributes,
];
