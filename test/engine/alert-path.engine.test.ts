import { againTests } from "./alerting/again.ts";
import { alarmTests } from "./alerting/alarms.ts";
import { crossingTests } from "./alerting/crossings.ts";
import { Dev } from "./alerting/dev.ts";
import { deadLetterTests, heartbeatTests, repetitionTests, unconnectedTests } from "./alerting/faults.ts";
import { stormTests } from "./alerting/storm.ts";

describe("alerts of dev on the emulator, from AWS to Slack's place", () => {
  const dev = new Dev();

  before(() => dev.start());
  after(() => dev.close());

  describe("a route that is not connected", () => unconnectedTests(dev));
  describe("alarms", () => alarmTests(dev));
  describe("the sign of life", () => heartbeatTests(dev));
  describe(
    "a storm of 1,000 alarms (as fast as the emulator takes them) with Slack well for 200 of them, then limiting a third of its calls, " +
      "then hanging and down (20 s and more in the place of 5 minutes), then well",
    () => stormTests(dev),
  );
  describe("the same again and again", () => repetitionTests(dev));
  describe("dead letters", () => deadLetterTests(dev));
  describe("brought up again", () => againTests(dev));
  // At the end: whatever figures it leaves would decide what alarms of other tests are in.
  describe("alarms and their metrics", () => crossingTests(dev));
});
