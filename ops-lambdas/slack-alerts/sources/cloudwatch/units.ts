/**
 * Shows a metric's value with its unit: no envelope names the unit of an alarm without one of its own. Units by the metric lists of
 * each service, linked in https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html.
 */

const bytes =
  /^(FreeStorageSpace|FreeableMemory|SwapUsage|FreeLocalStorage|BurstCreditBalance|MeteredIOBytes|PermittedThroughput|RabbitMQMem\w+|BucketSizeBytes|.*Bytes)$/;
const percent =
  /^(CPUUtilization|MemoryUtilization|\w+_percent|\w*ErrorRate|PercentIOLimit|BurstBalance|\w+Percent\w*)$/;
const seconds = /^(TargetResponseTime|(Read|Write)Latency|ReplicaLag|ApproximateAgeOfOldestMessage|CDCLatency\w+)$/;
const milliseconds = /^(Duration|IteratorAge|SuccessfulRequestLatency)$/;

/** A value of that metric for people to read: "1.9 GiB", "93.2 %", "0.62 s". Without a name, or for counts, the number alone. */
export function shown(value: number, metricName: string | undefined): string {
  const name = metricName ?? "";
  if (bytes.test(name)) return bytesShown(value);
  if (percent.test(name)) return `${rounded(value)} %`;
  if (seconds.test(name)) return `${rounded(value)} s`;
  if (milliseconds.test(name)) return `${rounded(value)} ms`;
  return rounded(value);
}

/** Three or more significant digits: never more than a phone has room for. */
function rounded(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e15 ? value.toLocaleString("en-US") : value.toExponential(2);
  const short = Math.abs(value) >= 1000 ? value.toFixed(0) : value.toPrecision(3);
  return Math.abs(value) >= 1e15
    ? value.toExponential(2)
    : Number(short).toLocaleString("en-US", { maximumSignificantDigits: 4 });
}

/** Bytes in the unit that leaves one to four digits. */
function bytesShown(value: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, Math.abs(value))) / 10)));
  return `${rounded(Number((value / 1024 ** power).toPrecision(3)))} ${units[power]}`;
}
