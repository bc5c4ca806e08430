/** Makes the report, and tells it: to the topic of its severity, and by mail. */
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { judge, type Report } from "./core.ts";
import type { Facts, Rules } from "./facts.ts";
import { eventOf, mailOf } from "./message.ts";
import { rulesAt } from "./schedule.ts";
import type { ReportSettings } from "./settings.ts";

/** What the report needs of AWS. */
export interface Parts {
  readonly settings: ReportSettings;
  /** Finds all that is judged. */
  readonly facts: (rules: Rules) => Promise<Facts>;
  readonly sns: Pick<SNSClient, "send">;
  /** The present, in milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Makes the report and tells it. What fails on one way does not hold the other back.
 *
 * @throws Error when AWS does not answer, or one of the two ways does not take the report: Lambda calls again then
 */
export async function report({ settings, facts, sns, now }: Parts): Promise<Report> {
  const rules = rulesAt(settings, now());
  const made = judge(await facts(rules), rules);
  const { topicArns, emailTopicArn } = settings;
  const { subject, text } = mailOf(made, settings);
  const told = await Promise.allSettled([
    sns.send(new PublishCommand({ TopicArn: topicArns[made.severity], Message: eventOf(made, settings) })),
    ...(emailTopicArn === undefined
      ? []
      : [sns.send(new PublishCommand({ TopicArn: emailTopicArn, Subject: subject, Message: text }))]),
  ]);
  const failed = told.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
  if (failed.length > 0)
    throw new AggregateError(failed, `The report could not be told on ${failed.length} of its ways.`);
  return made;
}
