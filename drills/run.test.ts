import assert from "node:assert/strict";
import { check, checkPost, type Drill, type World } from "./drill.ts";
import { drillReal, verdict } from "./run.ts";
import { Timeline } from "./timeline.ts";

const world = () => ({ timeline: new Timeline(), wait: async () => {} }) as unknown as World;

describe("verdict", () => {
  it("is met when everything came", () => {
    assert.deepEqual(verdict([check("a post", "after 1 s", true)]), {
      text: "  met     a post: after 1 s\nAll came as expected.",
      isMet: true,
    });
  });

  it("is missed when one thing did not come, or nothing was expected", () => {
    const { text, isMet } = verdict([check("a post", "after 1 s", true), check("a digest", "nothing", false)]);
    assert.equal(isMet, false);
    assert.match(text, /MISSED {2}a digest: nothing\n1 of 2 did not come as expected\.$/);
    assert.equal(verdict([]).isMet, false);
  });
});

describe("checkPost", () => {
  const post = { time: 3500, channel: "critical", text: "🚨", status: 200 };

  it("counts from the cause, and puts the post into the time line", () => {
    const given = world();
    assert.deepEqual(checkPost(given, "a post", 1000, 5, post), {
      expected: "a post within 5 s",
      came: "after 2.50 s",
      isMet: true,
    });
    assert.match(given.timeline.lines()[0] ?? "", /post in #critical: 🚨$/);
  });

  it("is missed when it came late, or not at all", () => {
    assert.equal(checkPost(world(), "a post", 1000, 2, post).isMet, false);
    assert.deepEqual(checkPost(world(), "a post", 1000, 2, undefined), {
      expected: "a post within 2 s",
      came: "nothing",
      isMet: false,
    });
  });
});

describe("a drill that runs", () => {
  const drill: Extract<Drill, { needs: "either" }> = {
    name: "one",
    title: "One",
    what: "Does something.",
    simulated: "the cause",
    needs: "either",
    run: async ({ timeline }) => {
      timeline.add(Date.now(), "cause");
      return [check("a post", "nothing", false)];
    },
  };
  const log = {
    since: async (time: number) =>
      Array.from({ length: 20 }, (_, index) => ({ time: time + index, service: "intake", outcome: "post" })),
  };

  it("says first what is simulated, then what happened, with the way of the alert, then the verdict", async () => {
    const printed: string[] = [];
    const given = world();
    assert.equal(await drillReal(drill, given, log, (text) => printed.push(text)), false);
    assert.equal(printed[0], "one: One\nDoes something.\nSimulated: the cause.\n");
    assert.match(printed[1] ?? "", /cause[\s\S]*intake: post[\s\S]*\(8 more lines in the logs[\s\S]*MISSED {2}a post/);
  });
});
