import assert from "node:assert/strict";
import { counted } from "../incidents/records.ts";
import { intakeSettings } from "../incidents/test-events.ts";
import * as render from "../render/index.ts";
import { understand } from "../sources/index.ts";
import { bodyOf } from "../testing/fixtures.ts";
import { noticeOf } from "./intake.ts";
import { digestPost, noticePost } from "./outbox.ts";

/** Bytes of a message that a queue takes, as its maker's default has it. */
const mostBytes = 262_144;

describe("a message of the outbox", () => {
  /** The post of an alarm on this expression. */
  const postOf = (expression: string) => {
    const event = JSON.parse(bodyOf("metric-math-eventbridge"));
    event.detail.configuration.metrics[0].expression = expression;
    const body = JSON.stringify(event);
    assert.ok(Buffer.byteLength(body) < mostBytes, "SNS would not have taken the event");
    const making = { settings: intakeSettings(), render };
    return noticePost(understand(body), { kind: "post", untold: 0 }, making);
  };

  it("has what its picture is drawn from", () => {
    const { graph, region } = postOf("m1 + m2") ?? {};
    assert.ok(JSON.stringify(graph).includes("m1 + m2"));
    assert.equal(region, "af-south-1");
  });

  it("finds room in the queue whatever the event: it goes without a picture that is too long", () => {
    for (const sign of ["x", "é", '"', "\\"]) {
      const length = Math.floor(240_000 / Buffer.byteLength(JSON.stringify(sign).slice(1, -1)));
      const post = postOf(sign.repeat(length));
      assert.ok(post !== undefined && post.graph === undefined, sign);
      assert.ok(Buffer.byteLength(JSON.stringify(post)) < mostBytes, sign);
    }
  });

  it("leads to the runbook of a critical event, by e-mail too", () => {
    const making = { settings: intakeSettings(), render, now: Date.now };
    const notice = noticeOf({ body: bodyOf("rds-failure-eventbridge"), messageId: "1" }, making);
    assert.ok(notice !== undefined);
    const post = noticePost(notice, { kind: "post", untold: 0 }, making);
    assert.ok(JSON.stringify(post?.message).includes("<https://example.com/event-database.md|Runbook>"));
    assert.match(post?.email.text ?? "", /\nRunbook: https:\/\/example\.com\/event-database\.md\n/);
  });

  it("leads to the dashboard, a digest too", () => {
    const dashboardUrl = "https://example.com/dashboard";
    const making = { settings: intakeSettings({ dashboardUrl }), render };
    const notice = understand(bodyOf("metric-alarm-sns"));
    const list = { route: "all", reason: "storm" } as const;
    for (const post of [
      noticePost(notice, { kind: "post", untold: 0 }, making),
      digestPost("timer", list, [counted(notice)], making),
    ]) {
      assert.ok(JSON.stringify(post?.message).includes(`<${dashboardUrl}|Dashboard>`));
    }
  });
});
