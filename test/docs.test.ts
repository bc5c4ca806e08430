import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const documents = globSync(["*.md", "docs/**/*.md", ".github/**/*.md"], { cwd: root }).sort();

/** A document without its code, in which brackets are no links. */
function prose(file: string): string {
  return read(file)
    .replaceAll(/^ *```.*?^ *```$/gms, "")
    .replaceAll(/`[^`\n]*`/g, "");
}

/** The anchor that GitHub gives a heading. */
function anchor(heading: string): string {
  const text = heading.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "");
  return text.trim().replaceAll(" ", "-");
}

function anchors(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchor(heading ?? ""));
}

/** Links to files of the repository, with their anchors. */
function links(file: string): { target: string; fragment: string | undefined }[] {
  return [...prose(file).matchAll(/\]\(([^)\s]*)\)/g)]
    .map(([, link]) => link ?? "")
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [path = "", fragment] = link.split("#");
      return { target: path === "" ? file : join(dirname(file), path), fragment };
    });
}

/** The ids of controls in a text: `CloudTrail.1, .2` are two. Those that are followed by `(waiver)` are no claim. */
function controls(text: string): string[] {
  const found = text.matchAll(/\b([A-Z][A-Za-z0-9]+)\.(\d+)((?:, \.\d+)*)(?! \(waiver\)|\d)/g);
  return [...found].flatMap(([, service, first, more]) => {
    const numbers = [first, ...((more ?? "").match(/\d+/g) ?? [])];
    return numbers.map((number) => `${service}.${number}`);
  });
}

/** The controls that titles of tests name, with the tests' files. */
function testedControls(): Map<string, Set<string>> {
  const tested = new Map<string, Set<string>>();
  for (const file of globSync("{components,stacks}/**/*.test.ts", { cwd: root })) {
    for (const [, title] of read(file).matchAll(/\b(?:it|describe)\(\s*["'`]([^"'`]+)/g)) {
      for (const control of controls(title ?? "")) {
        tested.set(control, (tested.get(control) ?? new Set()).add(file));
      }
    }
  }
  return tested;
}

/** The rows of a section's table in docs/security.md. */
function rows(heading: string): { control: string; text: string }[] {
  const section = read("docs/security.md").split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...section.matchAll(/^\| ([A-Za-z0-9]+\.\d+) \|(.*)\|$/gm)].map(([, control, text]) => ({
    control: control ?? "",
    text: text ?? "",
  }));
}

describe("the documents", () => {
  for (const file of documents) {
    it(`${file} links to what exists`, () => {
      const broken = links(file).filter(({ target, fragment }) => {
        if (!existsSync(join(root, target))) return true;
        return fragment !== undefined && !anchors(target).includes(fragment);
      });
      assert.deepEqual(broken, []);
    });

    it(`${file} names commands that exist`, () => {
      const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
      const named = [...read(file).matchAll(/\bnpm run ([a-z][a-z:-]*)/g)].map(([, script]) => script ?? "");
      assert.deepEqual(
        named.filter((script) => !(script in scripts)),
        [],
      );
    });
  }

  it("name in README what users run", () => {
    for (const command of ["rehearse", "up", "preview", "destroy"])
      assert.match(read("README.md"), new RegExp(`npm run ${command}\\b`));
  });

  it("have every decision in the list of decisions", () => {
    const decisions = globSync("docs/decisions/[0-9]*.md", { cwd: root });
    const listed = links("docs/decisions/README.md").map(({ target }) => target);
    assert.deepEqual(listed.sort(), decisions.sort());
  });
});

describe("docs/security.md", () => {
  const held = rows("Controls that hold");
  const waived = rows("Waivers");

  it("has its tables", () => {
    assert.ok(held.length > 50, `${held.length} controls`);
    assert.ok(waived.length > 10, `${waived.length} waivers`);
  });

  it("lists every control that the title of a test names, and no other, with the tests' files", () => {
    const listed = held.map(({ control, text }) => {
      const files = [...text.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, file]) => file ?? "");
      return `${control}: ${files.sort().join(", ")}`;
    });
    const tested = [...testedControls()].map(([control, files]) => `${control}: ${[...files].sort().join(", ")}`);
    assert.deepEqual(listed.sort(), tested.sort());
  });

  it("lists each control once, waived ones with a reason", () => {
    for (const table of [held, waived]) assert.equal(new Set(table.map(({ control }) => control)).size, table.length);
    for (const { control, text } of waived) assert.ok((text.split("|")[1] ?? "").trim().length >= 10, control);
  });
});
