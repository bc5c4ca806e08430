/** The row of an account's suppression list in a region. */
import type { Row } from "../../row.ts";
import { orderAsWanted, texts } from "../known.ts";
import { ses } from "./shared.ts";

/** Which addresses SES stops sending to, for the whole account and region. Deleting it changes nothing, as in the real provider. */
export const accountSuppressionAttributes: Row = {
  type: "aws:sesv2/accountSuppressionAttributes:AccountSuppressionAttributes",
  recorded: "MiniStack 1.5.33 forgets what PutAccountSuppressionAttributes is given",
  required: ["suppressedReasons"],
  replaceOn: [],
  identify: (_inputs, facts) => facts.accountId,
  create: {
    call: ({ suppressedReasons }) => ses("PutAccountSuppressionAttributes", { SuppressedReasons: suppressedReasons }),
  },
  read: {
    call: () => ses("GetAccount", {}),
    properties: ({ SuppressionAttributes }, _id, state) => ({
      suppressedReasons: orderAsWanted(SuppressionAttributes?.SuppressedReasons ?? [], state.suppressedReasons),
    }),
    gone: [],
  },
  update: (_id, { suppressedReasons }) => [
    ses("PutAccountSuppressionAttributes", { SuppressedReasons: suppressedReasons }),
  ],
  delete: () => [],
  rules: [
    {
      source: "SES API v2, PutAccountSuppressionAttributes: SuppressedReasons",
      check: ({ suppressedReasons }) => {
        const strange = texts(suppressedReasons).filter((reason) => !["BOUNCE", "COMPLAINT"].includes(reason));
        return strange.length > 0
          ? `suppressedReasons has ${strange.join(", ")}: allowed are BOUNCE and COMPLAINT`
          : undefined;
      },
    },
  ],
};
