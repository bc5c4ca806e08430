import type { Severity } from "../../ops-lambdas/slack-alerts/notice.ts";
import { partitionOf } from "../../ops-lambdas/slack-alerts/places.ts";
import { warningAutoScalingEvents } from "../../ops-lambdas/slack-alerts/sources/autoscaling.ts";
import { platformPrefix } from "../../ops-lambdas/slack-alerts/sources/platform.ts";
import {
  criticalRdsEvents,
  infoRdsCategories,
  infoRdsEvents,
  warningRdsCategories,
  warningRdsEvents,
} from "../../ops-lambdas/slack-alerts/sources/rds-events.ts";
import { accountRules } from "./account-event-patterns.ts";

/** A pattern as EventBridge has it. Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
export type EventPattern = { readonly [member: string]: EventPattern | readonly unknown[] };

/** A rule of EventBridge that brings events to a topic of alerts. */
export interface EventRuleDefinition {
  /** In kebab case, at most 32 characters; unique. Those in us-east-1 end with "-global". */
  readonly id: string;
  /** What the rule is for. */
  readonly description: string;
  readonly pattern: EventPattern;
  /** Topic that the rule publishes to. It is what the source of the notice would say by itself, so that a second way changes nothing. */
  readonly severity: Severity;
  /** Where the rule stands: "home" is the environment's region, "us-east-1" that of global services, when it is another. */
  readonly region: "home" | "us-east-1";
  /** "environment": only its own resources' events match. "account": those of the whole account do, and one environment has the rule. */
  readonly scope: "environment" | "account";
}

/** Whose events. */
export interface EventScope {
  readonly project: string;
  readonly environment: string;
  /** The environment's region, for example "af-south-1". */
  readonly region: string;
  /** Twelve digits of its account. */
  readonly accountId: string;
}

/** Where global services tell their events. */
const globalRegion = "us-east-1";

/** Members of a job's event when it completed with nothing to say: EventBridge takes what is absent and what is empty apart. */
const nothingSaid = [{ exists: false }, ""];

/**
 * Rules for events of the environment and of its account that nobody polls for: backups, databases, groups, services, certificates,
 * AWS Health, findings, pipelines, drift. Other environments of the account are left out where the event tells a name; the names
 * begin with project and environment.
 *
 * The database's events come through RDS's own subscription as well (foundation). Both ways are best effort, and both make the same
 * transition, so that the second is not told again; the rules bring what needs somebody to the topic of pages and its e-mail.
 *
 * A region has one bus for all environments of an account, with room for 300 rules, in Cape Town and Milan for 100 until AWS raises the quota: so
 * an environment has one rule for what comes from one service with one severity, where a pattern's 2,048 characters hold it.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 *
 * @returns pure data, the same for the same scope; every rule of the account has a twin in us-east-1, unless that is home
 */
export function eventRules(scope: EventScope): readonly EventRuleDefinition[] {
  const prefix = `${scope.project}-${scope.environment}-`;
  const account = [...accountRules()];
  const twins = account.map((rule) => ({ ...rule, id: `${rule.id}-global`, region: globalRegion }) as const);
  return [
    ...backupRules(`${arnOf(scope, "iam")}role/${prefix}`),
    ...databaseRules(prefix),
    ...groupRules(prefix),
    ...serviceRules(`${arnOf(scope, "ecs")}cluster/${prefix}`, `${arnOf(scope, "ecs")}service/${prefix}`),
    ...pipelineAndDriftRules(scope, prefix),
    ...account,
    ...(scope.region === globalRegion ? [] : twins),
  ];
}

/** What ARNs of a service in this account begin with; those of IAM have no region. Source: places.ts */
function arnOf({ region, accountId }: EventScope, service: "iam" | "ecs"): string {
  return `arn:${partitionOf(region)}:${service}:${service === "iam" ? "" : region}:${accountId}:`;
}

/** Pipelines of the environment, and drift of what it was deployed as. */
function pipelineAndDriftRules(scope: EventScope, prefix: string): readonly EventRuleDefinition[] {
  return [
    {
      id: "pipeline-failed",
      description: "A pipeline failed",
      pattern: {
        source: ["aws.codepipeline"],
        "detail-type": ["CodePipeline Pipeline Execution State Change"],
        detail: { state: ["FAILED"], pipeline: [{ prefix }] },
      },
      severity: "warning",
      region: "home",
      scope: "environment",
    },
    {
      id: "drift-found",
      description: "What is there differs from what was deployed",
      pattern: {
        source: [`${platformPrefix}drift`],
        detail: { status: ["found"], environment: [`${scope.project}-${scope.environment}`] },
      },
      severity: "warning",
      region: "home",
      scope: "environment",
    },
  ];
}

