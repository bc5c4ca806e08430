/** The row of query logging of public hosted zones. */
import type { Row } from "../../row.ts";
import { allows, policyProblem, statementsOf } from "../policy-document.ts";
import { route53, zoneType } from "./shared.ts";

const queryLogType = "aws:route53/queryLog:QueryLog";
const source = "Route 53 API, CreateQueryLoggingConfig: Log Group and Resource Policy";
const arnPattern = /^arn:aws[\w-]*:logs:([\w-]+):(\d{12}):log-group:([^:*]+)(:\*)?$/;

/**
 * Query logging of a public hosted zone, recorded only: the emulator has none. The rules, from
 * CreateQueryLoggingConfig, check that the log group is in us-east-1 and in the account, that a resource policy lets
 * Route 53 write to it, and that the zone is public and has no other log.
 */
export const queryLog: Row = {
  type: queryLogType,
  recorded: "MiniStack 1.5.33 has no query logging of Route 53",
  required: ["cloudwatchLogGroupArn", "zoneId"],
  replaceOn: ["cloudwatchLogGroupArn", "zoneId"],
  identify: (_inputs, facts) => facts.hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
  attributes: (_inputs, id, facts) => ({
    arn: facts.arn("route53", `queryloggingconfig/${id}`, { region: "", account: "" }),
  }),
  create: {
    call: (inputs) =>
      route53("CreateQueryLoggingConfig", {
        HostedZoneId: inputs.zoneId,
        CloudWatchLogsLogGroupArn: inputs.cloudwatchLogGroupArn,
      }),
    id: (answer) => answer.QueryLoggingConfig.Id,
  },
  delete: (id) => [{ ...route53("DeleteQueryLoggingConfig", { Id: id }), ignore: ["NoSuchQueryLoggingConfig"] }],
  rules: [
    {
      source,
      check: ({ cloudwatchLogGroupArn: arn }, _world, facts) => {
        if (typeof arn !== "string") return undefined;
        const [, region, account] = arnPattern.exec(arn) ?? [];
        if (region === undefined) return `cloudwatchLogGroupArn is ${arn}: it must be the ARN of a log group`;
        if (region !== "us-east-1")
          return `the log group ${arn} is in ${region}: Route 53 logs queries to us-east-1 only`;
        if (account === facts.accountId) return undefined;
        return `the log group ${arn} is in the account ${account}: it must be in the zone's account ${facts.accountId}`;
      },
    },
    {
      source,
      when: "creation",
      check: ({ cloudwatchLogGroupArn }, world) => {
        if (typeof cloudwatchLogGroupArn !== "string") return undefined;
        const arn = cloudwatchLogGroupArn.replace(/:\*$/, "");
        const groups = world.all("aws:cloudwatch/logGroup:LogGroup");
        if (groups.some((group) => [arn, `${arn}:*`].includes(group.properties.arn))) return undefined;
        return `the log group ${arn} does not exist: take the ARN from the log group's output "arn"`;
      },
    },
    {
      source,
      when: "creation",
      check: ({ cloudwatchLogGroupArn, zoneId }, world, facts) => {
        if (typeof cloudwatchLogGroupArn !== "string") return undefined;
        const arn = cloudwatchLogGroupArn.replace(/:\*$/, "");
        const context = {
          "aws:sourceaccount": facts.accountId,
          "aws:sourcearn": facts.arn("route53", `hostedzone/${zoneId}`, { region: "", account: "" }),
        };
        const policies = world
          .all("aws:cloudwatch/logResourcePolicy:LogResourcePolicy")
          .filter((known) => known.properties.region === undefined || known.properties.region === "us-east-1")
          .map((known) => known.properties.policyDocument)
          .filter((policy) => policyProblem(policy) === undefined);
        const statements = policies.flatMap((policy) => statementsOf(policy) ?? []);
        const may = (action: string, resource: string) =>
          allows(statements, { principal: { Service: "route53.amazonaws.com" }, action, resource, context });
        const actions = ["logs:CreateLogStream", "logs:PutLogEvents"];
        const missing = actions.filter((action) => !may(action, arn) && !may(action, `${arn}:log-stream:queries`));
        if (missing.length === 0) return undefined;
        return `no log resource policy of us-east-1 lets route53.amazonaws.com do ${missing.join(", ")} on ${arn}: make a LogResourcePolicy in us-east-1, and depend on it`;
      },
    },
    {
      source:
        "Route 53 API, CreateQueryLoggingConfig: NoSuchHostedZone, QueryLoggingConfigAlreadyExists; public zones only",
      when: "creation",
      check: ({ zoneId }, world) => {
        if (typeof zoneId !== "string") return undefined;
        const zone = world.find(zoneType, zoneId);
        if (!zone) return `the hosted zone ${zoneId} does not exist: take it from the zone's output "zoneId"`;
        if (zone.properties.vpcs?.length > 0)
          return `the hosted zone ${zoneId} is private: queries are logged for public zones only`;
        const other = world.all(queryLogType).find((known) => known.properties.zoneId === zoneId);
        return (
          other && `the hosted zone ${zoneId} logs its queries already (${other.id}): AWS allows one log for each zone`
        );
      },
    },
  ],
};
