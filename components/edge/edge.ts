import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { HttpsPlan } from "../web/https-plan.ts";
import { type AliasTarget, createAliasRecords } from "./alias-records.ts";
import { Distribution, type DistributionDials } from "./distribution.ts";
import { isSeenByHealthChecks } from "./health-checkers.ts";
import { WebAcl } from "./web-acl.ts";
import type { WebAclRulesArgs } from "./web-acl-rules.ts";

/** What only a CDN needs. */
export interface CdnArgs {
  /** ARN of the validated certificate in us-east-1. Required with a domain, refused without. */
  readonly certificateArn?: pulumi.Input<string> | undefined;
  /** The secret header, from `OriginHeader`. */
  readonly originHeader: { readonly name: string; readonly value: pulumi.Input<string> };
  /** What must accept the header's value before CloudFront sends it: the load balancer. */
  readonly originAccepts: readonly pulumi.Resource[];
  /** The assets bucket's regional name, `<bucket>.s3.<region>.amazonaws.com`. */
  readonly assetsDomainName: pulumi.Input<string>;
  /** ARN of the bucket of access logs. */
  readonly logsBucketArn: pulumi.Input<string>;
  /** What of the distribution may be chosen. */
  readonly dials: DistributionDials;
}

/** What stands between visitors and the load balancer. */
export interface EdgeArgs {
  /** Who speaks HTTPS with whom, from `planHttps`. */
  readonly plan: HttpsPlan;
  /** Id of the public hosted zone of all names. Required when the plan has names. */
  readonly hostedZoneId?: pulumi.Input<string> | undefined;
  /** The load balancer. */
  readonly loadBalancer: {
    readonly arn: pulumi.Input<string>;
    readonly dnsName: pulumi.Input<string>;
    readonly zoneId: pulumi.Input<string>;
  };
  /** Required when the plan has an origin, refused when not. */
  readonly cdn?: CdnArgs | undefined;
  /** What the web ACL refuses, and the days that its log is kept. */
  readonly waf: WebAclRulesArgs & { readonly logRetentionDays: number };
  /**
   * Path that Route 53 asks for, from all over the world, every 30 seconds. Without a domain nothing is checked, and neither where
   * the countries that Route 53 asks from may not see the site.
   */
  readonly healthCheckPath: string;
}

/** Failed checks in a row, by the majority of places, after which the site counts as down: a minute and a half. */
const healthCheckFailures = 3;

/**
 * The way from the visitors to the load balancer: web ACL, CloudFront where there is one, the site's names, and a health check
 * of the main name from outside. Without a domain CloudFront's own name, or the load balancer's, serves.
 */
export class Edge extends pulumi.ComponentResource {
  /** Address of the site, with scheme and without a final slash. */
  public readonly url: pulumi.Output<string>;
  /** The distribution; undefined without a CDN. */
  public readonly distribution: Distribution | undefined;
  /** The web ACL: at CloudFront, else at the load balancer. */
  public readonly webAcl: WebAcl;
  /** Id of the health check, whose metric is in us-east-1; undefined without a domain, or when Route 53's countries are shut out. */
  public readonly healthCheckId: pulumi.Output<string> | undefined;

  /**
   * @param name prefix of the children's names, from the context
   * @throws pulumi.ResourceError with every argument that does not fit the plan
   */
  constructor(name: string, args: EdgeArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("platform:edge:Edge", name, {}, options);
    refuseProblems(args, this);
    this.webAcl = createWebAcl(name, args, this);
    this.distribution = createDistribution(name, args, this.webAcl, this);
    const cloudfront: AliasTarget | undefined = this.distribution && {
      dnsName: this.distribution.domainName,
      zoneId: this.distribution.hostedZoneId,
    };
    if (args.hostedZoneId !== undefined) {
      createAliasRecords(
        name,
        args.plan.names,
        args.hostedZoneId,
        { cloudfront, loadBalancer: args.loadBalancer },
        this,
      );
    }
    const [main] = args.plan.names;
    const seen = args.cdn === undefined || isSeenByHealthChecks(args.cdn.dials.geoRestriction);
    this.healthCheckId = main && seen ? createHealthCheck(name, main.name, args.healthCheckPath, this).id : undefined;
    this.url = urlOf(args, this.distribution);
    this.registerOutputs({ url: this.url, healthCheckId: this.healthCheckId });
  }
}

/** Stops with all problems of the arguments in one error. */
function refuseProblems({ plan, cdn, hostedZoneId }: EdgeArgs, component: Edge): void {
  const problems: string[] = [];
  if ((plan.origin !== undefined) !== (cdn !== undefined)) {
    problems.push(
      `cdn: got ${cdn === undefined ? "none" : "one"}, and the plan is ${plan.origin === undefined ? "without" : "with"} CloudFront. ` +
        "Give it exactly when the plan has an origin.",
    );
  }
  if (plan.names.length > 0 !== (hostedZoneId !== undefined)) {
    problems.push(
      `hostedZoneId: got ${hostedZoneId === undefined ? "none" : "one"} for ${plan.names.length} names. Give it exactly when the ` +
        "plan has names.",
    );
  }
  if (problems.length === 0) return;
  throw new pulumi.ResourceError(`The edge's arguments are refused:\n${problems.join("\n")}`, component, true);
}

/** At CloudFront where there is one: then the load balancer takes nobody else, and a second web ACL would cost and add nothing. */
function createWebAcl(name: string, args: EdgeArgs, parent: Edge): WebAcl {
  const place = args.plan.regionalWebAcl
    ? ({ scope: "REGIONAL", resourceArn: args.loadBalancer.arn } as const)
    : ({ scope: "CLOUDFRONT" } as const);
  return new WebAcl(`${name}-waf`, { ...args.waf, ...place }, { parent });
}

function createDistribution(name: string, args: EdgeArgs, webAcl: WebAcl, parent: Edge): Distribution | undefined {
  const { plan, cdn, loadBalancer } = args;
  if (plan.origin === undefined || cdn === undefined) return undefined;
  return new Distribution(
    `${name}-cdn`,
    {
      aliases: plan.cloudFrontCertificateNames,
      certificateArn: cdn.certificateArn,
      origin: {
        domainName: plan.origin.domainName ?? loadBalancer.dnsName,
        protocol: plan.origin.protocol,
        header: cdn.originHeader,
      },
      assetsDomainName: cdn.assetsDomainName,
      logsBucketArn: cdn.logsBucketArn,
      webAclArn: webAcl.arn,
      dials: cdn.dials,
      originAccepts: cdn.originAccepts,
    },
    { parent },
  );
}

/** Asks for the site by its main name as a visitor would, whatever stands behind it. Costs some US dollars a month. */
function createHealthCheck(name: string, domainName: string, path: string, parent: Edge): aws.route53.HealthCheck {
  return new aws.route53.HealthCheck(
    `${name}-health`,
    {
      type: "HTTPS",
      fqdn: domainName,
      port: 443,
      resourcePath: path,
      requestInterval: 30,
      failureThreshold: healthCheckFailures,
      enableSni: true,
      // The console shows this tag as the check's name.
      tags: { Name: name },
    },
    { parent },
  );
}

function urlOf({ plan, loadBalancer }: EdgeArgs, distribution: Distribution | undefined): pulumi.Output<string> {
  const [main] = plan.names;
  if (main !== undefined) return pulumi.output(`https://${main.name}`);
  return distribution === undefined
    ? pulumi.interpolate`http://${loadBalancer.dnsName}`
    : pulumi.interpolate`https://${distribution.domainName}`;
}
