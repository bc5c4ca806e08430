import assert from "node:assert/strict";
import type { ResourceValidation, ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import type { Exception } from "./exception.ts";
import { policiesUnder } from "./policies.ts";

const exception = (control: string): Exception => ({
  control,
  where: "old site",
  scopes: [{ name: /^old$/ }],
  reason: "It goes with the next release.",
  owner: "Ada",
  until: "2030-05-31",
});

/** What the engine is told of a resource on a day, and whether it stops. */
function told(control: string, type: string, day: string, exceptions = [exception(control)]) {
  const policy = policiesUnder({ exceptions, today: day }).find(({ name }) => name === control);
  assert.ok(policy !== undefined);
  const messages: string[] = [];
  const resource = { type, name: "old", urn: `urn:pulumi:prod::site::${type}::old`, props: {}, opts: {} };
  const validate = (policy as ResourceValidationPolicy).validateResource as ResourceValidation;
  void validate(resource as unknown as ResourceValidationArgs, (message) => messages.push(message));
  return { messages, level: policy.enforcementLevel };
}

describe("the guard rails as the engine asks them", () => {
  const queue = ["SQS.1", "aws:sqs/queue:Queue"] as const;
  const distribution = ["CloudFront.4", "aws:cloudfront/distribution:Distribution"] as const;

  it("say nothing of what is excepted, on the last day of the exception too", () => {
    assert.deepEqual(told(...queue, "2030-05-31"), { messages: [], level: "mandatory" });
    assert.deepEqual(told(...distribution, "2030-05-31"), { messages: [], level: "advisory" });
  });

  it("stop on the day after, with owner and day, what only warns otherwise too", () => {
    for (const [control, type] of [queue, distribution]) {
      const { messages, level } = told(control, type, "2030-06-01");
      assert.equal(level, "mandatory", control);
      assert.equal(messages.length, 1);
      assert.match(messages[0] ?? "", /The exception for old site \(Ada\) ended on 2030-05-31/);
    }
  });

  it("warn of what is low, and stop at all else", () => {
    assert.equal(told(...distribution, "2030-06-01", []).level, "advisory");
    assert.equal(told(...queue, "2030-06-01", []).level, "mandatory");
  });
});
