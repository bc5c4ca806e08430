import assert from "node:assert/strict";
import { collect } from "../../test/pulumi-mocks.ts";
import { MailSuppression } from "./mail-suppression.ts";

describe("MailSuppression", () => {
  it("suppresses bounces and complaints once in each region", async () => {
    const regions = ["eu-west-1", "af-south-1", "eu-west-1"];
    const { ofType } = await collect(() => new MailSuppression("acme-account-mail", { regions }));
    assert.deepEqual(
      ofType("aws:sesv2/accountSuppressionAttributes:AccountSuppressionAttributes").map(({ name, inputs }) => [
        name,
        inputs,
      ]),
      [
        ["acme-account-mail-eu-west-1", { suppressedReasons: ["BOUNCE", "COMPLAINT"], region: "eu-west-1" }],
        ["acme-account-mail-af-south-1", { suppressedReasons: ["BOUNCE", "COMPLAINT"], region: "af-south-1" }],
      ],
    );
  });
});
