import { type AlarmDefinition, alarm, type Metric, type Watched } from "./alarm-definition.ts";

/**
 * Operations by which DynamoDB counts. ConditionCheckItem is a right and no operation: it comes as TransactWriteItems.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html, "Operation"
 */
export const tableOperations = [
  "BatchExecuteStatement",
  "BatchGetItem",
  "BatchWriteItem",
  "DeleteItem",
  "ExecuteStatement",
  "ExecuteTransaction",
  "GetItem",
  "GetRecords",
  "PutItem",
  "Query",
  "Scan",
  "TransactGetItems",
  "TransactWriteItems",
  "UpdateItem",
] as const;

/** A table of DynamoDB. */
export interface TableSubject<V> {
  /** Short name in kebab case: ends the alarms' names. */
  readonly subject: string;
  readonly tableName: V;
  /** Operations that its users call, for example "PutItem", 1 to 10: SystemErrors are counted by operation. */
  readonly operations: readonly (typeof tableOperations)[number][];
}

/** Metrics in an alarm, at most. Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create-alarm-on-metric-math-expression.html */
const maxMetrics = 10;

/**
 * The sum of metrics, 0 where nothing comes. CloudWatch leaves an alarm on DynamoDB's metrics in its state when they are missing, whatever it
 * is told of missing data: on the metric itself it would wait for ever, and once in ALARM it would never recover.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html, TreatMissingData
 */
function filled<V>(label: string, metrics: Readonly<Record<string, Metric<V>>>): Watched<V> {
  const expression = Object.keys(metrics)
    .map((id) => `FILL(${id}, 0)`)
    .join(" + ");
  return { expression, label, metrics };
}

/**
 * The alarms of a table.
 * Metrics: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 *
 * @param table the table
 * @throws RangeError when there are no operations, or more than CloudWatch adds up in an alarm
 */
export function tableAlarms<V>(table: TableSubject<V>): AlarmDefinition<V>[] {
  const { subject, tableName, operations } = table;
  if (operations.length === 0 || operations.length > maxMetrics) {
    throw new RangeError(
      `${subject}: got ${operations.length} operations, allowed are 1 to ${maxMetrics}, as many metrics as an alarm adds up. ` +
        "Name those that the table's users call most.",
    );
  }
  const of = (name: string, more: Readonly<Record<string, string>> = {}): Metric<V> => ({
    namespace: "AWS/DynamoDB",
    name,
    dimensions: { TableName: tableName, ...more },
    statistic: "Sum",
  });
  const any = { comparison: ">=", threshold: 1, periodSeconds: 60, missingData: "notBreaching" } as const;
  return [
    alarm("table-read-throttles", {
      subject,
      watched: filled("Throttled reads", { events: of("ReadThrottleEvents") }),
      ...any,
      meaning: "The table refuses to be read faster, so what reads it waits or fails.",
    }),
    alarm("table-write-throttles", {
      subject,
      watched: filled("Throttled writes", { events: of("WriteThrottleEvents") }),
      ...any,
      meaning: "The table refuses to be written faster, so what writes to it waits or fails.",
    }),
    alarm("table-system-errors", {
      subject,
      watched: filled(
        "Errors of DynamoDB",
        Object.fromEntries(
          operations.map((operation) => [
            operation.charAt(0).toLowerCase() + operation.slice(1),
            of("SystemErrors", { Operation: operation }),
          ]),
        ),
      ),
      ...any,
      meaning: "DynamoDB itself fails to answer; what uses the table must try again.",
    }),
  ];
}
