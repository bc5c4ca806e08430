import assert from "node:assert/strict";
import { FakeGithub, type Fault, repository } from "../../test/fake-github.ts";
import { makeClient } from "./client.ts";
import { findPullRequest, type Wanted } from "./pull-request.ts";

const sha = "a".repeat(40);
const now = 1_800_000_000_000;

describe("GitHub's API", () => {
  let github: FakeGithub;
  let baseUrl: string;
  let waits: number[];
  let said: string[];
  beforeEach(async () => {
    github = new FakeGithub();
    github.pull(7, sha);
    [waits, said] = [[], []];
    baseUrl = await github.start();
  });
  afterEach(() => github.stop());

  const client = (token = "secret-token") => {
    const wait = async (seconds: number) => void waits.push(seconds);
    return makeClient({ token, baseUrl, wait, now: () => now, onProgress: (line) => said.push(line) });
  };
  const ask = (wanted: Wanted = { number: 7 }) => findPullRequest(client(), repository, wanted);
  /** Answers the first requests with faults. */
  const failing = (...faults: Fault[]) => {
    github.before = () => faults.shift();
  };

  describe("that refuses", () => {
    const limits: readonly (readonly [title: string, fault: Fault, seconds: number])[] = [
      ["429 with Retry-After", { status: 429, headers: { "retry-after": "17" } }, 17],
      ["403 with Retry-After", { status: 403, headers: { "retry-after": "17" } }, 17],
      ["429 without a time", { status: 429 }, 60],
      ["403 of a secondary limit", { status: 403, message: "You have exceeded a secondary rate limit" }, 60],
      [
        "403 until the limit is reset",
        { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(now / 1000 + 30) } },
        31,
      ],
      [
        "403 with a reset in the past",
        { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(now / 1000 - 30) } },
        1,
      ],
    ];
    for (const [title, fault, seconds] of limits) {
      it(`waits for ${title}`, async () => {
        failing(fault);
        assert.deepEqual(await ask(), { number: 7 });
        assert.deepEqual(waits, [seconds]);
        assert.deepEqual(said, [`GitHub's rate limit is reached: waiting ${seconds} s`]);
      });
    }

    it("is not waited for beyond ten minutes, nor more than four times", async () => {
      failing({ status: 429, headers: { "retry-after": "601" } });
      await assert.rejects(
        ask(),
        /^Error: GitHub's rate limit is reached \(429\) and asks for 601 s more; at most 600 s/,
      );
      assert.deepEqual(waits, []);
      failing(...Array.from({ length: 9 }, () => ({ status: 429, headers: { "retry-after": "2" } })));
      await assert.rejects(ask(), { status: 429 });
      assert.deepEqual(waits, [2, 2, 2, 2]);
    });

    it("fails at once for a token that may only read, and says what to do", async () => {
      failing({ status: 403, message: "Resource not accessible by integration" });
      await assert.rejects(
        ask(),
        /403: Resource not accessible by integration.*pull-requests: write.*preview-comment\.yml/,
      );
      assert.deepEqual([waits, github.log.length], [[], 1]);
    });

    it("fails at once for a wrong token, without repeating it", async () => {
      const asked = findPullRequest(client("other-token"), repository, { number: 7 });
      await assert.rejects(asked, (error: Error) => {
        assert.match(error.message, /401.*GITHUB_TOKEN is not valid/);
        assert.ok(!JSON.stringify({ ...error, stack: error.stack, message: error.message }).includes("other-token"));
        return true;
      });
    });
  });

  describe("that fails", () => {
    it("twice is asked a third time", async () => {
      failing({ status: 502 }, { status: 503 });
      assert.deepEqual(await ask(), { number: 7 });
      assert.deepEqual([waits, github.log.length], [[1, 4], 3]);
    });

    it("is asked four times, not more", async () => {
      failing(...Array.from({ length: 9 }, () => ({ status: 500, message: "<b>boom</b>\nmore" })));
      await assert.rejects(ask(), /500: <b>boom<\/b> more\. Run it again/);
      assert.deepEqual([waits, github.log.length], [[1, 4, 9], 4]);
    });

    it("is asked again when it cannot be reached", async () => {
      await github.stop();
      await assert.rejects(ask(), { status: 500 });
      assert.deepEqual(waits, [1, 4, 9]);
      github = new FakeGithub();
      await github.start();
    });
  });

  it("gets no token without TLS", () => {
    for (const address of ["http://api.github.com", "http://127.0.0.1.evil.example", "ftp://127.0.0.1", "nonsense"]) {
      assert.throws(() => makeClient({ token: "t", baseUrl: address }), /it must begin with https:\/\//);
    }
  });
});

describe("the pull request of a run", () => {
  let github: FakeGithub;
  let baseUrl: string;
  beforeEach(async () => {
    github = new FakeGithub();
    baseUrl = await github.start();
  });
  afterEach(() => github.stop());

  const find = (wanted: Wanted) => findPullRequest(makeClient({ token: "secret-token", baseUrl }), repository, wanted);
  const fork = { headSha: sha, headRepository: "Ann/Platform" };
  const ofFork = { head: { sha, repo: { full_name: "ann/platform" } } };

  it("is found by the head of a fork, among several pages", async () => {
    for (let number = 1; number <= 150; number++) github.pull(number, number.toString(16).padStart(40, "0"));
    github.pull(151, sha);
    github.pull(152, sha, ofFork);
    github.pull(153, sha, { head: { sha, repo: null } });
    assert.deepEqual(await find(fork), { number: 152 });
    assert.equal(github.log.length, 2);
  });

  it("is none when it is closed or has gone on", async () => {
    github.pull(1, sha, { ...ofFork, state: "closed" });
    github.pull(2, "b".repeat(40), { head: { sha: "b".repeat(40), repo: { full_name: "ann/platform" } } });
    const nothing = `No open pull request has ${sha} of Ann/Platform as its head: it is closed or has gone on.`;
    assert.deepEqual(await find(fork), { nothing });
    assert.deepEqual(await find({ number: 1 }), { nothing: "Pull request #1 is closed." });
    const gone = `Pull request #2 has gone on from ${sha} to ${"b".repeat(40)}.`;
    assert.deepEqual(await find({ number: 2, headSha: sha }), { nothing: gone });
  });

  it("is the one into the branch when several have the head", async () => {
    github.pull(1, sha, ofFork);
    github.pull(2, sha, { ...ofFork, base: { ref: "release" } });
    await assert.rejects(find(fork), /^Error: #1, #2 have the same head a+\. Say which one/);
    assert.deepEqual(await find({ ...fork, baseBranch: "main" }), { number: 1 });
  });

  it("must exist", async () => {
    await assert.rejects(find({ number: 99 }), /404: Not Found.*Look at --repository and --pull-request/);
  });
});
