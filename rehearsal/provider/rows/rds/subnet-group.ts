/** Row of DB subnet groups. */
import type { Row } from "../../row.ts";
import { tagRecord } from "../helpers.ts";
import { orderAsWanted, text, texts } from "../known.ts";
import { rds, tagCalls, tags, types } from "./shared.ts";

const subnetType = "aws:ec2/subnet:Subnet";

/** A DB subnet group, made in the emulator. The rules check its name, and that its subnets are of one VPC and two zones. */
export const subnetGroup: Row = {
  type: types.subnetGroup,
  taggable: true,
  autoName: { property: "name", maxLength: 255, lowerCase: true },
  required: ["subnetIds"],
  replaceOn: ["name", "namePrefix"],
  defaults: { description: "Managed by Pulumi" },
  conflicts: [["name", "namePrefix"]],
  identify: (inputs) => String(inputs.name),
  attributes: (inputs, _id, facts) => ({ arn: facts.arn("rds", `subgrp:${inputs.name}`) }),
  create: {
    call: (inputs, facts) =>
      rds("CreateDBSubnetGroup", {
        DBSubnetGroupName: inputs.name,
        DBSubnetGroupDescription: inputs.description ?? "Managed by Pulumi",
        SubnetIds: inputs.subnetIds,
        ...tags(facts),
      }),
  },
  read: {
    call: (id) => rds("DescribeDBSubnetGroups", { DBSubnetGroupName: id }),
    also: (_id, _state, _facts, answer) => [
      rds("ListTagsForResource", { ResourceName: answer.DBSubnetGroups[0].DBSubnetGroupArn }),
    ],
    properties: (answer, _id, state) => {
      const live = answer.DBSubnetGroups?.[0];
      const subnets = (live?.Subnets ?? []).map((subnet: { SubnetIdentifier: string }) => subnet.SubnetIdentifier);
      return (
        live && {
          arn: live.DBSubnetGroupArn,
          description: live.DBSubnetGroupDescription,
          subnetIds: orderAsWanted(subnets, state.subnetIds),
          vpcId: live.VpcId,
          tagsAll: tagRecord(answer.TagList),
        }
      );
    },
    gone: ["DBSubnetGroupNotFoundFault", "DBSubnetGroupNotFound"],
  },
  update: (id, inputs, previous, facts) => [
    rds("ModifyDBSubnetGroup", {
      DBSubnetGroupName: id,
      DBSubnetGroupDescription: inputs.description ?? "Managed by Pulumi",
      SubnetIds: inputs.subnetIds,
    }),
    ...tagCalls(previous.arn, previous, facts),
  ],
  delete: (id) => [rds("DeleteDBSubnetGroup", { DBSubnetGroupName: id }, ["DBSubnetGroupNotFoundFault"])],
  rules: [
    {
      source: "RDS API, CreateDBSubnetGroup: DBSubnetGroupName",
      check: ({ name }) =>
        typeof name === "string" && !/^[a-z0-9._ -]{1,255}$/.test(name)
          ? `name is ${name}: RDS takes up to 255 small letters, digits, dots, underscores, spaces and hyphens`
          : undefined,
    },
    {
      source: "RDS API error DBSubnetGroupDoesNotCoverEnoughAZs, InvalidSubnet",
      when: "creation",
      check: ({ subnetIds }, world) => {
        const known = texts(subnetIds).map((id) => world.find(subnetType, id)?.properties);
        const missing = texts(subnetIds).filter((_, index) => known[index] === undefined);
        if (missing.length > 0) return `subnetIds has ${missing.join(", ")}, which do not exist`;
        const vpcs = new Set(known.map((subnet) => text(subnet?.vpcId)));
        if (vpcs.size > 1) return `subnetIds are of ${vpcs.size} VPCs (${[...vpcs].join(", ")}): take those of one`;
        const zones = new Set(known.map((subnet) => subnet?.availabilityZone));
        return zones.size < 2
          ? `subnetIds are in ${zones.size} zone: RDS needs subnets in two zones or more`
          : undefined;
      },
    },
  ],
};
