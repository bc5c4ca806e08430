/**
 * The widget of an alarm's picture. Source:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Metric-Widget-Structure.html
 */
import { cutPlain } from "../../render/markup.ts";
import type { Alarm } from "./alarm.ts";
import { compared, type Metric } from "./metrics.ts";
import type { Reason } from "./reason.ts";

/** Datapoints that the picture shows of long periods. */
const datapoints = 36;

/** Hours that it shows at least. */
const leastHours = 3;

/** The widget; undefined for a composite alarm, and for one whose metric or region is not known. */
export function graphOf(alarm: Alarm, reason: Reason): Readonly<Record<string, unknown>> | undefined {
  const main = compared(alarm.metrics);
  const rows = alarm.metrics.map((metric, index) => row(metric, index));
  if (main === undefined || alarm.region === undefined || rows.some((one) => one === undefined)) return undefined;
  const period = Math.max(
    60,
    main.periodSeconds ?? alarm.metrics.find((metric) => metric.periodSeconds)?.periodSeconds ?? 60,
  );
  const hours = Math.min(24 * 14, Math.max(leastHours, Math.ceil((period * datapoints) / 3600)));
  const { threshold } = reason;
  return {
    view: "timeSeries",
    title: cutPlain(alarm.name, 120),
    region: alarm.region,
    width: 800,
    height: 300,
    start: `-PT${hours}H`,
    end: "PT0H",
    timezone: "+0000",
    metrics: rows,
    ...(threshold === undefined
      ? {}
      : { annotations: { horizontal: [{ label: "Threshold", value: threshold, color: "#d13212" }] } }),
  };
}

/** One row of the widget's metrics; undefined for a metric that is not whole. */
function row(metric: Metric, index: number): readonly unknown[] | undefined {
  const options = {
    id: metric.id !== undefined && /^[a-z]\w*$/.test(metric.id) ? metric.id : `alarm${index}`,
    ...(metric.label === undefined ? {} : { label: metric.label }),
    ...(metric.isReturned ? {} : { visible: false }),
    ...(metric.periodSeconds === undefined ? {} : { period: metric.periodSeconds }),
  };
  if (metric.expression !== undefined) return [{ expression: metric.expression, ...options }];
  if (metric.namespace === undefined || metric.name === undefined) return undefined;
  const stat = metric.statistic === undefined ? {} : { stat: metric.statistic };
  return [metric.namespace, metric.name, ...metric.dimensions.flat(), { ...options, ...stat }];
}
