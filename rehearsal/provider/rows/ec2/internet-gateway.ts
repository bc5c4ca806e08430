/** Row of internet gateways. */
import type { Call, Properties, Row } from "../../row.ts";
import { tagRecord } from "../helpers.ts";
import { text } from "../known.ts";
import { ec2, tagCalls, tagSpecifications, types } from "./shared.ts";

function attachment(operation: "AttachInternetGateway" | "DetachInternetGateway", id: string, vpcId: unknown): Call[] {
  if (vpcId === undefined) return [];
  const ignore =
    operation === "DetachInternetGateway" ? ["Gateway.NotAttached", "InvalidInternetGatewayID.NotFound"] : [];
  return [ec2(operation, { InternetGatewayId: id, VpcId: vpcId }, ignore)];
}

function liveProperties(answer: Properties): Properties | undefined {
  const gateway = answer.InternetGateways?.[0];
  if (!gateway) return undefined;
  const vpcId = gateway.Attachments?.[0]?.VpcId;
  return { ...(vpcId === undefined ? {} : { vpcId }), ownerId: gateway.OwnerId, tagsAll: tagRecord(gateway.Tags) };
}

/** Type `aws:ec2/internetGateway:InternetGateway`. */
export const internetGateway: Row = {
  type: types.internetGateway,
  taggable: true,
  required: [],
  replaceOn: [],
  identify: (_inputs, facts) => `igw-${facts.hex(17)}`,
  attributes: (_inputs, id, facts) => ({ arn: facts.arn("ec2", `internet-gateway/${id}`), ownerId: facts.accountId }),
  create: {
    call: (_inputs, facts) => ec2("CreateInternetGateway", tagSpecifications("internet-gateway", facts)),
    id: (answer) => answer.InternetGateway.InternetGatewayId,
  },
  afterCreate: (id, inputs) => attachment("AttachInternetGateway", id, inputs.vpcId),
  read: {
    call: (id) => ec2("DescribeInternetGateways", { InternetGatewayIds: [id] }),
    properties: liveProperties,
    gone: ["InvalidInternetGatewayID.NotFound"],
  },
  update: (id, inputs, previous, facts) => [
    ...(inputs.vpcId === previous.vpcId
      ? []
      : [
          ...attachment("DetachInternetGateway", id, previous.vpcId),
          ...attachment("AttachInternetGateway", id, inputs.vpcId),
        ]),
    ...tagCalls(id, previous, facts),
  ],
  delete: (id, state) => [
    ...attachment("DetachInternetGateway", id, state.vpcId),
    ec2("DeleteInternetGateway", { InternetGatewayId: id }, ["InvalidInternetGatewayID.NotFound"]),
  ],
  rules: [
    {
      // Not in previews: there a gateway that the same update replaces still counts.
      source: "EC2 API, AttachInternetGateway; error InvalidParameterValue: a VPC has at most one internet gateway",
      when: "creation",
      check: (inputs, world) => {
        const vpcId = text(inputs.vpcId);
        const other = vpcId && world.all(types.internetGateway).find(({ properties }) => properties.vpcId === vpcId);
        return other
          ? `${vpcId} has the internet gateway ${other.id} already: a VPC takes one; use it or detach it first`
          : undefined;
      },
    },
  ],
};
