import assert from "node:assert/strict";
import { type UsageSettings, usageSettings } from "../stacks/settings/usage.ts";
import { examplePrices } from "../test/cost-prices.ts";
import { estimate } from "./estimate.ts";
import type { Inputs, Resource } from "./model.ts";

const resource = (type: string, inputs: Inputs = {}, name = "one"): Resource => ({
  ...{ stack: "foundation", component: "example", region: "af-south-1" },
  ...{ type: `aws:${type}`, name, inputs },
});

const template = (inputs: Inputs) => resource("ec2/launchTemplate:LaunchTemplate", inputs);
const disk = (volumeSize: number) => ({ blockDeviceMappings: [{ ebs: { volumeSize, volumeType: "gp3" } }] });
const cdn = resource("cloudfront/distribution:Distribution");
const database = { engine: "mysql", instanceClass: "db.m6g.large", allocatedStorage: 100, storageType: "gp3" };

interface Example {
  readonly title: string;
  readonly of: readonly Resource[];
  readonly usage?: Partial<UsageSettings>;
  /** The sums written out, in US dollars a month. */
  readonly fixed: number;
  readonly used: number;
}

const examples: readonly Example[] = [
  {
    title: "1. two bastions: instances, disks of 8 GiB, public addresses",
    of: [
      resource("autoscaling/group:Group", { desiredCapacity: 2 }),
      template({ instanceType: "t4g.small", ...disk(8), networkInterfaces: [{ associatePublicIpAddress: "true" }] }),
    ],
    fixed: 2 * 730 * 0.02 + 2 * 8 * 0.1 + 2 * 730 * 0.005,
    used: 0,
  },
  {
    title:
      "2. three web servers by the settings, not the two of the group, at the first type's price, with detailed monitoring",
    of: [
      resource("autoscaling/group:Group", {
        desiredCapacity: 2,
        mixedInstancesPolicy: {
          launchTemplate: { overrides: [{ instanceType: "m6g.large" }, { instanceType: "t4g.small" }] },
        },
      }),
      template({ instanceType: "t4g.small", ...disk(20), monitoring: { enabled: true } }),
    ],
    usage: { webServers: 3 },
    fixed: 3 * 730 * 0.1 + 3 * 20 * 0.1 + 3 * 7 * 0.3,
    used: 0,
  },
  {
    title: "3. two NAT gateways share 50 GB, and have an address each",
    of: ["a", "b"].flatMap((zone) => [
      resource("ec2/natGateway:NatGateway", {}, zone),
      resource("ec2/eip:Eip", {}, zone),
    ]),
    fixed: 2 * 730 * 0.05 + 2 * 730 * 0.005,
    used: 50 * 0.06,
  },
  {
    title: "4. an interface endpoint in two zones; a gateway endpoint is free",
    of: [
      resource("ec2/vpcEndpoint:VpcEndpoint", {
        ...{ vpcEndpointType: "Interface", subnetIds: ["a", "b"], serviceName: "com.amazonaws.af-south-1.kms" },
      }),
      resource("ec2/vpcEndpoint:VpcEndpoint", { vpcEndpointType: "Gateway" }, "s3"),
    ],
    fixed: 2 * 730 * 0.01,
    used: 20 * 0.02,
  },
  {
    title: "5. a load balancer behind a CDN that answers 80 of 100 requests: 20 GB are more than 200,000 connections",
    of: [resource("lb/loadBalancer:LoadBalancer", { subnets: ["a", "b"] }), cdn],
    fixed: 730 * 0.03 + 2 * 730 * 0.005,
    used: 20 * 0.01 + 100 * 0.11 + 100 * 0.012,
  },
  {
    title: "6. a load balancer without CDN: all 100 GB leave AWS there; 36 million connections are 400 LCU-hours",
    of: [resource("lb/loadBalancer:LoadBalancer", { subnets: ["a", "b"] })],
    usage: { requests: 36_000_000 },
    fixed: 730 * 0.03 + 2 * 730 * 0.005,
    used: (36_000_000 / (25 * 3600)) * 0.01 + 100 * 0.15,
  },
  {
    title: "7. a firewall with four rules and three million requests",
    of: [resource("wafv2/webAcl:WebAcl", { rules: [{}, {}, {}, {}] })],
    usage: { requests: 3_000_000 },
    fixed: 5 + 4 * 1,
    used: 3 * 0.6,
  },
  {
    title: "8. a health check by HTTPS, every 10 seconds: two options",
    of: [resource("route53/healthCheck:HealthCheck", { type: "HTTPS", requestInterval: 10 })],
    fixed: 0.5 + 2 * 1,
    used: 0,
  },
  {
    title: "9. a database in two zones with 100 GiB and the secret of its user",
    of: [resource("rds/instance:Instance", { ...database, multiAz: true, manageMasterUserPassword: true })],
    fixed: 730 * 0.4 + 100 * 0.25 + 0.4,
    used: 0,
  },
  {
    title: "10. a replica has its source's engine and storage, in one zone; insights are charged for its two vCPUs",
    of: [
      resource("rds/instance:Instance", { ...database, multiAz: true, identifier: "first" }),
      resource(
        "rds/instance:Instance",
        { instanceClass: "db.m6g.large", replicateSourceDb: "first", databaseInsightsMode: "advanced" },
        "replica",
      ),
    ],
    fixed: 730 * 0.4 + 100 * 0.25 + (730 * 0.2 + 100 * 0.125 + 2 * 730 * 0.0125),
    used: 0,
  },
  {
    title: "11. a proxy before a database of two vCPUs",
    of: [resource("rds/proxy:Proxy"), resource("rds/instance:Instance", { ...database })],
    fixed: 2 * 730 * 0.015 + (730 * 0.2 + 100 * 0.125),
    used: 0,
  },
  {
    title: "12. files: 20 GB held, 20 read, 10 written",
    of: [resource("efs/fileSystem:FileSystem")],
    fixed: 0,
    used: 20 * 0.3 + 20 * 0.03 + 10 * 0.06,
  },
  {
    title: "13. three buckets share 50 GB, 100,000 writes and a million reads",
    of: ["logs", "assets", "archives"].map((name) => resource("s3/bucket:Bucket", {}, name)),
    fixed: 0,
    used: 50 * 0.025 + 100 * 0.005 + 1000 * 0.0004,
  },
  {
    title: "14. the incidents' table at 2,000 alerts: four writes and four reads each, a tenth of a GB, with recovery",
    of: [resource("dynamodb/table:Table", { billingMode: "PAY_PER_REQUEST", pointInTimeRecovery: { enabled: true } })],
    fixed: 0,
    used: 0.008 * 0.7 + 0.008 * 0.2 + 0.1 * 0.3 + 0.1 * 0.2,
  },
  {
    title: "15. two vaults share 100 GB",
    of: ["home", "copy"].map((name) => resource("backup/vault:Vault", {}, name)),
    fixed: 0,
    used: 100 * 0.06,
  },
  {
    title: "16. ten keys and 200,000 calls",
    of: Array.from({ length: 10 }, (_, index) => resource("kms/key:Key", {}, `key-${index}`)),
    fixed: 10 * 1,
    used: 20 * 0.03,
  },
  {
    title: "17. three secrets and 50,000 calls",
    of: ["a", "b", "c"].map((name) => resource("secretsmanager/secret:Secret", {}, name)),
    fixed: 3 * 0.4,
    used: 5 * 0.05,
  },
  {
    title:
      "18. alarms: one metric, three metrics in an expression, an anomaly (three for one), every 10 seconds, composite",
    of: [
      resource("cloudwatch/metricAlarm:MetricAlarm", { period: 60 }),
      resource("cloudwatch/metricAlarm:MetricAlarm", {
        metricQueries: [{ expression: "a+b+c" }, { metric: {} }, { metric: {} }, { metric: {} }],
      }),
      resource("cloudwatch/metricAlarm:MetricAlarm", {
        metricQueries: [{ expression: "ANOMALY_DETECTION_BAND(m)" }, { metric: { period: 300 } }],
      }),
      resource("cloudwatch/metricAlarm:MetricAlarm", { period: 10 }),
      resource("cloudwatch/compositeAlarm:CompositeAlarm"),
    ],
    fixed: 1 * 0.1 + 3 * 0.1 + 3 * 0.1 + 1 * 0.3 + 0.5,
    used: 0,
  },
  {
    title: "19. a dashboard and two log groups that share 10 GB a month and keep 20",
    of: [
      resource("cloudwatch/dashboard:Dashboard"),
      ...["a", "b"].map((name) => resource("cloudwatch/logGroup:LogGroup", {}, name)),
    ],
    fixed: 3,
    used: 10 * 0.6 + 20 * 0.03,
  },
  {
    title:
      "20. two topics, one mail address and one queue subscribed: 2,000 messages, 2,000 mails, deliveries to the queue are free",
    of: [
      ...["a", "b"].map((name) => resource("sns/topic:Topic", {}, name)),
      resource("sns/topicSubscription:TopicSubscription", { protocol: "email" }),
      resource("sns/topicSubscription:TopicSubscription", { protocol: "sqs" }),
    ],
    fixed: 0,
    used: 0.002 * 0.5 + 0.02 * 2,
  },
  {
    title: "21. a FIFO queue and its function: five long polls of 20 s, three calls a message, 1 s at 512 MB a run",
    of: [
      resource("sqs/queue:Queue", { fifoQueue: true }),
      resource("lambda/eventSourceMapping:EventSourceMapping", { eventSourceArn: "arn:aws:sqs:af-south-1:1:q.fifo" }),
      resource("lambda/function:Function", { architectures: ["arm64"], memorySize: 512 }),
    ],
    fixed: ((5 * 180 * 730) / 1_000_000) * 0.5,
    used: 0.006 * 0.5 + 0.002 * 0.2 + 2000 * 0.5 * 0.00001,
  },
  {
    title: "22. 10,000 mails, and a schedule that runs daily",
    of: [resource("sesv2/emailIdentity:EmailIdentity"), resource("scheduler/schedule:Schedule")],
    fixed: 0,
    used: 10 * 0.1 + (30.4 / 1_000_000) * 1,
  },
  {
    title: "23. an environment that is there for 200 hours: keys and servers cost their part of the month",
    of: [
      resource("kms/key:Key"),
      resource("autoscaling/group:Group", { desiredCapacity: 1 }),
      template({ instanceType: "t4g.small", ...disk(10) }),
    ],
    usage: { hours: 200, keyRequests: 0 },
    fixed: 200 / 730 + 200 * 0.02 + 10 * 0.1 * (200 / 730),
    used: 0,
  },
];

