/** Worked examples over the dated price tables. Every figure is written by hand, from the sources that the tables cite. */
import type { Inputs, Resource } from "../costs/model.ts";
import type { UsageSettings } from "../stacks/settings/usage.ts";

/** The price of one and the month's sum to the cent, in US dollars; undefined where the table has no price. */
export type Written = readonly [usd: number, sum: number] | undefined;

/** Resources with a usage, and what they cost. */
export interface Example {
  readonly title: string;
  readonly of: readonly Resource[];
  readonly usage?: Partial<UsageSettings>;
  /** Each charge: its item, how much of it, and what that costs in each of the regions. */
  readonly rows: readonly (readonly [item: string, quantity: number, ...written: Written[]])[];
}

/** The regions of the examples, in the order of their columns. */
export const exampleRegions = ["us-east-1", "eu-west-1", "af-south-1"] as const;

const resource = (type: string, inputs: Inputs = {}, name = "one"): Resource => ({
  ...{ stack: "foundation", component: "example", region: "" },
  ...{ type: `aws:${type}`, name, inputs },
});

/** One server of each type, without disk. */
const servers = (...types: readonly string[]): Resource[] =>
  types.flatMap((instanceType) => [
    resource("autoscaling/group:Group", { desiredCapacity: 1 }, instanceType),
    resource("ec2/launchTemplate:LaunchTemplate", { instanceType }, instanceType),
  ]);

