import { z } from "zod";
import { backupResourceTypes } from "../../components/account/backup-resource-types.ts";
import { logRetentionDays } from "../../components/shared/log-retention.ts";
import { setting } from "../settings/setting.ts";

/** Days that a log group keeps its events. */
function logRetention(what: string) {
  return setting(
    z.literal(logRetentionDays),
    `Days that ${what} are kept in CloudWatch Logs: ${logRetentionDays.join(", ")}. Default: 365.`,
    { allowed: `one of ${logRetentionDays.join(", ")}`, todo: "Take the next longer one." },
  ).default(365);
}

/** A list whose entries differ. */
function distinct<T extends z.ZodType>(entry: T) {
  return z.array(entry).refine((entries) => new Set(entries).size === entries.length);
}

const email = setting(z.email(), "An e-mail address.", {
  allowed: "an e-mail address",
  todo: "Write an address that people read, for example platform@example.com.",
});

const hostedZone = z.strictObject({
  domainName: setting(
    z
      .string()
      .max(253)
      .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/),
    "Domain of the public zone, without a final dot. Changing it replaces the zone and its name servers. Required.",
    { allowed: "a domain in lower case without a final dot", todo: "Write it as example.com." },
  ),
  queryLogRetentionDays: logRetention("DNS query logs"),
});

const stateBackend = z.strictObject({
  bucketName: setting(
    z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
    "S3 bucket with Pulumi's state. The preview role reads it, the others write to it. Required.",
    { allowed: "the name of an S3 bucket", todo: "Write the name only, without s3://." },
  ),
  keyArn: setting(
    z.string().regex(/^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/),
    "ARN of the KMS key that encrypts the state's secrets and, if so, its bucket. Required.",
    { allowed: "the ARN of a KMS key, not of an alias", todo: "Write arn:aws:kms:<region>:<account>:key/<id>." },
  ),
});

/** Names that the trust of the preview, drift and unlock roles uses. Names of account stacks are reserved, too. */
const reservedEnvironments: readonly string[] = ["preview", "plan", "drift", "unlock"];

const environment = setting(
  z
    .string()
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
    .max(20)
    .refine((name) => !(reservedEnvironments.includes(name) || /^account(-|$)/.test(name))),
  "Name of an environment and of the GitHub environment that deploys it; pr stands for every pr-N.",
  {
    allowed:
      "1 to 20 lower-case letters, digits and single hyphens, a letter first, " +
      `none of ${reservedEnvironments.join(", ")}, account and account-…`,
    todo: "Write the environment as its settings file is called, for example staging.",
  },
);

/** Names of IAM resources begin with the environment's and a hyphen: what begins alike would be within the other's reach. */
function beginsLikeAnother(names: readonly string[]): boolean {
  return names.some((name) => names.some((other) => name.startsWith(`${other}-`)));
}

const continuousIntegration = z.strictObject({
  environments: setting(
    distinct(environment)
      .min(1)
      .refine((names) => !beginsLikeAnother(names)),
    "Environments that get a deploying role and a permissions boundary, each once; pr stands for every pr-N. " +
      "Default: dev, staging, prod.",
    {
      allowed: "at least one environment, each once, none called like another with a hyphen and more behind it",
      todo: "Remove what stands twice; rename prod-eu beside prod to eu-prod.",
    },
  ).default(["dev", "staging", "prod"]),
  copyRegions: setting(
    distinct(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/)),
    "Regions to which environments copy backups (platform:backup.copyToRegion): the permissions boundaries let AWS Backup use the keys there. " +
      "Default: none.",
  ).default([]),
  oidcProviderArn: setting(
    z.string().regex(/^arn:aws:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/),
    "ARN of GitHub's OIDC provider where the account has it already. Default: it is made.",
    {
      allowed: "the ARN of GitHub's OIDC provider",
      todo: "Write arn:aws:iam::<account>:oidc-provider/token.actions.githubusercontent.com.",
    },
  ).optional(),
  repositoryIds: setting(
    z.strictObject({
      owner: setting(z.int().min(1), "Number of the repository's owner."),
      repository: setting(z.int().min(1), "Number of the repository."),
    }),
    "Numbers by which GitHub's tokens name the repository beside its names: those of repositories made, renamed or moved since 15 July 2026 " +
      "do. Default: they tell names only.",
  ).optional(),
  state: setting(
    stateBackend,
    "Where Pulumi's state is, when it is in S3. Default: elsewhere, and the roles reach no state in this account.",
  ).optional(),
});

const auditTrail = z.strictObject({
  retentionDays: setting(
    z.int().min(90).max(3653),
    "Days that the audit bucket keeps CloudTrail's and Config's files, and their access logs, 90 to 3653. Default: 400.",
  ).default(400),
  logRetentionDays: logRetention("CloudTrail's events"),
});

