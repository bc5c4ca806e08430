import assert from "node:assert/strict";
import { everythingMade, type Made, makeEverything } from "../test/all-stacks.ts";
import type { Properties } from "../test/pulumi-mocks.ts";

type Row = readonly [dev: unknown, staging: unknown, prod: unknown];

const environments = ["dev", "staging", "prod"] as const;

/** The inputs of an environment's only resource of a type, or of the one whose name ends so. */
const one = (all: readonly Made[], type: string, end = ""): Properties => {
  const found = all.filter((each) => each.type === `aws:${type}` && each.name.endsWith(end));
  assert.equal(found.length, 1, `${found.length} of ${type} ${end}`);
  return found[0]?.inputs as Properties;
};

const count = (all: readonly Made[], type: string) => all.filter((each) => each.type === `aws:${type}`).length;

const group = (all: readonly Made[], end: string) => one(all, "autoscaling/group:Group", end);
const database = (all: readonly Made[]) => one(all, "rds/instance:Instance", "-database-1");
const mixed = (all: readonly Made[]) => group(all, "-web").mixedInstancesPolicy;

/** What the web's scaling policy aims at. */
const target = (all: readonly Made[], policy: string) =>
  one(all, "autoscaling/policy:Policy", policy).targetTrackingConfiguration.targetValue;

const lifecycle = (all: readonly Made[], bucket: string) =>
  one(all, "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", `-${bucket}-lifecycle`).rules[0];

const listeners = (all: readonly Made[]) =>
  all
    .filter(({ type }) => type === "aws:lb/listener:Listener")
    .map(({ inputs }) => `${inputs.protocol} ${inputs.port}`);

const ruleActions = (all: readonly Made[]) =>
  one(all, "wafv2/webAcl:WebAcl").rules.some(
    ({ action, overrideAction }: Properties) => action?.block ?? overrideAction?.none,
  )
    ? "refuses"
    : "counts";

/** What differs between the environments, and what must not: read from what is made. */
const table: readonly (readonly [what: string, read: (all: readonly Made[]) => unknown, row: Row])[] = [
  // Network and bastions.
  ["zones", (all) => one(all, "autoscaling/group:Group", "-web").vpcZoneIdentifiers.length, [2, 2, 2]],
  [
    "NAT gateways",
    (all) => all.find(({ type }) => type === "awsx:ec2:Vpc")?.inputs.natGateways.strategy,
    ["Single", "Single", "OnePerAz"],
  ],
  [
    "interface endpoints",
    (all) => all.filter(({ inputs }) => inputs.vpcEndpointType === "Interface").length,
    [0, 7, 11],
  ],
  [
    "flow logs, days",
    (all) => one(all, "cloudwatch/logGroup:LogGroup", "-flow-logs").retentionInDays,
    [365, 365, 1096],
  ],
  ["bastions", (all) => group(all, "-bastion").desiredCapacity, [1, 2, 2]],
  [
    "bastions' type",
    (all) => one(all, "ec2/launchTemplate:LaunchTemplate", "-bastion").instanceType,
    ["t4g.nano", "t4g.nano", "t4g.micro"],
  ],
  // Web servers.
  ["web servers at least", (all) => group(all, "-web").minSize, [1, 2, 2]],
  ["web servers at most", (all) => group(all, "-web").maxSize, [2, 3, 8]],
  [
    "web servers' types",
    (all) => mixed(all).launchTemplate.overrides.map(({ instanceType }: Properties) => instanceType),
    [["t4g.small"], ["t4g.small", "t4g.medium"], ["m6g.large", "m7g.large", "t4g.large"]],
  ],
  [
    "per cent on-demand above the base",
    (all) => mixed(all).instancesDistribution.onDemandPercentageAboveBaseCapacity,
    [100, 100, 50],
  ],
  ["on-demand base", (all) => mixed(all).instancesDistribution.onDemandBaseCapacity, [0, 0, 2]],
  ["capacity rebalancing", (all) => group(all, "-web").capacityRebalance, [false, false, true]],
  ["scheduled changes", (all) => count(all, "autoscaling/schedule:Schedule"), [0, 0, 2]],
  ["requests a minute", (all) => target(all, "-web-requests"), [1000, 1000, 1500]],
  ["per cent of CPU", (all) => target(all, "-web-cpu"), [50, 50, 50]],
  [
    "load balancer's deletion protection",
    (all) => one(all, "lb/loadBalancer:LoadBalancer").enableDeletionProtection,
    [false, true, true],
  ],
  ["listeners", listeners, [["HTTP 80"], ["HTTPS 443"], ["HTTPS 443"]]],
  // Database.
  ["database class", (all) => database(all).instanceClass, ["db.t4g.micro", "db.t4g.medium", "db.m6g.large"]],
  ["database in two zones", (all) => database(all).multiAz, [false, true, true]],
  ["database storage, GiB", (all) => database(all).allocatedStorage, [20, 20, 100]],
  ["database storage at most, GiB", (all) => database(all).maxAllocatedStorage, [50, 100, 1000]],
  ["database backups, days", (all) => database(all).backupRetentionPeriod, [7, 7, 35]],
  ["database deletion protection", (all) => database(all).deletionProtection, [false, true, true]],
  ["no final snapshot", (all) => database(all).skipFinalSnapshot, [true, false, false]],
  ["automatic backups go with it", (all) => database(all).deleteAutomatedBackups, [true, false, false]],
  ["Database Insights", (all) => database(all).databaseInsightsMode, [undefined, "standard", "standard"]],
  ["changes at once", (all) => database(all).applyImmediately, [true, false, false]],
  ["enhanced monitoring, seconds", (all) => database(all).monitoringInterval, [60, 60, 60]],
  ["maintenance", (all) => database(all).maintenanceWindow.slice(0, 3), ["sun", "wed", "sun"]],
  // Files, backups, objects.
  ["mount targets", (all) => count(all, "efs/mountTarget:MountTarget"), [2, 2, 2]],
  ["recovery points, days", (all) => one(all, "backup/plan:Plan").rules[0].lifecycle.deleteAfter, [7, 14, 35]],
  ["restore tests", (all) => count(all, "backup/restoreTestingPlan:RestoreTestingPlan"), [0, 1, 1]],
  ["access logs, days", (all) => lifecycle(all, "logs").expiration.days, [30, 90, 400]],
  [
    "old versions of assets, days",
    (all) => lifecycle(all, "assets").noncurrentVersionExpiration.noncurrentDays,
    [7, 30, 90],
  ],
  // Edge and mail.
  [
    "the site's names at CloudFront",
    (all) => one(all, "cloudfront/distribution:Distribution").aliases ?? [],
    [[], ["staging.acme.example"], ["acme.example", "www.acme.example"]],
  ],
  [
    "price class",
    (all) => one(all, "cloudfront/distribution:Distribution").priceClass,
    ["PriceClass_200", "PriceClass_200", "PriceClass_200"],
  ],
  ["certificates", (all) => count(all, "acm/certificate:Certificate"), [0, 2, 2]],
  ["health check from outside", (all) => count(all, "route53/healthCheck:HealthCheck"), [0, 1, 1]],
  ["the firewall", ruleActions, ["counts", "refuses", "refuses"]],
  ["mail", (all) => count(all, "sesv2/emailIdentity:EmailIdentity"), [0, 1, 1]],
  // Keys, the same everywhere but for that of messages in mail's region.
  ["customer keys", (all) => count(all, "kms/key:Key"), [10, 11, 11]],
  [
    "the incidents' table is protected by DynamoDB",
    (all) => one(all, "dynamodb/table:Table").deletionProtectionEnabled,
    [false, true, true],
  ],
];

