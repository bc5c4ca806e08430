/** A small environment for tests: two zones, a load balancer, servers, a database, and an alarm's way to Slack. */
import type { Place } from "./draft.ts";
import type { Resource } from "./resources.ts";

/** Where it is. */
export const place: Place = {
  environment: "test",
  region: "af-south-1",
  accountId: "111122223333",
  prefixes: ["acme-test-"],
};

/** Makes one resource; ids carry `salt`, as AWS's own differ between two deployments of the same thing. */
function resource(salt: string, type: string, name: string, inputs: Resource["inputs"], region?: string): Resource {
  const handles = [`${name}-${type}-${salt}`];
  return {
    project: "platform",
    type: `aws:${type}`,
    name: `acme-test-${name}`,
    region,
    ancestors: [],
    inputs,
    handles,
  };
}

function network(salt: string): Resource[] {
  const id = (type: string, name: string) => `${name}-${type}-${salt}`;
  const subnet = (name: string, zone: string, kind: string) =>
    resource(salt, "ec2/subnet:Subnet", name, {
      availabilityZone: zone,
      cidrBlock: "10.0.0.0/20",
      tags: { SubnetType: kind },
    });
  const group = (name: string) => resource(salt, "ec2/securityGroup:SecurityGroup", name, {});
  const securityGroup = (name: string) => id("ec2/securityGroup:SecurityGroup", name);
  const subnets = (...names: string[]) => names.map((name) => id("ec2/subnet:Subnet", name));
  return [
    resource(salt, "ec2/vpc:Vpc", "network", { cidrBlock: "10.0.0.0/16" }),
    ...["a", "b"].flatMap((zone) => [
      subnet(`public-${zone}`, `af-south-1${zone}`, "Public"),
      subnet(`private-${zone}`, `af-south-1${zone}`, "Private"),
    ]),
    ...["balancer", "servers", "database"].map(group),
    resource(salt, "lb/loadBalancer:LoadBalancer", "web", {
      subnets: subnets("public-a", "public-b"),
      securityGroups: [securityGroup("balancer")],
    }),
    resource(salt, "ec2/launchTemplate:LaunchTemplate", "web", {
      networkInterfaces: [{ securityGroups: [securityGroup("servers")] }],
    }),
    resource(salt, "autoscaling/group:Group", "web", {
      minSize: 2,
      maxSize: 8,
      vpcZoneIdentifiers: subnets("private-a", "private-b"),
      launchTemplate: { id: id("ec2/launchTemplate:LaunchTemplate", "web") },
    }),
    resource(salt, "rds/subnetGroup:SubnetGroup", "database", { subnetIds: subnets("private-a", "private-b") }),
    resource(salt, "rds/instance:Instance", "database", {
      engine: "mysql",
      engineVersion: "8.4",
      instanceClass: "db.t4g.micro",
      multiAz: false,
      dbSubnetGroupName: id("rds/subnetGroup:SubnetGroup", "database"),
      vpcSecurityGroupIds: [securityGroup("database")],
    }),
    ...[["servers", "balancer", 80] as const, ["database", "servers", 3306] as const].map(([to, from, fromPort]) =>
      resource(salt, "vpc/securityGroupIngressRule:SecurityGroupIngressRule", to, {
        securityGroupId: securityGroup(to),
        referencedSecurityGroupId: securityGroup(from),
        fromPort,
      }),
    ),
  ];
}

function alerting(salt: string): Resource[] {
  const id = (type: string, name: string) => `${name}-${type}-${salt}`;
  const topic = (name: string) => id("sns/topic:Topic", name);
  const alarm = (name: string, severity: string) =>
    resource(salt, "cloudwatch/metricAlarm:MetricAlarm", name, { alarmActions: [topic(`alerts-${severity}`)] });
  const subscription = (name: string, inputs: Resource["inputs"]) =>
    resource(salt, "sns/topicSubscription:TopicSubscription", name, inputs);
  return [
    ...["critical", "warning"].map((name) => resource(salt, "sns/topic:Topic", `alerts-${name}`, {})),
    alarm("site-down", "critical"),
    ...["cpu", "memory", "disk"].map((name) => alarm(name, "warning")),
    resource(salt, "sqs/queue:Queue", "alerts-queue", {
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: id("sqs/queue:Queue", "alerts-dead") }),
    }),
    resource(salt, "sqs/queue:Queue", "alerts-dead", {}),
    ...["critical", "warning"].map((name) =>
      subscription(name, {
        protocol: "sqs",
        topic: topic(`alerts-${name}`),
        endpoint: id("sqs/queue:Queue", "alerts-queue"),
      }),
    ),
    subscription("page", { protocol: "email", topic: topic("alerts-critical"), endpoint: "a@b.example" }),
    resource(salt, "lambda/eventSourceMapping:EventSourceMapping", "alerts", {
      eventSourceArn: id("sqs/queue:Queue", "alerts-queue"),
      functionName: id("lambda/function:Function", "alerts-sender"),
    }),
    resource(salt, "lambda/function:Function", "alerts-sender", {
      environment: {
        variables: {
          ALERTING: JSON.stringify({ secretArns: { critical: id("secretsmanager/secret:Secret", "slack") } }),
        },
      },
    }),
    resource(salt, "secretsmanager/secret:Secret", "slack", {}),
  ];
}

/**
 * All of it.
 *
 * @param salt part of each id; default: `1`
 */
export function smallEnvironment(salt = "1"): Resource[] {
  return [...network(salt), ...alerting(salt)];
}
