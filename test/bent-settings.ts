/** Settings of prod as its file has them, bent in every way that a tired person might: what an operator would be told. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Group } from "./settings.ts";

/** The `config:` of the repository's own Pulumi.prod.yaml. */
export function prodConfig(): Record<string, Group> {
  const file = join(import.meta.dirname, "..", "Pulumi.prod.yaml");
  return (parse(readFileSync(file, "utf8")) as { config: Record<string, Group> }).config;
}

/** A way to bend prod's settings, and what must be told of it. */
export interface Bend {
  /** Where it is bent. */
  readonly path: string;
  /** The value that is written there; undefined removes the setting. */
  readonly value: unknown;
  /** What must stand in the problem at that path: in what is allowed, or in the sentence about it. */
  readonly told: RegExp;
  /** Where the problem is told when it is not at the path itself. */
  readonly toldAt?: string;
}

/** The bends that one file can have at the same time. */
export const bends: readonly Bend[] = [
  // A number where YAML needs quotes.
  { path: "platform:account", value: 111122223333, told: /twelve digits|quotes/ },
  { path: "platform:databse", value: { multiAz: true }, told: /only known settings: .*database/ },
  { path: "platform:network.natGateways", value: "perzone", told: /one of .*perZone/ },
  { path: "platform:network.interfaceEndpoints", value: ["ssm"], told: /EC2\.10|ec2/ },
  { path: "platform:network.flowLogRetentionDays", value: 30, told: /365/ },
  { path: "platform:bastion.instanceType", value: "t9.nano", told: /af-south-1, types of the families .*t4g/ },
  { path: "platform:domain.alternativeNames[0]", value: "www.other.example", told: /ends with \.acme\.example/ },
  {
    path: "platform:web.instanceTypes",
    value: ["m6g.large", "m7g.lage"],
    told: /m7g, the sizes .*large/,
    toldAt: "platform:web.instanceTypes[1]",
  },
  { path: "platform:web.spot", value: { onDemandPercent: 0 }, told: /at least 3 instance types of 2 families/ },
  { path: "platform:web.desiredInstances", value: 12, told: /2 \(minInstances\) to 8 \(maxInstances\)/ },
  { path: "platform:web.volumeGiB", value: "20", told: /number without quotes/ },
  { path: "platform:web.scaling.schedule[0].minInstances", value: 9, told: /8 \(maxInstances/ },
  { path: "platform:web.scaling.timeZone", value: "Africa/Pretoria", told: /IANA/ },
  { path: "platform:web.scaling.cpuPercent", value: 95, told: /10 to 90/ },
  { path: "platform:web.loadBalancer.deletionProtection", value: false, told: /ELB\.6/ },
  { path: "platform:web.loadBalancer.healthCheck.path", value: "health", told: /begins with \// },
  { path: "platform:database.engineVersion", value: "5.7", told: /8\.4/ },
  { path: "platform:database.instanceClass", value: "db.m6g.lage", told: /db\.m6g\.\{.*large/ },
  { path: "platform:database.backupRetentionDays", value: 36, told: /7 to 35/ },
  {
    path: "platform:database.backupWindow",
    value: "00:30-01:30",
    told: /share no minute/,
    toldAt: "platform:database.maintenanceWindow",
  },
  { path: "platform:database.multiAZ", value: true, told: /only known settings: .*multiAz/ },
  { path: "platform:database.deletionProtection", value: false, told: /RDS\.8/ },
  { path: "platform:database.finalSnapshot", value: false, told: /only dev and pr-N/ },
  { path: "platform:database.maxStorageGiB", value: 100, told: /110/ },
  { path: "platform:database.adminUserName", value: "admin", told: /RDS\.25/ },
  { path: "platform:database.logRetentionDays", value: 90, told: /365/ },
  { path: "platform:files", value: { archiveAfterDays: 45 }, told: /90/, toldAt: "platform:files.archiveAfterDays" },
  { path: "platform:backup.retentionDays", value: 7, told: /35 or more/ },
  {
    path: "platform:backup.lock",
    value: { mode: "governance", minRetentionDays: 30, maxRetentionDays: 400 },
    told: /every backup would fail/,
  },
  { path: "platform:backup.restoreTestSchedule", value: "never", told: /only dev and pr-N/ },
  { path: "platform:backup.copyToRegion", value: "af-south-1", told: /another AWS region/ },
  {
    path: "platform:backup.emails",
    value: ["operations"],
    told: /an e-mail address/,
    toldAt: "platform:backup.emails[0]",
  },
  { path: "platform:objects.oldVersionDays", value: 0, told: /1 to 365/ },
  { path: "platform:edge.priceClass", value: "PriceClass_100", told: /PriceClass_200 or PriceClass_All/ },
  { path: "platform:edge.waf.rateLimitPer5Minutes", value: 1, told: /10 to 2000000000/ },
  { path: "platform:mail.domainName", value: "mail.other.example", told: /ends with \.acme\.example/ },
  { path: "platform:mail.region", value: "Ireland", told: /AWS region/ },
  { path: "platform:alerting.emails", value: [], told: /nobody would hear of it in prod/ },
  { path: "platform:alerting.quietHours.to", value: "20:00", told: /whole day or nothing/ },
  { path: "platform:alerting.graphs", value: "false", told: /false without quotes/ },
  {
    path: "platform:alerting.alarms",
    value: { "databse-cpu": { threshold: 95, reason: "it is always busy at night" } },
    told: /Did you mean database-cpu/,
    toldAt: "platform:alerting.alarms.databse-cpu",
  },
  {
    path: "platform:alerting.routes",
    value: [{ name: "critical", severities: ["critical"] }],
    told: /told to nobody/,
    toldAt: "platform:alerting.routes[0]",
  },
  {
    path: "platform:alerting.mutes",
    value: [{ name: "night", schedule: "cron(0 25 * * *)", durationMinutes: 60, reason: "batch jobs at night" }],
    told: /hour means nothing/,
    toldAt: "platform:alerting.mutes[0].schedule",
  },
  {
    path: "platform:unlock",
    value: [
      {
        urn: "urn:pulumi:prod::foundation::platform:database:Database$aws:rds/instance:Instance::acme-prod-database-1",
        reason: "moves to another storage type",
        expires: "2020-01-01",
      },
    ],
    told: /a day from/,
    toldAt: "platform:unlock[0].expires",
  },
];

/** Prod's settings with these bends. */
export function bent(which: readonly Bend[] = bends): Record<string, Group> {
  const config = structuredClone(prodConfig());
  for (const { path, value } of which) {
    const [key = "", ...inner] = path.split(/[.[\]]+/).filter((part) => part !== "");
    const way = [key, ...inner];
    let group: Record<string, unknown> = config;
    for (const part of way.slice(0, -1)) {
      group[part] ??= {};
      group = group[part] as Record<string, unknown>;
    }
    const last = way.at(-1) as string;
    if (value === undefined) delete group[last];
    else group[last] = value;
  }
  return config;
}
