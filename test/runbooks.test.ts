import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { alarmIds, compositeIds } from "../components/alerting/catalogue/alarm-ids.ts";

const directory = join(import.meta.dirname, "..", "docs", "runbooks");
const pages = globSync("*.md", { cwd: directory })
  .map((file) => basename(file, ".md"))
  .filter((name) => name !== "README")
  .sort();
const everyAlarm: readonly string[] = [...alarmIds, ...compositeIds];
const read = (name: string) => readFileSync(join(directory, `${name}.md`), "utf8");

describe("the runbooks", () => {
  it("are one for each alarm, since the settings can make each of them page, and no other", () => {
    assert.deepEqual(pages, [...everyAlarm].sort());
  });

  it("are all in their list", () => {
    const listed = [...read("README").matchAll(/\]\(([a-z-]+)\.md\)/g)].map(([, name]) => name);
    assert.deepEqual(listed.sort(), pages);
  });

  for (const name of pages) {
    it(`${name} begins with its alarm's id, and says what it means and what helps`, () => {
      const text = read(name);
      assert.ok(text.startsWith(`# ${name}\n\n`));
      const meaning = text.split("\n\n")[1] ?? "";
      assert.ok(meaning.length > 80 && !meaning.startsWith("#"), "its first paragraph says what the alarm means");
      assert.match(text, /^## (What helps|First look|While you look)$/m);
    });

    it(`${name} names only alarms that there are`, () => {
      const beginnings = [...new Set(everyAlarm.map((id) => id.split("-").slice(0, 2).join("-")))];
      const named = [...read(name).matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)]
        .map(([, id]) => id ?? "")
        .filter((id) => beginnings.some((beginning) => id.startsWith(beginning)));
      assert.deepEqual(
        named.filter((id) => !everyAlarm.includes(id)),
        [],
      );
    });
  }
});
