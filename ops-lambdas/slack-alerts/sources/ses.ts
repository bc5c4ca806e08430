/**
 * Mail of SES that did not arrive or was not wanted: notifications of an identity, events of a configuration set, and the same in
 * EventBridge. Recipients' addresses are masked, subjects and headers are not shown.
 * Sources: https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html,
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
import type { Envelope } from "../envelope.ts";
import type { Notice, Severity } from "../notice.ts";
import { arn, consoleUrl } from "../places.ts";
import { entry, hash, idOf, lastPart, link, maskAddresses, noticeOf, plainWords } from "./parts.ts";
import { at, list, record, text, texts } from "./read.ts";
import type { About, Source } from "./source.ts";

/** How each kind of event reads, the member that describes it, the member of that which lists the recipients, and how urgent it is. */
const kinds: Readonly<
  Record<string, readonly [title: string, member: string, recipients: string, severity: Severity]>
> = {
  Bounce: ["bounced", "bounce", "bouncedRecipients", "info"],
  Complaint: ["was called spam", "complaint", "complainedRecipients", "warning"],
  Reject: ["was rejected", "reject", "", "warning"],
  "Rendering Failure": ["could not be rendered", "failure", "", "warning"],
  DeliveryDelay: ["is delayed", "deliveryDelay", "delayedRecipients", "info"],
  Delivery: ["was delivered", "delivery", "", "info"],
  Send: ["was sent", "send", "", "info"],
  Open: ["was opened", "open", "", "info"],
  Click: ["was clicked", "click", "", "info"],
  Subscription: ["changed a subscription", "subscription", "", "info"],
};

/** SES's trial message when a topic is connected. */
const trial = /^Successfully validated SNS topic for Amazon SES/;

/** Bounces, complaints, and what else happens to mail. */
export const ses: Source = {
  name: "ses",
  matches: ({ event, json, text: body }) =>
    event?.source === "aws.ses" || trial.test(body) || (event === undefined && isMail(record(json))),
  understand: (envelope, about) => notice(envelope, about),
};

/** Whether it tells of mail. Its kind may be damaged: the generic source would show the recipients. */
function isMail(message: Readonly<Record<string, unknown>>): boolean {
  const kind = text(message.eventType) ?? text(message.notificationType);
  const mail = record(message.mail);
  return (
    (kind !== undefined && (entry(kinds, kind) !== undefined || kind === "AmazonSnsSubscriptionSucceeded")) ||
    mail.messageId !== undefined ||
    mail.destination !== undefined
  );
}

/** One recipient with what the receiving server said. */
function recipient(value: unknown): string | undefined {
  const address = text(record(value).emailAddress) ?? text(value);
  return address === undefined ? undefined : maskAddresses(address);
}

function notice(envelope: Envelope, about: About): Notice {
  const message = envelope.event?.detail ?? record(envelope.json);
  const mail = record(message.mail);
  const kind =
    text(message.eventType) ?? text(message.notificationType) ?? (trial.test(envelope.text) ? "Trial" : "Unknown");
  const [words, member, recipients, severity] = entry(kinds, kind) ?? [
    `has an event "${plainWords(kind)}"`,
    "",
    "",
    "info",
  ];
  const told = record(message[member]);
  const who = list(told[recipients]).length > 0 ? list(told[recipients]) : list(mail.destination);
  const identity = arn(mail.sourceArn);
  const sender = lastPart(mail.sourceArn) ?? text(at(mail.tags, "ses:from-domain", 0)) ?? "SES";
  const id = text(mail.messageId) ?? idOf(envelope, about);
  const region = identity?.region ?? envelope.event?.region ?? arn(envelope.topicArn)?.region;
  const isTrial = trial.test(envelope.text) || kind === "AmazonSnsSubscriptionSucceeded";
  const diagnostic = texts(list(told[recipients]).map((one) => record(one).diagnosticCode))[0];
  return noticeOf("ses", envelope, about, {
    severity,
    // Bounces of one sender are one incident: a bad list makes hundreds of them.
    incident: `ses:${sender}:${kind}`,
    transition: `ses:${id}:${kind}:${text(told.feedbackId) ?? hash(who.map((one) => text(record(one).emailAddress) ?? text(one) ?? "").join())}`,
    title: isTrial ? "SES is connected to the topic of mail events" : `Mail from ${maskAddresses(sender)} ${words}`,
    summary: maskAddresses(
      diagnostic ?? text(told.reason) ?? text(told.errorMessage) ?? text(told.complaintFeedbackType) ?? "",
    ),
    facts: [
      [
        "Recipients",
        who
          .slice(0, 5)
          .map(recipient)
          .filter((one) => one !== undefined)
          .join(", ") + (who.length > 5 ? ` and ${who.length - 5} more` : ""),
      ],
      [
        "Kind",
        [text(told.bounceType) ?? text(told.delayType), text(told.bounceSubType)]
          .filter((part) => part !== undefined)
          .join(", "),
      ],
      ["Template", text(told.templateName)],
      ["Configuration set", text(at(mail.tags, "ses:configuration-set", 0))],
      ["Message", text(mail.messageId)],
    ],
    links: [link("Reputation", consoleUrl(region, "/ses/home", "/reputation"))],
    times: [told.timestamp, mail.timestamp],
    regions: [region],
    accounts: [mail.sendingAccountId, identity?.accountId],
    isQuiet: isTrial,
  });
}
