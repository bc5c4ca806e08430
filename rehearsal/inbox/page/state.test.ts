import assert from "node:assert/strict";
import type { NumberedMessage } from "../messages.ts";
import { type Change, changed, channelsOf, firstState, type PageState, unreadOf } from "./state.ts";

function message(id: number, channel: string, status: number | null = 200): NumberedMessage {
  return { id, channel, time: "2026-01-01T00:00:00.000Z", payload: {}, answer: { mode: "ok", status, body: "" } };
}

function stateAfter(...changes: Change[]): PageState {
  return changes.reduce(changed, firstState);
}

const snapshot: Change = {
  kind: "snapshot",
  plan: { mode: "ok" },
  messages: [message(1, "notices"), message(2, "critical"), message(3, "notices")],
};

describe("the state of the inbox's page", () => {
  it("opens the first channel by name, and counts the others' messages as unread", () => {
    const state = stateAfter(snapshot);
    assert.equal(state.channel, "critical");
    assert.deepEqual(channelsOf(state), ["critical", "notices"]);
    assert.deepEqual([unreadOf(state, "critical"), unreadOf(state, "notices")], [0, 2]);
  });

  it("counts what comes as unread in the channels that are not open; refused calls are not counted", () => {
    const state = stateAfter(
      snapshot,
      { kind: "open", channel: "notices" },
      { kind: "message", message: message(4, "notices") },
      { kind: "message", message: message(5, "critical") },
      { kind: "message", message: message(6, "critical", 429) },
      { kind: "message", message: message(7, "critical", null) },
    );
    assert.deepEqual([unreadOf(state, "notices"), unreadOf(state, "critical")], [0, 1]);
    assert.equal(unreadOf(stateAfter(snapshot, { kind: "open", channel: "notices" }), "notices"), 0);
  });

  it("keeps the open channel when all is cleared", () => {
    const state = stateAfter(snapshot, { kind: "cleared" });
    assert.deepEqual(channelsOf(state), ["critical"]);
    assert.deepEqual(state.messages, []);
  });
});
