import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { logGroupArn } from "../shared/arns.ts";
import type { Context } from "../shared/context.ts";
import { policyJson } from "../shared/policy-document.ts";
import { statefulOptions } from "../shared/stateful.ts";

/** What the hosted zone is made of. */
export interface HostedZoneArgs {
  /** Where the deployment goes. */
  readonly context: Context;
  /** The domain, for example "example.com", without a final dot. A change replaces the zone and its name servers. */
  readonly domainName: string;
  /** Days that DNS query logs are kept; one of those that CloudWatch Logs takes. */
  readonly queryLogRetentionDays: number;
}

/** The only region where Route 53 takes log groups for query logs. Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html */
export const queryLogRegion = "us-east-1";

/**
 * A public hosted zone with query logging. Enter its name servers at the registrar once. The log group is encrypted by
 * CloudWatch Logs' own key. Costs half a US dollar a month, and by query.
 */
export class HostedZone extends pulumi.ComponentResource {
  /** Id of the zone. */
  public readonly zoneId: pulumi.Output<string>;
  /** The zone's four name servers. */
  public readonly nameServers: pulumi.Output<string[]>;

  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: HostedZoneArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:account:HostedZone", name, {}, options);
    const zone = new aws.route53.Zone(
      name,
      { name: args.domainName, comment: "Public zone of the platform", forceDestroy: false },
      { parent: this, ...statefulOptions },
    );
    // Route 53 suggests this prefix, so that one resource policy can serve all zones.
    const logGroupName = `/aws/route53/${args.domainName}`;
    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-queries`,
      { name: logGroupName, retentionInDays: args.queryLogRetentionDays, region: queryLogRegion },
      { parent: this },
    );
    const policy = new aws.cloudwatch.LogResourcePolicy(
      `${name}-queries-policy`,
      {
        policyName: name,
        policyDocument: policyJson([
          {
            Sid: "QueriesAreLogged",
            Effect: "Allow",
            Principal: { Service: "route53.amazonaws.com" },
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: `${logGroupArn(queryLogRegion, args.context.accountId, logGroupName)}:*`,
            Condition: {
              ArnLike: { "aws:SourceArn": "arn:aws:route53:::hostedzone/*" },
              StringEquals: { "aws:SourceAccount": args.context.accountId },
            },
          },
        ]),
        region: queryLogRegion,
      },
      { parent: this },
    );
    new aws.route53.QueryLog(
      `${name}-query-log`,
      { zoneId: zone.zoneId, cloudwatchLogGroupArn: logGroup.arn },
      // Route 53 tries to write when it is told where to.
      { parent: this, dependsOn: [policy] },
    );
    this.zoneId = zone.zoneId;
    this.nameServers = zone.nameServers;
    this.registerOutputs({ zoneId: this.zoneId, nameServers: this.nameServers });
  }
}
