import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { collect } from "../../test/pulumi-mocks.ts";
import { planHttps } from "./https-plan.ts";
import { LoadBalancer, type LoadBalancerArgs } from "./load-balancer.ts";
import type { LoadBalancerDials } from "./load-balancer-dials.ts";

const domain = { name: "shop.example.com", alternativeNames: [] };
const subnetIds = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"];
const certificateArn = "arn:aws:acm:af-south-1:123456789012:certificate/11111111-2222-4333-8444-555555555555";

const dials: LoadBalancerDials = {
  webPort: 80,
  healthCheck: {
    path: "/health",
    successCodes: "200-399",
    intervalSeconds: 15,
    timeoutSeconds: 5,
    healthyThreshold: 2,
    unhealthyThreshold: 3,
  },
  deregistrationDelaySeconds: 60,
  algorithm: "round_robin",
  slowStartSeconds: 0,
  idleTimeoutSeconds: 60,
  desyncMitigation: "defensive",
  tlsPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  deletionProtection: true,
};

const originProtection = () => ({
  headerName: "x-origin-verify",
  headerValues: pulumi.output(["this-generation", "the-one-before"]),
  rootObject: "index.html",
});

/** A load balancer of one cell of the table, with what that cell needs. */
const build = (given: { domain?: boolean; cdn?: boolean } = {}, change: () => Partial<LoadBalancerArgs> = () => ({})) =>
  collect(() => {
    const cell = { domain: true, cdn: true, ...given };
    return new LoadBalancer("acme-dev-web", {
      vpcId: "vpc-0123456789abcdef0",
      subnetIds,
      securityGroupId: "sg-0123456789abcdef0",
      plan: planHttps({ domain: cell.domain ? domain : undefined, cdn: cell.cdn }),
      ...(cell.domain ? { certificateArn } : {}),
      ...(cell.cdn ? { originProtection: originProtection() } : {}),
      logsBucketName: "acme-dev-logs",
      dials,
      ...change(),
    });
  });

type Built = Awaited<ReturnType<typeof build>>;

const listenerType = "aws:lb/listener:Listener";
const ruleType = "aws:lb/listenerRule:ListenerRule";

/** The listeners by name. */
const listeners = ({ ofType }: Built) =>
  Object.fromEntries(ofType(listenerType).map(({ name, inputs }) => [name, inputs]));

const forbidden = {
  type: "fixed-response",
  fixedResponse: { statusCode: "403", contentType: "text/plain", messageBody: "Forbidden" },
};

