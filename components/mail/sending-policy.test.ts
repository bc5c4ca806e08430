import assert from "node:assert/strict";
import { sendingStatement } from "./sending-policy.ts";

describe("the policy of SMTP credentials", () => {
  it("sends from the domain, through the identity and the configuration set, and does nothing else", () => {
    const identityArn = "arn:aws:ses:eu-west-1:111122223333:identity/mail.acme.example";
    const configurationSetArn = "arn:aws:ses:eu-west-1:111122223333:configuration-set/acme-prod-mail";
    assert.deepEqual(sendingStatement({ identityArn, configurationSetArn, domainName: "mail.acme.example" }), {
      Sid: "SendFromTheDomain",
      Effect: "Allow",
      Action: "ses:SendRawEmail",
      Resource: [identityArn, configurationSetArn],
      Condition: { StringLike: { "ses:FromAddress": "*@mail.acme.example" } },
    });
  });
});
