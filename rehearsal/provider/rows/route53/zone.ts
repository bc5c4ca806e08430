/** The row of hosted zones. */
import { type Call, type Facts, isUnknown, type Properties, type Row } from "../../row.ts";
import { tagRecord } from "../helpers.ts";
import { derivedHex } from "../known.ts";
import { domainNameProblem, plainName, route53, tagCalls, zoneGone, zoneType } from "./shared.ts";

function vpcOf(vpc: Properties, facts: Facts): Properties {
  return { VPCId: vpc.vpcId, VPCRegion: vpc.vpcRegion ?? facts.region };
}

function vpcsOf(inputs: Properties): Properties[] {
  return Array.isArray(inputs.vpcs) ? inputs.vpcs.filter((vpc: unknown) => !isUnknown(vpc)) : [];
}

/** The VPCs to add, then those to leave: a private zone must never be without one. */
function vpcCalls(id: string, inputs: Properties, previous: readonly Properties[], facts: Facts): Call[] {
  const key = (vpc: Properties) => JSON.stringify(vpcOf(vpc, facts));
  const without = (list: readonly Properties[], other: readonly Properties[]) =>
    list.filter((vpc) => !other.some((candidate) => key(candidate) === key(vpc)));
  const wanted = vpcsOf(inputs);
  const call = (operation: string) => (vpc: Properties) =>
    route53(operation, { HostedZoneId: id, VPC: vpcOf(vpc, facts) });
  return [
    ...without(wanted, previous).map(call("AssociateVPCWithHostedZone")),
    ...without(previous, wanted).map(call("DisassociateVPCFromHostedZone")),
  ];
}

/** Names in the form of AWS's name servers, for zones that are only recorded. */
function recordedNameServers(id: string): string[] {
  const number = Number.parseInt(derivedHex(id, 4), 16) % 512;
  return ["com", "net", "org", "co.uk"].map(
    (domain, index) => `ns-${number + index * 512}.awsdns-${number % 64}.${domain}`,
  );
}

function outputs(id: string, nameServers: readonly string[]): Properties {
  return { zoneId: id, nameServers, primaryNameServer: nameServers[0] };
}

/**
 * A hosted zone, public or private, made in the emulator. A private one is created with its first VPC; the others are
 * associated after that. The rules check the domain name, and that the VPCs exist.
 */
export const zone: Row = {
  type: zoneType,
  taggable: true,
  autoName: { property: "name", maxLength: 255 },
  required: [],
  replaceOn: ["delegationSetId", "name"],
  defaults: { comment: "Managed by Pulumi", forceDestroy: false },
  conflicts: [["delegationSetId", "vpcs"]],
  identify: (_inputs, facts) => `Z${facts.hex(20).toUpperCase()}`,
  attributes: (inputs, id, facts) => ({
    arn: facts.arn("route53", `hostedzone/${id}`, { region: "", account: "" }),
    ...(vpcsOf(inputs).length === 0 && outputs(id, recordedNameServers(id))),
  }),
  create: {
    call: (inputs, facts) => {
      const [first] = vpcsOf(inputs);
      return route53("CreateHostedZone", {
        Name: inputs.name,
        CallerReference: `pulumi-${facts.hex(32)}`,
        HostedZoneConfig: { Comment: inputs.comment },
        DelegationSetId: inputs.delegationSetId,
        ...(first && { VPC: vpcOf(first, facts) }),
      });
    },
    id: (answer) => String(answer.HostedZone.Id).replace("/hostedzone/", ""),
  },
  afterCreate: (id, inputs, live, facts) => [
    ...vpcCalls(id, inputs, vpcsOf(inputs).slice(0, 1), facts),
    ...tagCalls("hostedzone", id, live, facts),
  ],
  read: {
    call: (id) => route53("GetHostedZone", { Id: id }),
    also: (id) => [route53("ListTagsForResource", { ResourceType: "hostedzone", ResourceId: id })],
    properties: (answer, id) => {
      const found = answer.HostedZone;
      if (!found) return undefined;
      return {
        comment: found.Config?.Comment ?? "",
        ...outputs(id, (answer.DelegationSet?.NameServers ?? []).map(plainName)),
        tagsAll: tagRecord(answer.ResourceTagSet?.Tags),
      };
    },
    gone: zoneGone,
  },
  update: (id, inputs, previous, facts) => [
    ...(inputs.comment === previous.comment
      ? []
      : [route53("UpdateHostedZoneComment", { Id: id, Comment: inputs.comment ?? "" })]),
    ...vpcCalls(id, inputs, vpcsOf(previous), facts),
    ...tagCalls("hostedzone", id, previous, facts),
  ],
  delete: (id) => [{ ...route53("DeleteHostedZone", { Id: id }), ignore: zoneGone }],
  rules: [
    {
      source: "Route 53 Developer Guide, DNS domain name format",
      check: ({ name }) => {
        const problem = typeof name === "string" ? domainNameProblem(name) : undefined;
        return problem && `Route 53 refuses the zone name ${name}: ${problem}`;
      },
    },
    {
      source: "Route 53 API, CreateHostedZone: InvalidVPCId; ConflictingDomainExists",
      when: "creation",
      check: (inputs, world) => {
        const ids = vpcsOf(inputs)
          .map((vpc) => vpc.vpcId)
          .filter((id) => typeof id === "string");
        const missing = ids.filter((id) => !world.find("aws:ec2/vpc:Vpc", id));
        return missing.length === 0
          ? undefined
          : `the VPCs ${missing.join(", ")} of the zone ${inputs.name} do not exist`;
      },
    },
  ],
};
