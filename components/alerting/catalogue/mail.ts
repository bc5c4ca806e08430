import { type AlarmDefinition, alarm } from "./alarm-definition.ts";

/** Mail that an account sends from a region. */
export interface MailSubject {
  /** Region from which SES sends; "home" when it is the environment's own. Alarms and their topics are there. */
  readonly region: string;
}

/**
 * The alarms of SES's reputation. It belongs to account and region, not to one environment: from 10 % bounces or 0.5 % complaints on AWS
 * may stop all sending. So one environment of an account watches it.
 * Sources: https://docs.aws.amazon.com/ses/latest/dg/reputationdashboard-cloudwatch-alarm.html,
 * https://docs.aws.amazon.com/ses/latest/dg/reputationdashboardmessages.html
 *
 * @param mail where it is sent from
 */
export function mailAlarms<V = string>({ region }: MailSubject): AlarmDefinition<V>[] {
  const of = (name: string) => ({
    // For the whole account: the metric has no dimension.
    metric: { namespace: "AWS/SES", name, dimensions: {}, statistic: "Maximum" as const },
  });
  const rate = { comparison: ">=", periodSeconds: 3600, missingData: "notBreaching", region } as const;
  return [
    alarm("mail-bounce-rate", {
      watched: of("Reputation.BounceRate"),
      threshold: 0.05,
      ...rate,
      meaning:
        "Too much mail goes to addresses that do not exist: AWS puts the account under review and may stop all mail.",
    }),
    alarm("mail-complaint-rate", {
      watched: of("Reputation.ComplaintRate"),
      threshold: 0.001,
      ...rate,
      meaning: "Too many people mark the mail as spam: AWS puts the account under review and may stop all mail.",
    }),
  ];
}
