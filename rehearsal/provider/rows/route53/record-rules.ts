/** What Route 53 refuses in records, and the emulator does not. */
import { isIPv4, isIPv6 } from "node:net";
import { isUnknown, type Properties, type Rule, type World } from "../../row.ts";
import { text, texts } from "../known.ts";
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

/** Where alias records to any distribution lead. Source: Route 53 API, AliasTarget: HostedZoneId. */
const cloudFrontZoneId = "Z2FDTNDATAQYW2";
const aliasSource = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html";

/** The parts of the only alias that are known, without the record's final dot. */
function aliasOf({ aliases }: Properties) {
  const [alias] = Array.isArray(aliases) ? aliases : [];
  const target = text(alias?.name);
  return { target: target === undefined ? undefined : plainName(target), zoneId: text(alias?.zoneId), alias };
}

function aliasFormProblem(inputs: Properties): string | undefined {
  const { target, zoneId, alias } = aliasOf(inputs);
  if (Array.isArray(inputs.aliases) && inputs.aliases.length !== 1)
    return `the record ${inputs.name} has ${inputs.aliases.length} aliases: allowed is one`;
  if (target === undefined || zoneId === undefined) return undefined;
  if (target.endsWith(".cloudfront.net") !== (zoneId === cloudFrontZoneId))
    return `the alias ${inputs.name} leads to ${target} in the zone ${zoneId}: the zone of distributions, and of nothing else, is ${cloudFrontZoneId}`;
  if (zoneId === cloudFrontZoneId && alias.evaluateTargetHealth === true)
    return `the alias ${inputs.name} evaluates the health of a distribution, which Route 53 refuses: give evaluateTargetHealth: false`;
  return zoneId === cloudFrontZoneId && !["A", "AAAA", "HTTPS"].includes(inputs.type)
    ? `the alias ${inputs.name} to a distribution is of the type ${inputs.type}: allowed are A, AAAA and HTTPS`
    : undefined;
}

function aliasTargetProblem(inputs: Properties, world: World): string | undefined {
  const { target, zoneId } = aliasOf(inputs);
  const name = text(inputs.name);
  if (target === undefined || zoneId === undefined || name === undefined) return undefined;
  if (zoneId === cloudFrontZoneId) {
    const distributions = world.all("aws:cloudfront/distribution:Distribution").map(({ properties }) => properties);
    const found = distributions.find(({ domainName }) => domainName === target);
    if (found === undefined) return `the distribution ${target}, to which ${name} leads, does not exist`;
    return texts(found.aliases).includes(plainName(name))
      ? undefined
      : `the distribution ${target} does not have ${plainName(name)} among its aliases: it would refuse the requests`;
  }
  if (!/\.elb\.amazonaws\.com$/.test(target)) return undefined;
  const balancers = world.all("aws:lb/loadBalancer:LoadBalancer").map(({ properties }) => properties);
  const found = balancers.find(({ dnsName }) => plainName(String(dnsName)) === target.replace(/^dualstack\./, ""));
  if (found === undefined) return `the load balancer ${target}, to which ${name} leads, does not exist`;
  return found.zoneId === zoneId
    ? undefined
    : `the alias ${name} leads to ${target} in the zone ${zoneId}: that load balancer is in the zone ${found.zoneId}`;
}

/** The rules of the row of records. */
export const recordRules: readonly Rule[] = [
  { source: aliasSource, check: aliasFormProblem },
  { source: aliasSource, when: "creation", check: aliasTargetProblem },
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
