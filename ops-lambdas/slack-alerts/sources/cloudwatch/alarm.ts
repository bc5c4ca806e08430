/**
 * An alarm's change of state, the same through each of its three envelopes. Sources:
 * SNS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html,
 * EventBridge: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html,
 * Lambda: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html.
 */
import type { Envelope } from "../../envelope.ts";
import { accountCode, arn, partitionOf, regionCode } from "../../places.ts";
import { at, jsonRecord, list, record, text, time } from "../read.ts";
import { type Metric, metricOfTrigger, metrics } from "./metrics.ts";

/** An alarm that a composite alarm looks at. */
export interface Child {
  readonly arn: string;
  readonly name: string;
  readonly state?: string | undefined;
}

/** What all three envelopes tell. */
export interface Alarm {
  readonly arn?: string | undefined;
  readonly name: string;
  readonly region?: string | undefined;
  readonly accountId?: string | undefined;
  readonly description?: string | undefined;
  /** "ALARM", "OK", "INSUFFICIENT_DATA", or what stands there instead. */
  readonly state?: string | undefined;
  readonly previousState?: string | undefined;
  readonly reason: string;
  /** Of the change, in ISO 8601. */
  readonly time?: string | undefined;
  /** Empty for a composite alarm. */
  readonly metrics: readonly Metric[];
  /** Set for a composite alarm. */
  readonly rule?: string | undefined;
  /** Alarms that made a composite alarm change. */
  readonly children: readonly Child[];
}

/** The alarm in an envelope; undefined when there is none. */
export function alarmOf(envelope: Envelope): Alarm | undefined {
  const json = record(envelope.json);
  const { event } = envelope;
  if (event?.source === "aws.cloudwatch" && event["detail-type"] === "CloudWatch Alarm State Change") {
    const { resources, region, account, time: eventTime } = event;
    return fromEvent(event.detail, { arn: resources[0], region, accountId: account, time: eventTime });
  }
  if (Object.keys(record(json.alarmData)).length > 0) {
    const accountId = text(json.accountId);
    return fromEvent(record(json.alarmData), {
      arn: text(json.alarmArn),
      region: text(json.region),
      accountId,
      time: json.time,
    });
  }
  const known = [json.AlarmName, json.AlarmArn, json.NewStateValue].filter((member) => text(member) !== undefined);
  return known.length >= 2 ? fromNotification(json, envelope) : undefined;
}

/** Where an alarm is. What the ARN says counts; the rest stands in where there is none. */
interface Place {
  readonly arn?: string | undefined;
  readonly region?: string | undefined;
  readonly accountId?: string | undefined;
}

/** ARN, name, region and account: all from the ARN, or the ARN from all. */
function placed(place: Place, givenName: string | undefined): Place & { readonly name: string } {
  const given = arn(place.arn);
  const region = given?.region ?? regionCode(place.region);
  const accountId = given?.accountId ?? accountCode(place.accountId);
  const name = givenName ?? alarmName(place.arn) ?? "Alarm without a name";
  const made =
    region === undefined || accountId === undefined || givenName === undefined
      ? undefined
      : `arn:${partitionOf(region)}:cloudwatch:${region}:${accountId}:alarm:${givenName}`;
  return { arn: given === undefined ? made : place.arn, region, accountId, name };
}

/** Name out of an alarm's ARN; undefined for what is none. */
export function alarmName(value: unknown): string | undefined {
  return text(/^alarm:([\s\S]+)$/.exec(arn(value)?.resource ?? "")?.[1]);
}

/** From the form that EventBridge and Lambda have in common. */
function fromEvent(detail: Readonly<Record<string, unknown>>, place: Place & { readonly time?: unknown }): Alarm {
  const configuration = record(detail.configuration);
  const state = record(detail.state);
  return {
    ...placed(place, text(detail.alarmName)),
    description: text(configuration.description),
    state: text(state.value),
    previousState: text(at(detail, "previousState", "value")),
    reason: text(state.reason) ?? "",
    time: time(state.timestamp) ?? time(place.time),
    metrics: metrics(configuration.metrics),
    rule: text(configuration.alarmRule),
    children: children(jsonRecord(state.reasonData).triggeringAlarms, "arn", "state", "value"),
  };
}

/** From SNS. An alarm publishes to topics of its own region only, so that the topic's ARN tells region and account, too. */
function fromNotification(json: Readonly<Record<string, unknown>>, envelope: Envelope): Alarm {
  const topic = arn(envelope.topicArn);
  const trigger = record(json.Trigger);
  const place = {
    arn: text(json.AlarmArn),
    region: topic?.region ?? text(json.Region),
    accountId: text(json.AWSAccountId) ?? topic?.accountId,
  };
  return {
    ...placed(place, text(json.AlarmName)),
    description: text(json.AlarmDescription),
    state: text(json.NewStateValue),
    previousState: text(json.OldStateValue),
    reason: text(json.NewStateReason) ?? "",
    time: time(json.StateChangeTime) ?? time(envelope.time),
    metrics: Array.isArray(trigger.Metrics) ? metrics(trigger.Metrics) : metricOfTrigger(trigger),
    rule: text(json.AlarmRule),
    children: children(json.TriggeringChildren, "Arn", "State", "Value"),
  };
}

/** Triggering alarms; documented once as objects and once as ARNs. */
function children(
  value: unknown,
  ...[arnKey, stateKey, valueKey]: readonly [string, string, string]
): readonly Child[] {
  return list(value).flatMap((element) => {
    const childArn = text(element) ?? text(at(element, arnKey));
    const name = alarmName(childArn);
    return childArn === undefined || name === undefined
      ? []
      : [{ arn: childArn, name, state: text(at(element, stateKey, valueKey)) }];
  });
}
