/** Goldens of changes to single resources. */
import type { PreviewReport } from "../report.ts";
import { preview, reportOf, stackOf } from "./shapes.ts";
import { replacement, type Subject, step, subject, unknown } from "./step-events.ts";

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

const cidr = (): PreviewReport => {
  const subnet = subject(
    foundation,
    "aws:ec2/subnet:Subnet",
    "shop-prod-network-private-0",
    "platform:network:Network",
  );
  const before = { availabilityZone: "af-south-1a", cidrBlock: "10.20.16.0/20", tags: { Name: "private-0" } };
  const after = { ...before, cidrBlock: "10.20.32.0/20" };
  const extras = { keys: ["cidrBlock"], detailedDiff: { cidrBlock: "update-replace" } };
  const group = subject(
    foundation,
    "aws:rds/subnetGroup:SubnetGroup",
    "shop-prod-database",
    "platform:database:MysqlDatabase",
  );
  return reportOf([
    preview(foundation, [
      ...replacement(subnet, before, after, extras),
      ...step(
        "update",
        group,
        { subnetIds: ["subnet-1", "subnet-2"] },
        { subnetIds: [unknown, "subnet-2"] },
        {
          detailedDiff: { "subnetIds[0]": "update" },
        },
      ),
    ]),
    preview(platform, [], { upstream: "exact" }),
  ]);
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

const engineUpgrade = (): PreviewReport => {
  const parameters = subject(foundation, "aws:rds/parameterGroup:ParameterGroup", "shop-prod-database");
  return reportOf([
    preview(foundation, [
      ...step(
        "update",
        database,
        databaseInputs,
        { ...databaseInputs, engineVersion: "9.2.0" },
        {
          isProtected: true,
          detailedDiff: { engineVersion: "update", allowMajorVersionUpgrade: "add" },
        },
      ),
      ...replacement(
        parameters,
        { family: "mysql8.4", name: "shop" },
        { family: "mysql9.2", name: "shop" },
        {
          keys: ["family"],
          detailedDiff: { family: "update-replace" },
        },
      ),
    ]),
    quiet,
  ]);
};

const engineReplaced = (): PreviewReport =>
  reportOf([
    preview(
      foundation,
      replacement(
        database,
        databaseInputs,
        { ...databaseInputs, engine: "postgres" },
        {
          isProtected: true,
          keys: ["engine"],
          detailedDiff: { engine: "update-replace" },
        },
      ),
    ),
    preview(platform, [], {
      upstream: "stale",
      reason: "foundation changes, and its real outputs are still the old ones.",
    }),
  ]);

const newAlarm = (): PreviewReport => {
  const alarm = subject(
    platform,
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "shop-prod-web-5xx",
    "platform:alerting:Alarms",
  );
  const inputs = {
    alarmActions: [unknown],
    alarmDescription: "Servers fail.",
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 3,
    metricName: "HTTPCode_Target_5XX_Count",
    namespace: "AWS/ApplicationELB",
    period: 60,
    statistic: "Sum",
    threshold: 10,
    treatMissingData: "notBreaching",
  };
  return reportOf([preview(foundation), preview(platform, step("create", alarm, undefined, inputs))]);
};

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

const renamedComponent = (): PreviewReport => {
  const renamed = subject(foundation, "aws:ec2/vpc:Vpc", "shop-prod-net", "platform:network:Network");
  const was = (one: Subject) => `urn:pulumi:prod::foundation::platform:network:Network$${one.type}::shop-prod-network`;
  const topic = subject(foundation, "aws:sns/topic:Topic", "shop-prod-events", "platform:shared:NotificationTopic");
  const old = { ...topic, name: "shop-prod-backup-events" };
  return reportOf([
    preview(foundation, [
      ...step("same", renamed, { cidrBlock: "10.20.0.0/16" }, { cidrBlock: "10.20.0.0/16" }, { oldUrn: was(renamed) }),
      ...step("create", topic, undefined, { name: "shop-prod-events" }),
      ...step("delete", old, { name: "shop-prod-backup-events" }, undefined),
    ]),
    quiet,
  ]);
};

/** The goldens of changes to resources, by the name of their file. */
export const resourceChanges: Readonly<Record<string, () => PreviewReport>> = {
  "cidr-change": cidr,
  "database-class": databaseClass,
  "engine-replaced": engineReplaced,
  "engine-upgrade": engineUpgrade,
  "new-alarm": newAlarm,
  "removed-bucket": removedBucket,
  "renamed-component": renamedComponent,
};
