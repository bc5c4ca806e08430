import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { type Made, testFacts, testWorld } from "../test-world.ts";
import { actionList, liveActions } from "./actions.ts";
import { listener } from "./listener.ts";
import { listenerRule } from "./listener-rule.ts";
import { sslPolicies } from "./ssl-policies.ts";

const loadBalancerArn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/0123456789abcdef";
const listenerArn = loadBalancerArn.replace("loadbalancer", "listener");
const targetGroupArn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef";
const certificateArn = "arn:aws:acm:eu-west-1:123456789012:certificate/1";

const balancer: Made = ["aws:lb/loadBalancer:LoadBalancer", loadBalancerArn];
const group: Made = ["aws:lb/targetGroup:TargetGroup", targetGroupArn];
const certificate = (region = "eu-west-1"): Made => ["aws:acm/certificate:Certificate", certificateArn, { region }];
const validated: Made = ["aws:acm/certificateValidation:CertificateValidation", certificateArn, { certificateArn }];
const forward = { type: "forward", targetGroupArn };
const redirect = (change: object = {}) => ({
  defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", statusCode: "HTTP_301", ...change } }],
});
const answer = (change: object) => ({
  defaultActions: [
    { type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "403", ...change } },
  ],
});
const taken: Made = ["aws:lb/listener:Listener", `${listenerArn}/1`, { loadBalancerArn, port: 443 }];
const base = {
  loadBalancerArn,
  port: 443,
  protocol: "HTTPS",
  certificateArn,
  sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  defaultActions: [forward],
};
const plain = { protocol: "HTTP", certificateArn: undefined, sslPolicy: undefined };

describeRules(
  listener,
  base,
  [
    [
      "what is not known yet",
      { loadBalancerArn: unknown, certificateArn: unknown, defaultActions: unknown },
      undefined,
    ],
    ["HTTP", plain, undefined],
    ["TCP", { ...plain, protocol: "TCP" }, /application load balancers take HTTP and HTTPS/],
    ["no port", { port: undefined }, /has no port/],
    ["port 0", { port: 0 }, /port is 0/],
    ["HTTPS without a certificate", { certificateArn: undefined }, /speaks HTTPS without a certificate/],
    ["HTTP with a policy", { ...plain, sslPolicy: base.sslPolicy }, /speaks HTTP and has sslPolicy/],
    ["a policy that there is not", { sslPolicy: "ELBSecurityPolicy-TLS13" }, /ELBSecurityPolicy-TLS13 does not exist/],
    [
      "a certificate of another region",
      {},
      /needs a certificate of eu-west-1/,
      testWorld(balancer, group, certificate("us-east-1"), validated),
    ],
    ["a certificate that is not issued", {}, /not issued yet/, testWorld(balancer, group, certificate())],
    [
      "a port that is taken",
      {},
      /has a listener on port 443 already/,
      testWorld(balancer, group, certificate(), validated, taken),
    ],
    [
      "a load balancer that is not there",
      {},
      /load balancer .* does not exist/,
      testWorld(group, certificate(), validated),
    ],
    [
      "a target group that is not there",
      {},
      /target group .* does not exist/,
      testWorld(balancer, certificate(), validated),
    ],
    ["a redirect", redirect(), undefined],
    ["a redirect to itself", redirect({ protocol: undefined }), /redirects to the same address/],
    ["a redirect with another code", redirect({ statusCode: "HTTP_308" }), /allowed are HTTP_301 and HTTP_302/],
    ["an answer", answer({}), undefined],
    ["an answer with a redirecting status", answer({ statusCode: "301" }), /allowed are 2XX, 4XX and 5XX/],
    ["an answer that is too long", answer({ messageBody: "a".repeat(1025) }), /answers with 1025 characters/],
    ["a forward to nowhere", { defaultActions: [{ type: "forward" }] }, /forwards to no target group/],
    ["an action of another type", { defaultActions: [{ type: "authenticate-oidc" }] }, /does not know yet/],
    ["an action without its configuration", { defaultActions: [{ type: "redirect" }] }, /without redirect: give it/],
    ["no action", { defaultActions: [] }, /has no action/],
  ],
  testWorld(balancer, group, certificate(), validated),
);

