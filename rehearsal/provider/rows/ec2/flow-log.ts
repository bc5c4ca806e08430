/** Row of flow logs. */
import type { Properties, Row, Rule } from "../../row.ts";
import { isUnknown } from "../../row.ts";
import { camel, pascal, tagRecord } from "../helpers.ts";
import { text } from "../known.ts";
import { ec2, tagCalls, tagSpecifications } from "./shared.ts";

/** What can be watched, with EC2's name of its kind. */
const watched = {
  vpcId: "VPC",
  subnetId: "Subnet",
  eniId: "NetworkInterface",
  transitGatewayId: "TransitGateway",
  transitGatewayAttachmentId: "TransitGatewayAttachment",
  regionalNatGatewayId: "RegionalNatGateway",
} as const;

function target(inputs: Properties): { id: unknown; kind: string } {
  const [property, kind] = Object.entries(watched).find(([name]) => inputs[name] !== undefined) ?? ["vpcId", "VPC"];
  return { id: inputs[property], kind };
}

const rules: readonly Rule[] = [
  {
    source: "terraform-provider-aws, aws_flow_log, traffic_type; EC2 API, CreateFlowLogs",
    check: (inputs) =>
      inputs.trafficType === undefined && !target(inputs).kind.startsWith("TransitGateway")
        ? "the flow log has no trafficType: give ACCEPT, REJECT or ALL"
        : undefined,
  },
  {
    source: "EC2 API, CreateFlowLogs, DeliverLogsPermissionArn",
    check: ({ logDestinationType, iamRoleArn }) =>
      logDestinationType === "cloud-watch-logs" && iamRoleArn === undefined
        ? "the flow log to CloudWatch Logs has no iamRoleArn: give the ARN of a role that may write to the log group"
        : undefined,
  },
  {
    source: "EC2 API, CreateFlowLogs, LogDestination",
    check: ({ logDestination, logDestinationType }) => {
      if (logDestination === undefined)
        return "the flow log has no logDestination: give the ARN of a log group or bucket";
      const destination = text(logDestination);
      if (destination === undefined || isUnknown(logDestinationType)) return undefined;
      const service = { "cloud-watch-logs": "logs", s3: "s3", "kinesis-data-firehose": "firehose" }[
        String(logDestinationType)
      ];
      return service !== undefined && !new RegExp(`^arn:aws[\\w-]*:${service}:`).test(destination)
        ? `the flow log's logDestination ${destination} is no ARN of ${service}, as logDestinationType ${logDestinationType} wants`
        : undefined;
    },
  },
  {
    source: "EC2 API, CreateFlowLogs, MaxAggregationInterval",
    check: ({ maxAggregationInterval }) =>
      typeof maxAggregationInterval === "number" && maxAggregationInterval !== 60 && maxAggregationInterval !== 600
        ? `the flow log's maxAggregationInterval is ${maxAggregationInterval} seconds: AWS takes 60 or 600`
        : undefined,
  },
];

/** Type `aws:ec2/flowLog:FlowLog`. Everything but its tags replaces it. */
export const flowLog: Row = {
  type: "aws:ec2/flowLog:FlowLog",
  taggable: true,
  required: [],
  replaceOn: [
    ...Object.keys(watched),
    "deliverCrossAccountRole",
    "destinationOptions",
    "iamRoleArn",
    "logDestination",
    "logDestinationType",
    "logFormat",
    "maxAggregationInterval",
    "trafficType",
  ],
  defaults: { logDestinationType: "cloud-watch-logs", maxAggregationInterval: 600 },
  exactlyOne: [Object.keys(watched)],
  identify: (_inputs, facts) => `fl-${facts.hex(17)}`,
  attributes: (_inputs, id, facts) => ({ arn: facts.arn("ec2", `vpc-flow-log/${id}`) }),
  create: {
    call: (inputs, facts) => {
      const { id, kind } = target(inputs);
      return ec2("CreateFlowLogs", {
        ResourceIds: [id],
        ResourceType: kind,
        ...pascal(inputs, "trafficType", "logDestination", "logDestinationType", "logFormat", "maxAggregationInterval"),
        ...pascal(inputs, "destinationOptions", "deliverCrossAccountRole"),
        ...(inputs.iamRoleArn === undefined ? {} : { DeliverLogsPermissionArn: inputs.iamRoleArn }),
        ...tagSpecifications("vpc-flow-log", facts),
      });
    },
    id: (answer) => {
      const [failed] = answer.Unsuccessful ?? [];
      if (failed) throw new Error(`ec2 CreateFlowLogs: ${failed.Error?.Code}: ${failed.Error?.Message}`);
      return answer.FlowLogIds[0];
    },
  },
  // The emulator reads tags of the kind `flow-log`, AWS takes `vpc-flow-log`: they are set again after creation.
  afterCreate: (id, _inputs, live, facts) => tagCalls(id, live, facts),
  read: {
    call: (id) => ec2("DescribeFlowLogs", { FlowLogIds: [id] }),
    properties: (answer) => {
      const log = answer.FlowLogs?.[0];
      return (
        log && { ...camel(log, "TrafficType", "LogDestinationType", "LogDestination"), tagsAll: tagRecord(log.Tags) }
      );
    },
    gone: ["InvalidFlowLogId.NotFound"],
  },
  update: (id, _inputs, previous, facts) => tagCalls(id, previous, facts),
  delete: (id) => [ec2("DeleteFlowLogs", { FlowLogIds: [id] }, ["InvalidFlowLogId.NotFound"])],
  rules,
};