describe("worked examples of costs", () => {
  const run = (resources: readonly Resource[], usage: Partial<UsageSettings> = {}) =>
    estimate({
      ...{ environment: "example", region: "af-south-1", prices: examplePrices },
      ...{ resources, usage: usageSettings.parse(usage) },
    });

  const cents = (usd: number) => Number(usd.toFixed(6));

  for (const { title, of, usage, fixed, used } of examples) {
    it(title, () => {
      const { totals, unpriced, unpricedTypes } = run(of, usage);
      assert.deepEqual([unpriced, unpricedTypes], [[], []]);
      assert.deepEqual(
        { fixed: cents(totals.fixed), usage: cents(totals.usage) },
        { fixed: cents(fixed), usage: cents(used) },
      );
    });
  }

  it("list what has no price apart, and count it in no sum", () => {
    const { lines, unpriced, totals } = run([resource("rds/instance:Instance", { ...database, engine: "oracle" })]);
    assert.deepEqual(
      unpriced.map(({ item, quantity, unpriced: reason, monthlyUsd }) => [item, quantity, reason, monthlyUsd]),
      [
        [
          "rds/oracle-db.m6g.large-single-az",
          730,
          "no price of rds/oracle-db.m6g.large-single-az in af-south-1 is in the table",
          undefined,
        ],
      ],
    );
    assert.equal(lines.length, 1);
    assert.deepEqual(totals, { fixed: 100 * 0.125, usage: 0 });
  });

  it("list types without a rule as unpriced, and free ones with the reason", () => {
    const all = [
      resource("new/thing:Thing"),
      resource("iam/role:Role"),
      resource("iam/role:Role"),
      resource("cloudwatch/logDelivery:LogDelivery"),
    ];
    const { unpricedTypes, free } = run(all);
    assert.deepEqual(
      unpricedTypes.map(({ type, count }) => [type, count]),
      [
        ["aws:cloudwatch/logDelivery:LogDelivery", 1],
        ["aws:new/thing:Thing", 1],
      ],
    );
    assert.match(unpricedTypes[1]?.reason ?? "", /no rule for this type yet/);
    assert.deepEqual(free, [
      { type: "aws:iam/role:Role", count: 2, reason: "IAM is free: https://aws.amazon.com/iam/" },
    ]);
  });
});
