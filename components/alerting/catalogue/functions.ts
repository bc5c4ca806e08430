import { type AlarmDefinition, alarm } from "./alarm-definition.ts";

/** A Lambda function. */
export interface FunctionSubject<V> {
  /** Short name in kebab case: ends the alarms' names. */
  readonly subject: string;
  readonly functionName: V;
  /**
   * Whether it reads a queue and gives failed messages back one by one. Its Errors then stay at 0 whatever fails, so there is no alarm
   * on them: watch the queue's age and dead letters (`queueAlarms`).
   * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
   */
  readonly reportsPartialFailures: boolean;
}

/**
 * The alarms of a function.
 * Metrics: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 *
 * @param lambda the function
 */
export function functionAlarms<V>(lambda: FunctionSubject<V>): AlarmDefinition<V>[] {
  const { subject, functionName, reportsPartialFailures } = lambda;
  const of = (name: string) => sumOf(functionName, name);
  const any = { comparison: ">", threshold: 0, periodSeconds: 60, missingData: "notBreaching" } as const;
  return [
    ...(reportsPartialFailures
      ? []
      : [
          alarm("function-errors", {
            subject,
            watched: of("Errors"),
            ...any,
            meaning: "The function failed: what it does was not done.",
          }),
        ]),
    alarm("function-throttles", {
      subject,
      watched: of("Throttles"),
      ...any,
      meaning: "Lambda refused to run the function more often at the same time, so its work is late.",
    }),
  ];
}

/** Hours without a call after which it is missed: it comes once a day. */
const silentHours = 26;

/**
 * The alarms of a function that a schedule calls once a day: those of any function, and one on its silence.
 *
 * @param lambda the function
 */
export function dailyFunctionAlarms<V>(
  lambda: Omit<FunctionSubject<V>, "reportsPartialFailures">,
): AlarmDefinition<V>[] {
  return [
    ...functionAlarms({ ...lambda, reportsPartialFailures: false }),
    alarm("function-silence", {
      subject: lambda.subject,
      watched: sumOf(lambda.functionName, "Invocations"),
      comparison: "<",
      threshold: 1,
      periodSeconds: 3600,
      datapoints: [silentHours, silentHours],
      missingData: "breaching",
      meaning: "The function was not called for more than a day: what it does every day was not done.",
    }),
  ];
}

function sumOf<V>(functionName: V, name: string) {
  const dimensions = { FunctionName: functionName };
  return { metric: { namespace: "AWS/Lambda", name, dimensions, statistic: "Sum" as const } };
}
