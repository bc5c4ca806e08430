import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { autoNameLimit, limitName } from "../shared/names.ts";
import { cloudFrontRegion } from "./certificate.ts";
import { type WebAclRulesArgs, webAclRules } from "./web-acl-rules.ts";

/** What a web ACL is made of. */
export interface WebAclArgs extends WebAclRulesArgs {
  /**
   * CLOUDFRONT: in us-east-1, for a distribution, which names it itself. REGIONAL: in the environment's region, for
   * `resourceArn`. A change replaces the web ACL.
   */
  readonly scope: "CLOUDFRONT" | "REGIONAL";
  /** ARN of the load balancer that a regional web ACL protects. Required for REGIONAL, refused for CLOUDFRONT. */
  readonly resourceArn?: pulumi.Input<string> | undefined;
  /** Days that the log of requests is kept; one of those that CloudWatch Logs takes. */
  readonly logRetentionDays: number;
}

/**
 * What the name of a log group must begin with, so that WAF writes to it.
 * Source: https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
 */
const logGroupPrefix = "aws-waf-logs-";

/** Headers that would let a reader of the log act as the visitor. */
const redactedHeaders = ["authorization", "cookie"] as const;

/**
 * AWS WAF in front of the site: what no rule refuses passes. Metrics and samples of each rule (control WAF.12), and a log of all
 * requests without their credentials (control WAF.11). The log group is encrypted by CloudWatch Logs' own key, because the
 * environment's keys are in its own region. AWS adds the log group's policy itself when logging begins, so whoever deploys
 * needs `logs:PutResourcePolicy`.
 *
 * Costs 5 US dollars a month, 1 for each rule, and 0.60 for a million requests; the log costs by size.
 */
export class WebAcl extends pulumi.ComponentResource {
  /** ARN of the web ACL, after its logging began. */
  public readonly arn: pulumi.Output<string>;
  /** Name of the web ACL: the dimension `WebACL` of its metrics, in the namespace AWS/WAFV2. */
  public readonly webAclName: pulumi.Output<string>;
  /** Name of the log group of requests. */
  public readonly logGroupName: pulumi.Output<string>;

  /**
   * @param name prefix of the children's names, from the context
   * @throws pulumi.ResourceError when scope and resource do not fit, or there is no rule group
   */
  constructor(name: string, args: WebAclArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("platform:edge:WebAcl", name, {}, options);
    refuseProblems(args, this);
    const place = args.scope === "CLOUDFRONT" ? { region: cloudFrontRegion } : {};
    const webAcl = new aws.wafv2.WebAcl(
      limitName(name, autoNameLimit("webAcl")),
      {
        ...place,
        scope: args.scope,
        description: `Refuses attacks and floods of ${name}`,
        defaultAction: { allow: {} },
        rules: webAclRules(name, args),
        visibilityConfig: { cloudwatchMetricsEnabled: true, metricName: name, sampledRequestsEnabled: true },
      },
      { parent: this },
    );
    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-requests`,
      { ...place, name: `${logGroupPrefix}${name}`, retentionInDays: args.logRetentionDays },
      { parent: this },
    );
    const logging = new aws.wafv2.WebAclLoggingConfiguration(
      `${name}-logging`,
      {
        ...place,
        resourceArn: webAcl.arn,
        logDestinationConfigs: [logGroup.arn],
        redactedFields: redactedHeaders.map((header) => ({ singleHeader: { name: header } })),
      },
      { parent: this },
    );
    if (args.resourceArn !== undefined) {
      new aws.wafv2.WebAclAssociation(
        `${name}-association`,
        { resourceArn: args.resourceArn, webAclArn: webAcl.arn },
        { parent: this },
      );
    }
    this.arn = logging.resourceArn;
    this.webAclName = webAcl.name;
    this.logGroupName = logGroup.name;
    this.registerOutputs({ arn: this.arn, webAclName: this.webAclName, logGroupName: this.logGroupName });
  }
}

/** Stops with all problems of the arguments in one error. */
function refuseProblems(args: WebAclArgs, component: WebAcl): void {
  const problems: string[] = [];
  if ((args.scope === "REGIONAL") !== (args.resourceArn !== undefined)) {
    const given = args.resourceArn === undefined ? "no resourceArn" : "a resourceArn";
    problems.push(
      `scope: got ${args.scope} with ${given}; allowed are REGIONAL with the ARN of what it protects, and CLOUDFRONT without, ` +
        "because the distribution names its web ACL. Give one of these.",
    );
  }
  if (args.managedRuleGroups.length === 0) {
    problems.push("managedRuleGroups: got none, allowed is a list of at least one (control WAF.10). Name a group.");
  }
  if (problems.length === 0) return;
  throw new pulumi.ResourceError(`The web ACL's arguments are refused:\n${problems.join("\n")}`, component, true);
}