describe("LoadBalancer", () => {
  it("ELB.4, ELB.5, ELB.6, ELB.12, ELB.13: is exactly this", async () => {
    const { only, outputs } = await build();
    const { inputs, name } = only("aws:lb/loadBalancer:LoadBalancer");
    assert.equal(name, "acme-dev-web");
    assert.deepEqual(inputs, {
      loadBalancerType: "application",
      internal: false,
      subnets: subnetIds,
      securityGroups: ["sg-0123456789abcdef0"],
      idleTimeout: 60,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      enableDeletionProtection: true,
      accessLogs: { bucket: "acme-dev-logs", prefix: "load-balancer", enabled: true },
      tags: { Name: "acme-dev-web" },
    });
    assert.match(outputs.arnSuffix, /^app\/acme-dev-web-[0-9a-f]{7}\/[0-9a-f]{16}$/);
    assert.match(outputs.targetGroupArnSuffix, /^targetgroup\/acme-dev-web-[0-9a-f]{7}\/[0-9a-f]{16}$/);
  });

  it("ELB.21 (waiver), ELB.22 (waiver): checks and serves web servers by HTTP inside the network", async () => {
    const { inputs } = (await build()).only("aws:lb/targetGroup:TargetGroup");
    assert.deepEqual(inputs, {
      vpcId: "vpc-0123456789abcdef0",
      targetType: "instance",
      protocol: "HTTP",
      port: 80,
      deregistrationDelay: 60,
      slowStart: 0,
      loadBalancingAlgorithmType: "round_robin",
      stickiness: { type: "lb_cookie", enabled: false },
      healthCheck: {
        protocol: "HTTP",
        port: "traffic-port",
        path: "/health",
        matcher: "200-399",
        interval: 15,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
      tags: { Name: "acme-dev-web" },
    });
  });

  it("keeps a visitor on one server only when asked", async () => {
    const { only } = await build({}, () => ({ dials: { ...dials, stickinessSeconds: 3600 } }));
    const { stickiness } = only("aws:lb/targetGroup:TargetGroup").inputs;
    assert.deepEqual(stickiness, { type: "lb_cookie", enabled: true, cookieDuration: 3600 });
  });

  it("ELB.17, ELB.18: with domain and CDN has HTTPS only, and answers 403 without the secret header", async () => {
    const built = await build();
    const { loadBalancerArn } = listeners(built)["acme-dev-web-https"] ?? {};
    assert.deepEqual(listeners(built), {
      "acme-dev-web-https": {
        loadBalancerArn,
        port: 443,
        protocol: "HTTPS",
        certificateArn,
        sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        defaultActions: [forbidden],
        tags: { Name: "acme-dev-web-https" },
      },
    });
    assert.equal(loadBalancerArn, built.outputs.arn);
    assert.deepEqual(built.only(ruleType).inputs, {
      listenerArn: built.outputs.listenerArn,
      priority: 1,
      conditions: [
        { httpHeader: { httpHeaderName: "x-origin-verify", values: ["this-generation", "the-one-before"] } },
      ],
      actions: [{ type: "forward", targetGroupArn: built.outputs.targetGroupArn }],
      transforms: [
        { type: "url-rewrite", urlRewriteConfig: { rewrite: { regex: "^/index\\.html($|\\?.*$)", replace: "/$1" } } },
      ],
      tags: { Name: "acme-dev-web-from-cloudfront" },
    });
  });

  it("asks web servers for / where CloudFront asks for its default root object, and changes no other request", async () => {
    const { only } = await build();
    const { regex, replace } = only(ruleType).inputs.transforms[0].urlRewriteConfig.rewrite;
    const rewritten = (url: string) => url.replace(new RegExp(regex), replace);
    assert.equal(rewritten("/index.html"), "/");
    assert.equal(rewritten("/index.html?page=2"), "/?page=2");
    for (const url of ["/", "/shop/index.html", "/index.html.bak", "/indexshtml", "/index.html/", "/?a=/index.html"]) {
      assert.equal(rewritten(url), url);
    }
  });

  it("ELB.1, ELB.17, ELB.18: with a domain and no CDN serves HTTPS and redirects HTTP for good", async () => {
    const built = await build({ cdn: false });
    const { arn: loadBalancerArn, targetGroupArn } = built.outputs;
    assert.deepEqual(listeners(built), {
      "acme-dev-web-https": {
        loadBalancerArn,
        port: 443,
        protocol: "HTTPS",
        certificateArn,
        sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        defaultActions: [{ type: "forward", targetGroupArn }],
        tags: { Name: "acme-dev-web-https" },
      },
      "acme-dev-web-http": {
        loadBalancerArn,
        port: 80,
        protocol: "HTTP",
        defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }],
        tags: { Name: "acme-dev-web-http" },
      },
    });
    assert.equal(built.ofType(ruleType).length, 0);
    assert.match(built.outputs.listenerArn, /:listener\/app\/acme-dev-web-/);
  });

  it("with a CDN and no domain takes HTTP, and only with the secret header", async () => {
    const built = await build({ domain: false });
    assert.deepEqual(listeners(built), {
      "acme-dev-web-http": {
        loadBalancerArn: built.outputs.arn,
        port: 80,
        protocol: "HTTP",
        defaultActions: [forbidden],
        tags: { Name: "acme-dev-web-http" },
      },
    });
    assert.equal(built.ofType(ruleType).length, 1);
  });

  it("with neither serves HTTP", async () => {
    const built = await build({ domain: false, cdn: false });
    assert.deepEqual(listeners(built)["acme-dev-web-http"]?.defaultActions, [
      { type: "forward", targetGroupArn: built.outputs.targetGroupArn },
    ]);
    assert.equal(built.ofType(listenerType).length, 1);
    assert.equal(built.ofType(ruleType).length, 0);
  });

  it("gives its target group away only when requests reach it", async () => {
    for (const [cdn, entrance] of [
      [true, "acme-dev-web-from-cloudfront"],
      [false, "acme-dev-web-https"],
    ] as const) {
      const { only } = await collect(() => {
        const { targetGroupArn, targetGroupArnSuffix } = new LoadBalancer("acme-dev-web", {
          vpcId: "vpc-1",
          subnetIds,
          securityGroupId: "sg-1",
          plan: planHttps({ domain, cdn }),
          certificateArn,
          ...(cdn ? { originProtection: originProtection() } : {}),
          logsBucketName: "logs",
          dials,
        });
        new aws.autoscaling.Group("group", { minSize: 1, maxSize: 1, targetGroupArns: [targetGroupArn] });
        new aws.autoscaling.Policy("policy", { autoscalingGroupName: "group", name: targetGroupArnSuffix });
      });
      for (const type of ["aws:autoscaling/group:Group", "aws:autoscaling/policy:Policy"]) {
        assert.ok(only(type).options.dependsOn?.includes(entrance), `${type} waits for ${entrance}`);
      }
    }
  });

  it("keeps the header's values secret, also when they are handed over as plain ones", async () => {
    const secrets: Promise<boolean>[] = [];
    const see: pulumi.ResourceTransformation = ({ type, props }) => {
      if (type === ruleType) secrets.push(pulumi.isSecret(props.conditions[0].httpHeader.values));
      return undefined;
    };
    const plan = planHttps({ cdn: true });
    const args = { vpcId: "vpc-1", subnetIds, securityGroupId: "sg-1", plan, logsBucketName: "logs", dials };
    await collect(() => {
      new LoadBalancer("a-dev-web", { ...args, originProtection: originProtection() }, { transformations: [see] });
    });
    assert.deepEqual(await Promise.all(secrets), [true]);
  });

  it("refuses everything that does not fit together, in one error", async () => {
    const wrong = build({}, () => ({
      certificateArn: undefined,
      originProtection: undefined,
      dials: {
        ...dials,
        algorithm: "least_outstanding_requests",
        slowStartSeconds: 30,
        healthCheck: { ...dials.healthCheck, timeoutSeconds: 15 },
      },
    }));
    await assert.rejects(wrong, {
      message:
        "The load balancer's arguments are refused:\n" +
        "- certificateArn: got none, but the plan has an HTTPS port. Follow one plan for both.\n" +
        "- originProtection: got none, but the plan has an entrance for CloudFront only. Follow one plan for both.\n" +
        "- slowStartSeconds: AWS takes it with round_robin only. Give 0, or another algorithm.\n" +
        "- healthCheck: timeoutSeconds must be less than intervalSeconds. Lower the one or raise the other.",
    });
  });

  it("refuses a certificate where there is no HTTPS, and a name that AWS keeps for itself", async () => {
    await assert.rejects(
      build({ domain: false, cdn: false }, () => ({ certificateArn })),
      /certificateArn: got one, but the plan has no HTTPS port/,
    );
    const plan = planHttps({ cdn: false });
    const args = { vpcId: "vpc-1", subnetIds, securityGroupId: "sg-1", plan, logsBucketName: "logs", dials };
    await assert.rejects(
      collect(() => new LoadBalancer("internal-dev-web", args)),
      /AWS keeps names that begin with internal- for itself/,
    );
  });
});
