import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { autoNameLimit, limitName } from "../shared/names.ts";
import type { ListenerPlan } from "./https-plan.ts";

/** What the two security groups are made of. */
export interface WebSecurityGroupsArgs {
  /** VPC of both groups; another one replaces them. */
  readonly vpcId: pulumi.Input<string>;
  /** The load balancer's ports and who may reach them, from `planHttps`. */
  readonly listeners: readonly ListenerPlan[];
  /** TCP port on which web servers listen. */
  readonly webPort: number;
  /**
   * Id of the managed prefix list `com.amazonaws.global.cloudfront.origin-facing` in this region. Required when a listener
   * takes only CloudFront. It counts as 55 rules of the 60 that a security group may have without a raised quota.
   * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html
   */
  readonly prefixListId?: pulumi.Input<string> | undefined;
  /** TCP port of the SMTP service that web servers send mail to, for example 587. Default: none, mail by SMTP is closed. */
  readonly smtpPort?: number | undefined;
}

/** One rule, without its group. */
interface RuleArgs {
  /** End of the rule's name. */
  readonly suffix: string;
  readonly description: string;
  readonly port: number;
  /** The other side: a range, a prefix list or a group. */
  readonly peer: {
    readonly cidrIpv4?: string;
    readonly prefixListId?: pulumi.Input<string>;
    readonly referencedSecurityGroupId?: pulumi.Input<string>;
  };
}

const internet = { cidrIpv4: "0.0.0.0/0" } as const;

/**
 * The security groups of load balancer and web servers. They are made together because their rules refer to each other:
 * the load balancer reaches the web port and nothing else, and the web port takes the load balancer and nothing else.
 * Web servers go out to HTTPS (AWS services, packages); database and files are reached through client groups of theirs.
 */
export class WebSecurityGroups extends pulumi.ComponentResource {
  /** The load balancer's group. */
  public readonly loadBalancerSecurityGroupId: pulumi.Output<string>;
  /** The web servers' group. */
  public readonly webSecurityGroupId: pulumi.Output<string>;

  /**
   * @param name prefix of the children's names, from the context
   * @throws pulumi.ResourceError when a listener takes only CloudFront and there is no prefix list, or two do
   */
  constructor(name: string, args: WebSecurityGroupsArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("platform:web:SecurityGroups", name, {}, options);
    refuseProblems(args, this);
    const loadBalancer = createGroup(`${name}-load-balancer`, "Load balancer", args.vpcId, this);
    const web = createGroup(`${name}-servers`, "Web servers", args.vpcId, this);
    const toServers = { referencedSecurityGroupId: web.id };
    const fromLoadBalancer = { referencedSecurityGroupId: loadBalancer.id };
    for (const rule of args.listeners.map((listener) => listenerRule(listener, args.prefixListId))) {
      createRule(aws.vpc.SecurityGroupIngressRule, `${name}-load-balancer`, loadBalancer.id, rule, this);
    }
    const port = args.webPort;
    createRule(
      aws.vpc.SecurityGroupEgressRule,
      `${name}-load-balancer`,
      loadBalancer.id,
      { suffix: "to-servers", description: "Requests and health checks to web servers", port, peer: toServers },
      this,
    );
    createRule(
      aws.vpc.SecurityGroupIngressRule,
      `${name}-servers`,
      web.id,
      {
        suffix: "from-load-balancer",
        description: "Requests from the load balancer",
        port,
        peer: fromLoadBalancer,
      },
      this,
    );
    for (const rule of serverOutbound(args)) {
      createRule(aws.vpc.SecurityGroupEgressRule, `${name}-servers`, web.id, rule, this);
    }
    this.loadBalancerSecurityGroupId = loadBalancer.id;
    this.webSecurityGroupId = web.id;
    this.registerOutputs({
      loadBalancerSecurityGroupId: this.loadBalancerSecurityGroupId,
      webSecurityGroupId: this.webSecurityGroupId,
    });
  }
}

/** Stops with all problems of the arguments in one error. */
function refuseProblems(
  { listeners, prefixListId, webPort }: WebSecurityGroupsArgs,
  component: WebSecurityGroups,
): void {
  const problems: string[] = [];
  const fromCloudFront = listeners.filter(({ source }) => source === "cloudfront");
  if (fromCloudFront.length > 0 && prefixListId === undefined) {
    problems.push(
      "prefixListId: got none, but a listener takes only CloudFront. Give the id of the managed prefix list " +
        "com.amazonaws.global.cloudfront.origin-facing.",
    );
  }
  if (fromCloudFront.length > 1) {
    problems.push(
      `listeners: got ${fromCloudFront.length} that take only CloudFront, allowed is one, because CloudFront's prefix ` +
        "list counts as 55 of the 60 rules of a security group. Close one of the ports.",
    );
  }
  if (!Number.isInteger(webPort) || webPort < 1 || webPort > 65535) {
    problems.push(`webPort: got ${webPort}, allowed are 1 to 65535. Give the TCP port of the web servers.`);
  }
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `- ${problem}`).join("\n");
  throw new pulumi.ResourceError(`The web security groups' arguments are refused:\n${lines}`, component, true);
}

function createGroup(
  name: string,
  description: string,
  vpcId: pulumi.Input<string>,
  parent: WebSecurityGroups,
): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(
    limitName(name, autoNameLimit("securityGroup")),
    { vpcId, description, tags: { Name: name } },
    { parent },
  );
}

/** Lets in who may reach a listener. */
function listenerRule(
  { port, protocol, source }: ListenerPlan,
  prefixListId: pulumi.Input<string> | undefined,
): RuleArgs {
  if (source === "cloudfront" && prefixListId !== undefined) {
    return {
      suffix: "from-cloudfront",
      description: `${protocol} from CloudFront only`,
      port,
      peer: { prefixListId },
    };
  }
  const description =
    protocol === "HTTPS" ? "HTTPS from the internet" : "HTTP from the internet; with a domain it is only redirected";
  return { suffix: `from-internet-${port}`, description, port, peer: internet };
}

/** Where web servers go by themselves. Names are resolved by the VPC's own resolver, which security groups do not filter. */
function serverOutbound({ smtpPort }: WebSecurityGroupsArgs): RuleArgs[] {
  return [
    { suffix: "https", description: "HTTPS to AWS services and package repositories", port: 443, peer: internet },
    ...(smtpPort === undefined
      ? []
      : [{ suffix: "smtp", description: "Mail to SES by SMTP with TLS", port: smtpPort, peer: internet }]),
  ];
}

/** Makes one rule of a group, in or out by its class. */
function createRule(
  Rule: typeof aws.vpc.SecurityGroupIngressRule | typeof aws.vpc.SecurityGroupEgressRule,
  groupName: string,
  securityGroupId: pulumi.Output<string>,
  { suffix, description, port, peer }: RuleArgs,
  parent: WebSecurityGroups,
): void {
  const name = `${groupName}-${suffix}`;
  new Rule(
    name,
    { securityGroupId, description, ipProtocol: "tcp", fromPort: port, toPort: port, ...peer, tags: { Name: name } },
    { parent },
  );
}