/** Charges that differ by region. */
export const regionalExamples: readonly Example[] = [
  {
    title: "one server of each size of t4g, 730 hours",
    of: servers(...["nano", "micro", "small", "medium", "large", "xlarge", "2xlarge"].map((size) => `t4g.${size}`)),
    rows: [
      ["ec2/t4g.nano", 730, [0.0042, 3.07], [0.0046, 3.36], [0.0054, 3.94]],
      ["ec2/t4g.micro", 730, [0.0084, 6.13], [0.0092, 6.72], [0.0108, 7.88]],
      ["ec2/t4g.small", 730, [0.0168, 12.26], [0.0184, 13.43], [0.0217, 15.84]],
      ["ec2/t4g.medium", 730, [0.0336, 24.53], [0.0368, 26.86], [0.0434, 31.68]],
      ["ec2/t4g.large", 730, [0.0672, 49.06], [0.0736, 53.73], [0.0867, 63.29]],
      ["ec2/t4g.xlarge", 730, [0.1344, 98.11], [0.1472, 107.46], [0.1734, 126.58]],
      ["ec2/t4g.2xlarge", 730, [0.2688, 196.22], [0.2944, 214.91], [0.3469, 253.24]],
    ],
  },
  {
    title: "one server of each size of m6g, 730 hours",
    of: servers(...["medium", "large", "xlarge", "2xlarge", "4xlarge"].map((size) => `m6g.${size}`)),
    rows: [
      ["ec2/m6g.medium", 730, [0.0385, 28.11], [0.043, 31.39], [0.0508, 37.08]],
      ["ec2/m6g.large", 730, [0.077, 56.21], [0.086, 62.78], [0.1016, 74.17]],
      ["ec2/m6g.xlarge", 730, [0.154, 112.42], [0.172, 125.56], [0.2032, 148.34]],
      ["ec2/m6g.2xlarge", 730, [0.308, 224.84], [0.344, 251.12], [0.4064, 296.67]],
      ["ec2/m6g.4xlarge", 730, [0.616, 449.68], [0.688, 502.24], [0.8128, 593.34]],
    ],
  },
  {
    title: "three bastions with disks of 8 GiB, public addresses and detailed monitoring",
    of: [
      resource("autoscaling/group:Group", { desiredCapacity: 3 }),
      resource("ec2/launchTemplate:LaunchTemplate", {
        instanceType: "t4g.nano",
        blockDeviceMappings: [{ ebs: { volumeSize: 8, volumeType: "gp3" } }],
        networkInterfaces: [{ associatePublicIpAddress: "true" }],
        monitoring: { enabled: true },
      }),
    ],
    rows: [
      ["ec2/t4g.nano", 2190, [0.0042, 9.2], [0.0046, 10.07], [0.0054, 11.83]],
      ["ebs/gp3", 24, [0.08, 1.92], undefined, [0.1047, 2.51]],
      ["vpc/public-ipv4", 2190, [0.005, 10.95], [0.005, 10.95], [0.005, 10.95]],
      ["cloudwatch/metric", 21, [0.3, 6.3], [0.3, 6.3], [0.3, 6.3]],
    ],
  },
  {
    title: "one NAT gateway, and 200 GB through it",
    of: [resource("ec2/natGateway:NatGateway")],
    usage: { natGb: 200 },
    rows: [
      ["ec2/nat-gateway", 730, [0.045, 32.85], [0.048, 35.04], [0.057, 41.61]],
      ["ec2/nat-gateway-data", 200, [0.045, 9], [0.048, 9.6], [0.057, 11.4]],
    ],
  },
  {
    title: "an interface endpoint in three zones, and 500 GB through it",
    of: [resource("ec2/vpcEndpoint:VpcEndpoint", { vpcEndpointType: "Interface", subnetIds: ["a", "b", "c"] })],
    usage: { interfaceEndpointGb: 500 },
    rows: [
      ["vpc/interface-endpoint", 2190, [0.01, 21.9], [0.011, 24.09], [0.01309, 28.67]],
      ["vpc/interface-endpoint-data", 500, [0.01, 5], [0.01, 5], [0.01, 5]],
    ],
  },
  {
    title: "a load balancer in two zones without CDN: 1,000 GB leave AWS there",
    of: [resource("lb/loadBalancer:LoadBalancer", { subnets: ["a", "b"] })],
    usage: { transferOutGb: 1000 },
    rows: [
      ["lb/alb", 730, [0.0225, 16.43], undefined, undefined],
      ["vpc/public-ipv4", 1460, [0.005, 7.3], [0.005, 7.3], [0.005, 7.3]],
      ["lb/alb-lcu", 1000, [0.008, 8], undefined, undefined],
      ["ec2/transfer-out", 1000, [0.09, 90], [0.09, 90], [0.154, 154]],
    ],
  },
  {
    title: "500 GB in a bucket, 2,000,000 writes and 50,000,000 reads",
    of: [resource("s3/bucket:Bucket")],
    usage: { objectsGb: 500, objectWrites: 2_000_000, requests: 50_000_000 },
    rows: [
      ["s3/standard", 500, [0.023, 11.5], [0.023, 11.5], [0.0274, 13.7]],
      ["s3/writes", 2000, [0.005, 10], [0.005, 10], [0.006, 12]],
      ["s3/reads", 50_000, [0.0004, 20], [0.0004, 20], [0.0004, 20]],
    ],
  },
  {
    title: "100 GB of files, 300 GB read, 50 GB written",
    of: [resource("efs/fileSystem:FileSystem")],
    usage: { filesGb: 100, filesReadGb: 300, filesWrittenGb: 50 },
    rows: [
      ["efs/standard", 100, [0.3, 30], [0.33, 33], [0.39, 39]],
      ["efs/elastic-read", 300, [0.03, 9], [0.03, 9], [0.04, 12]],
      ["efs/elastic-write", 50, [0.06, 3], [0.07, 3.5], [0.08, 4]],
    ],
  },
  {
    title: "a table at 5,000,000 alerts: 20 million writes and reads, a tenth of a GB with recovery",
    of: [resource("dynamodb/table:Table", { billingMode: "PAY_PER_REQUEST", pointInTimeRecovery: { enabled: true } })],
    usage: { notifications: 5_000_000 },
    rows: [
      ["dynamodb/writes", 20, [0.625, 12.5], [0.705, 14.1], [0.84, 16.8]],
      ["dynamodb/reads", 20, [0.125, 2.5], [0.1415, 2.83], [0.168, 3.36]],
      ["dynamodb/storage", 0.1, [0.25, 0.03], [0.283, 0.03], [0.33677, 0.03]],
      ["dynamodb/point-in-time-recovery", 0.1, [0.2, 0.02], [0.22, 0.02], [0.2618, 0.03]],
    ],
  },
  {
    title: "40 GB of logs a month, 300 GB kept",
    of: [resource("cloudwatch/logGroup:LogGroup")],
    usage: { logsGb: 40, logsStoredGb: 300 },
    rows: [
      ["cloudwatch/logs-ingested", 40, [0.5, 20], [0.57, 22.8], [0.678, 27.12]],
      ["cloudwatch/logs-stored", 300, [0.03, 9], [0.03, 9], [0.036, 10.8]],
    ],
  },
  {
    title: "an alarm on two metrics, one every 10 seconds, and a composite alarm",
    of: [
      resource("cloudwatch/metricAlarm:MetricAlarm", { metricQueries: [{ metric: {} }, { metric: {} }] }),
      resource("cloudwatch/metricAlarm:MetricAlarm", { period: 10 }),
      resource("cloudwatch/compositeAlarm:CompositeAlarm"),
    ],
    rows: [
      ["cloudwatch/alarm", 2, [0.1, 0.2], [0.1, 0.2], [0.1, 0.2]],
      ["cloudwatch/alarm-high-resolution", 1, [0.3, 0.3], [0.3, 0.3], [0.3, 0.3]],
      ["cloudwatch/composite-alarm", 1, [0.5, 0.5], [0.5, 0.5], [0.5, 0.5]],
    ],
  },
  {
    title: "4,000,000 messages of a topic, each as a mail",
    of: [resource("sns/topic:Topic"), resource("sns/topicSubscription:TopicSubscription", { protocol: "email" })],
    usage: { notifications: 4_000_000 },
    rows: [
      ["sns/requests", 4, [0.5, 2], [0.5, 2], [0.595, 2.38]],
      ["sns/emails", 40, [2, 80], [2, 80], [2.38, 95.2]],
    ],
  },
  {
    title: "10,000,000 messages through a queue and 10,000,000 through a FIFO queue, three calls each",
    of: [resource("sqs/queue:Queue"), resource("sqs/queue:Queue", { fifoQueue: true }, "fifo")],
    usage: { notifications: 10_000_000 },
    rows: [
      ["sqs/requests", 30, [0.4, 12], undefined, undefined],
      ["sqs/fifo-requests", 30, [0.5, 15], undefined, undefined],
    ],
  },
  {
    title: "10,000,000 runs of one second at 512 MB, on Arm",
    of: [resource("lambda/function:Function", { architectures: ["arm64"], memorySize: 512 })],
    usage: { notifications: 10_000_000 },
    rows: [
      ["lambda/requests", 10, [0.2, 2], [0.2, 2], [0.27, 2.7]],
      ["lambda/duration-arm64", 5_000_000, [0.0000133334, 66.67], [0.0000133334, 66.67], [0.00001768, 88.4]],
    ],
  },
  {
    title: "10,000,000 runs of one second at 512 MB, on x86",
    of: [resource("lambda/function:Function", { memorySize: 512 })],
    usage: { notifications: 10_000_000 },
    rows: [
      ["lambda/requests", 10, [0.2, 2], [0.2, 2], [0.27, 2.7]],
      ["lambda/duration-x86", 5_000_000, [0.0000166667, 83.33], [0.0000166667, 83.33], [0.0000221, 110.5]],
    ],
  },
  {
    title: "250,000 mails",
    of: [resource("sesv2/emailIdentity:EmailIdentity")],
    usage: { mails: 250_000 },
    rows: [["ses/mails", 250, [0.1, 25], [0.1, 25], [0.1, 25]]],
  },
  {
    title: "a database of 200 GiB, whose hours nobody has a price of",
    of: [
      resource("rds/instance:Instance", {
        ...{ engine: "mysql", instanceClass: "db.m6g.large", allocatedStorage: 200, storageType: "gp3" },
      }),
    ],
    rows: [
      ["rds/mysql-db.m6g.large-single-az", 730, undefined, undefined, undefined],
      ["rds/gp3-storage-single-az", 200, [0.115, 23], undefined, undefined],
    ],
  },
];

