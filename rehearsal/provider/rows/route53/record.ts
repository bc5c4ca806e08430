/** The row of DNS records. */
import { type Call, isUnknown, type Properties, type Row } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { recordRules } from "./record-rules.ts";
import { plainName, route53, zoneGone } from "./shared.ts";

/** A routing policy as Route 53 tells it: members of the record set itself. */
function routing(inputs: Properties): Properties {
  const [failover] = inputs.failoverRoutingPolicies ?? [];
  const [geolocation] = inputs.geolocationRoutingPolicies ?? [];
  const [latency] = inputs.latencyRoutingPolicies ?? [];
  const [weighted] = inputs.weightedRoutingPolicies ?? [];
  return {
    ...(failover && { Failover: failover.type }),
    ...(geolocation && {
      GeoLocation: {
        ContinentCode: geolocation.continent,
        CountryCode: geolocation.country,
        SubdivisionCode: geolocation.subdivision,
      },
    }),
    ...(latency && { Region: latency.region }),
    ...(weighted && { Weight: weighted.weight }),
    ...(inputs.multivalueAnswerRoutingPolicy === true && { MultiValueAnswer: true }),
  };
}

/** Texts are sent in quotation marks (terraform-provider-aws, aws_route53_record). */
function recordValue(type: unknown, value: unknown): unknown {
  const text = type === "TXT" || type === "SPF";
  return text && typeof value === "string" && !value.startsWith('"') ? `"${value}"` : value;
}

function recordSet(inputs: Properties): Properties {
  const [alias] = inputs.aliases ?? [];
  const records = inputs.records;
  return {
    Name: inputs.name,
    Type: inputs.type,
    SetIdentifier: inputs.setIdentifier,
    HealthCheckId: inputs.healthCheckId,
    ...routing(inputs),
    ...(alias && {
      AliasTarget: {
        DNSName: alias.name,
        EvaluateTargetHealth: alias.evaluateTargetHealth,
        HostedZoneId: alias.zoneId,
      },
    }),
    ...(records !== undefined && {
      TTL: inputs.ttl,
      ResourceRecords: isUnknown(records)
        ? records
        : records.map((value: unknown) => ({ Value: recordValue(inputs.type, value) })),
    }),
  };
}

function change(zoneId: unknown, changes: readonly Properties[]): Call {
  const ChangeBatch = { Comment: "Managed by Pulumi", Changes: changes };
  return route53("ChangeResourceRecordSets", { HostedZoneId: zoneId, ChangeBatch });
}

/** The type and the identifier are part of a record's identity: with another one it is another record. */
function sameRecord(a: Properties, b: Properties): boolean {
  return a.type === b.type && a.setIdentifier === b.setIdentifier;
}

function liveRecord(found: Properties, state: Properties): Properties {
  const values = (found.ResourceRecords ?? []).map(({ Value }: Properties) => Value);
  const wanted = Array.isArray(state.records)
    ? state.records.map((value) => recordValue(state.type, value))
    : undefined;
  const alias = found.AliasTarget;
  return {
    fqdn: plainName(found.Name),
    ...(found.TTL !== undefined && { ttl: found.TTL }),
    ...(values.length > 0 && { records: asWanted(values, wanted) === wanted ? state.records : values }),
    ...(alias && {
      aliases: [
        {
          name:
            plainName(alias.DNSName) === plainName(String(state.aliases?.[0]?.name))
              ? state.aliases[0].name
              : alias.DNSName,
          zoneId: alias.HostedZoneId,
          evaluateTargetHealth: alias.EvaluateTargetHealth,
        },
      ],
    }),
  };
}

/**
 * A DNS record set, made in the emulator. A changed type or set identifier deletes and creates in one batch. The
 * rules are in `record-rules.ts`.
 */
export const record: Row = {
  type: "aws:route53/record:Record",
  required: ["name", "type", "zoneId"],
  replaceOn: ["name", "zoneId"],
  exactlyOne: [["aliases", "records"]],
  conflicts: [
    ["aliases", "ttl"],
    [
      "cidrRoutingPolicy",
      "failoverRoutingPolicies",
      "geolocationRoutingPolicies",
      "geoproximityRoutingPolicy",
      "latencyRoutingPolicies",
      "multivalueAnswerRoutingPolicy",
      "weightedRoutingPolicies",
    ],
  ],
  identify: ({ zoneId, name, type, setIdentifier }) =>
    [zoneId, plainName(String(name)), type, setIdentifier].filter((part) => part !== undefined).join("_"),
  attributes: (inputs) => ({ fqdn: plainName(String(inputs.name)) }),
  create: {
    call: (inputs) =>
      change(inputs.zoneId, [
        { Action: inputs.allowOverwrite === true ? "UPSERT" : "CREATE", ResourceRecordSet: recordSet(inputs) },
      ]),
  },
  read: {
    call: (_id, state) =>
      route53("ListResourceRecordSets", {
        HostedZoneId: state.zoneId,
        StartRecordName: state.name,
        StartRecordType: state.type,
        ...(state.setIdentifier !== undefined && { StartRecordIdentifier: state.setIdentifier }),
      }),
    properties: (answer, _id, state) => {
      const found = answer.ResourceRecordSets?.[0];
      const plain = (name: unknown) => plainName(String(name)).replace("\\052", "*");
      const same =
        found &&
        plain(found.Name) === plain(state.name) &&
        found.Type === state.type &&
        found.SetIdentifier === state.setIdentifier;
      return same ? liveRecord(found, state) : undefined;
    },
    gone: zoneGone,
  },
  update: (_id, inputs, previous) => {
    const upsert = { Action: "UPSERT", ResourceRecordSet: recordSet(inputs) };
    if (sameRecord(inputs, previous)) return [change(inputs.zoneId, [upsert])];
    const remove = { Action: "DELETE", ResourceRecordSet: recordSet(previous) };
    return [change(inputs.zoneId, [remove, { ...upsert, Action: "CREATE" }])];
  },
  delete: (_id, state) => [
    {
      ...change(state.zoneId, [{ Action: "DELETE", ResourceRecordSet: recordSet(state) }]),
      ignore: [...zoneGone, "InvalidChangeBatch"],
    },
  ],
  rules: recordRules,
};
