import { type AlarmDefinition, alarm, type Metric, type Statistic } from "./alarm-definition.ts";

/** An Application Load Balancer with its target group. */
export interface LoadBalancerSubject<V> {
  /** The load balancer's ARN from "app/" on. */
  readonly arnSuffix: V;
  /** The target group's ARN from "targetgroup/" on. */
  readonly targetGroupArnSuffix: V;
  /** Targets that there always are at least. With 0 the group may be empty, and no target at all is no fault. */
  readonly minTargets: number;
}

/** Requests in a period below which a share of errors says nothing. */
export const fewRequests = 10;

/**
 * The share of errors. RequestCount leaves out requests for which no target was chosen, as in a total outage: they are added from the
 * load balancer's own errors, so that those with a target (502, 504) count twice among the requests, which makes the share a little
 * smaller. Metrics of which nothing came in a period are missing, not 0.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
const errorRatio =
  `IF(FILL(requests, 0) + FILL(elb, 0) >= ${fewRequests}, ` +
  "(FILL(elb, 0) + FILL(target, 0)) / (FILL(requests, 0) + FILL(elb, 0)), 0)";

type MetricOf<V> = (name: string, statistic: Statistic) => Metric<V>;

function errorAlarms<V>(of: MetricOf<V>): AlarmDefinition<V>[] {
  const errors = { comparison: ">", threshold: 0, periodSeconds: 60, datapoints: [3, 5] } as const;
  const refused = { comparison: ">", threshold: 0, periodSeconds: 60 } as const;
  const sparse = { missingData: "notBreaching" } as const;
  return [
    alarm("load-balancer-error-ratio", {
      watched: {
        expression: errorRatio,
        label: "Share of answers with 5xx",
        metrics: {
          requests: of("RequestCount", "Sum"),
          elb: of("HTTPCode_ELB_5XX_Count", "Sum"),
          target: of("HTTPCode_Target_5XX_Count", "Sum"),
        },
      },
      comparison: ">",
      threshold: 0.05,
      periodSeconds: 300,
      ...sparse,
      meaning: "More than one visitor in twenty gets an error page.",
    }),
    alarm("load-balancer-elb-errors", {
      watched: { metric: of("HTTPCode_ELB_5XX_Count", "Sum") },
      ...errors,
      ...sparse,
      meaning:
        "The load balancer itself answers some visitors with errors: a web server hangs up, is too slow or is missing.",
    }),
    alarm("load-balancer-target-errors", {
      watched: { metric: of("HTTPCode_Target_5XX_Count", "Sum") },
      ...errors,
      ...sparse,
      meaning: "The application answers some visitors with errors.",
    }),
    alarm("load-balancer-rejected-connections", {
      watched: { metric: of("RejectedConnectionCount", "Sum") },
      ...refused,
      ...sparse,
      meaning: "The load balancer has reached its most connections and turns visitors away.",
    }),
    alarm("load-balancer-connection-errors", {
      watched: { metric: of("TargetConnectionErrorCount", "Sum") },
      ...refused,
      ...sparse,
      meaning: "The load balancer cannot reach a web server, so some visitors wait or get an error.",
    }),
  ];
}

/**
 * The alarms of a load balancer.
 *
 * @param subject the load balancer and its target group
 */
export function loadBalancerAlarms<V>(subject: LoadBalancerSubject<V>): AlarmDefinition<V>[] {
  const { arnSuffix, targetGroupArnSuffix, minTargets } = subject;
  const namespace = "AWS/ApplicationELB";
  const ofAll: MetricOf<V> = (name, statistic) => ({
    namespace,
    name,
    dimensions: { LoadBalancer: arnSuffix },
    statistic,
  });
  const ofTargets: MetricOf<V> = (name, statistic) => ({
    namespace,
    name,
    dimensions: { LoadBalancer: arnSuffix, TargetGroup: targetGroupArnSuffix },
    statistic,
  });
  return [
    ...errorAlarms(ofAll),
    alarm("load-balancer-latency", {
      watched: { metric: ofAll("TargetResponseTime", "p95") },
      comparison: ">",
      threshold: 0.5,
      periodSeconds: 300,
      datapoints: [2, 2],
      meaning: "One visitor in twenty waits longer than half a second for the application.",
    }),
    alarm("load-balancer-unhealthy-hosts", {
      watched: { metric: ofTargets("UnHealthyHostCount", "Maximum") },
      comparison: ">=",
      threshold: 1,
      periodSeconds: 60,
      datapoints: [5, 5],
      meaning: "A web server fails its health checks; the others carry its share of the visitors.",
    }),
    alarm("load-balancer-healthy-hosts", {
      watched: { metric: ofTargets("HealthyHostCount", "Minimum") },
      comparison: "<",
      threshold: 1,
      periodSeconds: 60,
      datapoints: [2, 2],
      // The metric is there only while targets are registered: no data is no web server.
      missingData: minTargets > 0 ? "breaching" : "notBreaching",
      meaning: "No web server is healthy: every visitor gets an error.",
    }),
  ];
}
