/** What the alerter tells of itself: lines of log, and metrics in CloudWatch's embedded format. Never an event, never a secret. */
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { type MetricName, metricDimensions, metricNamespace } from "./metric-names.ts";

/** Facts of a line of log. */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>;

/** Takes what there is to tell. */
export interface Observer {
  /** Something went as it should. */
  log(outcome: string, facts?: Facts): void;
  /** Something went wrong, and something else was done. */
  warn(what: string, error: unknown, facts?: Facts): void;
  /** Something went wrong that somebody must look at. */
  error(what: string, error: unknown, facts?: Facts): void;
  /** Adds to a metric, 1 unless told otherwise; with a route, to that of the route. */
  count(name: MetricName, amount?: number, route?: string): void;
}

/** An observer that tells of one call after the other. */
export interface CallObserver extends Observer {
  /** Begins a call. */
  begin(requestId: string): void;
  /** Writes the call's metrics. */
  end(): void;
}

/**
 * What of an error can be told: its kind, its code and its status. Its text is left out: libraries put addresses into it, and an
 * address may be a secret.
 */
export function errorFacts(error: unknown): Facts {
  if (!(error instanceof Error)) return { error: typeof error };
  const { name, code, statusCode, $metadata, cause } = error as Error & {
    code?: unknown;
    statusCode?: unknown;
    $metadata?: { httpStatusCode?: number; requestId?: string };
  };
  const causeCode = (cause as { code?: unknown } | undefined)?.code;
  return {
    error: name,
    code: typeof code === "string" ? code : typeof causeCode === "string" ? causeCode : undefined,
    status: typeof statusCode === "number" ? statusCode : $metadata?.httpStatusCode,
    awsRequestId: $metadata?.requestId,
  };
}

/**
 * The observer of a function.
 *
 * @param service its name, value of the dimension `service`
 * @param environment "<project>-<environment>", value of the dimension `environment`
 */
export function powertoolsObserver(service: string, environment: string): CallObserver {
  const logger = new Logger({ serviceName: service, persistentKeys: { environment } });
  const metrics = new Metrics({
    namespace: metricNamespace,
    serviceName: service,
    defaultDimensions: { [metricDimensions.environment]: environment },
  });
  return {
    begin: (requestId) => {
      logger.resetKeys();
      logger.appendKeys({ requestId });
    },
    log: (outcome, facts = {}) => logger.info(outcome, { outcome, ...facts }),
    warn: (what, error, facts = {}) => logger.warn(what, { ...facts, ...errorFacts(error) }),
    error: (what, error, facts = {}) => logger.error(what, { ...facts, ...errorFacts(error) }),
    count: (name, amount = 1, route = undefined) => {
      if (route === undefined) {
        metrics.addMetric(name, MetricUnit.Count, amount);
        return;
      }
      const single = metrics.singleMetric();
      single.addDimension(metricDimensions.route, route);
      single.addMetric(name, MetricUnit.Count, amount);
    },
    end: () => metrics.publishStoredMetrics(),
  };
}
