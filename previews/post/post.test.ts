import assert from "node:assert/strict";
import { bot, FakeGithub, repository } from "../../test/fake-github.ts";
import { type CommentRun, longestComment, readMarker, renderComment } from "../comment.ts";
import { reportOf } from "../goldens/shapes.ts";
import { makeClient } from "./client.ts";
import { type Posted, postComment } from "./post.ts";

const list = "GET /repos/acme/platform/issues/7/comments";
const create = "POST /repos/acme/platform/issues/7/comments";
const at = (method: string, id: number) => `${method} /repos/acme/platform/issues/comments/${id}`;
const bodyOf = (run: CommentRun) => renderComment(reportOf([]), { run });
const run = (id: number, attempt = 1): CommentRun => ({ id, attempt });

describe("posting the comment", () => {
  let github: FakeGithub;
  let baseUrl: string;
  let waits: number[];
  beforeEach(async () => {
    github = new FakeGithub();
    waits = [];
    baseUrl = await github.start();
  });
  afterEach(() => github.stop());

  const post = (by: CommentRun, body = bodyOf(by)): Promise<Posted> => {
    const wait = async (seconds: number) => void waits.push(seconds);
    return postComment(makeClient({ token: "secret-token", baseUrl, wait }), { repository, number: 7, run: by, body });
  };
  const runs = () => github.comments.flatMap(({ body, user }) => (user === bot ? [readMarker(body)?.id] : []));

  it("makes it where there is none", async () => {
    github.comment("Looks good", { login: "ann", type: "User" });
    assert.equal(await post(run(5)), "created");
    assert.deepEqual(runs(), [5]);
    assert.equal(github.comments.length, 2);
    assert.deepEqual(github.log, ["GET /user", list, create, list]);
  });

  it("finds its own on the third page, and edits it in place", async () => {
    for (let index = 0; index < 230; index++) github.comment(`remark ${index}`, { login: "ann", type: "User" });
    const own = github.comment(bodyOf(run(4)));
    assert.equal(await post(run(5)), "edited");
    assert.equal(own.body, bodyOf(run(5)));
    assert.equal(github.comments.length, 231);
    assert.deepEqual(github.log, [
      "GET /user",
      list,
      `${list} page 2`,
      `${list} page 3`,
      at("GET", own.id),
      at("PATCH", own.id),
    ]);
  });

  it("leaves a stranger's comment with the marker alone, newer or not", async () => {
    const strangers = [
      github.comment(bodyOf(run(999)), { login: "mallory", type: "User" }),
      github.comment(bodyOf(run(1)), { login: "evil-app[bot]", type: "Bot" }),
      github.comment(bodyOf(run(1)), { login: "github-actions[bot]", type: "User" }),
      github.comment(bodyOf(run(1)), null),
    ].map((comment) => ({ ...comment }));
    assert.equal(await post(run(5)), "created");
    assert.deepEqual(github.comments.slice(0, 4), strangers);
    assert.equal(await post(run(6)), "edited");
    assert.deepEqual(github.comments.slice(0, 4), strangers);
  });

  it("knows its own by the token's login", async () => {
    github.me = "release-robot";
    const [ofBot, own] = [
      github.comment(bodyOf(run(9))),
      github.comment(bodyOf(run(2)), { login: "release-robot", type: "User" }),
    ];
    assert.equal(await post(run(5)), "edited");
    assert.deepEqual([readMarker(ofBot.body)?.id, readMarker(own.body)?.id], [9, 5]);
  });

  it("never counts a comment of its own that quotes the marker later in the text", async () => {
    const other = github.comment(`Report:\n${bodyOf(run(1))}`);
    assert.equal(await post(run(5)), "created");
    assert.match(other.body, /^Report:/);
  });

  const older: readonly (readonly [mine: CommentRun, theirs: CommentRun])[] = [
    [run(4), run(5)],
    [run(5, 1), run(5, 2)],
    [
      { id: 9, attempt: 1, preview: { head: "a".repeat(40), against: "base" } },
      { id: 8, attempt: 1, preview: { head: "a".repeat(40), against: "state" } },
    ],
  ];
  for (const [mine, theirs] of older) {
    it(`never overwrites ${JSON.stringify(theirs)} by ${JSON.stringify(mine)}`, async () => {
      github.comment(bodyOf(theirs));
      assert.equal(await post(mine), "superseded");
      assert.deepEqual(github.comments[0]?.body, bodyOf(theirs));
      assert.deepEqual(github.log, ["GET /user", list]);
    });
  }

  it("reads again when a newer run writes between reading and writing", async () => {
    const own = github.comment(bodyOf(run(4)));
    github.before = (request) => {
      if (request === at("GET", own.id)) own.body = bodyOf(run(6));
      return undefined;
    };
    assert.equal(await post(run(5)), "superseded");
    assert.equal(readMarker(own.body)?.id, 6);
    assert.equal(github.log.filter((line) => line === list).length, 2);
  });

  it("writes over what an older run wrote in between, after reading again", async () => {
    const own = github.comment(bodyOf(run(3)));
    github.before = (request) => {
      if (request === at("GET", own.id) && readMarker(own.body)?.id === 3) own.body = bodyOf(run(4));
      return undefined;
    };
    assert.equal(await post(run(5)), "edited");
    assert.equal(readMarker(own.body)?.id, 5);
  });

  it("makes it anew when it was deleted in between", async () => {
    const own = github.comment(bodyOf(run(3)));
    github.before = (request) => {
      if (request === at("GET", own.id)) github.comments.splice(0, 1);
      return undefined;
    };
    assert.equal(await post(run(5)), "created");
    assert.deepEqual(runs(), [5]);
  });

  it("gives up when it is changed each time", async () => {
    const own = github.comment(bodyOf(run(3)));
    github.before = (request) => {
      if (request === at("GET", own.id)) own.body += "x";
      return undefined;
    };
    await assert.rejects(post(run(5)), /^Error: The comment was changed by others each of the 4 times/);
  });

  it("removes duplicates of its own, keeping the newest", async () => {
    for (const id of [2, 4, 3]) github.comment(bodyOf(run(id)));
    const stranger = github.comment(bodyOf(run(1)), { login: "mallory", type: "User" });
    assert.equal(await post(run(5)), "edited");
    assert.deepEqual(
      github.comments.map(({ id }) => id),
      [1001, stranger.id],
    );
    assert.deepEqual(runs(), [5]);
  });

  for (const [other, left, outcome] of [
    [6, 6, "superseded"],
    [4, 5, "created"],
  ] as const) {
    it(`removes one of two when run ${other} makes one at the same time as run 5`, async () => {
      github.before = (request) => {
        if (request === create) github.comment(bodyOf(run(other)));
        return undefined;
      };
      assert.equal(await post(run(5)), outcome);
      assert.deepEqual(runs(), [left]);
    });
  }

  it("writes nothing when it says the same already", async () => {
    github.comment(bodyOf(run(5)));
    assert.equal(await post(run(5)), "unchanged");
    assert.deepEqual(github.log, ["GET /user", list]);
  });

  it("makes no second comment when only the answer to the first was lost", async () => {
    let lost = 0;
    github.before = (request) => (request === create && lost++ === 0 ? { status: 502, done: true } : undefined);
    assert.equal(await post(run(5)), "unchanged");
    assert.deepEqual([runs(), waits], [[5], [1]]);
  });

  it("tries to make it again when the server failed, and not for ever", async () => {
    let failures = 2;
    github.before = (request) => (request === create && failures-- > 0 ? { status: 503 } : undefined);
    assert.equal(await post(run(5)), "created");
    assert.deepEqual(waits, [1, 4]);
    failures = 99;
    github.comments.length = 0;
    await assert.rejects(post(run(6)), { status: 503 });
    assert.deepEqual(github.log.filter((line) => line === create).length, 3 + 4);
  });

  it("refuses a body that is too long or has no marker, before it asks GitHub", async () => {
    await assert.rejects(post(run(5), bodyOf(run(5)).padEnd(longestComment + 1, "x")), /has 65537 characters/);
    await assert.rejects(post(run(5), "hello"), /no marker/);
    assert.deepEqual(github.log, []);
  });
});