const configRecorder = z.strictObject({
  adopt: setting(
    z.boolean(),
    "True where the account has a Config recorder in this region already: nothing is made then. Default: false.",
  ).default(false),
  createServiceLinkedRole: setting(
    z.boolean(),
    "False where Config was ever switched on in the account, because its role exists then. Default: true.",
  ).default(true),
});

const guardDuty = z.strictObject({
  adoptDetectorId: setting(
    z.string().regex(/^[0-9a-f]{32}$/),
    "Id of the region's GuardDuty detector where there is one already; its features are set all the same. Default: it is made.",
    { allowed: "32 hexadecimal characters", todo: "Take it from: aws guardduty list-detectors." },
  ).optional(),
});

const budget = z.strictObject({
  monthlyLimitUsd: setting(
    z.number().min(0.01).max(10_000_000),
    "What the account may cost in a month, in US dollars, at least 0.01. Required.",
  ),
  thresholdsPercent: setting(
    distinct(setting(z.number().min(1).max(1000), "A percentage of the limit, 1 to 1000."))
      .min(1)
      .max(5),
    "Percentages of the limit, 1 to 1000, one to five of them; each alerts when it is spent and when it is forecast. " +
      "Default: 80 and 100.",
    { allowed: "one to five percentages from 1 to 1000, each once", todo: "Keep the five that matter." },
  ).default([80, 100]),
  emails: setting(
    distinct(email).max(10),
    "Who gets the alerts by e-mail, at most ten addresses, beside the topic. Default: nobody.",
    { allowed: "at most ten e-mail addresses, each once", todo: "Use a list address for more people." },
  ).default([]),
});

const costAnomaly = z.strictObject({
  thresholdUsd: setting(
    z.number().positive(),
    "What a cost anomaly must amount to before it is reported, in US dollars, more than 0. Default: 50.",
  ).default(50),
  adoptMonitorArn: setting(
    z.string().regex(/^arn:aws:ce::\d{12}:anomalymonitor\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    "ARN of the account's cost monitor of AWS services where there is one already (Cost Explorer makes " +
      "Default-Services-Monitor by itself): AWS allows one. Default: it is made.",
    {
      allowed: "the ARN of a cost anomaly monitor",
      todo: "Take MonitorArn of the one whose MonitorDimension is SERVICE from: aws ce get-anomaly-monitors.",
    },
  ).optional(),
});

const imageRepository = setting(
  z
    .string()
    .min(2)
    .max(256)
    .regex(/^[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/),
  "Name of an image repository.",
  {
    allowed: "2 to 256 lower-case letters and digits, single . _ - between them, / between parts",
    todo: "Write a name such as acme/web.",
  },
);

const sessionManager = z.strictObject({
  logRetentionDays: logRetention("session logs"),
  idleTimeoutMinutes: setting(
    z.int().min(1).max(60),
    "Minutes without input after which a session ends, 1 to 60. Default: 20.",
  ).default(20),
});

const backupRegion = z.strictObject({
  optedInTypes: setting(
    distinct(setting(z.enum(backupResourceTypes), "A resource type in AWS Backup's names.")),
    `Resource types that AWS Backup may protect in this region. Default: ${backupResourceTypes.join(", ")}.`,
  ).default([...backupResourceTypes]),
});

/** The account stack's part of the settings: keys of `Pulumi.account.yaml` beside those of the identity. */
export const accountSettingsShape = {
  hostedZone: setting(hostedZone, "The public hosted zone. Default: none.").optional(),
  mailRegions: setting(
    distinct(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/)),
    "Regions from which environments send mail: in each, addresses that bounce or complain are suppressed for the whole account. " +
      "Default: none.",
  ).default([]),
  continuousIntegration: setting(
    continuousIntegration,
    "The roles by which GitHub Actions previews and deploys, trusted for `platform:repository` only.",
  ).prefault({}),
  auditTrail: setting(auditTrail, "CloudTrail and the bucket that it shares with Config.").prefault({}),
  configRecorder: setting(configRecorder, "The AWS Config recorder of the region.").prefault({}),
  guardDuty: setting(guardDuty, "GuardDuty in the region.").prefault({}),
  budget: setting(budget, "The account's monthly budget and who hears of it. Required."),
  costAnomaly: setting(costAnomaly, "Alerts about unusual costs.").prefault({}),
  imageRepositories: setting(
    distinct(imageRepository),
    "Names of the container image repositories, each once. Removing one asks for the deletion of its images. Default: none.",
    { allowed: "names of repositories, each once", todo: "Remove what stands twice." },
  ).default([]),
  sessionManager: setting(sessionManager, "Session Manager's preferences in the region.").prefault({}),
  backupRegion: setting(backupRegion, "AWS Backup's settings in the region.").prefault({}),
};
