import assert from "node:assert/strict";
import { smtpPassword } from "./password.ts";

/** Vectors of the Terraform provider's tests of the same derivation (internal/service/iam/access_key_test.go). */
const vectors = [
  ["some+secret+key", "eu-central-1", "BMXhUYlu5Z3gSXVQORxlVa7XPaz91aGWdfHxvkOZdWZ2"],
  ["another+secret+key", "eu-central-1", "BBbphbrQmrKMx42d1N6+C7VINYEBGI5v9VsZeTxwskfh"],
  ["some+secret+key", "us-west-1", "BH+jbMzper5WwlwUar9E1ySBqHa9whi0GPo+sJ0mVYJj"],
  ["another+secret+key", "us-west-1", "BKVmjjMDFk/qqw8EROW99bjCS65PF8WKvK5bSr4Y6EqF"],
] as const;

describe("smtpPassword", () => {
  for (const [secret, region, password] of vectors) {
    it(`derives the password of ${secret} in ${region}`, () => assert.equal(smtpPassword(secret, region), password));
  }
});
