/** What the intake and the sender are set up with: JSON in their environment variable ALERTING. No secret is in it. */
import { checkIntake } from "./intake/check-settings.ts";
import type { Severity } from "./notice.ts";
import { isObject, isText, type Members, Problems } from "./settings-problems.ts";

/** A channel of Slack, and what goes there. Of a list of routes the first that matches takes a notice. */
export interface Route {
  /** Name, in lower case with hyphens: the name of its secret and of its message group. */
  readonly name: string;
  /** Severities that it takes. */
  readonly severities: readonly Severity[];
  /** Sources (`Notice.source`) that it takes. Default: all. */
  readonly sources?: readonly string[] | undefined;
  /** Who is mentioned for a critical alarm: "here", "channel", or the id of a user group ("S0123ABCD"). Default: nobody. */
  readonly mention?: string | undefined;
}

/** Hours of each day in which notices that are not critical are held back. */
export interface QuietHours {
  /** Start, "HH:MM", for example "22:00". */
  readonly from: string;
  /** End, "HH:MM"; before `from` it is on the next day. */
  readonly to: string;
  /** IANA name, for example "Africa/Johannesburg". */
  readonly timeZone: string;
}

/** A window in which notices that are not critical are held back. */
export interface Mute {
  /** Name, told in the digest at the window's end. */
  readonly name: string;
  /**
   * Start: `cron(minutes hours day-of-month month day-of-week)`, also with a sixth field for the year, or
   * `at(yyyy-mm-ddThh:mm[:ss])`, as EventBridge Scheduler writes them.
   */
  readonly schedule: string;
  /** IANA name of the zone in which the schedule is. */
  readonly timeZone: string;
  /** Length in minutes, 1 to 10080 (a week). */
  readonly durationMinutes: number;
  /** Names of the alarms in CloudWatch that it holds back. Default: everything. */
  readonly alarms?: readonly string[] | undefined;
}

/** When posts become counts. */
export interface IntakeLimits {
  /** Posts of one route in a minute, at most; what is more is counted. 1 to 60. Default: 5. */
  readonly postsPerMinute: number;
  /** Seconds after which counted notices are told, 1 to 900. Default: 30. */
  readonly digestSeconds: number;
  /** Seconds in which three posts of one incident make it flapping, and between two summaries at most. Default: 600. */
  readonly flappingSeconds: number;
  /** Seconds without a change after which an incident flaps no longer, 1 to 900. Default: 300. */
  readonly flappingQuietSeconds: number;
}

/** What the intake is set up with. */
export interface IntakeSettings {
  /** Short name of the project, for example "acme". */
  readonly project: string;
  /** Name of the environment, for example "prod". */
  readonly environment: string;
  /** Region's code of the environment. */
  readonly region: string;
  /** Table of incidents. */
  readonly tableName: string;
  /** URL of the FIFO queue that the sender reads. */
  readonly outboxUrl: string;
  /** URL of the queue that the intake reads; its timers go there. */
  readonly alertsQueueUrl: string;
  /** Severity by ARN of the SNS topic. */
  readonly topics: Readonly<Record<string, Severity>>;
  /** Routes; each severity has one that takes all of its sources. */
  readonly routes: readonly Route[];
  /** Default: none. */
  readonly quietHours?: QuietHours | undefined;
  /** Default: none. */
  readonly mutes: readonly Mute[];
  readonly limits: IntakeLimits;
  /** Address of the environment's dashboard. Default: none. */
  readonly dashboardUrl?: string | undefined;
  /** Address of the folder of runbooks, without a slash at its end. */
  readonly runbookBaseUrl: string;
}

/** What the keys of pictures begin with: the bucket has other tenants. */
export const graphsPrefix = "alert-graphs/";

/** Longest MetricWidget of a picture, in characters: a message with a longer one might not fit into the outbox, and would be lost. */
export const longestGraph = 50_000;

/** How the sender deals with Slack. */
export interface SenderLimits {
  /** Milliseconds between two posts of one webhook, at least. Slack asks for about 1000. Default: 1000. */
  readonly postMilliseconds: number;
  /** Milliseconds after which a call of Slack is given up the first time; later calls get half. Default: 5000. */
  readonly slackMilliseconds: number;
  /** Milliseconds that a picture may take, all in all. Default: 3000. */
  readonly graphMilliseconds: number;
}

/** What the sender is set up with. */
export interface SenderSettings {
  /** Short name of the project. */
  readonly project: string;
  /** Name of the environment. */
  readonly environment: string;
  /** Region's code of the environment. */
  readonly region: string;
  /** Table of incidents. */
  readonly tableName: string;
  /** URL of the FIFO queue that it reads: it decides when a message comes again. */
  readonly outboxUrl: string;
  /** ARN of the secret with the webhook's URL, by route. */
  readonly secretArns: Readonly<Record<string, string>>;
  /** ARN of the topic for e-mail, for routes that are not connected. */
  readonly fallbackTopicArn: string;
  /** URL of the FIFO queue for messages that Slack refused for good. */
  readonly deadLetterUrl: string;
  /** Bucket for the pictures of metrics. Default: no pictures. */
  readonly graphs?: { readonly bucketName: string } | undefined;
  readonly limits: SenderLimits;
}

/**
 * Reads the settings of the intake.
 *
 * @param text the environment variable ALERTING
 * @throws Error naming every member that is missing or wrong
 */
export function readIntakeSettings(text: string | undefined): IntakeSettings {
  const members = readMembers(text);
  const problems = new Problems();
  checkIntake(members, problems);
  problems.end();
  const defaults = { postsPerMinute: 5, digestSeconds: 30, flappingSeconds: 600, flappingQuietSeconds: 300 };
  const limits = { ...defaults, ...(members.limits as Members | undefined) };
  return { ...members, mutes: members.mutes ?? [], limits } as unknown as IntakeSettings;
}

/**
 * Reads the settings of the sender.
 *
 * @param text the environment variable ALERTING
 * @throws Error naming every member that is missing or wrong
 */
export function readSenderSettings(text: string | undefined): SenderSettings {
  const members = readMembers(text);
  const problems = new Problems();
  problems.texts(members, [
    "project",
    "environment",
    "region",
    "tableName",
    "outboxUrl",
    "fallbackTopicArn",
    "deadLetterUrl",
  ]);
  const { secretArns, graphs, limits } = members;
  problems.check(
    isObject(secretArns) && Object.values(secretArns).every(isText),
    "secretArns",
    secretArns,
    "a secret's ARN for each route",
  );
  if (graphs !== undefined) {
    problems.check(isObject(graphs) && isText(graphs.bucketName), "graphs", graphs, "an object with a bucketName");
  }
  problems.numbers(limits, "limits", {
    postMilliseconds: [1, 60_000],
    slackMilliseconds: [100, 30_000],
    graphMilliseconds: [1, 3000],
  });
  problems.end();
  const defaults = { postMilliseconds: 1000, slackMilliseconds: 5000, graphMilliseconds: 3000 };
  return { ...members, limits: { ...defaults, ...(limits as Members | undefined) } } as unknown as SenderSettings;
}

function readMembers(text: string | undefined): Members {
  let value: unknown;
  try {
    value = JSON.parse(text ?? "");
  } catch {
    value = undefined;
  }
  if (isObject(value)) return value;
  throw new Error("The environment variable ALERTING is no JSON object: give the settings of the alerter.");
}
