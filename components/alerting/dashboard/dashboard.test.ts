import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { collect } from "../../../test/pulumi-mocks.ts";
import { Dashboard, dashboardUrl } from "./dashboard.ts";
import { layOut } from "./layout.ts";
import { type DashboardSubjects, dashboardSections } from "./sections.ts";

const subjects: DashboardSubjects = {
  environment: "acme-prod",
  region: "af-south-1",
  loadBalancer: { arnSuffix: "app/web/0123456789abcdef", targetGroupArnSuffix: "targetgroup/web/0123456789abcdef" },
  distributionId: "E0123456789ABC",
  autoScalingGroupName: "acme-prod-web",
  agentNamespace: "acme/prod/web",
  databaseIdentifiers: ["acme-prod-database", "acme-prod-database-replica"],
  fileSystemId: "fs-0123456789abcdef0",
  mailRegion: "eu-west-1",
  backupVaultName: "acme-prod-backup",
  queueNames: ["acme-prod-alerts", "acme-prod-outbox.fifo"],
  deadLetterQueues: [
    { name: "acme-prod-alerts-dead", region: "af-south-1" },
    { name: "acme-prod-alerts-undelivered-us-east-1", region: "us-east-1" },
  ],
};

/** A placed widget. */
interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  // biome-ignore lint/suspicious/noExplicitAny: of texts and of graphs.
  readonly properties: any;
}
const widgetsOf = (change: Partial<DashboardSubjects> = {}) =>
  layOut(dashboardSections({ ...subjects, ...change })).widgets as unknown as readonly Widget[];
const headings = (widgets: readonly Widget[]) =>
  widgets.filter(({ type }) => type === "text").map(({ properties }) => properties.markdown);
const graphs = (widgets: readonly Widget[]) => widgets.filter(({ type }) => type === "metric");

describe("the dashboard", () => {
  it("goes from the visitors to what watches, with no widget over another or over the edge", () => {
    const widgets = widgetsOf();
    assert.deepEqual(headings(widgets), [
      "## Visitors",
      "## Web servers",
      "## Database",
      "## Files and backups",
      "## Mail",
      "## Alert path and cost",
    ]);
    const taken = new Set<string>();
    for (const { x, y, width, height } of widgets) {
      assert.ok(x + width <= 24);
      for (let column = x; column < x + width; column++) {
        for (let row = y; row < y + height; row++) {
          const cell = `${column} ${row}`;
          assert.ok(!taken.has(cell), `two widgets at ${cell}`);
          taken.add(cell);
        }
      }
    }
  });

  it("asks each region for the metrics that are there", () => {
    const regions = new Map(
      graphs(widgetsOf()).flatMap(({ properties }) =>
        properties.metrics.map((metric: readonly unknown[]) => [metric[0], properties.region]),
      ),
    );
    assert.deepEqual(Object.fromEntries(regions), {
      "AWS/ApplicationELB": "af-south-1",
      "AWS/CloudFront": "us-east-1",
      "AWS/EC2": "af-south-1",
      "acme/prod/web": "af-south-1",
      "AWS/RDS": "af-south-1",
      "AWS/EFS": "af-south-1",
      "AWS/Backup": "af-south-1",
      "AWS/SES": "eu-west-1",
      "Platform/Alerts": "af-south-1",
      "AWS/SQS": "af-south-1",
      "AWS/Billing": "us-east-1",
    });
  });

  it("writes a line as CloudWatch does", () => {
    const latency = graphs(widgetsOf()).find(({ properties }) => properties.title === "Time to answer");
    assert.deepEqual(latency?.properties, {
      title: "Time to answer",
      region: "af-south-1",
      view: "timeSeries",
      stacked: false,
      period: 60,
      yAxis: { left: { min: 0, label: "seconds", showUnits: false } },
      metrics: ["p50", "p95", "p99"].map((stat) => [
        "AWS/ApplicationELB",
        "TargetResponseTime",
        "LoadBalancer",
        "app/web/0123456789abcdef",
        { stat, label: stat },
      ]),
    });
  });

  it("shows dead letters of every region in one graph", () => {
    const lost = graphs(widgetsOf()).find(({ properties }) => properties.title === "Alerts that went nowhere");
    const [metric, stat] = ["ApproximateNumberOfMessagesVisible", "Maximum"];
    const [home, abroad] = ["acme-prod-alerts-dead", "acme-prod-alerts-undelivered-us-east-1"];
    assert.deepEqual(lost?.properties.metrics, [
      ["AWS/SQS", metric, "QueueName", home, { stat, label: home }],
      ["AWS/SQS", metric, "QueueName", abroad, { stat, label: abroad, region: "us-east-1" }],
    ]);
  });

  it("leaves out what the environment does not have", () => {
    const widgets = widgetsOf({ distributionId: undefined, mailRegion: undefined });
    assert.ok(!headings(widgets).includes("## Mail"));
    assert.ok(!JSON.stringify(widgets).includes("AWS/CloudFront"));
    const alone = JSON.stringify(widgetsOf({ databaseIdentifiers: ["acme-prod-database"] }));
    assert.ok(!alone.includes("ReplicaLag"), "a database without replicas lags behind nothing");
  });

  it("is one resource, by a name without a suffix, from values that are known later", async () => {
    const { only, resources } = await collect(() => new Dashboard("acme-prod", { subjects: pulumi.output(subjects) }));
    const { inputs } = only("aws:cloudwatch/dashboard:Dashboard");
    assert.equal(inputs.dashboardName, "acme-prod");
    assert.deepEqual(JSON.parse(inputs.dashboardBody).widgets, JSON.parse(JSON.stringify(widgetsOf())));
    assert.equal(resources.filter(({ type }) => type.startsWith("aws:")).length, 1);
  });

  it("has an address in the console", () => {
    assert.equal(
      dashboardUrl("acme-prod", "af-south-1"),
      "https://af-south-1.console.aws.amazon.com/cloudwatch/home?region=af-south-1#dashboards/dashboard/acme-prod",
    );
  });
});
