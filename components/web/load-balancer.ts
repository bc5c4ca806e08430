import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { loadBalancerLogsPrefix } from "../objects/bucket-statements.ts";
import { autoNameLimit, limitName } from "../shared/names.ts";
import type { HttpsPlan, ListenerPlan } from "./https-plan.ts";
import type { LoadBalancerDials } from "./load-balancer-dials.ts";

/** What keeps everybody but our own CloudFront distribution out. */
export interface OriginProtection {
  /** Name of the header that CloudFront sends, at most 40 characters. */
  readonly headerName: string;
  /**
   * The values that are accepted, 1 to 5: that of this generation and of the one before. Secrets of at most 128 characters
   * without * and ?, which stand for any characters. Source of the limits:
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html, rules
   */
  readonly headerValues: pulumi.Output<string[]>;
  /** What CloudFront asks for in place of `/`, without a slash: the web servers are asked for `/` again. */
  readonly rootObject: string;
}

/** What the load balancer is made of. */
export interface LoadBalancerArgs {
  /** VPC of the target group; another one replaces it. */
  readonly vpcId: pulumi.Input<string>;
  /** Public subnets, one in each zone, at least two (control ELB.13). */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The load balancer's security group, from `WebSecurityGroups`. */
  readonly securityGroupId: pulumi.Input<string>;
  /** Which ports it has and what happens there, from `planHttps`. */
  readonly plan: HttpsPlan;
  /** ARN of a validated certificate in this region. Required when the plan has an HTTPS port, refused when not. */
  readonly certificateArn?: pulumi.Input<string> | undefined;
  /** Required when the plan lets only CloudFront in, refused when not. */
  readonly originProtection?: OriginProtection | undefined;
  /** Bucket of access logs (SSE-S3, in this region, with a policy that lets Elastic Load Balancing write). */
  readonly logsBucketName: pulumi.Input<string>;
  /** What may be chosen. */
  readonly dials: LoadBalancerDials;
}

/** Cut so that Pulumi's suffix fits into AWS's 32 characters. */
const nameOf = (name: string) => limitName(name, autoNameLimit("loadBalancer"));

/**
 * An internet-facing application load balancer, its listeners and its one target group, to which an Auto Scaling group adds
 * instances. Requests are spread over all zones, as application load balancers always do. Costs by the hour and by load, and
 * a public IPv4 address for each zone.
 */
export class LoadBalancer extends pulumi.ComponentResource {
  /** ARN of the load balancer. */
  public readonly arn: pulumi.Output<string>;
  /** Last part of its ARN, as metrics and target tracking name it. */
  public readonly arnSuffix: pulumi.Output<string>;
  /** AWS's own name of it. */
  public readonly dnsName: pulumi.Output<string>;
  /** Hosted zone of that name, for alias records. */
  public readonly zoneId: pulumi.Output<string>;
  /** ARN of the target group, once requests reach it. */
  public readonly targetGroupArn: pulumi.Output<string>;
  /** Last part of the target group's ARN, once requests reach it. */
  public readonly targetGroupArnSuffix: pulumi.Output<string>;
  /** ARN of the listener that serves the site. */
  public readonly listenerArn: pulumi.Output<string>;

  /**
   * @param name prefix of the children's names, from the context
   * @throws pulumi.ResourceError with every problem of the arguments, before anything is made
   */
  constructor(name: string, args: LoadBalancerArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("platform:web:LoadBalancer", name, {}, options);
    const serving = refuseProblems(name, args, this);
    const loadBalancer = createLoadBalancer(name, args, this);
    const targetGroup = createTargetGroup(name, args, this);
    const made = args.plan.listeners.map((plan) => ({
      plan,
      ...createListener(name, plan, args, loadBalancer, targetGroup, this),
    }));
    const { listener, entrance } = made.find(({ plan }) => plan === serving) as (typeof made)[number];
    // Only a target group that a listener sends requests to may scale by requests: whoever uses it waits for the listener.
    const reached = (value: pulumi.Output<string>) => pulumi.all([value, entrance.arn]).apply(([known]) => known);

    this.arn = loadBalancer.arn;
    this.arnSuffix = loadBalancer.arnSuffix;
    this.dnsName = loadBalancer.dnsName;
    this.zoneId = loadBalancer.zoneId;
    this.targetGroupArn = reached(targetGroup.arn);
    this.targetGroupArnSuffix = reached(targetGroup.arnSuffix);
    this.listenerArn = listener.arn;
    this.registerOutputs({
      arn: this.arn,
      arnSuffix: this.arnSuffix,
      dnsName: this.dnsName,
      zoneId: this.zoneId,
      targetGroupArn: this.targetGroupArn,
      targetGroupArnSuffix: this.targetGroupArnSuffix,
      listenerArn: this.listenerArn,
    });
  }
}

