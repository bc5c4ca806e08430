/** What Route 53 refuses in records, and the emulator does not. */
import { isIPv4, isIPv6 } from "node:net";
import { isUnknown, type Properties, type Rule } from "../../row.ts";
import { domainNameProblem, plainName, zoneType } from "./shared.ts";

const routingPolicies = [
  "cidrRoutingPolicy",
  "failoverRoutingPolicies",
  "geolocationRoutingPolicies",
  "geoproximityRoutingPolicy",
  "latencyRoutingPolicies",
  "multivalueAnswerRoutingPolicy",
  "weightedRoutingPolicies",
];

const unknownToRehearsal = ["cidrRoutingPolicy", "geoproximityRoutingPolicy"];

function texts(records: unknown): string[] {
  return Array.isArray(records) ? records.filter((value) => typeof value === "string") : [];
}

/** What the values of a type must look like (Route 53 Developer Guide, "Supported DNS record types"). */
const valueForms: Readonly<Record<string, { readonly valid: (value: string) => boolean; readonly form: string }>> = {
  A: { valid: isIPv4, form: "IPv4 addresses" },
  AAAA: { valid: isIPv6, form: "IPv6 addresses" },
  CAA: {
    valid: (value) => /^\d{1,3} [a-z0-9]+ ".*"$/i.test(value),
    form: 'flags, tag and value (0 issue "amazon.com")',
  },
  CNAME: { valid: (value) => domainNameProblem(value) === undefined, form: "domain names" },
  MX: { valid: (value) => /^\d{1,5} \S+$/.test(value), form: "priority and mail server (10 mail.example.org)" },
  NS: { valid: (value) => domainNameProblem(value) === undefined, form: "domain names" },
  SRV: { valid: (value) => /^\d{1,5} \d{1,5} \d{1,5} \S+$/.test(value), form: "priority, weight, port and host" },
};

function valuesProblem({ type, records, ttl, name }: Properties): string | undefined {
  if (records === undefined || isUnknown(records)) return undefined;
  if (ttl === undefined) return `the record ${name} has no ttl: give seconds, e.g. 300`;
  if (typeof ttl === "number" && (ttl < 0 || ttl > 2_147_483_647))
    return `the ttl ${ttl} is refused: allowed are 0 to 2147483647`;
  if (records.length === 0) return `the record ${name} has no values: give at least one in records`;
  if (type === "CNAME" && records.length > 1)
    return `the CNAME record ${name} has ${records.length} values, allowed is one`;
  const wanted = valueForms[String(type)];
  const wrong = wanted ? texts(records).filter((value) => !wanted.valid(value)) : [];
  return wrong.length === 0
    ? undefined
    : `the values of the ${type} record ${name} must be ${wanted?.form}, got ${wrong.join(", ")}`;
}

/** The rules of the row of records. */
export const recordRules: readonly Rule[] = [
  { source: "Route 53 Developer Guide, Supported DNS record types; API, ResourceRecordSet: TTL", check: valuesProblem },
  {
    source: "Route 53 API, ResourceRecordSet: Name",
    check: ({ name }) => {
      const problem = typeof name === "string" ? domainNameProblem(name) : undefined;
      return problem && `Route 53 refuses the record name ${name}: ${problem}`;
    },
  },
  {
    source: "Route 53 API, ChangeResourceRecordSets: InvalidChangeBatch (not permitted in zone)",
    when: "creation",
    check: ({ name, zoneId, type }, world) => {
      if (typeof zoneId !== "string" || typeof name !== "string") return undefined;
      const zone = world.find(zoneType, zoneId)?.properties.name;
      if (typeof zone !== "string")
        return `the hosted zone ${zoneId} does not exist: take it from the zone's output "zoneId"`;
      const [own, top] = [plainName(name), plainName(zone)];
      if (own === top && type === "CNAME")
        return `the CNAME record ${own} is refused: it is the zone's own name; use an alias record`;
      if (own === top || own.endsWith(`.${top}`)) return undefined;
      return `the record ${own} is not in the zone ${top}: the rehearsal wants full names, write ${own}.${top}`;
    },
  },
  {
    source: "documentation of aws.route53.Record: setIdentifier",
    check: (inputs) => {
      const policies = routingPolicies.filter((policy) => inputs[policy] !== undefined && inputs[policy] !== false);
      if (policies.length > 0 && inputs.setIdentifier === undefined)
        return `${policies.join(", ")} needs setIdentifier`;
      if (policies.length === 0 && inputs.setIdentifier !== undefined) return "setIdentifier needs a routing policy";
      const strange = policies.filter((policy) => unknownToRehearsal.includes(policy));
      return strange.length === 0
        ? undefined
        : `the rehearsal does not know ${strange.join(", ")} yet: extend rehearsal/provider/rows/route53/record.ts`;
    },
  },
];
