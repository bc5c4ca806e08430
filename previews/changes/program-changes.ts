/** Changes of programs: what they make, and how they fail. */
import { type Change, edit } from "./change.ts";

const foundation = ["foundation"] as const;
const platform = ["platform"] as const;

const foundationProgram = "stacks/foundation/index.ts";
const buckets = "components/objects/buckets.ts";

/** By the name of the golden. */
export const programChanges: Readonly<Record<string, Change>> = {
  "bucket-removed": {
    projects: foundation,
    apply: (tree) => {
      tree.edit(
        buckets,
        "    const archives = this.createArchives(names.archives, args, logs.bucketName, logged);\n",
        "",
      );
      tree.edit(buckets, "archives.bucketName;", 'pulumi.output("");');
      tree.edit(buckets, "archives.arn;", 'pulumi.output("");');
    },
  },
  "bucket-without-block": edit(
    foundation,
    "components/shared/hardened-bucket.ts",
    "        blockPublicPolicy: true,\n",
    "        blockPublicPolicy: false,\n",
  ),
  "database-public": edit(
    foundation,
    "components/database/generation.ts",
    "publiclyAccessible: false",
    "publiclyAccessible: true",
  ),
  "component-renamed": edit(
    foundation,
    foundationProgram,
    'context.name("incidents"),',
    'context.name("incident-log"),',
  ),
  "component-renamed-with-alias": {
    projects: foundation,
    apply: (tree) => {
      tree.edit(foundationProgram, 'context.name("incidents"),', 'context.name("incident-log"),');
      tree.edit(
        foundationProgram,
        "deletionProtection: settings.alerting.deletionProtection },\n  { providers },",
        'deletionProtection: settings.alerting.deletionProtection },\n  { providers, aliases: [{ name: context.name("incidents") }] },',
      );
    },
  },
  "output-renamed": edit(
    ["foundation", "platform"],
    foundationProgram,
    "export const vpcId = network.vpcId;",
    "export const networkId = network.vpcId;",
  ),
  "role-policy": edit(
    platform,
    "components/web/fleet-policy.ts",
    'Action: ["s3:GetObject", "s3:PutObject"],',
    'Action: ["s3:GetObject", "s3:DeleteObject"],',
  ),
  "security-group-rule": edit(
    platform,
    "components/web/security-groups.ts",
    '  return [\n    { suffix: "https"',
    '  return [\n    { suffix: "redis", description: "Sessions in Redis", port: 6379, peer: internet },\n    { suffix: "https"',
  ),
  "new-alarm": {
    projects: platform,
    apply: (tree) => {
      tree.edit(
        "components/alerting/catalogue/alarm-ids.ts",
        '  "load-balancer-elb-errors":',
        '  "load-balancer-new-connections": warning("count"),\n  "load-balancer-elb-errors":',
      );
      tree.edit(
        "components/alerting/catalogue/load-balancer.ts",
        '    alarm("load-balancer-latency", {',
        `    alarm("load-balancer-new-connections", {
      watched: { metric: ofAll("NewConnectionCount", "Sum") },
      comparison: ">",
      threshold: 50_000,
      periodSeconds: 300,
      meaning: "Far more visitors come than on any other day.",
    }),
    alarm("load-balancer-latency", {`,
      );
    },
  },
  "comments-only": {
    projects: ["foundation", "platform"],
    apply: (tree) => {
      tree.append(foundationProgram, "// A comment.");
      tree.append("stacks/services/index.ts", "// A comment.");
      tree.append("ops-lambdas/slack-alerts/intake/handler.ts", "// A comment.");
    },
  },
  "program-fails": edit(
    foundation,
    foundationProgram,
    "export const vpcId = network.vpcId;",
    'throw new Error("No answer from https://deploy:CorrectHorseBattery9@registry.example with AKIAIOSFODNN7EXAMPLE");',
  ),
  "program-with-syntax-error": edit(
    foundation,
    foundationProgram,
    "const network = new Network(",
    "const network = = new Network(",
  ),
};
