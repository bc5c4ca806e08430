/** The row of Route 53's health checks. */
import type { Properties, Row } from "../../row.ts";
import { tagRecord } from "../helpers.ts";
import { number, text } from "../known.ts";
import { route53, tagCalls } from "./shared.ts";

const gone = ["NoSuchHealthCheck"];
const endpointTypes = ["HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP"];

/** Route 53's name of each property. */
const names = {
  disabled: "Disabled",
  enableSni: "EnableSNI",
  failureThreshold: "FailureThreshold",
  fqdn: "FullyQualifiedDomainName",
  invertHealthcheck: "Inverted",
  ipAddress: "IPAddress",
  measureLatency: "MeasureLatency",
  port: "Port",
  regions: "Regions",
  requestInterval: "RequestInterval",
  resourcePath: "ResourcePath",
  searchString: "SearchString",
  type: "Type",
} as const;

/** What Route 53 takes at creation only. */
const fixed = ["measureLatency", "requestInterval", "type"];

function config(inputs: Properties, without: readonly string[] = []): Properties {
  const given = Object.entries(names).filter(([name]) => inputs[name] !== undefined && !without.includes(name));
  return Object.fromEntries(given.map(([name, aws]) => [aws, inputs[name]]));
}

/**
 * A health check of an endpoint, made in the emulator, which checks nothing. Calculated ones and those of alarms are not known
 * here yet.
 */
export const healthCheck: Row = {
  type: "aws:route53/healthCheck:HealthCheck",
  taggable: true,
  required: ["type"],
  replaceOn: [...fixed, "referenceName"],
  defaults: { disabled: false, measureLatency: false },
  identify: (_inputs, facts) => facts.hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
  attributes: (_inputs, id, facts) => ({ arn: facts.arn("route53", `healthcheck/${id}`, { region: "", account: "" }) }),
  create: {
    call: (inputs, facts) =>
      route53("CreateHealthCheck", { CallerReference: `pulumi-${facts.hex(32)}`, HealthCheckConfig: config(inputs) }),
    id: (answer) => answer.HealthCheck.Id,
  },
  afterCreate: (id, _inputs, live, facts) => tagCalls("healthcheck", id, live, facts),
  read: {
    call: (id) => route53("GetHealthCheck", { HealthCheckId: id }),
    also: (id) => [route53("ListTagsForResource", { ResourceType: "healthcheck", ResourceId: id })],
    properties: ({ HealthCheck: found, ResourceTagSet }) => {
      if (!found) return undefined;
      const live = Object.entries(names).filter(([, aws]) => found.HealthCheckConfig[aws] !== undefined);
      return {
        ...Object.fromEntries(live.map(([name, aws]) => [name, found.HealthCheckConfig[aws]])),
        tagsAll: tagRecord(ResourceTagSet?.Tags),
      };
    },
    gone,
  },
  update: (id, inputs, previous, facts) => [
    route53("UpdateHealthCheck", { HealthCheckId: id, ...config(inputs, fixed) }),
    ...tagCalls("healthcheck", id, previous, facts),
  ],
  delete: (id) => [{ ...route53("DeleteHealthCheck", { HealthCheckId: id }), ignore: gone }],
  rules: [
    {
      source: "documentation of aws.route53.HealthCheck: type",
      check: ({ type }) =>
        text(type) === undefined || endpointTypes.includes(type)
          ? undefined
          : `the rehearsal knows health checks of the types ${endpointTypes.join(", ")}, not ${type}: extend rehearsal/provider/rows/route53/health-check.ts`,
    },
    {
      source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html",
      check: ({ type, fqdn, ipAddress, searchString, resourcePath, port }) => {
        if (fqdn === undefined && ipAddress === undefined)
          return "the health check has no endpoint: give fqdn or ipAddress";
        const matches = text(type)?.endsWith("_STR_MATCH") ?? searchString !== undefined;
        if (matches !== (searchString !== undefined))
          return `the health check of the type ${type} ${matches ? "needs" : "takes no"} searchString`;
        if (type === "TCP" && (resourcePath !== undefined || port === undefined))
          return "a health check of the type TCP needs a port and takes no resourcePath";
        return (text(resourcePath)?.length ?? 0) > 255 ? "the resourcePath has more than 255 characters" : undefined;
      },
    },
    {
      source: "documentation of aws.route53.HealthCheck: failureThreshold, requestInterval, regions",
      check: ({ failureThreshold, requestInterval, regions }) => {
        const threshold = number(failureThreshold);
        if (threshold !== undefined && (threshold < 1 || threshold > 10))
          return `failureThreshold is ${threshold}: Route 53 takes 1 to 10`;
        const interval = number(requestInterval);
        if (interval !== undefined && ![10, 30].includes(interval))
          return `requestInterval is ${interval}: Route 53 takes 10 or 30 seconds`;
        return Array.isArray(regions) && regions.length < 3
          ? `regions has ${regions.length} members: Route 53 takes at least 3, or none for all`
          : undefined;
      },
    },
  ],
};
