import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isAlarmId } from "../components/alerting/catalogue/alarm-ids.ts";
import { drills } from "./index.ts";

const names = drills.map(({ name }) => name);

describe("the drills", () => {
  it("are all in docs/drills.md, in their order, and nothing else is", () => {
    const document = readFileSync(join(import.meta.dirname, "..", "docs", "drills.md"), "utf8");
    const rows = [...document.matchAll(/^\| `([a-z0-9-]+)` \|.*\| (\S.*) \|$/gm)];
    assert.deepEqual(
      rows.map(([, name]) => name),
      names,
    );
    for (const [index, [, , simulated]] of rows.entries()) {
      assert.equal(simulated === "Nothing.", drills[index]?.simulated === undefined, names[index]);
    }
  });

  it("have names of their own that a button can send, and titles", () => {
    assert.equal(new Set(names).size, names.length);
    for (const { name, title, what } of drills) {
      assert.match(name, /^[a-z][a-z0-9-]*$/);
      assert.ok(title.length > 0 && title.length <= 40, title);
      assert.match(what, /\.$/);
    }
  });

  it("run in a real environment only when they set nothing but an alarm", () => {
    assert.deepEqual(
      drills.filter(({ needs }) => needs === "either").map(({ name }) => name),
      ["alarm", "recovery"],
    );
  });

  it("name alarms that there are", () => {
    for (const { alarm } of drills) assert.ok(alarm === undefined || isAlarmId(alarm), alarm);
  });
});
