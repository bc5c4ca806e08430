/** Row of service-linked roles. */
import type { Properties, Row } from "../../row.ts";
import { pascal, tagRecord } from "../helpers.ts";
import { derivedHex, text } from "../known.ts";
import { iam, noSuchEntity, tagCalls, types } from "./shared.ts";

/** Names of service-linked roles that do not follow from the service's address (service authorization pages). */
const linkedRoleNames: Readonly<Record<string, string>> = {
  "autoscaling.amazonaws.com": "AWSServiceRoleForAutoScaling",
  "backup.amazonaws.com": "AWSServiceRoleForBackup",
  "config.amazonaws.com": "AWSServiceRoleForConfig",
  "ecs.amazonaws.com": "AWSServiceRoleForECS",
  "elasticache.amazonaws.com": "AWSServiceRoleForElastiCache",
  "elasticloadbalancing.amazonaws.com": "AWSServiceRoleForElasticLoadBalancing",
  "guardduty.amazonaws.com": "AWSServiceRoleForAmazonGuardDuty",
  "mq.amazonaws.com": "AWSServiceRoleForAmazonMQ",
  "opensearchservice.amazonaws.com": "AWSServiceRoleForAmazonOpenSearchService",
  "rds.amazonaws.com": "AWSServiceRoleForRDS",
  "spot.amazonaws.com": "AWSServiceRoleForEC2Spot",
  "ssm.amazonaws.com": "AWSServiceRoleForAmazonSSM",
};

function linkedRoleName(inputs: Properties): string {
  const service = String(inputs.awsServiceName);
  const short = service.split(".")[0] ?? "";
  const name = linkedRoleNames[service] ?? `AWSServiceRoleFor${short.charAt(0).toUpperCase()}${short.slice(1)}`;
  return inputs.customSuffix === undefined ? name : `${name}_${inputs.customSuffix}`;
}

/** Services whose service-linked role takes a suffix. */
const withSuffix = ["autoscaling.amazonaws.com", "lex.amazonaws.com", "connect.amazonaws.com"];

/** Longest name of a role (IAM API, CreateServiceLinkedRole and Role: RoleName). */
const largestName = 64;

/** Type `aws:iam/serviceLinkedRole:ServiceLinkedRole`. Its id is its ARN. */
export const serviceLinkedRole: Row = {
  type: types.serviceLinkedRole,
  recorded:
    "MiniStack 1.5.33 names the role otherwise than AWS (AWSServiceRoleForAutoscaling) and drops its description and suffix",
  taggable: true,
  required: ["awsServiceName"],
  replaceOn: ["awsServiceName", "customSuffix"],
  identify: (inputs, facts) =>
    facts.arn("iam", `role/aws-service-role/${inputs.awsServiceName}/${linkedRoleName(inputs)}`, { region: "" }),
  attributes: (inputs, id) => ({
    arn: id,
    name: linkedRoleName(inputs),
    path: `/aws-service-role/${inputs.awsServiceName}/`,
    uniqueId: `AROA${derivedHex(id, 17).toUpperCase()}`,
    createDate: "2025-01-01T00:00:00Z",
  }),
  create: {
    call: (inputs) =>
      iam("CreateServiceLinkedRole", {
        AWSServiceName: inputs.awsServiceName,
        ...pascal(inputs, "customSuffix", "description"),
      }),
    id: (answer) => answer.Role.Arn,
  },
  // Its making takes no tags: the real provider sends them after it.
  afterCreate: (id, _inputs, _live, facts) => tagCalls("Role", { RoleName: id.split("/").at(-1) }, {}, facts),
  read: {
    call: (id) => iam("GetRole", { RoleName: id.split("/").at(-1) }),
    properties: (answer) => answer.Role && { arn: answer.Role.Arn, tagsAll: tagRecord(answer.Role.Tags) },
    gone: [noSuchEntity],
  },
  update: (id, inputs, previous, facts) => {
    const RoleName = id.split("/").at(-1);
    return [
      ...(inputs.description === previous.description
        ? []
        : [iam("UpdateRole", { RoleName, Description: inputs.description ?? "" })]),
      ...tagCalls("Role", { RoleName }, previous, facts),
    ];
  },
  delete: (id) => [iam("DeleteServiceLinkedRole", { RoleName: id.split("/").at(-1) }, [noSuchEntity])],
  rules: [
    {
      source: "IAM API, CreateServiceLinkedRole, AWSServiceName",
      check: ({ awsServiceName }) => {
        const service = text(awsServiceName);
        return service === undefined || /^[a-z0-9.-]+\.amazonaws\.com$/.test(service)
          ? undefined
          : `the service-linked role's awsServiceName ${service} is no service: give one like autoscaling.amazonaws.com`;
      },
    },
    {
      source: "IAM API, CreateServiceLinkedRole, CustomSuffix",
      check: ({ awsServiceName, customSuffix }) => {
        const service = text(awsServiceName);
        return customSuffix !== undefined && service !== undefined && !withSuffix.includes(service)
          ? `${service} takes no customSuffix: leave it out (services that do: ${withSuffix.join(", ")})`
          : undefined;
      },
    },
    {
      source:
        "IAM User Guide, IAM and AWS STS quotas: role names; the name is AWS's part, an underscore and the suffix",
      check: (inputs) => {
        if (text(inputs.awsServiceName) === undefined || text(inputs.customSuffix) === undefined) return undefined;
        const name = linkedRoleName(inputs);
        return name.length > largestName
          ? `the service-linked role's name ${name} has ${name.length} characters: allowed are ${largestName}, shorten customSuffix`
          : undefined;
      },
    },
    {
      source: "IAM API, CreateServiceLinkedRole, CustomSuffix: pattern [\\w+=,.@-]+",
      check: ({ customSuffix }) => {
        const suffix = text(customSuffix);
        return suffix === undefined || /^[\w+=,.@-]+$/.test(suffix)
          ? undefined
          : `the service-linked role's customSuffix ${JSON.stringify(suffix)} has other characters than letters, digits and _+=,.@-`;
      },
    },
    {
      source:
        "terraform-provider-aws, aws_iam_service_linked_role: reads the suffix between the name's only underscore and its end",
      check: ({ customSuffix }) =>
        text(customSuffix)?.includes("_")
          ? `the service-linked role's customSuffix ${customSuffix} has an underscore: the provider would not find it again and replace the role at every update; use hyphens`
          : undefined,
    },
    {
      source: "IAM API, CreateServiceLinkedRole: InvalidInput, the name has been taken in this account",
      when: "creation",
      check: (inputs, world) => {
        const name = linkedRoleName(inputs);
        const other = world.all(types.serviceLinkedRole).find(({ properties }) => properties.name === name);
        return other && `the service-linked role ${name} exists already (${other.urn}): give another customSuffix`;
      },
    },
  ],
};
