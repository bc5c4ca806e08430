/**
 * What may break a guard rail, and why: the only place for it. The table in docs/security.md is made of it: `node cli/waivers.ts`.
 * Whatever has an end is an exception on that day for the last time.
 */

import type { Exception } from "./exception.ts";

export type { Exception } from "./exception.ts";

/** dev and pull requests' environments. */
const small = /^(dev|pr-\d+)$/;
/** The component that makes bastions. */
const bastion = "platform:access:Bastion";
/** Buckets that take the logs of others. */
const bucketsOfLogs: Exception["scopes"] = [
  { inside: "platform:objects:Buckets", name: /-logs$/ },
  { inside: "platform:account:AuditStore", name: /-access-logs$/ },
];
/** Secrets whose value a person brings. */
const handedIn: Exception["scopes"] = [
  { inside: "platform:mail:Mail", name: /-smtp$/ },
  { inside: "platform:alerting:WebhookSecrets" },
];
/** All names but that of the function that rotates passwords. */
const notRotator = /^(?!.*-rotator$)/;
const platform = { owner: "platform engineers", until: "permanent" } as const;

/** All exceptions, sorted as in docs/security.md. */
export const exceptions: readonly Exception[] = [
  {
    control: "AutoScaling.6",
    where: "bastions; web servers of dev and pr-N",
    scopes: [
      { types: ["aws:autoscaling/group:Group"], inside: bastion },
      { types: ["aws:autoscaling/group:Group"], environments: small },
    ],
    reason:
      "Dev is small and may be down. One small bastion in each zone needs no second instance type; when a type is short in one zone, the other zone serves.",
    ...platform,
  },
  {
    control: "CloudFront.4",
    where: "all",
    scopes: [{}],
    reason:
      "A second origin would have to serve the same application with the same data. The load balancer and its servers span two zones instead.",
    ...platform,
  },
  {
    control: "CloudFront.17",
    where: "all",
    scopes: [{}],
    reason: "The site is public; nothing on it is sold or shown by signed addresses.",
    ...platform,
  },
  {
    control: "CloudWatch.16",
    where: "`RDSOSMetrics`",
    scopes: [],
    reason:
      "RDS makes this log group itself, one for all databases of the account and region, and keeps enhanced monitoring for 30 days. The measurements are of no use in an investigation.",
    ...platform,
  },
  {
    control: "DynamoDB.6",
    where: "dev, pr-N",
    scopes: [{ environments: small }],
    reason: "They come and go, and settings say whether their incidents may be deleted.",
    ...platform,
  },
  {
    control: "EC2.9",
    where: "bastions",
    scopes: [{ inside: bastion }],
    reason:
      "A public address lets Session Manager work without a NAT gateway. Nothing may enter by default. [The guard](../stacks/public-address-guard.ts) refuses any other.",
    ...platform,
  },
  {
    control: "EC2.10",
    where: "dev, pr-N",
    scopes: [{ environments: small }],
    reason: "Each endpoint costs by the hour in each zone. AWS is reached by the NAT gateway.",
    ...platform,
  },
  {
    control: "EC2.15",
    where: "public subnets",
    scopes: [{ inside: "platform:network:Network", name: /-public-\d+$/ }],
    reason:
      "They exist for what has a public address: NAT gateways, bastions, load balancers. Private tiers map none. [The guard](../stacks/public-address-guard.ts) refuses any other.",
    ...platform,
  },
  {
    control: "EC2.25",
    where: "bastions' launch template",
    scopes: [{ inside: bastion }],
    reason: "The same as EC2.9. [The guard](../stacks/public-address-guard.ts) refuses any other.",
    ...platform,
  },
  {
    control: "EC2.55",
    where: "dev, pr-N",
    scopes: [{ environments: small }],
    reason: "The same as EC2.10.",
    ...platform,
  },
  {
    control: "EC2.56",
    where: "dev, pr-N",
    scopes: [{ environments: small }],
    reason: "The same as EC2.10.",
    ...platform,
  },
  {
    control: "EC2.57",
    where: "dev, pr-N",
    scopes: [{ environments: small }],
    reason: "The same as EC2.10.",
    ...platform,
  },
  {
    control: "EC2.58",
    where: "all",
    scopes: [{}],
    reason: "Incident Manager's contacts are not used.",
    ...platform,
  },
  {
    control: "EC2.60",
    where: "all",
    scopes: [{}],
    reason: "Incident Manager is not used.",
    ...platform,
  },
  {
    control: "EC2.172",
    where: "all",
    scopes: [{}],
    reason: "Blocking internet gateways for the whole account would cut off the public subnets.",
    ...platform,
  },
  {
    control: "ELB.1",
    where: "without a domain",
    scopes: [{ site: "without domain" }],
    reason:
      "There is no certificate for AWS's own name of a load balancer. [HTTPS](https.md) says what is plain HTTP then.",
    ...platform,
  },
  {
    control: "ELB.6",
    where: "dev, pr-N",
    scopes: [{ environments: small }],
    reason: "They come and go, and hold nothing.",
    ...platform,
  },
  {
    control: "ELB.16",
    where: "where a CDN is on",
    scopes: [{ site: "with CDN" }],
    reason:
      "The web ACL stands at CloudFront, and the load balancer takes only CloudFront with a secret header. Without a CDN a regional web ACL stands at the load balancer.",
    ...platform,
  },
  {
    control: "ELB.17",
    where: "without a domain",
    scopes: [],
    reason: "The same as ELB.1: there is no HTTPS listener.",
    ...platform,
  },
  {
    control: "ELB.18",
    where: "without a domain",
    scopes: [{ site: "without domain" }],
    reason: "The same as ELB.1.",
    ...platform,
  },
  {
    control: "ELB.21",
    where: "all",
    scopes: [{}],
    reason:
      "Health checks go from load balancer to web servers inside the network, between two security groups that take nothing else; they hold no data of visitors.",
    ...platform,
  },
  {
    control: "ELB.22",
    where: "all",
    scopes: [{}],
    reason:
      "TLS ends at the load balancer. Behind it requests stay inside the network, between two security groups that take nothing else; certificates on machines that come and go would have to be made, spread and renewed.",
    ...platform,
  },
  {
    control: "KMS.1",
    where: "permissions boundaries",
    scopes: [{ inside: "platform:account:ContinuousIntegration", name: /-ci-boundary-[a-z0-9-]+-policy$/ }],
    reason: "A boundary gives nothing, it bounds what a role's own policies give; see the remark above.",
    ...platform,
  },
  {
    control: "Lambda.3",
    where: "functions outside the network",
    scopes: [{ inside: "platform:operations:OpsFunction", name: notRotator }],
    reason:
      "Functions that reach no private address run outside the VPC: inside they would reach AWS no safer, and depend on NAT. The rotating function is inside.",
    ...platform,
  },
  {
    control: "MQ.2",
    where: "all",
    scopes: [],
    reason:
      "No stack makes a broker, and RabbitMQ, which the alarms are for, has no audit log. An ActiveMQ broker needs it.",
    ...platform,
  },
  {
    control: "MQ.6",
    where: "dev, staging, pr-N",
    scopes: [{ environments: /^(dev|staging|pr-\d+)$/ }],
    reason: "Three nodes cost three times as much; outside of prod a broker may be down while it restarts.",
    ...platform,
  },
  {
    control: "RDS.5",
    where: "dev, pr-N",
    scopes: [{ environments: small }],
    reason: "Their databases may be down for as long as a restore takes. Settings let no other environment do without.",
    ...platform,
  },
  {
    control: "RDS.8",
    where: "dev, pr-N",
    scopes: [{ environments: small }],
    reason: "They come and go. Settings let no other environment do without.",
    ...platform,
  },
  {
    control: "RDS.23",
    where: "all",
    scopes: [{}],
    reason:
      "Clients, drivers and AWS's own tools expect the engine's port, and another one hides nothing from who is inside: security groups let in by group, not by range. `platform:database.port` sets another one.",
    ...platform,
  },
  {
    control: "S3.9",
    where: "buckets of logs",
    scopes: bucketsOfLogs,
    reason: "They would log their own log deliveries without end.",
    ...platform,
  },
  {
    control: "S3.17",
    where: "buckets of logs",
    scopes: bucketsOfLogs,
    reason:
      "S3 and load balancers deliver logs to no bucket with a customer key as its default; they have S3's own encryption.",
    ...platform,
  },
  {
    control: "SecretsManager.1",
    where: "SMTP credentials, addresses of Slack's webhooks",
    scopes: handedIn,
    reason:
      "The password comes from an access key of an IAM user, which deploying roles may not make: a person rotates it by `npm run smtp-credentials`. Slack has no way to renew a webhook by a program: a person makes a new one and runs `npm run slack:connect`.",
    ...platform,
  },
  {
    control: "SecretsManager.4",
    where: "SMTP credentials, addresses of Slack's webhooks",
    scopes: handedIn,
    reason: "The same as SecretsManager.1.",
    ...platform,
  },
  {
    control: "platform.boundary",
    where: "account",
    scopes: [{ environments: /^account$/ }],
    reason:
      "The roles of CI and of the audit trail are made by a person, and bounded by nothing but their policies; the boundaries are for what they make.",
    ...platform,
  },
];