/** Stops with all problems of the arguments in one error. @returns the listener that serves the site. */
function refuseProblems(name: string, args: LoadBalancerArgs, component: LoadBalancer): ListenerPlan {
  const { plan, certificateArn, originProtection, dials } = args;
  const https = plan.listeners.some(({ protocol }) => protocol === "HTTPS");
  const guarded = plan.listeners.some(({ action }) => action === "forward-with-header");
  const serving = plan.listeners.find(({ action }) => action !== "redirect");
  const problems: string[] = [];
  const pair = (needed: boolean, given: boolean, what: string, why: string) => {
    if (needed === given) return;
    const got = given ? "one" : "none";
    problems.push(`${what}: got ${got}, but the plan has ${needed ? "an" : "no"} ${why}. Follow one plan for both.`);
  };
  pair(https, certificateArn !== undefined, "certificateArn", "HTTPS port");
  pair(guarded, originProtection !== undefined, "originProtection", "entrance for CloudFront only");
  if (serving === undefined) problems.push("plan: got no listener that serves the site. Take the plan from planHttps.");
  if (/^internal-/i.test(name)) {
    problems.push(
      `name: got ${name}, but AWS keeps names that begin with internal- for itself. Choose another project name.`,
    );
  }
  if (dials.slowStartSeconds > 0 && dials.algorithm === "least_outstanding_requests") {
    problems.push("slowStartSeconds: AWS takes it with round_robin only. Give 0, or another algorithm.");
  }
  if (dials.healthCheck.timeoutSeconds >= dials.healthCheck.intervalSeconds) {
    problems.push("healthCheck: timeoutSeconds must be less than intervalSeconds. Lower the one or raise the other.");
  }
  if (problems.length === 0 && serving !== undefined) return serving;
  const lines = problems.map((problem) => `- ${problem}`).join("\n");
  throw new pulumi.ResourceError(`The load balancer's arguments are refused:\n${lines}`, component, true);
}

function createLoadBalancer(name: string, args: LoadBalancerArgs, parent: LoadBalancer): aws.lb.LoadBalancer {
  return new aws.lb.LoadBalancer(
    nameOf(name),
    {
      loadBalancerType: "application",
      internal: false,
      subnets: args.subnetIds,
      securityGroups: [args.securityGroupId],
      idleTimeout: args.dials.idleTimeoutSeconds,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: args.dials.desyncMitigation,
      enableDeletionProtection: args.dials.deletionProtection,
      accessLogs: { bucket: args.logsBucketName, prefix: loadBalancerLogsPrefix, enabled: true },
      tags: { Name: name },
    },
    { parent },
  );
}

function createTargetGroup(name: string, { dials, vpcId }: LoadBalancerArgs, parent: LoadBalancer): aws.lb.TargetGroup {
  const { healthCheck } = dials;
  return new aws.lb.TargetGroup(
    nameOf(name),
    {
      vpcId,
      targetType: "instance",
      // Inside the VPC, between two security groups (waivers ELB.21 and ELB.22).
      protocol: "HTTP",
      port: dials.webPort,
      deregistrationDelay: dials.deregistrationDelaySeconds,
      slowStart: dials.slowStartSeconds,
      loadBalancingAlgorithmType: dials.algorithm,
      stickiness: {
        type: "lb_cookie",
        enabled: dials.stickinessSeconds !== undefined,
        ...(dials.stickinessSeconds === undefined ? {} : { cookieDuration: dials.stickinessSeconds }),
      },
      healthCheck: {
        protocol: "HTTP",
        port: "traffic-port",
        path: healthCheck.path,
        matcher: healthCheck.successCodes,
        interval: healthCheck.intervalSeconds,
        timeout: healthCheck.timeoutSeconds,
        healthyThreshold: healthCheck.healthyThreshold,
        unhealthyThreshold: healthCheck.unhealthyThreshold,
      },
      tags: { Name: name },
    },
    { parent },
  );
}

/** What a listener does with a request that no rule takes. */
function defaultAction(
  { action }: ListenerPlan,
  targetGroupArn: pulumi.Output<string>,
): aws.types.input.lb.ListenerDefaultAction {
  if (action === "redirect") {
    return { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } };
  }
  if (action === "forward") return { type: "forward", targetGroupArn };
  return {
    type: "fixed-response",
    fixedResponse: { statusCode: "403", contentType: "text/plain", messageBody: "Forbidden" },
  };
}

/**
 * Undoes CloudFront's default root object, with or without a query; all other requests stay as they are.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html
 */
function backToRoot(rootObject: string): { readonly regex: string; readonly replace: string } {
  return { regex: `^/${rootObject.replaceAll(".", "\\.")}($|\\?.*$)`, replace: "/$1" };
}

/** Makes a listener, and the rule of one for CloudFront. @returns both, as what lets requests through to the target group */
function createListener(
  name: string,
  plan: ListenerPlan,
  { certificateArn, dials, originProtection }: LoadBalancerArgs,
  loadBalancer: aws.lb.LoadBalancer,
  targetGroup: aws.lb.TargetGroup,
  parent: LoadBalancer,
): { readonly listener: aws.lb.Listener; readonly entrance: aws.lb.Listener | aws.lb.ListenerRule } {
  const { port, protocol } = plan;
  const listener = new aws.lb.Listener(
    `${name}-${protocol.toLowerCase()}`,
    {
      loadBalancerArn: loadBalancer.arn,
      port,
      protocol,
      ...(protocol === "HTTPS" && certificateArn !== undefined ? { certificateArn, sslPolicy: dials.tlsPolicy } : {}),
      defaultActions: [defaultAction(plan, targetGroup.arn)],
      tags: { Name: `${name}-${protocol.toLowerCase()}` },
    },
    { parent },
  );
  if (plan.action !== "forward-with-header" || originProtection === undefined) return { listener, entrance: listener };
  const rule = `${name}-from-cloudfront`;
  const entrance = new aws.lb.ListenerRule(
    rule,
    {
      listenerArn: listener.arn,
      priority: 1,
      conditions: [
        {
          httpHeader: {
            httpHeaderName: originProtection.headerName,
            values: pulumi.secret(originProtection.headerValues),
          },
        },
      ],
      actions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
      transforms: [{ type: "url-rewrite", urlRewriteConfig: { rewrite: backToRoot(originProtection.rootObject) } }],
      tags: { Name: rule },
    },
    // The provider does not know that the values are secret.
    { parent, additionalSecretOutputs: ["conditions"] },
  );
  return { listener, entrance };
}
