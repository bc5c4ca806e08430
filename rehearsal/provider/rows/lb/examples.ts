/** Examples of Elastic Load Balancing: a load balancer with its logs, its listener and a rule. */
import type { Example } from "../example.ts";

const named = (name: string) => ({ tags: { Name: name } });

/** What the load balancer's logs need. */
const logs: readonly Example[] = [
  {
    name: "lb-logs",
    type: "aws:s3/bucket:Bucket",
    inputs: () => ({ bucket: "rehearsal-example-lb-logs-1234567" }),
  },
  {
    name: "lb-logs-policy",
    type: "aws:s3/bucketPolicy:BucketPolicy",
    needs: ["lb-logs"],
    inputs: (made, { accountId }) => ({
      bucket: made("lb-logs").bucket,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
            Action: "s3:PutObject",
            Resource: `${made("lb-logs").arn}/load-balancer/AWSLogs/${accountId}/*`,
          },
        ],
      }),
    }),
  },
];

/** The examples. */
export const examples: readonly Example[] = [
  ...logs,
  {
    name: "lb-load-balancer",
    type: "aws:lb/loadBalancer:LoadBalancer",
    needs: ["ec2-subnet-a", "ec2-subnet-b", "ec2-internet-gateway", "ec2-security-group", "lb-logs-policy"],
    inputs: (made) => ({
      name: "example",
      internal: false,
      subnets: [made("ec2-subnet-a").id, made("ec2-subnet-b").id],
      securityGroups: [made("ec2-security-group").id],
      dropInvalidHeaderFields: true,
      accessLogs: { bucket: made("lb-logs").bucket, prefix: "load-balancer", enabled: true },
      ...named("example"),
    }),
    change: (made) => ({
      idleTimeout: 120,
      desyncMitigationMode: "strictest",
      accessLogs: { bucket: made("lb-logs").bucket, prefix: "load-balancer", enabled: false },
      ...named("changed"),
    }),
  },
  {
    name: "lb-target-group",
    type: "aws:lb/targetGroup:TargetGroup",
    needs: ["ec2-vpc"],
    inputs: (made) => ({
      vpcId: made("ec2-vpc").id,
      port: 80,
      protocol: "HTTP",
      deregistrationDelay: 60,
      loadBalancingAlgorithmType: "round_robin",
      stickiness: { type: "lb_cookie", enabled: false },
      healthCheck: { path: "/health", interval: 15, timeout: 5, matcher: "200-399" },
      ...named("example"),
    }),
    change: () => ({
      deregistrationDelay: 30,
      slowStart: 60,
      stickiness: { type: "lb_cookie", enabled: true, cookieDuration: 3600 },
      healthCheck: { path: "/ready", interval: 30, timeout: 5, matcher: "200" },
    }),
  },
  {
    name: "lb-listener",
    type: "aws:lb/listener:Listener",
    needs: ["lb-load-balancer"],
    inputs: (made) => ({
      loadBalancerArn: made("lb-load-balancer").arn,
      port: 80,
      protocol: "HTTP",
      defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }],
      ...named("example"),
    }),
    change: () => ({
      defaultActions: [
        {
          type: "fixed-response",
          fixedResponse: { statusCode: "403", contentType: "text/plain", messageBody: "Forbidden" },
        },
      ],
    }),
  },
  {
    name: "lb-https-listener",
    type: "aws:lb/listener:Listener",
    needs: ["lb-load-balancer", "lb-target-group", "acm-validation"],
    inputs: (made) => ({
      loadBalancerArn: made("lb-load-balancer").arn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      certificateArn: made("acm-validation").certificateArn,
      defaultActions: [{ type: "forward", targetGroupArn: made("lb-target-group").arn }],
    }),
    change: () => ({ sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06" }),
  },
  {
    name: "lb-listener-rule",
    type: "aws:lb/listenerRule:ListenerRule",
    needs: ["lb-listener", "lb-target-group"],
    inputs: (made) => ({
      listenerArn: made("lb-listener").arn,
      priority: 1,
      conditions: [{ httpHeader: { httpHeaderName: "x-origin-verify", values: ["first", "second"] } }],
      actions: [{ type: "forward", targetGroupArn: made("lb-target-group").arn }],
      ...named("example"),
    }),
    change: () => ({
      priority: 2,
      conditions: [{ httpHeader: { httpHeaderName: "x-origin-verify", values: ["second", "third"] } }],
      transforms: [{ type: "url-rewrite", urlRewriteConfig: { rewrite: { regex: "^/index\\.html$", replace: "/" } } }],
    }),
  },
];
