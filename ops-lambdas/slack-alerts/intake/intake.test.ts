import assert from "node:assert/strict";
import fc from "fast-check";
import { alarm } from "../incidents/test-events.ts";
import { World } from "../incidents/test-world.ts";

const minute = 60_000;
/** Incident of the alarm "cpu". */
const cpuIncident = "alarm:arn:aws:cloudwatch:af-south-1:111122223333:alarm:cpu";
const kinds = ({ taken }: World) => taken.map(({ kind }) => kind);

describe("the intake and the sender together", () => {
  it("post one record once, delivered three times, at once or a day later", async () => {
    const world = new World();
    const body = alarm("cpu", "ALARM", world.now);
    for (let delivery = 0; delivery < 3; delivery++) world.receive(body);
    await world.run(world.now + minute);
    world.receive(body);
    await world.run(world.now + 1440 * minute);
    world.receive(body);
    await world.run(world.now + minute);
    assert.deepEqual(kinds(world), ["alarm"]);
  });

  it("post one transition once through two envelopes", async () => {
    const world = new World();
    const sns = alarm("cpu", "ALARM", world.now);
    const message = JSON.parse(JSON.parse(sns).Message) as Record<string, string>;
    const event = {
      source: "aws.cloudwatch",
      "detail-type": "CloudWatch Alarm State Change",
      id: "1",
      time: new Date(world.now).toISOString(),
      region: "af-south-1",
      account: "111122223333",
      resources: [message.AlarmArn],
      detail: {
        alarmName: "cpu",
        state: { value: "ALARM", reason: "Threshold Crossed", timestamp: message.StateChangeTime },
        previousState: { value: "OK" },
        configuration: { metrics: [] },
      },
    };
    world.receive(sns);
    world.receive(JSON.stringify(event));
    await world.run(world.now + minute);
    assert.deepEqual(kinds(world), ["alarm"]);
  });

  it("post once when a send failed and the record came again", async () => {
    const world = new World();
    let failures = 2;
    world.step = (operation) => {
      if (operation === "before post" && failures-- > 0) throw new Error("SQS is down.");
    };
    world.receive(alarm("cpu", "ALARM", world.now));
    await world.run(world.now + 5 * minute);
    assert.deepEqual(kinds(world), ["alarm"]);
    assert.equal(world.counts.FailedRecords, 2);
  });

  it("give back the one record that fails, and no other", async () => {
    const world = new World();
    world.step = (operation) => {
      if (operation === "before post" && world.outbox.length === 1) throw new Error("SQS is down.");
    };
    world.receive(alarm("one", "ALARM", world.now));
    world.receive(alarm("two", "ALARM", world.now));
    await world.run(world.now);
    assert.equal(world.alerts.length, 1);
    assert.equal(world.taken.length, 1);
  });

  it("post without the table, and quickly", async () => {
    const world = new World();
    world.isTableDown = true;
    const began = world.now;
    world.receive(alarm("cpu", "ALARM", world.now, "critical"));
    await world.run(world.now + minute);
    assert.deepEqual(
      world.taken.map(({ kind, at }) => [kind, at - began]),
      [["alarm", 0]],
    );
    assert.equal(world.alerts.length, 0);
  });

  it("post without the table what was to be held back, and nothing quiet", async () => {
    const world = new World({ quietHours: { from: "00:00", to: "23:59", timeZone: "UTC" } });
    world.isTableDown = true;
    world.receive(alarm("cpu", "ALARM", world.now));
    world.receive(
      alarm("new", "OK", world.now).replace('OldStateValue\\":\\"ALARM', 'OldStateValue\\":\\"INSUFFICIENT_DATA'),
    );
    await world.run(world.now + minute);
    assert.deepEqual(kinds(world), ["alarm"]);
  });

  it("end in the right state when OK overtakes its ALARM, and say that it is over", async () => {
    const world = new World();
    const start = world.now;
    world.receive(alarm("cpu", "OK", start + 30_000));
    await world.run(start + 31_000);
    world.receive(alarm("cpu", "ALARM", start));
    await world.run(start + 35_000);
    assert.deepEqual(kinds(world), ["recovered", "late"]);
    world.receive(alarm("cpu", "ALARM", start + 40_000));
    await world.run(start + 45_000);
    const { record } = await world.intake.store.incident(cpuIncident);
    assert.deepEqual([record?.state, kinds(world).at(-1)], ["alarm", "alarm"]);
  });

  it("do not say that an alarm is over because an older recovery came late", async () => {
    const world = new World();
    const start = world.now;
    world.receive(alarm("cpu", "ALARM", start + 20_000));
    await world.run(start + 21_000);
    world.receive(alarm("cpu", "OK", start));
    await world.run(start + 5 * minute);
    assert.deepEqual(
      world.taken.map(({ kind, titles }) => [kind, titles.length]),
      [
        ["alarm", 1],
        ["digest", 1],
      ],
    );
    assert.match(world.taken[1]?.titles[0] ?? "", / alarm$/);
  });

  it("make 5 posts at most of 50 transitions in 5 minutes, and count each transition once", async () => {
    const world = new World();
    const start = world.now;
    for (let transition = 0; transition < 50; transition++) {
      await world.run(start + transition * 6000);
      world.receive(alarm("cpu", transition % 2 === 0 ? "ALARM" : "OK", world.now, "critical"));
    }
    await world.run(start + 60 * minute);
    assert.deepEqual(kinds(world), ["alarm", "recovered", "alarm", "flapping", "summary"]);
    assert.equal(world.told, 50);
    assert.match(world.taken[4]?.titles[0] ?? "", / recovered$/);
    world.receive(alarm("cpu", "ALARM", world.now));
    await world.run(world.now + minute);
    assert.equal(kinds(world).at(-1), "alarm");
  });

  it("make 5 posts at most of 50 transitions that arrive at once, in any order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...Array(50).keys()], { minLength: 50 }), async (order) => {
        const world = new World();
        const start = world.now;
        for (const index of order) {
          world.receive(alarm("cpu", index % 2 === 0 ? "ALARM" : "OK", start + index * 6000, "critical"));
        }
        await world.run(start + 60 * minute);
        assert.ok(world.taken.length <= 5, kinds(world).join());
        assert.equal(world.told, 50);
        assert.match(world.taken.at(-1)?.titles[0] ?? "", / recovered$/);
      }),
      { numRuns: 30 },
    );
  });

  it("call an incident flapping in the state that it has now, though the last to arrive is an older one", async () => {
    const world = new World();
    const start = world.now;
    const states = ["ALARM", "OK", "ALARM", "OK"] as const;
    for (const [index, state] of states.entries()) {
      // The third overtakes nobody, and the last is told before it.
      const place = [0, 1, 3, 2][index] ?? index;
      world.receive(alarm("cpu", states[place] ?? state, start + place * 6000), index * 1000);
    }
    await world.run(start + 10_000);
    assert.deepEqual(kinds(world), ["alarm", "recovered", "recovered", "flapping"]);
    const { record } = await world.intake.store.incident(cpuIncident);
    assert.deepEqual([record?.state, record?.flapping?.transitions], ["recovered", 4]);
  });

  it("sum up every 10 minutes an incident that never stops", async () => {
    const world = new World();
    const start = world.now;
    for (let transition = 0; transition < 360; transition++) {
      await world.run(start + transition * 10_000);
      world.receive(alarm("cpu", transition % 2 === 0 ? "ALARM" : "OK", world.now));
    }
    await world.run(start + 90 * minute);
    assert.equal(world.told, 360);
    const summaries = world.taken.filter(({ kind }) => kind === "summary");
    assert.deepEqual(
      summaries.map(({ at }) => Math.floor((at - start) / minute)),
      [10, 20, 30, 40, 50, 60],
    );
    assert.equal(world.taken.length, summaries.length + 4);
  });

  it("hold back what is not critical in quiet hours, and tell it once at their end", async () => {
    const world = new World({ quietHours: { from: "11:00", to: "14:00", timeZone: "Africa/Johannesburg" } });
    // 12:00 in UTC is 14:00 there: an hour earlier the quiet hours are.
    world.now -= 60 * minute;
    const end = world.now + 60 * minute;
    world.receive(alarm("cpu", "ALARM", world.now));
    world.receive(alarm("memory", "ALARM", world.now));
    world.receive(alarm("site", "ALARM", world.now, "critical"));
    await world.run(end - 1000);
    assert.deepEqual(
      world.taken.map(({ titles }) => /site/.test(String(titles))),
      [true],
    );
    await world.run(end + minute);
    assert.deepEqual(kinds(world), ["alarm", "digest"]);
    assert.equal(world.told, 3);
    assert.ok((world.taken[1]?.at ?? 0) >= end);
  });

  for (const [when, from, to] of [
    ["begin", "14:00", "16:00"],
    ["end", "12:00", "14:00"],
  ] as const) {
    it(`make 5 posts at most of 50 transitions in 5 minutes in which quiet hours ${when}`, async () => {
      const world = new World({ quietHours: { from, to, timeZone: "UTC" } });
      // 13:57: it is 12:00 when a world begins.
      const start = world.now + 117 * minute;
      for (let transition = 0; transition < 50; transition++) {
        await world.run(start + transition * 6000);
        world.receive(alarm("cpu", transition % 2 === 0 ? "ALARM" : "OK", world.now));
      }
      await world.run(start + 180 * minute);
      assert.ok(world.taken.length <= 5, kinds(world).join());
      assert.equal(world.told, 50);
      assert.match(world.taken.at(-1)?.titles[0] ?? "", / recovered$/);
    });
  }

  it("fan the sign of life out to each route", async () => {
    const world = new World({
      routes: [
        { name: "all", severities: ["critical", "warning", "info"] },
        { name: "pages", severities: ["critical"] },
      ],
    });
    const event = {
      source: "platform.heartbeat",
      "detail-type": "Heartbeat",
      id: "1",
      time: new Date(world.now).toISOString(),
      detail: {},
    };
    const body = JSON.stringify({
      Type: "Notification",
      MessageId: "1",
      TopicArn: "t",
      Message: JSON.stringify(event),
    });
    world.receive(body);
    world.receive(body);
    await world.run(world.now + minute);
    assert.deepEqual(
      world.taken.map(({ kind, titles }) => [kind, ...titles]),
      [["heartbeat", "all"]],
    );
    // The other route has no secret yet.
    assert.equal(world.mails.length, 1);
    assert.equal(world.counts.Heartbeats, 2);
  });

  it("write no event into the log", async () => {
    const world = new World();
    world.receive(alarm("very-own-name", "ALARM", world.now));
    await world.run(world.now + minute);
    assert.ok(world.logs.length > 0);
    assert.ok(
      !world.logs.some((line) => line.includes("very-own-name") || line.includes("canary")),
      world.logs.join("\n"),
    );
  });
}).timeout(30_000);