/**
 * Jobs of AWS Backup, told apart by the role that they run in: an event of a restore that failed names no vault. Restores tell their state
 * as `status`.
 */
function backupRules(roles: string): readonly EventRuleDefinition[] {
  const own = { iamRoleArn: [{ prefix: roles }] };
  const job = (kinds: readonly string[], detail: EventPattern) => ({
    "detail-type": kinds.map((kind) => `${kind} Job State Change`),
    detail: { ...own, ...detail },
  });
  const rule = (severity: Severity, description: string, ...jobs: readonly EventPattern[]) => ({
    id: `backup-${severity}`,
    description,
    severity,
    region: "home" as const,
    scope: "environment" as const,
    pattern: { source: ["aws.backup"], $or: jobs },
  });
  const [bad, completed] = [["FAILED", "ABORTED", "EXPIRED", "PARTIAL"], ["COMPLETED"]];
  return [
    rule(
      "warning",
      "A backup, copy or restore failed, was stopped, came too late, or completed with issues",
      job(["Backup", "Copy"], { state: bad }),
      job(["Restore"], { status: bad }),
      job(["Backup"], { state: completed, statusMessage: [{ "anything-but": [""] }] }),
    ),
    rule(
      "info",
      "A backup, copy or restore completed",
      job(["Backup"], { state: completed, statusMessage: nothingSaid }),
      job(["Copy"], { state: completed }),
      job(["Restore"], { status: completed }),
    ),
  ];
}

/** Databases, by what RDS's lists say of each event. Some events have "rds:" before the identifier. */
function databaseRules(prefix: string): readonly EventRuleDefinition[] {
  const own = { SourceIdentifier: [{ prefix }, { prefix: `rds:${prefix}` }] };
  const rule = (severity: Severity, description: string, detail: EventPattern) => ({
    id: `database-${severity}`,
    description,
    severity,
    region: "home" as const,
    scope: "environment" as const,
    pattern: { source: ["aws.rds"], detail: { ...own, ...detail } },
  });
  return [
    rule("critical", "The database is down or about to be, until somebody acts", { EventID: criticalRdsEvents }),
    rule("warning", "The database failed over, failed at something, or lacks storage", {
      $or: [
        { EventID: warningRdsEvents },
        {
          EventCategories: warningRdsCategories,
          EventID: [{ "anything-but": [...criticalRdsEvents, ...warningRdsEvents, ...infoRdsEvents] }],
        },
      ],
    }),
    rule("info", "The database was maintained, recovered, or is well again", {
      $or: [
        { EventID: infoRdsEvents },
        {
          EventCategories: infoRdsCategories,
          EventID: [{ "anything-but": [...criticalRdsEvents, ...warningRdsEvents, ...infoRdsEvents] }],
        },
      ],
    }),
  ];
}

/** Auto Scaling groups that cannot do what they should. */
function groupRules(prefix: string): readonly EventRuleDefinition[] {
  return [
    {
      id: "group-failed",
      description: "A group could not launch or terminate an instance, or its instances were not replaced",
      pattern: {
        source: ["aws.autoscaling"],
        "detail-type": warningAutoScalingEvents,
        detail: { AutoScalingGroupName: [{ prefix }] },
      },
      severity: "warning",
      region: "home",
      scope: "environment",
    },
  ];
}

/** Services of ECS. Events of deployments name no cluster, so their service's ARN must do; old ARNs have no cluster in them. */
function serviceRules(clusters: string, services: string): readonly EventRuleDefinition[] {
  const stopped = (why: EventPattern) => ({
    "detail-type": ["ECS Task State Change"],
    detail: { lastStatus: ["STOPPED"], clusterArn: [{ prefix: clusters }], ...why },
  });
  return [
    {
      id: "service-failed",
      description: "A deployment of a service failed, or a task ran out of memory",
      pattern: {
        source: ["aws.ecs"],
        $or: [
          {
            "detail-type": ["ECS Deployment State Change", "ECS Service Action"],
            resources: [{ prefix: services }],
            detail: { eventName: ["SERVICE_DEPLOYMENT_FAILED"] },
          },
          stopped({ stoppedReason: [{ prefix: "OutOfMemory" }] }),
          stopped({ containers: { reason: [{ prefix: "OutOfMemory" }] } }),
          // Killed by the kernel, and not by a deployment or a person.
          stopped({ stopCode: ["EssentialContainerExited"], containers: { exitCode: [137] } }),
        ],
      },
      severity: "warning",
      region: "home",
      scope: "environment",
    },
  ];
}
