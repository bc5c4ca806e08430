/** Row of VPC endpoints, gateway and interface. */
import type { Call, Facts, Properties, Row } from "../../row.ts";
import { camel, pascal, tagRecord } from "../helpers.ts";
import { derivedHex, orderAsWanted, setChanges, text, texts } from "../known.ts";
import { policyText } from "../policy-document.ts";
import { ec2, tagCalls, tagSpecifications, types } from "./shared.ts";
import { endpointRules } from "./vpc-endpoint-rules.ts";

function isInterface(inputs: Properties): boolean {
  return inputs.vpcEndpointType === "Interface";
}

function createParameters(inputs: Properties, facts: Facts): Properties {
  return {
    ...pascal(inputs, "vpcId", "serviceName", "vpcEndpointType", "routeTableIds", "subnetIds", "securityGroupIds"),
    ...pascal(inputs, "ipAddressType", "dnsOptions", "subnetConfigurations", "serviceRegion"),
    ...pascal(inputs, "resourceConfigurationArn", "serviceNetworkArn"),
    ...(inputs.policy === undefined ? {} : { PolicyDocument: policyText(inputs.policy) }),
    // AWS's own default is true; the real provider sends false where the program says nothing.
    ...(isInterface(inputs) ? { PrivateDnsEnabled: inputs.privateDnsEnabled ?? false } : {}),
    ...tagSpecifications("vpc-endpoint", facts),
  };
}

/** What an interface endpoint gets: a network interface in each subnet, and its own DNS names. */
function interfaceAttributes(inputs: Properties, id: string, facts: Facts): Properties {
  const service = (text(inputs.serviceName) ?? "").split(".").slice(3).join(".");
  const host = `${id}-${derivedHex(id, 8)}.${service}.${facts.region}.vpce.amazonaws.com`;
  const privateNames = inputs.privateDnsEnabled === true ? [`${service}.${facts.region}.amazonaws.com`] : [];
  const hostedZoneId = `Z${derivedHex(facts.region, 13).toUpperCase()}`;
  return {
    dnsEntries: [host, ...privateNames].map((dnsName) => ({ dnsName, hostedZoneId })),
    networkInterfaceIds: texts(inputs.subnetIds).map((subnetId) => `eni-${derivedHex(`${id} ${subnetId}`, 17)}`),
  };
}

function updateParameters(inputs: Properties, previous: Properties): Properties {
  const changes = (property: string, member: string) => {
    const { added, removed } = setChanges(inputs[property], previous[property]);
    return {
      ...(added.length > 0 ? { [`Add${member}`]: added } : {}),
      ...(removed.length > 0 ? { [`Remove${member}`]: removed } : {}),
    };
  };
  const policyChanged = policyText(inputs.policy) !== policyText(previous.policy);
  return {
    ...changes("routeTableIds", "RouteTableIds"),
    ...changes("subnetIds", "SubnetIds"),
    ...changes("securityGroupIds", "SecurityGroupIds"),
    ...(policyChanged && inputs.policy !== undefined ? { PolicyDocument: policyText(inputs.policy) } : {}),
    ...(policyChanged && inputs.policy === undefined ? { ResetPolicy: true } : {}),
    ...(isInterface(inputs) && (inputs.privateDnsEnabled ?? false) !== (previous.privateDnsEnabled ?? false)
      ? { PrivateDnsEnabled: inputs.privateDnsEnabled ?? false }
      : {}),
    ...(inputs.ipAddressType === previous.ipAddressType ? {} : pascal(inputs, "ipAddressType")),
  };
}

function updateCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  const parameters = updateParameters(inputs, previous);
  return Object.keys(parameters).length === 0 ? [] : [ec2("ModifyVpcEndpoint", { VpcEndpointId: id, ...parameters })];
}

/** Security groups, private DNS and policy are not in the emulator's answer: there the wanted values stay. */
function liveProperties(answer: Properties, state: Properties): Properties | undefined {
  const endpoint = answer.VpcEndpoints?.[0];
  if (!endpoint || endpoint.State === "deleted") return undefined;
  const prefixList = answer.PrefixLists?.[0];
  const list = (property: string, ids: readonly string[] | undefined) =>
    state[property] === undefined && (ids ?? []).length === 0
      ? {}
      : { [property]: orderAsWanted(ids ?? [], state[property]) };
  return {
    ...camel(endpoint, "VpcId", "ServiceName", "VpcEndpointType", "State", "OwnerId"),
    ...list("routeTableIds", endpoint.RouteTableIds),
    ...list("subnetIds", endpoint.SubnetIds),
    ...(prefixList ? { prefixListId: prefixList.PrefixListId, cidrBlocks: prefixList.Cidrs } : {}),
    tagsAll: tagRecord(endpoint.Tags),
  };
}

/** Type `aws:ec2/vpcEndpoint:VpcEndpoint`. */
export const vpcEndpoint: Row = {
  type: types.vpcEndpoint,
  taggable: true,
  required: ["vpcId"],
  replaceOn: [
    "vpcId",
    "serviceName",
    "serviceRegion",
    "vpcEndpointType",
    "resourceConfigurationArn",
    "serviceNetworkArn",
  ],
  defaults: { vpcEndpointType: "Gateway" },
  exactlyOne: [["serviceName", "resourceConfigurationArn", "serviceNetworkArn"]],
  identify: (_inputs, facts) => `vpce-${facts.hex(17)}`,
  attributes: (inputs, id, facts) => ({
    arn: facts.arn("ec2", `vpc-endpoint/${id}`),
    ownerId: facts.accountId,
    requesterManaged: false,
    state: "available",
    ...(isInterface(inputs)
      ? interfaceAttributes(inputs, id, facts)
      : { prefixListId: `pl-${derivedHex(text(inputs.serviceName) ?? id, 8)}` }),
  }),
  create: {
    call: (inputs, facts) => ec2("CreateVpcEndpoint", createParameters(inputs, facts)),
    id: (answer) => answer.VpcEndpoint.VpcEndpointId,
  },
  read: {
    call: (id) => ec2("DescribeVpcEndpoints", { VpcEndpointIds: [id] }),
    also: (_id, state) =>
      state.vpcEndpointType === "Gateway" && text(state.serviceName) !== undefined
        ? [ec2("DescribePrefixLists", { Filters: [{ Name: "prefix-list-name", Values: [state.serviceName] }] })]
        : [],
    properties: (answer, _id, state) => liveProperties(answer, state),
    gone: ["InvalidVpcEndpointId.NotFound"],
  },
  update: (id, inputs, previous, facts) => [...updateCalls(id, inputs, previous), ...tagCalls(id, previous, facts)],
  delete: (id) => [ec2("DeleteVpcEndpoints", { VpcEndpointIds: [id] }, ["InvalidVpcEndpointId.NotFound"])],
  rules: endpointRules,
};
