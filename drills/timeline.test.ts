import assert from "node:assert/strict";
import { Timeline } from "./timeline.ts";

describe("Timeline", () => {
  it("puts lines in order, with seconds since the first", () => {
    const timeline = new Timeline();
    const start = Date.UTC(2026, 10, 21);
    timeline.add(start + 412, "post");
    timeline.add(start, "cause");
    timeline.add(start + 61_005, "late");
    assert.deepEqual(timeline.lines(), ["   +0.000 s  cause", "   +0.412 s  post", "  +61.005 s  late"]);
  });

  it("keeps each line one line of bearable length, and has none when nothing happened", () => {
    const timeline = new Timeline();
    assert.deepEqual(timeline.lines(), []);
    timeline.add(0, `two\nlines ${"x".repeat(1000)}`);
    const [line = ""] = timeline.lines();
    assert.match(line, / two lines x+…$/);
    assert.ok(line.length < 260);
  });
});
