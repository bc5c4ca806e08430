import assert from "node:assert/strict";
import { isWanted, type Post } from "./posts.ts";
import { countedIn } from "./scenarios/storm.ts";

const post = (text: string, status: number | null = 200): Post => ({ time: 0, channel: "critical", text, status });
const alarm = (name: string, state: "ALARM" | "OK") => ({ alarm: { name, arn: `arn:${name}`, state } });

describe("what drills look for", () => {
  const raised = post("🚨 CRITICAL ALARM · acme-dev-database-cpu · acme-dev · af-south-1 — A drill <!here>");
  const over = post("✅ OK · acme-dev-database-cpu · acme-dev · af-south-1 · after 2 s in ALARM");

  it("is the alarm of that name in that state", () => {
    assert.equal(isWanted(raised, alarm("acme-dev-database-cpu", "ALARM")), true);
    assert.equal(isWanted(raised, alarm("acme-dev-database-cpu", "OK")), false);
    assert.equal(isWanted(over, alarm("acme-dev-database-cpu", "OK")), true);
    assert.equal(isWanted(over, alarm("acme-dev-database-cpu", "ALARM")), false);
    assert.equal(isWanted(raised, alarm("acme-dev-database", "ALARM")), false);
    const flaps = post("🚨 CRITICAL ALARM · acme-dev-x (flapping) · acme-dev · af-south-1");
    assert.equal(isWanted(flaps, alarm("acme-dev-x", "ALARM")), true);
  });

  it("has been taken, unless another answer is looked for", () => {
    assert.equal(isWanted(post(raised.text, 500), alarm("acme-dev-database-cpu", "ALARM")), false);
    assert.equal(isWanted(post(raised.text, 500), { ...alarm("acme-dev-database-cpu", "ALARM"), status: 500 }), true);
    assert.equal(isWanted(post("a", null), {}), false);
  });

  it("has all of the texts", () => {
    assert.equal(isWanted(over, { texts: ["OK", "after 2 s"] }), true);
    assert.equal(isWanted(over, { texts: ["OK", "after 3 s"] }), false);
  });

  it("is counted out of digests, and of nothing else", () => {
    const digests = [
      "🚨 195 notices of 195 incidents · acme-dev · 195 in ALARM — too many to post one by one",
      "✅ 1,200 notices of 2 incidents · acme-dev · all OK",
      "⚠️ 1 notice of 1 incident · acme-dev · x",
      raised.text,
    ];
    assert.equal(countedIn(digests.map((text) => ({ text }))), 195 + 1200 + 1);
  });
});
