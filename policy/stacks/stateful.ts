/** Guard rails of what cannot be made anew, and of what must stand beside a resource of the account or of secrets. */
import { isStateful } from "../../components/shared/stateful.ts";
import { decided, mustEvery, ofType, refers, type Stack, type StackControl } from "../control.ts";

const features = {
  "GuardDuty.6": ["LAMBDA_NETWORK_LOGS", "calls of functions"],
  "GuardDuty.8": ["EBS_MALWARE_PROTECTION", "malware on volumes"],
  "GuardDuty.9": ["RDS_LOGIN_EVENTS", "log-ins to databases"],
  "GuardDuty.10": ["S3_DATA_EVENTS", "access to buckets"],
  "GuardDuty.11": ["RUNTIME_MONITORING", "what runs"],
} as const;
const agents = {
  "GuardDuty.12": ["ECS_FARGATE_AGENT_MANAGEMENT", "containers"],
  "GuardDuty.13": ["EC2_AGENT_MANAGEMENT", "machines"],
} as const;

const detector = ["aws:guardduty/detector:Detector"];
const featuresOf = (stack: Stack) => ofType(stack, "aws:guardduty/detectorFeature:DetectorFeature");

const feature = (control: string, name: string, what: string): StackControl => ({
  control,
  severity: "high",
  title: `GuardDuty watches ${what}.`,
  remedy: `Add the detector's feature ${name}, enabled.`,
  check: mustEvery(
    detector,
    (_one, stack) => featuresOf(stack).some(({ props }) => props.name === name && props.status === "ENABLED"),
    `the feature ${name} is missing or off`,
  ),
});

const agent = (control: string, name: string, what: string): StackControl => ({
  control,
  severity: "medium",
  title: `GuardDuty watches what runs on ${what}.`,
  remedy: `Enable ${name} in RUNTIME_MONITORING.`,
  check: mustEvery(
    detector,
    (_one, stack) =>
      featuresOf(stack).some(({ props }) =>
        (props.additionalConfigurations ?? []).some(
          (one: { name: string; status: string }) => one.name === name && one.status === "ENABLED",
        ),
      ),
    `${name} is missing or off`,
  ),
});

const subscribed = (control: string, sourceType: string, what: string): StackControl => ({
  control,
  severity: "low",
  title: `Events of ${what} reach a topic.`,
  remedy: `Add an aws.rds.EventSubscription of the source type ${sourceType}.`,
  check: mustEvery(
    ["aws:rds/instance:Instance"],
    (_one, stack) =>
      ofType(stack, "aws:rds/eventSubscription:EventSubscription").some(
        ({ props }) => props.sourceType === sourceType && props.enabled !== false,
      ),
    `nothing tells of events of ${what}`,
  ),
});

const partOf = (stack: Stack, type: string, property: string, of: Parameters<typeof refers>[2]) =>
  ofType(stack, type).find((each) => refers(each, property, of))?.props;

/** What is protected, and what has its companion. */
export const stateful: readonly StackControl[] = [
  {
    control: "platform.protected",
    severity: "high",
    title: "What is stateful is protected.",
    remedy: "Give the resource components/shared/stateful.ts's statefulOptions, or unlock it (docs/unlocking.md).",
    check: ({ resources }) =>
      resources
        .filter(({ type, opts }) => isStateful(type) && opts.protect !== true)
        .map((resource) => ({ resource, problem: "it is not protected" })),
  },
  {
    control: "EFS.7",
    severity: "medium",
    title: "EFS makes automatic backups.",
    remedy: "Add an aws.efs.BackupPolicy with status ENABLED.",
    check: mustEvery(
      ["aws:efs/fileSystem:FileSystem"],
      (one, stack) =>
        partOf(stack, "aws:efs/backupPolicy:BackupPolicy", "fileSystemId", one)?.backupPolicy?.status === "ENABLED",
      "automatic backups are off",
    ),
  },
  {
    control: "ECR.3",
    severity: "medium",
    title: "Old images expire.",
    remedy: "Add an aws.ecr.LifecyclePolicy.",
    check: mustEvery(
      ["aws:ecr/repository:Repository"],
      (one, stack) => partOf(stack, "aws:ecr/lifecyclePolicy:LifecyclePolicy", "repository", one) !== undefined,
      "images are kept for ever",
    ),
  },
  {
    control: "Route53.2",
    severity: "medium",
    title: "DNS queries are logged.",
    remedy: "Add an aws.route53.QueryLog.",
    check: mustEvery(
      ["aws:route53/zone:Zone"],
      (one, stack) =>
        decided(() => one.props.vpcs?.length > 0) === true ||
        partOf(stack, "aws:route53/queryLog:QueryLog", "zoneId", one) !== undefined,
      "queries are not logged",
    ),
  },
  {
    control: "SecretsManager.1",
    severity: "medium",
    title: "Secrets are rotated.",
    remedy: "Add an aws.secretsmanager.SecretRotation.",
    check: mustEvery(
      ["aws:secretsmanager/secret:Secret"],
      (one, stack) => partOf(stack, "aws:secretsmanager/secretRotation:SecretRotation", "secretId", one) !== undefined,
      "nothing rotates it",
    ),
  },
  {
    control: "SecretsManager.4",
    severity: "medium",
    title: "Secrets are rotated within 90 days.",
    remedy: "Set rotationRules.automaticallyAfterDays to 90 or less.",
    check: mustEvery(
      ["aws:secretsmanager/secret:Secret"],
      (one, stack) =>
        (partOf(stack, "aws:secretsmanager/secretRotation:SecretRotation", "secretId", one)?.rotationRules
          ?.automaticallyAfterDays ?? Number.POSITIVE_INFINITY) <= 90,
      "it is not rotated within 90 days",
    ),
  },
  subscribed("RDS.21", "db-parameter-group", "parameter groups"),
  subscribed("RDS.22", "db-security-group", "DB security groups"),
  ...Object.entries(features).map(([control, [name, what]]) => feature(control, name, what)),
  ...Object.entries(agents).map(([control, [name, what]]) => agent(control, name, what)),
];
