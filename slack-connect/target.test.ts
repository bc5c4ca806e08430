import assert from "node:assert/strict";
import { RouteError, readRouteSecret } from "./target.ts";

const arn = (route: string) => `arn:aws:secretsmanager:af-south-1:111122223333:secret:acme-dev-slack-${route}-abcdef`;
const outputs = { webhookSecretArns: { notices: arn("notices"), critical: arn("critical") } };

describe("readRouteSecret", () => {
  it("finds the secret of a route, with its account and region", () => {
    assert.deepEqual(readRouteSecret(outputs, "critical"), {
      accountId: "111122223333",
      region: "af-south-1",
      secretArn: arn("critical"),
    });
  });

  for (const route of ["pages", "toString", ""]) {
    it(`names the routes that there are, for ${JSON.stringify(route)}`, () => {
      assert.throws(
        () => readRouteSecret(outputs, route),
        (error: Error) => {
          assert.ok(error instanceof RouteError);
          assert.match(error.message, /There is no route .*: there are critical, notices\./);
          return true;
        },
      );
    });
  }

  for (const none of [{}, { webhookSecretArns: {} }, { webhookSecretArns: "[secret]" }, { webhookSecretArns: null }]) {
    it(`says that there is no alerting, for ${JSON.stringify(none)}`, () => {
      assert.throws(() => readRouteSecret(none, "critical"), /no output webhookSecretArns.*Bring it up/);
    });
  }

  it("takes ARNs of Secrets Manager only", () => {
    assert.throws(
      () => readRouteSecret({ webhookSecretArns: { critical: "arn:aws:s3:::x" } }, "critical"),
      /is no ARN of Secrets Manager: "arn:aws:s3:::x"/,
    );
  });
});
