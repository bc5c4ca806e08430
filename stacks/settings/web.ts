import { z } from "zod";
import { logRetentionDays } from "../../components/shared/log-retention.ts";
import { loadBalancerSettings } from "./load-balancer.ts";
import { setting } from "./setting.ts";

const instanceCount = z.int().min(0).max(1000);

const capacityChange = setting(
  z.strictObject({
    name: setting(
      z
        .string()
        .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
        .max(40),
      "Name of the change, in lower case, for example morning.",
      { allowed: "small letters, digits and hyphens, at most 40", todo: "Write a short name, for example morning." },
    ),
    recurrence: setting(
      z.string().regex(/^\S+( \S+){4}$/),
      "When, as the five fields of cron: minute, hour, day of month, month, day of week.",
      { allowed: "five fields of cron", todo: 'Write for example "0 6 * * MON-FRI" in quotes.' },
    ),
    minInstances: setting(instanceCount, "Web servers at least, from then on, 0 to 1000."),
    desiredInstances: setting(
      instanceCount,
      "Web servers at that moment, 0 to 1000; scaling goes on from there. Default: as many as there are, within the limits.",
    ).optional(),
  }),
  "A change of the number of web servers at fixed times.",
);

const image = setting(
  z.strictObject({
    id: setting(z.string().regex(/^ami-[0-9a-f]{8}([0-9a-f]{9})?$/), "AMI id of the first web servers.", {
      allowed: "an AMI id; a parameter's name cannot be rolled back",
      todo: "Write the id, for example ami-0123456789abcdef0.",
    }),
    architecture: setting(
      z.enum(["arm64", "x86_64"]),
      "Architecture of the image; instance types must have the same: arm64 or x86_64.",
    ),
  }),
  "Your own image for the first web servers. Later images come with releases: a change here changes nothing. Default: the newest " +
    "Amazon Linux 2023 at the first deployment.",
);

const spot = setting(
  z.strictObject({
    onDemandBase: setting(
      instanceCount,
      "Web servers that are on-demand before any is a Spot Instance, 0 to 1000. Default: 2.",
    ).default(2),
    onDemandPercent: setting(
      z.int().min(0).max(99),
      "Per cent of those above the base that are on-demand, 0 to 99; the others are Spot Instances. Default: 50.",
    ).default(50),
  }),
  "Spot Instances: much cheaper, and taken away with two minutes' notice. Outside of dev and pr-N they need at least three instance types " +
    "of two families. Default: none, all web servers are on-demand.",
);

const scaling = setting(
  z.strictObject({
    cpuPercent: setting(
      z.int().min(10).max(90),
      "Average CPU in per cent that scaling keeps, 10 to 90. Default: 50.",
    ).default(50),
    requestsPerMinute: setting(
      z.int().min(1).max(1_000_000),
      "Requests in a minute to each web server that scaling keeps, 1 to 1000000. Measure what one can bear. Default: 1000.",
    ).default(1000),
    schedule: setting(
      z.array(capacityChange).max(20),
      "Changes of size at fixed times, at most 20. With any, minInstances is that of the first deployment only. Default: none.",
    ).default([]),
    timeZone: setting(
      z.string().min(1).max(60),
      "Time zone of the schedule, by its IANA name, for example Africa/Johannesburg. Default: Etc/UTC.",
    ).default("Etc/UTC"),
    warmPoolInstances: setting(
      z.int().min(1).max(100),
      "Running web servers beside the group, ready and billed, for applications that start slowly, 1 to 100. Needs one instance " +
        "type and no Spot Instances. Default: none.",
    ).optional(),
  }),
  "When web servers are added and removed.",
);

const release = setting(
  z.strictObject({
    rollBack: setting(
      z.boolean(),
      "Whether a renewal that fails, or whose alarm goes off, rolls back. Default: true.",
    ).default(true),
    errorPercent: setting(
      z.int().min(1).max(100),
      "Per cent of answers with 5xx at which a renewal is stopped, 1 to 100. Default: 5.",
    ).default(5),
    warmupSeconds: setting(
      z.int().min(0).max(3600),
      "Seconds until a new web server counts as warm: the next old one goes only then, 0 to 3600. Default: 120.",
    ).default(120),
    healthCheckGraceSeconds: setting(
      z.int().min(0).max(7200),
      "Seconds after a launch in which failed health checks do not count, 0 to 7200. Default: 300.",
    ).default(300),
  }),
  "How web servers are renewed when their template changes, by a deployment or by a release.",
);

/** The settings of `platform:web`. */
export const webSettings = setting(
  z.strictObject({
    loadBalancer: loadBalancerSettings.prefault({}),
    instanceTypes: setting(
      z
        .array(
          setting(z.string().regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/), "An EC2 instance type.", {
            allowed: "an EC2 instance type",
            todo: "Write family and size, for example m6g.large.",
          }),
        )
        .min(1)
        .max(20),
      "EC2 instance types of the same architecture and about the same power, the preferred one first, at most 20. Changing " +
        "them renews the web servers. Default: m6g.large, m7g.large, t4g.large.",
    ).default(["m6g.large", "m7g.large", "t4g.large"]),
    minInstances: setting(
      instanceCount,
      "Web servers at least, 0 to 1000. Default: 2, one in each of two zones.",
    ).default(2),
    maxInstances: setting(
      z.int().min(1).max(1000),
      "Web servers at most, 1 to 1000: what a flood of requests may cost. Default: 6.",
    ).default(6),
    desiredInstances: setting(
      instanceCount,
      "Web servers at the first deployment, 0 to 1000; from then on scaling decides, and a change here changes nothing. Default: minInstances.",
    ).optional(),
    spot: spot.optional(),
    scaling: scaling.prefault({}),
    release: release.prefault({}),
    image: image.optional(),
    userData: setting(
      z.string().min(1).max(16_384),
      "Your own user data instead of ours, at most 16 KB. {{DATABASE_HOST}} and the other names of docs/releases.md are " +
        "replaced by their values. Default: ours, for Amazon Linux 2023.",
    ).optional(),
    filesPath: setting(
      z.string().regex(/^(\/[a-z0-9][a-z0-9._-]*)+$/),
      "Folder in which web servers find the shared files. Default: /mnt/files.",
      {
        allowed: "an absolute path of small letters, digits, dots, hyphens and _",
        todo: "Write for example /mnt/files.",
      },
    ).default("/mnt/files"),
    volumeGiB: setting(
      z.int().min(8).max(1000),
      "Size of a web server's root volume in GiB, 8 to 1000. Default: 20.",
    ).default(20),
    maxInstanceLifetimeDays: setting(
      z.int().min(1).max(365),
      "Days after which a web server is renewed, 1 to 365. Default: 30.",
    ).default(30),
    logRetentionDays: setting(
      z.literal([...logRetentionDays]),
      `Days that the web servers' logs are kept: ${logRetentionDays.join(", ")}. Default: 365.`,
    ).default(365),
  }),
  "The web servers and their load balancer.",
);

/** The settings of `platform:web`, complete. */
export type WebSettings = z.infer<typeof webSettings>;