const cdn = [resource("cloudfront/distribution:Distribution")];
const visits = { transferOutGb: 1000, requests: 30_000_000 };

/** What visitors cost where they are: near the environment's region. One column. */
export const visitorExamples: Readonly<Record<(typeof exampleRegions)[number], Example>> = {
  "us-east-1": {
    title: "a CDN: 1,000 GB and 30,000,000 requests in North America",
    ...{ of: cdn, usage: visits },
    rows: [
      ["cloudfront/transfer-out-north-america", 1000, [0.085, 85]],
      ["cloudfront/https-requests-north-america", 3000, [0.01, 30]],
    ],
  },
  "eu-west-1": {
    title: "a CDN: 1,000 GB and 30,000,000 requests in Europe",
    ...{ of: cdn, usage: visits },
    rows: [
      ["cloudfront/transfer-out-europe", 1000, [0.085, 85]],
      ["cloudfront/https-requests-europe", 3000, [0.012, 36]],
    ],
  },
  "af-south-1": {
    title: "a CDN: 1,000 GB and 30,000,000 requests in Africa",
    ...{ of: cdn, usage: visits },
    rows: [
      ["cloudfront/transfer-out-africa", 1000, [0.11, 110]],
      ["cloudfront/https-requests-africa", 3000, [0.012, 36]],
    ],
  },
};

