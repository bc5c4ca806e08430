import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderUserData } from "./user-data.ts";
import {
  encodeUserData,
  type Facts,
  factLines,
  factNames,
  fillUserData,
  maxUserDataBytes,
  unknownFacts,
} from "./user-data-facts.ts";

const facts: Facts = {
  ENVIRONMENT: "dev",
  AWS_REGION: "af-south-1",
  WEB_PORT: "8080",
  HEALTH_CHECK_PATH: "/health",
  DATABASE_SECRET_ARN: "arn:aws:secretsmanager:af-south-1:111122223333:secret:rds!db-0a1b-AbCdEf",
  DATABASE_HOST: "acme-dev.c0ffee.af-south-1.rds.amazonaws.com",
  DATABASE_READER_HOSTS: "",
  DATABASE_PORT: "3306",
  DATABASE_NAME: "app",
  FILES_ID: "fs-0123456789abcdef0",
  FILES_ACCESS_POINT_ID: "fsap-0123456789abcdef0",
  FILES_PATH: "/mnt/files",
  ASSETS_BUCKET: "acme-dev-assets-0a1b2c3",
  SMTP_SECRET_ARN: "",
  SMTP_HOST: "",
  SMTP_PORT: "",
  MAIL_PER_SECOND: "",
};

const args = { facts, metricNamespace: "acme/dev/web", logGroupName: "/acme/dev/web" };

describe("renderUserData", () => {
  const script = renderUserData(args);

  it("renders exactly this script; when it is meant to differ, write the new one into the snapshot", () => {
    assert.equal(script, readFileSync(join(import.meta.dirname, "user-data.snapshot.sh"), "utf8"));
  });

  it("is a script that bash understands, and far below EC2's limit", () => {
    execFileSync("bash", ["-n"], { input: script });
    assert.ok(Buffer.byteLength(script) < maxUserDataBytes / 2);
  });

  it("names secrets by ARN only", () => {
    assert.doesNotMatch(script, /password|get-secret-value/i);
  });

  it("mounts nothing where there are no shared files", () => {
    const without = renderUserData({ ...args, facts: { ...facts, FILES_ID: "" } });
    assert.doesNotMatch(without, /efs|fstab/);
  });
});

describe("factLines", () => {
  it("refuses what a shell might take for something else", () => {
    for (const value of ['a"b', "a b", "$(id)", "a`id`", "a\nb", "a\\b"]) {
      assert.throws(() => factLines({ ...facts, DATABASE_HOST: value }), /The fact DATABASE_HOST is/);
    }
  });
});

describe("the operator's own user data", () => {
  it("takes the facts in their places, and keeps other braces", () => {
    const text = "host={{DATABASE_HOST}} port={{ DATABASE_PORT }} other={{ jinja }} {x}";
    assert.equal(
      fillUserData(text, facts),
      "host=acme-dev.c0ffee.af-south-1.rds.amazonaws.com port=3306 other={{ jinja }} {x}",
    );
    assert.deepEqual(unknownFacts(text), ["jinja"]);
    assert.deepEqual(unknownFacts(factNames.map((name) => `{{${name}}}`).join()), []);
  });

  it("is refused above 16 KB, and encoded", () => {
    assert.equal(encodeUserData("#!/bin/sh\n"), "IyEvYmluL3NoCg==");
    assert.equal(Buffer.from(encodeUserData("x".repeat(maxUserDataBytes)), "base64").length, maxUserDataBytes);
    assert.throws(() => encodeUserData("x".repeat(maxUserDataBytes + 1)), /has 16385 bytes: allowed are 16384/);
  });
});
