import { z } from "zod";
import { setting } from "./setting.ts";

/** Ten years, in days: the longest that anything is kept by a setting. */
const tenYears = 3653;

/** The settings of `platform:objects`. */
export const objectsSettings = setting(
  z.strictObject({
    oldVersionDays: setting(
      z.int().min(1).max(365),
      "Days that a replaced or deleted asset or archive can be brought back, 1 to 365. Default: 30.",
    ).default(30),
    logRetentionDays: setting(
      z.int().min(1).max(tenYears),
      `Days that access logs of buckets, load balancers and CloudFront are kept, 1 to ${tenYears}. ` +
        "Shortening it deletes what is older. Default: 365.",
    ).default(365),
    archiveGlacierDays: setting(
      z
        .int()
        .min(0)
        .max(tenYears - 90),
      "Days after which archives move to Glacier Flexible Retrieval, 0 to 3563: cheaper, read after minutes to hours. Default: 30.",
    ).default(30),
    archiveDeepDays: setting(
      z.int().min(90).max(tenYears),
      "Days after which archives move to Glacier Deep Archive, 90 to 3653: cheapest, read after hours to two days; at least 90 later than " +
        "archiveGlacierDays. Default: 180.",
    ).default(180),
    archiveRetentionDays: setting(
      z.int().min(1).max(tenYears),
      `Days that archives are kept, up to ${tenYears}, at least 180 more than archiveDeepDays. Shortening it deletes what is older. ` +
        "Default: they stay.",
    ).optional(),
  }),
  "Buckets for assets, logs and archives: how long they keep what they hold.",
);

/** The settings of `platform:objects`, complete. */
export type ObjectsSettings = z.infer<typeof objectsSettings>;
