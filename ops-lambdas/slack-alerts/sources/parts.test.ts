import assert from "node:assert/strict";
import { openEnvelope } from "../envelope.ts";
import { bytes, encoded, firstTime, idOf, lastPart, maskAddresses, noticeOf, unquoted } from "./parts.ts";

describe("parts of the sources", () => {
  it("reads a time without a zone as UTC", () => {
    assert.equal(firstTime(undefined, "2026-09-27 22:36:43.292"), "2026-09-27T22:36:43.292Z");
    assert.equal(firstTime("yesterday", "2026-09-27T22:36:43Z"), "2026-09-27T22:36:43.000Z");
    assert.equal(firstTime(null, "never"), undefined);
  });

  it("masks every address of a text, and leaves the rest", () => {
    assert.equal(maskAddresses("to <jane@example.com>, x@y.example"), "to <j***@example.com>, x***@y.example");
    assert.equal(maskAddresses("at 5 @ once"), "at 5 @ once");
  });

  it("writes sizes as people read them", () => {
    const sizes = [0, 1023, 1024, 36_048, 22_548_578_304, 2 ** 60, -1].map(bytes);
    assert.deepEqual(sizes, ["0 B", "1023 B", "1 KiB", "35.2 KiB", "21 GiB", "1048576 TiB", undefined]);
  });

  it("makes no address of what has no encoding", () => {
    assert.equal(encoded("\ud800"), undefined);
    assert.equal(encoded("a b/é"), "a%20b%2F%C3%A9");
  });

  it("takes quotation marks off and the last part of an ARN", () => {
    assert.equal(unquoted('"stopped by user."'), "stopped by user.");
    assert.equal(lastPart("arn:aws:rds:af-south-1:111122223333:db:acme-prod-database-0"), "acme-prod-database-0");
    assert.equal(lastPart({}), undefined);
  });

  it("cuts a key that no table would take, and keeps what tells it from others", () => {
    const notice = (incident: string) =>
      noticeOf(
        "test",
        openEnvelope("{}"),
        { now: "2026-01-01T00:00:00.000Z" },
        {
          severity: "info",
          incident,
          transition: "t",
          title: "t",
          facts: [],
          links: [],
          times: [],
        },
      ).incident;
    assert.equal(notice("i".repeat(240)), "i".repeat(240));
    assert.equal(notice("i".repeat(241)).length, 240);
    assert.notEqual(notice(`${"i".repeat(300)}1`), notice(`${"i".repeat(300)}2`));
  });

  it("has an id for every event: its own, SNS's, the record's, or one of its text", () => {
    const about = { now: "2026-01-01T00:00:00.000Z" };
    assert.equal(idOf(openEnvelope('{"source":"a","detail-type":"b","id":"1"}'), about), "1");
    assert.equal(idOf(openEnvelope('{"Type":"Notification","MessageId":"2","Message":"x"}'), about), "2");
    assert.equal(idOf(openEnvelope("x"), { ...about, recordId: "3" }), "3");
    assert.equal(idOf(openEnvelope("x"), about), idOf(openEnvelope("x"), about));
  });
});
