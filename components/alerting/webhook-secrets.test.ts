import assert from "node:assert/strict";
import { testIdentity } from "../../test/identity.ts";
import { collect } from "../../test/pulumi-mocks.ts";
import { createContext } from "../shared/context.ts";
import { connectionText, WebhookSecrets } from "./webhook-secrets.ts";

const secretsKeyArn = "arn:aws:kms:af-south-1:111122223333:key/66666666-2222-4333-8444-555555555555";
const build = (routes: readonly string[]) =>
  collect(() => new WebhookSecrets("acme-dev-alerts", { context: createContext(testIdentity), secretsKeyArn, routes }));

describe("the secrets of webhooks", () => {
  it("SecretsManager.1 (waiver), SecretsManager.4 (waiver): are one for each route, empty, encrypted and protected", async () => {
    const { ofType, resources, outputs } = await build(["critical", "notices"]);
    const secrets = ofType("aws:secretsmanager/secret:Secret");
    assert.deepEqual(
      secrets.map(({ name, inputs, options }) => [name, inputs, options.protect, options.retainOnDelete]),
      ["critical", "notices"].map((route) => [
        `acme-dev-slack-${route}`,
        {
          description: `Address of Slack's webhook of the route ${route}, filled by npm run slack:connect`,
          kmsKeyId: secretsKeyArn,
          recoveryWindowInDays: 30,
        },
        true,
        false,
      ]),
    );
    assert.equal(resources.filter(({ type }) => type.startsWith("aws:")).length, 2);
    assert.deepEqual(Object.keys(outputs.arns), ["critical", "notices"]);
    assert.match(outputs.arns.critical, /:secret:acme-dev-slack-critical-/);
  });
});

describe("what the stack says of a route", () => {
  const missing = "not connected: alerts go by e-mail; run npm run slack:connect -- dev --route critical";
  for (const [what, versions, said] of [
    ["no version", [], missing],
    ["only an old version", [{ versionStages: ["AWSPREVIOUS"] }], missing],
    ["a version without labels", [{}], missing],
    ["a version that is read", [{ versionStages: ["AWSPREVIOUS"] }, { versionStages: ["AWSCURRENT"] }], "connected"],
  ] as const) {
    it(`with ${what}: ${said}`, () => assert.equal(connectionText("dev", "critical", versions, true), said));
  }

  it("say so when nobody gets the alerts meanwhile", () => {
    assert.match(
      connectionText("dev", "critical", [], false),
      /^not connected: nobody gets its alerts, for alerting\.emails is empty;/,
    );
  });
});
