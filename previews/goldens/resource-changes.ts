/** Goldens of changes to single resources. */
import type { PreviewReport } from "../report.ts";
import { preview, reportOf, stackOf } from "./shapes.ts";
import { step, subject } from "./step-events.ts";

const foundation = stackOf("prod", "foundation");
const platform = stackOf("prod", "platform");
const quiet = preview(platform);

const database = subject(
  foundation,
  "aws:rds/instance:Instance",
  "shop-prod-database",
  "platform:database:MysqlDatabase",
);
const databaseInputs = {
  __defaults: [],
  deletionProtection: true,
  engine: "mysql",
  engineVersion: "8.4.6",
  instanceClass: "db.m8g.large",
  multiAz: true,
};

const databaseClass = (): PreviewReport =>
  reportOf(
    [
      preview(
        foundation,
        step(
          "update",
          database,
          databaseInputs,
          { ...databaseInputs, instanceClass: "db.m8g.xlarge" },
          {
            isProtected: true,
            detailedDiff: { instanceClass: "update" },
          },
        ),
      ),
      quiet,
    ],
    {
      costs: [
        {
          environment: "prod",
          priceDates: { oldest: "2026-06-01", newest: "2026-08-20" },
          stacks: [
            {
              stack: "foundation",
              fixed: { before: 642.1, after: 951.62 },
              usage: { before: 51.3, after: 51.3 },
              unpriced: { before: 2, after: 2 },
            },
            {
              stack: "platform",
              fixed: { before: 220, after: 220 },
              usage: { before: 12, after: 12 },
              unpriced: { before: 0, after: 0 },
            },
          ],
          unpriced: [{ what: "RDS Proxy requests", reason: "no price of rds/proxy in af-south-1", count: 2 }],
        },
      ],
    },
  );

const removedBucket = (): PreviewReport => {
  const bucket = subject(foundation, "aws:s3/bucket:Bucket", "shop-prod-archive", "platform:objects:PrivateBucket");
  const rule = subject(foundation, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "shop-prod-archive-block");
  return reportOf([
    preview(foundation, [
      ...step("delete", bucket, { bucket: "shop-prod-archive" }, undefined),
      ...step("delete", rule, { blockPublicAcls: true }, undefined),
    ]),
    quiet,
  ]);
};

/** The goldens of changes to resources, by the name of their file. */
export const resourceChanges: Readonly<Record<string, () => PreviewReport>> = {
  "database-class": databaseClass,
  "removed-bucket": removedBucket,
};