const rule = {
  listenerArn: `${listenerArn}/1`,
  priority: 1,
  conditions: [{ httpHeader: { httpHeaderName: "x-origin-verify", values: ["one", "two"] } }],
  actions: [forward],
};
const header = (values: unknown, httpHeaderName = "x-origin-verify") => ({
  conditions: [{ httpHeader: { httpHeaderName, values } }],
});
const other: Made = ["aws:lb/listenerRule:ListenerRule", "r", { listenerArn: `${listenerArn}/1`, priority: 1 }];

describeRules(
  listenerRule,
  rule,
  [
    ["what is not known yet", { ...header(unknown), listenerArn: unknown, actions: unknown }, undefined],
    ["five values", header(["1", "2", "3", "4", "5"]), undefined],
    ["six values", header(["1", "2", "3", "4", "5", "6"]), /compares 6 values: AWS takes 5/],
    [
      "a value that is too long, without telling it",
      header(["s".repeat(129)]),
      /^a value of the listener rule has 129 characters: AWS takes 1 to 128$/,
    ],
    ["an empty value", header([""]), /has 0 characters/],
    ["a header's name that is too long", header(["1"], "x".repeat(41)), /is refused: 1 to 40 characters/],
    ["the header host", header(["1"], "Host"), /use hostHeader/],
    [
      "hosts and paths",
      { conditions: [{ hostHeader: { values: ["a"] } }, { pathPattern: { values: ["/b"] } }] },
      undefined,
    ],
    [
      "two kinds in one condition",
      { conditions: [{ hostHeader: { values: ["a"] }, pathPattern: { values: ["/b"] } }] },
      /give exactly one/,
    ],
    [
      "another kind",
      { conditions: [{ sourceIp: { values: ["10.0.0.0/8"] } }] },
      /does not know the condition sourceIp/,
    ],
    ["no condition", { conditions: [] }, /has no condition/],
    ["priority 0", { priority: 0 }, /priority is 0: AWS takes 1 to 50000/],
    ["a priority that is taken", {}, /has a rule of priority 1 already/, testWorld(taken, group, other)],
    ["a listener that is not there", {}, /rule's listener .* does not exist/, testWorld(group)],
  ],
  testWorld(taken, group),
);

describe("actions", () => {
  it("are sent with what the real provider fills in", () => {
    assert.deepEqual(actionList(redirect({ port: "443" }).defaultActions), [
      {
        Type: "redirect",
        Order: 1,
        RedirectConfig: {
          Host: "#{host}",
          Path: "/#{path}",
          Port: "443",
          Protocol: "HTTPS",
          Query: "#{query}",
          StatusCode: "HTTP_301",
        },
      },
    ]);
  });

  it("are read back as the program gave them, when they say the same", () => {
    const live = [{ Type: "forward", Order: 1, TargetGroupArn: targetGroupArn }];
    assert.deepEqual(liveActions(live, [forward]), [forward]);
    assert.deepEqual(liveActions(live, [{ ...forward, targetGroupArn: "other" }]), [{ ...forward, order: 1 }]);
  });
});

describe("security policies", () => {
  it("are those of AWS, each once", () => {
    assert.equal(new Set(sslPolicies).size, sslPolicies.length);
    for (const name of ["TLS13-1-2-2021-06", "TLS13-1-3-PQ-2025-09", "TLS13-1-2-Res-FIPS-2023-04", "2016-08"]) {
      assert.ok(sslPolicies.includes(`ELBSecurityPolicy-${name}`), name);
    }
  });
});

describe("listener", () => {
  it("is gone when AWS answers with none", () => {
    assert.equal(listener.read?.properties({ Listeners: [] }, listenerArn, {}, testFacts()), undefined);
    assert.deepEqual(listener.read?.also?.(listenerArn, {}, testFacts(), { Listeners: [] }), []);
  });
});
