import assert from "node:assert/strict";
import type { Statement } from "../components/shared/policy-document.ts";
import { decide, matches } from "./iam-evaluator.ts";

const policy = (...statements: Statement[]) => ({ Version: "2012-10-17" as const, Statement: statements });
const allowAll: Statement = { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" };

describe("the IAM evaluator", () => {
  it("allows nothing that no statement allows, and an explicit denial wins", () => {
    const deny: Statement = { Sid: "Deny", Effect: "Deny", Action: "s3:Delete*", Resource: "*" };
    assert.equal(decide([], { action: "s3:GetObject" }), "not allowed");
    assert.equal(decide([policy(allowAll)], { action: "s3:GetObject" }), "allowed");
    assert.equal(decide([policy(allowAll), policy(deny)], { action: "s3:DeleteBucket" }), "denied");
  });

  it("matches actions without regard to case, and resources with it", () => {
    assert.equal(matches("S3:get*", "s3:GetObject", true), true);
    assert.equal(matches("arn:aws:s3:::A?", "arn:aws:s3:::Ab"), true);
    assert.equal(matches("arn:aws:s3:::a?", "arn:aws:s3:::Ab"), false);
    assert.equal(matches("a.c", "abc"), false);
  });

  it("turns NotAction and NotResource around", () => {
    const denial: Statement = { Sid: "Deny", Effect: "Deny", NotAction: "iam:Get*", NotResource: "arn:aws:s3:::mine" };
    const policies = [policy(allowAll, denial)];
    assert.equal(decide(policies, { action: "iam:GetRole", resource: "arn:aws:s3:::other" }), "allowed");
    assert.equal(decide(policies, { action: "iam:PutRole", resource: "arn:aws:s3:::other" }), "denied");
    assert.equal(decide(policies, { action: "iam:PutRole", resource: "arn:aws:s3:::mine" }), "allowed");
  });

  it("takes a missing key as different, and tells it by Null", () => {
    const different: Statement = {
      Sid: "Deny",
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { StringNotEquals: { key: "a" } },
    };
    assert.equal(decide([policy(allowAll, different)], { action: "a:B" }), "denied");
    assert.equal(decide([policy(allowAll, different)], { action: "a:B", context: { key: "a" } }), "allowed");
    const present: Statement = { ...different, Condition: { Null: { key: "false" }, StringNotEquals: { key: "a" } } };
    assert.equal(decide([policy(allowAll, present)], { action: "a:B" }), "allowed");
    assert.equal(decide([policy(allowAll, present)], { action: "a:B", context: { key: "b" } }), "denied");
  });

  it("allows within a boundary what both allow", () => {
    const boundary = policy({ Sid: "Some", Effect: "Allow", Action: "s3:*", Resource: "*" });
    assert.equal(decide([policy(allowAll)], { action: "s3:GetObject" }, boundary), "allowed");
    assert.equal(decide([policy(allowAll)], { action: "iam:CreateUser" }, boundary), "not allowed");
    assert.equal(decide([], { action: "s3:GetObject" }, boundary), "not allowed");
  });

  it("fails on an operator that it does not know", () => {
    const dated: Statement = { ...allowAll, Condition: { DateLessThan: { "aws:CurrentTime": "2030-01-01" } } };
    assert.throws(() => decide([policy(dated)], { action: "a:B" }), /operator DateLessThan is not known/);
  });
});
