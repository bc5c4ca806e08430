import { z } from "zod";
import { transitionDays } from "../../components/files/file-system.ts";
import { setting } from "./setting.ts";

const daysOrNever = z.union([z.literal([...transitionDays]), z.literal("never")]);
const daysHelp = {
  allowed: `${transitionDays.join(", ")}, or never`,
  todo: "Write one of these numbers of days, or never.",
};

/** A user or group that is not root. */
const posixId = z.int().min(1).max(4_294_967_295);

const accessPoint = z.strictObject({
  name: setting(
    z
      .string()
      .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
      .max(30),
    "Name of the access point.",
    {
      allowed: "lower-case letters, digits and hyphens, at most 30, beginning with a letter",
      todo: "Name what mounts it, for example web.",
    },
  ),
  path: setting(
    z.string().regex(/^(\/[A-Za-z0-9_][A-Za-z0-9_.-]*){1,3}$/),
    "Directory that it opens, never the root. Made when it is first mounted. A change opens another directory.",
    {
      allowed: "/ and a directory, at most three levels: a restore puts one before them",
      todo: "Write a path, for example /web.",
    },
  ),
  uid: setting(
    posixId,
    "POSIX user that every client becomes and that owns the directory, 1 to 4294967295: never root.",
  ),
  gid: setting(posixId, "POSIX group that every client has and that owns the directory, 1 to 4294967295: never root."),
  permissions: setting(
    z.string().regex(/^0?[0-7]{3}$/),
    'Permissions of the directory when it is made, octal, in quotes. Default: "0750".',
    { allowed: "three octal digits, with a 0 before them if you like, in quotes", todo: 'Write "0750", for example.' },
  ).default("0750"),
});

const restoration = z.strictObject({
  generation: setting(z.int().min(2), "Number of the generation: 2 for the first restore, then one more each time."),
  fileSystemId: setting(
    z.string().regex(/^fs-([0-9a-f]{8}|[0-9a-f]{17})$/),
    "Id of the file system that AWS Backup restored. Never change it afterwards.",
    {
      allowed: "the id of a file system",
      todo: "Write the id from the restore job's CreatedResourceArn, for example fs-0123456789abcdef0.",
    },
  ),
  directory: setting(
    z
      .string()
      .regex(/^\/[^$#<>;`|&?{}^*/\s][^$#<>;`|&?{}^*/\n]*$/)
      .max(60),
    "Directory that AWS Backup restored into; access points begin there. Default: the root, where files were moved by hand.",
    {
      allowed: "one directory below the root",
      todo: "Write the directory's name, for example /aws-backup-restore_2026-11-21T02-10-00-000Z.",
    },
  ).optional(),
});

/** The settings of `platform:files`. */
export const filesSettings = setting(
  z.strictObject({
    accessPoints: setting(
      z.array(accessPoint).min(1).max(20),
      "Ways into the files, each with a directory and a user of its own, 1 to 20. Web servers mount the one called web. Default: web, at /web, as 1000:1000.",
    ).default([{ name: "web", path: "/web", uid: 1000, gid: 1000, permissions: "0750" }]),
    infrequentAccessAfterDays: setting(
      daysOrNever,
      "Days without access until a file moves to Infrequent Access, which costs less to keep and more to read. Default: 30.",
      daysHelp,
    ).default(30),
    archiveAfterDays: setting(
      daysOrNever,
      "Days without access until a file moves to Archive, more than for Infrequent Access. Default: 90.",
      daysHelp,
    ).default(90),
    backOnAccess: setting(
      z.boolean(),
      "Whether a file that is read goes back to the primary storage. Default: true.",
    ).default(true),
    restorations: setting(
      z.array(restoration),
      "File systems that were restored, append-only; the last one is in use. docs/restoring.md says how. Default: none.",
    ).default([]),
    oldestGeneration: setting(
      z.int().min(1),
      "Number of the oldest generation that still stands. Raising it deletes the older file systems with their files. Default: 1.",
    ).default(1),
  }),
  "The shared file system.",
);

/** The settings of `platform:files`, complete. */
export type FilesSettings = z.infer<typeof filesSettings>;
