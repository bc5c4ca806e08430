import assert from "node:assert/strict";
import type { Notice } from "../../notice.ts";
import { bodyOf, topics } from "../../testing/fixtures.ts";
import { understand } from "../index.ts";
import { readReason } from "./reason.ts";
import { shown } from "./units.ts";

/** The notice of a fixture. */
const noticeOf = (name: string): Notice => understand(bodyOf(name), { topics });

/** Facts as label and value. */
const facts = (notice: Notice) => Object.fromEntries(notice.facts.map(({ label, value }) => [label, value]));

describe("a metric alarm", () => {
  it("tells value, threshold and metric with units", () => {
    const notice = noticeOf("metric-alarm-bytes-sns");
    assert.match(
      notice.summary,
      /\nValue 1\.8 GiB, below the threshold 2 GiB in 4 of the last 5 datapoints\. 1 more never came and count as a fault\.$/,
    );
    assert.deepEqual(facts(notice), {
      "Last values": "1.8 GiB ← 1.82 GiB ← 1.83 GiB ← 1.85 GiB",
      Metric: "AWS/RDS FreeStorageSpace, Average over 5 min, DBInstanceIdentifier acme-prod-database",
    });
  });

  it("names a percentile", () =>
    assert.match(facts(noticeOf("metric-alarm-percentile-sns")).Metric ?? "", /TargetResponseTime, p95 over 5 min/));

  it("tells missing data first, and that no threshold was crossed", () => {
    const { summary, state } = noticeOf("metric-alarm-missing-sns");
    assert.equal(state, "alarm");
    assert.match(summary, /^No data for 5 periods, which counts as a fault\. No threshold was crossed\.\n/);
  });

  it("shows CloudWatch's own sentence when it is in no known form", () => {
    const body = JSON.stringify({ AlarmName: "a", NewStateValue: "ALARM", NewStateReason: "A drill." });
    assert.equal(understand(body).summary, "A drill.");
  });

  it("tells label, expression and metrics of a math alarm", () => {
    const notice = noticeOf("metric-math-sns");
    assert.deepEqual(facts(notice), {
      "Share of failed requests": "e1 = IF(m1+m2>=10, (m2+m3)/(m1+m2), 0)",
      Metrics:
        "m1: RequestCount\nm2: HTTPCode_ELB_5XX_Count\nm3: HTTPCode_Target_5XX_Count\nAWS/ApplicationELB, Sum over 5 min, LoadBalancer app/acme-prod-site/50dc6c495c0c9188",
    });
    assert.match(notice.summary, /Value 0\.123, above the threshold 0\.05\.$/);
  });

  it("tells the expected band of an anomaly alarm", () => {
    const notice = noticeOf("anomaly-sns");
    assert.match(notice.summary, /Value 239, outside the expected 20\.5 to 226\.$/);
    assert.deepEqual(facts(notice), {
      Band: "ad1 = ANOMALY_DETECTION_BAND(m1, 2)",
      Metric: "m1: AWS/SQS NumberOfMessagesSent, Sum over 1 min, QueueName acme-prod-jobs",
    });
  });
});

describe("a metric alarm's picture", () => {
  it("shows metric and threshold", () => {
    const { graph } = noticeOf("metric-alarm-lambda");
    assert.deepEqual(graph, {
      view: "timeSeries",
      title: "acme-prod-database-cpu",
      region: "af-south-1",
      width: 800,
      height: 300,
      start: "-PT3H",
      end: "PT0H",
      timezone: "+0000",
      metrics: [
        [
          "AWS/RDS",
          "CPUUtilization",
          "DBInstanceIdentifier",
          "acme-prod-database",
          { id: "alarm0", period: 60, stat: "Average" },
        ],
      ],
      annotations: { horizontal: [{ label: "Threshold", value: 90, color: "#d13212" }] },
    });
  });

  it("shows an expression and hides its metrics", () => {
    const rows = noticeOf("metric-math-eventbridge").graph?.metrics as unknown[][];
    assert.deepEqual(rows[0], [
      { expression: "IF(m1+m2>=10, (m2+m3)/(m1+m2), 0)", id: "e1", label: "Share of failed requests" },
    ]);
    assert.deepEqual(rows[1]?.at(-1), { id: "m1", visible: false, period: 300, stat: "Sum" });
    assert.equal(rows.length, 4);
  });

  it("is none for a composite alarm", () => assert.equal(noticeOf("composite-sns").graph, undefined));
});

describe("a composite alarm", () => {
  it("tells its rule and what triggered it", () => {
    const notice = noticeOf("composite-eventbridge");
    assert.equal(notice.source, "composite-alarm");
    assert.equal(
      notice.summary,
      "The site answers nobody.\nTriggered by acme-prod-site-errors (ALARM), acme-prod-healthy-hosts (ALARM).",
    );
    assert.deepEqual(facts(notice), { Rule: "ALARM(acme-prod-site-errors) AND ALARM(acme-prod-healthy-hosts)" });
  });

  it("tells CloudWatch's sentence without children", () => {
    const notice = noticeOf("composite-without-children-sns");
    assert.equal(notice.source, "composite-alarm");
    assert.match(notice.summary, /^acme-prod-site-errors transitioned to OK at Friday 02 October, 2026/);
    assert.deepEqual(
      notice.links.map(({ label }) => label),
      ["Runbook", "Alarm"],
    );
  });
});

describe("readReason", () => {
  const cases: readonly (readonly [sentence: string, comparison: string | undefined, threshold: number | undefined])[] =
    [
      [
        "Threshold Crossed: 1 datapoint [1.0 (01/01/26 00:00:00)] was greater than or equal to the threshold (1.0).",
        "≥",
        1,
      ],
      [
        "Threshold Crossed: 1 datapoint [1.0 (01/01/26 00:00:00)] was not greater than or equal to the threshold (5.0E-4).",
        "<",
        0.0005,
      ],
      ["Threshold Crossed: 1 datapoint [1.0] was not less than the threshold (-3.5).", "≥", -3.5],
      ["Threshold Crossed: 2 datapoints [1.0, 2.0] were less than or equal to the threshold (2.0).", "≤", 2],
      ["Unchecked: Initial alarm creation", undefined, undefined],
      ["1 datapoint [1.0] was less than the threshold (2.0).", undefined, undefined],
      ["", undefined, undefined],
    ];
  for (const [sentence, comparison, threshold] of cases) {
    it(`reads ${JSON.stringify(sentence)}`, () => {
      const reason = readReason(sentence);
      assert.equal(reason.comparison, comparison);
      assert.equal(reason.threshold, threshold);
    });
  }

  it("reads a sentence that never ends quickly", () => {
    const started = performance.now();
    readReason(`Threshold Crossed: 1 datapoint [${"less than the lower thresholds ".repeat(10_000)}`);
    assert.ok(performance.now() - started < 20);
  });
});

describe("a metric's value", () => {
  const cases: readonly (readonly [value: number, metric: string | undefined, shown: string])[] = [
    [0, "CPUUtilization", "0 %"],
    [99.50160229693434, "CPUUtilization", "99.5 %"],
    [1_932_735_283, "FreeStorageSpace", "1.8 GiB"],
    [512, "FreeableMemory", "512 B"],
    [0.6234567, "TargetResponseTime", "0.623 s"],
    [1234567, "RequestCount", "1,234,567"],
    [-0.000123456, undefined, "-0.000123"],
    [1e300, undefined, "1.00e+300"],
  ];
  for (const [value, metric, text] of cases)
    it(`${value} of ${metric} is ${text}`, () => assert.equal(shown(value, metric), text));
});
