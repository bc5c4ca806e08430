/** The row of web ACLs' logging. */
import type { Properties, Row } from "../../row.ts";
import { text, texts } from "../known.ts";
import { blocks, toAws, waf, webAclOf } from "./shared.ts";

const source = "https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html";

const configuration = (inputs: Properties) => ({
  LoggingConfiguration: {
    ResourceArn: inputs.resourceArn,
    LogDestinationConfigs: inputs.logDestinationConfigs,
    ...(inputs.redactedFields !== undefined && { RedactedFields: toAws(inputs.redactedFields) }),
    ...(inputs.loggingFilter !== undefined && { LoggingFilter: toAws(inputs.loggingFilter) }),
  },
});

/** The physical name of a destination: log group, delivery stream or bucket. */
function destinationName(arn: string): string {
  return arn.replace(/:\*$/, "").replace(/^.*[:/]/, "");
}

function destinationProblem({ logDestinationConfigs }: Properties, region: string): string | undefined {
  const arns = texts(logDestinationConfigs);
  if (Array.isArray(logDestinationConfigs) && logDestinationConfigs.length !== 1)
    return `logDestinationConfigs has ${logDestinationConfigs.length} members: WAF takes one`;
  for (const arn of arns) {
    if (!destinationName(arn).startsWith("aws-waf-logs-"))
      return `the log destination ${arn} is refused: its name must begin with aws-waf-logs-`;
    const [, home] = /^arn:[\w-]+:logs:([\w-]+):/.exec(arn) ?? [];
    if (home !== undefined && home !== region)
      return `the log group ${arn} is in ${home}: it must be in the web ACL's region, ${region}`;
  }
  return undefined;
}

/**
 * Type `aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration`, recorded only. Its id is the web ACL's ARN.
 */
export const webAclLoggingConfiguration: Row = {
  type: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
  recorded: "MiniStack 1.5.33 has no logging of WAF",
  required: ["logDestinationConfigs", "resourceArn"],
  replaceOn: ["resourceArn", "logDestinationConfigs"],
  identify: ({ resourceArn }) => String(resourceArn),
  create: { call: (inputs) => waf("PutLoggingConfiguration", configuration(inputs)) },
  update: (_id, inputs) => [waf("PutLoggingConfiguration", configuration(inputs))],
  delete: (id) => [waf("DeleteLoggingConfiguration", { ResourceArn: id })],
  rules: [
    { source, check: (inputs, _world, facts) => destinationProblem(inputs, facts.region) },
    {
      source: "documentation of aws.wafv2.WebAclLoggingConfiguration: redactedFields",
      check: ({ redactedFields }) => {
        const wrong = blocks(redactedFields).find((field) => Object.keys(field).length !== 1);
        if (wrong !== undefined) return `a redacted field has ${Object.keys(wrong).join(" and ")}: each block has one`;
        const names = blocks(redactedFields).map(({ singleHeader }) => text(singleHeader?.name));
        const capital = names.find((name) => name !== undefined && name !== name.toLowerCase());
        return capital === undefined
          ? undefined
          : `the redacted header ${capital} must be written in lower case: WAF changes it, and every preview would show that`;
      },
    },
    {
      source: "https://docs.aws.amazon.com/waf/latest/APIReference/API_PutLoggingConfiguration.html",
      when: "creation",
      check: ({ resourceArn, logDestinationConfigs }, world) => {
        if (text(resourceArn) !== undefined && webAclOf(world, resourceArn) === undefined)
          return `the web ACL ${resourceArn} does not exist`;
        const groups = world.all("aws:cloudwatch/logGroup:LogGroup").map(({ properties }) => properties.arn);
        const missing = texts(logDestinationConfigs).find(
          (arn) => /:log-group:/.test(arn) && !groups.includes(arn.replace(/:\*$/, "")),
        );
        return missing === undefined ? undefined : `the log group ${missing} does not exist`;
      },
    },
  ],
};
