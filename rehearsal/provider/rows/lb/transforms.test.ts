import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { type Made, testFacts, testWorld } from "../test-world.ts";
import { listenerRule } from "./listener-rule.ts";

const listenerArn =
  "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/0123456789abcdef/fedcba9876543210";
const targetGroupArn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef";
const world: readonly Made[] = [
  ["aws:lb/listener:Listener", listenerArn],
  ["aws:lb/targetGroup:TargetGroup", targetGroupArn],
];
const rule = {
  listenerArn,
  priority: 1,
  conditions: [{ httpHeader: { httpHeaderName: "x-origin-verify", values: ["secret"] } }],
  actions: [{ type: "forward", targetGroupArn }],
};
const url = (regex: unknown, replace: unknown = "/") => ({
  type: "url-rewrite",
  urlRewriteConfig: { rewrite: { regex, replace } },
});
const host = { type: "host-header-rewrite", hostHeaderRewriteConfig: { rewrite: { regex: "^a$", replace: "b" } } };
const transforms = (...list: unknown[]) => ({ transforms: list });

describeRules(
  listenerRule,
  rule,
  [
    ["a transform", transforms(url("^/index\\.html($|\\?.*$)", "/$1")), undefined],
    ["one of each type", transforms(url("^/a"), host), undefined],
    ["what is not known yet", { transforms: unknown }, undefined],
    ["a transform that is not known yet", transforms(url(unknown, unknown), unknown), undefined],
    ["two of a type", transforms(url("^/a"), url("^/b")), /two transforms of the type url-rewrite: AWS takes one/],
    ["an unknown type", transforms({ ...url("^/a"), type: "redirect" }), /type redirect: give host-header-rewrite or/],
    ["another type's configuration", transforms({ ...host, type: "url-rewrite" }), /needs urlRewriteConfig.rewrite/],
    ["no expression", transforms(url("")), /regex has 0 characters: AWS takes 1 to 1024/],
    ["a replacement that is too long", transforms(url("^/a", "x".repeat(1025))), /replace has 1025 characters/],
    ["a look ahead", transforms(url("^/(?!api)")), /AWS takes no lookaround/],
    ["a back reference", transforms(url("^/(a)\\1")), /AWS takes no lookaround, backreference/],
  ],
  testWorld(...world),
);

describe("transforms of a listener rule", () => {
  const calls = (inputs: object, previous: object) =>
    (listenerRule.update?.("id", { ...rule, ...inputs }, { ...rule, ...previous }, testFacts()) ?? []).map(
      ({ parameters }) => ({ transforms: parameters.Transforms, reset: parameters.ResetTransforms }),
    );
  const live = [{ Type: "url-rewrite", UrlRewriteConfig: { Rewrites: [{ Regex: "^/a", Replace: "/" }] } }];
  const read = (Transforms: unknown, state: object) =>
    listenerRule.read?.properties({ Rules: [{ Transforms }] }, "id", { ...rule, ...state }, testFacts())?.transforms;

  it("are changed, and taken off by a word of their own, because AWS takes no empty list", () => {
    assert.deepEqual(calls(transforms(url("^/a")), {}), [{ transforms: live, reset: undefined }]);
    assert.deepEqual(calls({}, transforms(url("^/a"))), [{ transforms: undefined, reset: true }]);
    assert.deepEqual(calls(transforms(), {}), []);
  });

  it("are read as they were written, and missed when somebody took them off", () => {
    assert.deepEqual(read(live, transforms(url("^/a"))), [url("^/a")]);
    assert.deepEqual(read(live, {}), [url("^/a")]);
    assert.deepEqual(read([], transforms(url("^/a"))), []);
    assert.equal(read([], {}), undefined);
  });
});
