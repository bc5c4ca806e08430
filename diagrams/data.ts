/** Draws buckets, backups and what stands beside everything: keys, logs, functions, the account's own services. */
import { count, type Draft } from "./draft.ts";
import type { IconName } from "./icons.ts";
import type { Row } from "./model.ts";
import type { Resource } from "./resources.ts";

/** Adds the environment's buckets. */
export function drawBuckets(draft: Draft): void {
  const buckets = draft.graph.ofType("s3/bucket:Bucket").filter(({ project }) => project !== "account");
  if (buckets.length === 0) return;
  const rows = buckets.map((bucket): Row => {
    const id = `bucket ${bucket.name}`;
    draft.show([bucket], id);
    return { id, icon: "bucket", title: draft.short(bucket).replace(/^objects-/, ""), detail: "S3 bucket" };
  });
  draft.boxes.push({ id: "buckets", group: draft.place.region, heading: "Objects", cells: [rows] });
}

/** Adds the backup vault, and arrows from whatever carries the tag that its selection asks for. To be called after all else. */
export function drawBackups(draft: Draft): void {
  const { graph } = draft;
  const vaults = graph.ofType("backup/vault:Vault");
  const plans = graph.ofType("backup/plan:Plan");
  const tests = graph.ofType("backup/restoreTestingPlan:RestoreTestingPlan");
  if (vaults.length === 0) return;
  const row: Row = { id: "vault", icon: "vault", title: "Backup vault", detail: "AWS Backup" };
  const test: Row = { id: "restore-test", icon: "schedule", title: "Restore test", detail: "restores on a schedule" };
  const rows = tests.length > 0 ? [row, test] : [row];
  draft.boxes.push({ id: "backups", group: draft.place.region, heading: "Backups", cells: [rows] });
  draft.show([...vaults, ...plans], row.id);
  draft.show(tests, test.id);
  for (const each of graph.resources.filter(isBackedUp)) {
    const [first] = draft.rowsOf(each);
    draft.connect(first, row.id, "backup", "daily");
  }
}

function isBackedUp({ inputs }: Resource): boolean {
  const tags = inputs.tags as Readonly<Record<string, unknown>> | undefined;
  return tags?.backup === "daily";
}

/** A card of the shelves: all resources of some types in a group. */
interface Shelved {
  readonly icon: IconName;
  readonly title: string;
  readonly types: readonly string[];
  /** The second line, from how many there are. */
  readonly detail?: (number: number) => string;
}

/** What usually publishes to topics, and then is drawn with them. */
const eventTypes = [
  "cloudwatch/metricAlarm:MetricAlarm",
  "cloudwatch/compositeAlarm:CompositeAlarm",
  "rds/eventSubscription:EventSubscription",
  "backup/vaultNotifications:VaultNotifications",
  "sesv2/configurationSetEventDestination:ConfigurationSetEventDestination",
];

const beside: readonly Shelved[] = [
  { icon: "key", title: "KMS", types: ["kms/key:Key"], detail: (number) => count(number, "customer key") },
  {
    icon: "function",
    title: "Lambda",
    types: ["lambda/function:Function"],
    detail: (number) => count(number, "other function"),
  },
  { icon: "certificate", title: "Certificate", types: ["acm/certificate:Certificate"], detail: () => "ACM" },
  {
    icon: "lock",
    title: "Secrets",
    types: ["secretsmanager/secret:Secret"],
    detail: (number) => count(number, "other secret"),
  },
  {
    icon: "log",
    title: "Logs",
    types: ["cloudwatch/logGroup:LogGroup"],
    detail: (number) => count(number, "log group"),
  },
  { icon: "chart", title: "Dashboard", types: ["cloudwatch/dashboard:Dashboard"], detail: () => "CloudWatch" },
  {
    icon: "schedule",
    title: "Schedules",
    types: ["scheduler/schedule:Schedule", "cloudwatch/eventTarget:EventTarget"],
    detail: (number) => count(number, "other trigger"),
  },
  { icon: "topic", title: "Events", types: eventTypes, detail: (number) => `${number} not alerted` },
  { icon: "dead", title: "Queues", types: ["sqs/queue:Queue"], detail: (number) => count(number, "SQS queue") },
];

const ofAccount: readonly Shelved[] = [
  { icon: "eye", title: "CloudTrail", types: ["cloudtrail/trail:Trail"], detail: () => "audit trail" },
  { icon: "eye", title: "Config", types: ["cfg/recorder:Recorder"], detail: () => "records changes" },
  { icon: "shield", title: "GuardDuty", types: ["guardduty/detector:Detector"], detail: () => "threat detection" },
  {
    icon: "money",
    title: "Cost control",
    types: [
      "costexplorer/anomalyMonitor:AnomalyMonitor",
      "costexplorer/anomalySubscription:AnomalySubscription",
      "budgets/budget:Budget",
    ],
    detail: () => "cost anomalies",
  },
  { icon: "images", title: "ECR", types: ["ecr/repository:Repository"], detail: (number) => `${number} for images` },
  {
    icon: "person",
    title: "CI roles",
    types: ["iam/openIdConnectProvider:OpenIdConnectProvider"],
    detail: () => "by OIDC",
  },
  { icon: "dns", title: "Route 53", types: ["route53/zone:Zone"], detail: () => "hosted zone" },
  { icon: "bastion", title: "Sessions", types: ["ssm/document:Document"], detail: () => "recorded" },
  {
    icon: "bucket",
    title: "Audit buckets",
    types: ["s3/bucket:Bucket"],
    detail: (number) => count(number, "S3 bucket"),
  },
  { icon: "key", title: "KMS", types: ["kms/key:Key"], detail: (number) => count(number, "customer key") },
];

/** Adds what stands beside. To be called last: what is drawn already is left out. */
export function drawBeside(draft: Draft): void {
  const { graph } = draft;
  const regions = [...new Set(graph.resources.map((each) => draft.regionOf(each)))].sort();
  const rest = (types: readonly string[]) => graph.ofType(...types).filter((each) => !draft.shows(each));
  for (const region of regions) {
    for (const { icon, title, types, detail } of beside) {
      const found = rest(types).filter((each) => each.project !== "account" && draft.regionOf(each) === region);
      const row = { id: `${region} ${title}`, icon, title, ...(detail && { detail: detail(found.length) }) };
      draft.shelve(region, row, found);
    }
  }
  for (const { icon, title, types, detail } of ofAccount) {
    const found = rest(types).filter(({ project }) => project === "account");
    const row = { id: `account ${title}`, icon, title, ...(detail && { detail: detail(found.length) }) };
    draft.shelve("account-wide", row, found);
  }
  const logs = rest(["cloudwatch/logGroup:LogGroup"]);
  draft.shelve(
    "account-wide",
    { id: "account logs", icon: "log", title: "Logs", detail: count(logs.length, "log group") },
    logs,
  );
}
