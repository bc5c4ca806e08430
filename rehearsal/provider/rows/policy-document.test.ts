import assert from "node:assert/strict";
import { unknown } from "../row.ts";
import {
  allows,
  like,
  policyAsWanted,
  policyProblem,
  publicStatements,
  type Question,
  statementsOf,
} from "./policy-document.ts";

const trail: Question = {
  principal: { Service: "cloudtrail.amazonaws.com" },
  action: "s3:PutObject",
  resource: "arn:aws:s3:::logs/AWSLogs/123456789012/x",
  context: { "aws:sourcearn": "arn:aws:cloudtrail:eu-west-1:123456789012:trail/audit", "aws:securetransport": "true" },
};

function ask(statement: object | object[], question: Question = trail): boolean {
  return allows(statementsOf({ Version: "2012-10-17", Statement: statement }) ?? [], question);
}

const allow = {
  Effect: "Allow",
  Principal: { Service: "cloudtrail.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: "arn:aws:s3:::logs/AWSLogs/123456789012/*",
};

describe("policy documents", () => {
  it("read what they allow", () => {
    assert.equal(ask(allow), true);
    assert.equal(ask({ ...allow, Action: ["s3:Get*", "S3:put*"] }), true);
    assert.equal(ask({ ...allow, Principal: "*" }), true);
    assert.equal(ask({ ...allow, Action: undefined, NotAction: "s3:Delete*" }), true);
    assert.equal(ask({ ...allow, Principal: { Service: "config.amazonaws.com" } }), false);
    assert.equal(ask({ ...allow, Action: "s3:GetObject" }), false);
    assert.equal(ask({ ...allow, Resource: "arn:aws:s3:::logs" }), false);
    assert.equal(ask([]), false);
  });

  it("compare conditions with what is known, and trust the others", () => {
    const arn = "arn:aws:cloudtrail:eu-west-1:123456789012:trail/";
    assert.equal(ask({ ...allow, Condition: { StringEquals: { "AWS:SourceArn": `${arn}audit` } } }), true);
    assert.equal(ask({ ...allow, Condition: { ArnLike: { "aws:SourceArn": `${arn}*` } } }), true);
    assert.equal(ask({ ...allow, Condition: { StringEquals: { "aws:SourceArn": `${arn}other` } } }), false);
    assert.equal(ask({ ...allow, Condition: { StringLike: { "kms:EncryptionContext:x": "y" } } }), true);
  });

  it("let a Deny win only when it surely matches", () => {
    const deny = { ...allow, Effect: "Deny", Principal: "*" };
    assert.equal(ask([allow, deny]), false);
    assert.equal(ask([allow, { ...deny, Condition: { Bool: { "aws:SecureTransport": "false" } } }]), true);
    assert.equal(
      ask([allow, { ...deny, Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption": "x" } } }]),
      true,
    );
  });

  it("take an account and its root for the same principal", () => {
    const question = { ...trail, principal: { AWS: "arn:aws:iam::123456789012:root" } };
    assert.equal(ask({ ...allow, Principal: { AWS: "123456789012" } }, question), true);
    assert.equal(ask({ ...allow, Principal: { AWS: "210987654321" } }, question), false);
  });

  it("tell what is wrong with a document", () => {
    assert.match(policyProblem("{") ?? "", /not valid JSON/);
    assert.match(policyProblem("[]") ?? "", /must be a JSON object/);
    assert.match(policyProblem("{}") ?? "", /no "Statement"/);
    assert.match(policyProblem({ Statement: [{ Effect: "allow" }] }) ?? "", /Effect "allow"/);
    assert.match(policyProblem({ Statement: { Sid: "A", Effect: "Allow" } }) ?? "", /statement A .* neither "Action"/);
    assert.equal(policyProblem(unknown), undefined);
    assert.equal(policyProblem({ Statement: allow }), undefined);
  });

  it("find what is public", () => {
    const open = { Effect: "Allow", Principal: { AWS: "*" }, Action: "s3:GetObject", Resource: "*" };
    const count = (statement: object) => publicStatements(statementsOf({ Statement: statement }) ?? []).length;
    assert.equal(count(open), 1);
    assert.equal(count({ ...open, Principal: "*" }), 1);
    assert.equal(count({ ...open, Effect: "Deny" }), 0);
    assert.equal(count({ ...open, Principal: { AWS: "arn:aws:iam::123456789012:root" } }), 0);
    assert.equal(count({ ...open, Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }), 0);
    assert.equal(count({ ...open, Condition: { StringLike: { "aws:SourceArn": "*" } } }), 1);
    assert.equal(count({ ...open, Condition: { Bool: { "aws:SecureTransport": "true" } } }), 1);
  });

  it("see no drift in another order of members", () => {
    assert.equal(policyAsWanted('{"a":1,"b":[1]}', '{ "b": [1], "a": 1 }'), '{ "b": [1], "a": 1 }');
    assert.equal(policyAsWanted('{"a":2}', '{"a":1}'), '{"a":2}');
  });

  it("know AWS's wildcards, and nothing of regular expressions", () => {
    assert.equal(like("a*c?", "abbcd"), true);
    assert.equal(like("a.c", "abc"), false);
  });
});
