import assert from "node:assert/strict";
import { readTarget, TargetError } from "./target.ts";

// Mail is sent from another region than the one of the environment.
const outputs = {
  smtpSecretArn: "arn:aws:secretsmanager:af-south-1:111122223333:secret:acme-dev-mail-smtp-0123456-abcdef",
  identityArn: "arn:aws:ses:eu-west-1:111122223333:identity/mail.dev.acme.example",
  configurationSetName: "acme-dev-mail",
};

describe("readTarget", () => {
  it("tells the region of the mail from that of the secret", () => {
    assert.deepEqual(readTarget(outputs), {
      accountId: "111122223333",
      sesRegion: "eu-west-1",
      secretRegion: "af-south-1",
      secretArn: outputs.smtpSecretArn,
      identityArn: outputs.identityArn,
      configurationSetArn: "arn:aws:ses:eu-west-1:111122223333:configuration-set/acme-dev-mail",
      domainName: "mail.dev.acme.example",
      host: "email-smtp.eu-west-1.amazonaws.com",
      port: 587,
    });
  });

  it("names every output that is missing, and what to do", () => {
    assert.throws(
      () => readTarget({ identityArn: "[secret]" }),
      (error: Error) => {
        assert.ok(error instanceof TargetError);
        assert.match(error.message, /no usable output smtpSecretArn, identityArn, configurationSetName/);
        assert.match(error.message, /Turn mail on in its settings/);
        return true;
      },
    );
  });
});
