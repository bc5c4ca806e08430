/** Alarms as AWS tells them: the emulator's own messages lack members, and whole seconds make transitions look the same. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Severity } from "../../../ops-lambdas/slack-alerts/notice.ts";
import { repository } from "../../rehearsals.ts";

const fixture = join(repository, "ops-lambdas", "slack-alerts", "fixtures", "metric-alarm-sns.json");
const { body } = JSON.parse(readFileSync(fixture, "utf8")) as { body: { Message: string } };
const documented = JSON.parse(body.Message) as Record<string, unknown>;

/** An alarm's transition. */
export interface Transition {
  readonly name: string;
  readonly severity: Severity;
  /** Default: "ALARM". */
  readonly state?: "ALARM" | "OK";
  /** Milliseconds since 1970. Default: now. */
  readonly time?: number;
}

/** What CloudWatch publishes to SNS, as AWS documents it, about an alarm of dev. */
export function awsAlarm({ name, severity, state = "ALARM", time = Date.now() }: Transition): string {
  return JSON.stringify({
    ...documented,
    AlarmName: name,
    AlarmArn: `arn:aws:cloudwatch:af-south-1:111122223333:alarm:${name}`,
    AlarmDescription: `A test.\nSeverity: ${severity}`,
    AWSAccountId: "111122223333",
    NewStateValue: state,
    OldStateValue: state === "OK" ? "ALARM" : "OK",
    StateChangeTime: new Date(time).toISOString().replace("Z", "+0000"),
  });
}
