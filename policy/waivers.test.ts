import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Exception } from "./exception.ts";
import { exceptions } from "./exceptions.ts";
import { waiverMarkers, withWaivers } from "./waivers.ts";

const exception: Exception = {
  control: "SQS.1",
  where: "old queue",
  scopes: [{ name: /^old$/ }],
  reason: "It goes with the next release.",
  owner: "Ada",
  until: "2030-05-31",
};
const { start, end } = waiverMarkers;

describe("the table of waivers", () => {
  it("in docs/security.md is up to date: after a change of policy/exceptions.ts run node cli/waivers.ts", () => {
    const document = readFileSync(join(import.meta.dirname, "..", "docs", "security.md"), "utf8");
    assert.equal(document, withWaivers(document, exceptions), "run node cli/waivers.ts");
  });

  it("has control, scope, reason, owner and end, and leaves the rest of the document as it is", () => {
    assert.equal(
      withWaivers(`By hand.\n${start}\nold\n${end}\nBy hand.\n`, [exception]),
      [
        "By hand.",
        start,
        "",
        "| Control | Where | Reason | Owner | Until |",
        "|---|---|---|---|---|",
        "| SQS.1 | old queue | It goes with the next release. | Ada | 2030-05-31 |",
        "",
        end,
        "By hand.\n",
      ].join("\n"),
    );
  });

  it("refuses a document without its place, or with two", () => {
    for (const text of ["", start, `${end}\n${start}`, `${start}${end}${start}${end}`, `${start}${end}${end}`])
      assert.throws(() => withWaivers(text, []), /must have these lines once each/, text);
  });
});
