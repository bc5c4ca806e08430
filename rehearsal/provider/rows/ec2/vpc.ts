/** Rows of VPCs and subnets. */
import type { Call, Properties, Row } from "../../row.ts";
import { camel, pascal, tagRecord } from "../helpers.ts";
import { tagCalls, tagSpecifications } from "./shared.ts";

function attributeCalls(id: string, inputs: Properties, live: Properties): Call[] {
  return ["enableDnsSupport", "enableDnsHostnames"]
    .filter((name) => inputs[name] !== undefined && inputs[name] !== live[name])
    .map((name) => ({
      service: "ec2",
      operation: "ModifyVpcAttribute",
      parameters: {
        VpcId: id,
        [name === "enableDnsSupport" ? "EnableDnsSupport" : "EnableDnsHostnames"]: { Value: inputs[name] },
      },
    }));
}

export const vpc: Row = {
  type: "aws:ec2/vpc:Vpc",
  taggable: true,
  required: [],
  replaceOn: ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"],
  defaults: { enableDnsSupport: true, instanceTenancy: "default" },
  conflicts: [["cidrBlock", "ipv4NetmaskLength"]],
  identify: (_inputs, facts) => `vpc-${facts.hex(17)}`,
  attributes: (_inputs, id, facts) => ({ arn: facts.arn("ec2", `vpc/${id}`), ownerId: facts.accountId }),
  create: {
    call: (inputs, facts) => ({
      service: "ec2",
      operation: "CreateVpc",
      parameters: { ...pascal(inputs, "cidrBlock", "instanceTenancy"), ...tagSpecifications("vpc", facts) },
    }),
    id: (answer) => answer.Vpc.VpcId,
  },
  afterCreate: (id, inputs, live) =>
    attributeCalls(id, inputs, { enableDnsSupport: true, enableDnsHostnames: false, ...live }),
  read: {
    call: (id) => ({ service: "ec2", operation: "DescribeVpcs", parameters: { VpcIds: [id] } }),
    properties: (answer) => {
      const found = answer.Vpcs?.[0];
      return found && { ...camel(found, "CidrBlock", "InstanceTenancy"), tagsAll: tagRecord(found.Tags) };
    },
    gone: ["InvalidVpcID.NotFound"],
  },
  update: (id, inputs, previous, facts) => [...attributeCalls(id, inputs, previous), ...tagCalls(id, previous, facts)],
  delete: (id) => [
    { service: "ec2", operation: "DeleteVpc", parameters: { VpcId: id }, ignore: ["InvalidVpcID.NotFound"] },
  ],
};