/** What costs the same in all regions. One column. */
export const globalExamples: readonly Example[] = [
  {
    title: "ten keys and 2,000,000 calls",
    of: Array.from({ length: 10 }, (_, index) => resource("kms/key:Key", {}, `key-${index}`)),
    usage: { keyRequests: 2_000_000 },
    rows: [
      ["kms/key", 10, [1, 10]],
      ["kms/requests", 200, [0.03, 6]],
    ],
  },
  {
    title: "five secrets and 1,000,000 calls",
    of: Array.from({ length: 5 }, (_, index) => resource("secretsmanager/secret:Secret", {}, `secret-${index}`)),
    usage: { secretReads: 1_000_000 },
    rows: [
      ["secretsmanager/secret", 5, [0.4, 2]],
      ["secretsmanager/requests", 100, [0.05, 5]],
    ],
  },
  {
    title: "a firewall of seven rules and 20,000,000 requests",
    of: [resource("wafv2/webAcl:WebAcl", { rules: [{}, {}, {}, {}, {}, {}, {}] })],
    usage: { requests: 20_000_000 },
    rows: [
      ["waf/web-acl", 1, [5, 5]],
      ["waf/rule", 7, [1, 7]],
      ["waf/requests", 20, [0.6, 12]],
    ],
  },
  {
    title: "a health check by HTTPS that looks for a text: two options",
    of: [resource("route53/healthCheck:HealthCheck", { type: "HTTPS_STR_MATCH" })],
    rows: [
      ["route53/health-check", 1, [0.5, 0.5]],
      ["route53/health-check-option", 2, [1, 2]],
    ],
  },
  {
    title: "two addresses and a dashboard",
    of: [resource("ec2/eip:Eip"), resource("ec2/eip:Eip", {}, "second"), resource("cloudwatch/dashboard:Dashboard")],
    rows: [
      ["vpc/public-ipv4", 1460, [0.005, 7.3]],
      ["cloudwatch/dashboard", 1, [3, 3]],
    ],
  },
];
