import assert from "node:assert/strict";
import type { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { readEvent, readPreferences } from "./event.ts";
import { groupsOf } from "./groups.ts";

describe("readEvent", () => {
  const event = { autoScalingGroupName: "web", launchTemplateId: "lt-1", version: "7" };

  it("reads what a deployment sends", () => assert.deepEqual(readEvent({ ...event, more: 1 }), event));

  it("names all that is missing or wrong", () => {
    assert.throws(() => readEvent(undefined), {
      message:
        "The event cannot be used: autoScalingGroupName is missing; launchTemplateId is missing; version is undefined, allowed is a version's number.",
    });
    for (const version of ["$Latest", "0", ""]) assert.throws(() => readEvent({ ...event, version }), /version is/);
  });
});

describe("readPreferences", () => {
  it("takes AWS's own names", () => assert.deepEqual(readPreferences('{"AutoRollback":true}'), { AutoRollback: true }));

  for (const text of [undefined, "", "no JSON", "null", "[]", "1"]) {
    it(`refuses ${text}`, () => assert.throws(() => readPreferences(text), /PREFERENCES is no JSON object/));
  }
});

describe("groupsOf", () => {
  /** A client that fails that often, and what was sent and waited for. */
  function clientOf(failures: number, errorName: string, answer: object = {}) {
    const sent: object[] = [];
    const waits: number[] = [];
    const send = async ({ input }: { input: object }) => {
      if (sent.push(input) <= failures) throw Object.assign(new Error(errorName), { name: errorName });
      return answer;
    };
    const groups = groupsOf({ send } as unknown as AutoScalingClient, async (milliseconds) => waits.push(milliseconds));
    return { groups, sent, waits };
  }

  it("asks for one group and its refreshes, and gives none where AWS has none", async () => {
    const { groups, sent } = clientOf(0, "");
    assert.deepEqual([await groups.group("web"), await groups.refreshes("web")], [undefined, []]);
    assert.deepEqual(sent, [{ AutoScalingGroupNames: ["web"] }, { AutoScalingGroupName: "web", MaxRecords: 10 }]);
  });

  it("waits for a role that was just made, and no longer than 35 seconds", async () => {
    const late = clientOf(2, "AccessDenied", { AutoScalingGroups: [{ AutoScalingGroupName: "web" }] });
    assert.deepEqual(await late.groups.group("web"), { AutoScalingGroupName: "web" });
    assert.deepEqual(late.waits, [5000, 5000]);
    const never = clientOf(99, "AccessDenied");
    await assert.rejects(never.groups.group("web"), /AccessDenied/);
    assert.equal(never.waits.length, 7);
  });

  it("passes other errors on at once, and misses an id", async () => {
    const failing = clientOf(1, "InstanceRefreshInProgressFault");
    const request = {
      AutoScalingGroupName: "web",
      Strategy: "Rolling",
      DesiredConfiguration: {},
      Preferences: {},
    } as const;
    await assert.rejects(failing.groups.start(request), /InstanceRefreshInProgress/);
    assert.deepEqual(failing.waits, []);
    await assert.rejects(failing.groups.start(request), /told no id/);
    assert.deepEqual(failing.sent, [request, request]);
  });
});
