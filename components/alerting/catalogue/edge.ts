import { type AlarmDefinition, alarm, type Statistic } from "./alarm-definition.ts";

/** The only region with metrics of CloudFront and Route 53. */
export const globalMetricsRegion = "us-east-1";

/** Requests in a minute below which a share of errors says nothing. */
export const fewCdnRequests = 50;

/**
 * The alarm of a CloudFront distribution.
 * Metrics: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
 *
 * @param subject the distribution's id
 */
export function distributionAlarms<V>(subject: { readonly distributionId: V }): AlarmDefinition<V>[] {
  const of = (name: string, statistic: Statistic) => ({
    namespace: "AWS/CloudFront",
    name,
    dimensions: { DistributionId: subject.distributionId, Region: "Global" },
    statistic,
  });
  return [
    alarm<V>("cdn-errors", {
      watched: {
        // Not filled with zeros: CloudFront's figures come minutes late, and a filled minute would look well before they do.
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html, FILL
        expression: `IF(requests >= ${fewCdnRequests}, rate, 0)`,
        label: "Share of answers with 5xx, per cent",
        metrics: { requests: of("Requests", "Sum"), rate: of("5xxErrorRate", "Average") },
      },
      comparison: ">",
      threshold: 1,
      periodSeconds: 60,
      datapoints: [2, 5],
      missingData: "notBreaching",
      region: globalMetricsRegion,
      meaning: "More than one visitor in a hundred gets an error page from the content delivery network.",
    }),
  ];
}

/**
 * The alarm of a Route 53 health check.
 * Metrics: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html
 *
 * @param subject the health check's id
 */
export function healthCheckAlarms<V>(subject: { readonly healthCheckId: V }): AlarmDefinition<V>[] {
  const dimensions = { HealthCheckId: subject.healthCheckId };
  return [
    alarm("health-check", {
      watched: { metric: { namespace: "AWS/Route53", name: "HealthCheckStatus", dimensions, statistic: "Minimum" } },
      comparison: "<",
      threshold: 1,
      periodSeconds: 60,
      datapoints: [2, 2],
      region: globalMetricsRegion,
      meaning: "The site cannot be reached from several places of the world.",
    }),
  ];
}