describe("the sizes of dev, staging and prod", () => {
  before(makeEverything);

  for (const [what, read, row] of table) {
    it(`${what}: ${row.map((value) => JSON.stringify(value) ?? "none").join(", ")}`, async () => {
      const all = await everythingMade();
      assert.deepEqual(
        environments.map((name) => read(all.filter(({ shape }) => shape === name))),
        row,
      );
    });
  }

  it("differ in how many resources of these types there are, and of no other", async () => {
    const all = await everythingMade();
    const types = [...new Set(all.map(({ type }) => type))].filter((type) => /^aws:/.test(type)).sort();
    const differing = types.flatMap((type) => {
      const counts = environments.map((name) => all.filter((each) => each.type === type && each.shape === name).length);
      return new Set(counts).size === 1 ? [] : [`${type.split(":").at(-1)} ${counts.join(" ")}`];
    });
    assert.deepEqual(differing, [
      "Certificate 0 2 2",
      "CertificateValidation 0 2 2",
      "Schedule 0 0 2",
      "RestoreTestingPlan 0 1 1",
      "RestoreTestingSelection 0 2 2",
      "CompositeAlarm 1 2 2",
      "EventRule 9 9 23",
      "EventTarget 9 9 23",
      "MetricAlarm 68 78 82",
      "VpcEndpoint 2 9 13",
      "Alias 10 11 11",
      "Key 10 11 11",
      "HealthCheck 0 1 1",
      "Record 0 11 14",
      "Secret 2 3 3",
      "ConfigurationSet 0 1 1",
      "ConfigurationSetEventDestination 0 1 1",
      "EmailIdentity 0 1 1",
      "EmailIdentityMailFromAttributes 0 1 1",
      "Topic 11 16 16",
      "TopicPolicy 11 16 16",
      "TopicSubscription 13 19 20",
      "Queue 6 7 7",
      "QueuePolicy 6 7 7",
      "SecurityGroupEgressRule 8 9 9",
    ]);
  });
});
