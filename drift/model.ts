/**
 * What a search for drift found, as far as it may leave the machine: no raw event, no secret, and values of plain properties only. The shapes
 * are schemas, because a report is read again by whoever shows it.
 */
import { z } from "zod";
import { propertyChangeSchema } from "../previews/model.ts";

/** One resource that is not as it was deployed. */
export const driftedResourceSchema = z.object({
  urn: z.string(),
  /** Pulumi's type token. */
  type: z.string(),
  /** The logical name. */
  name: z.string(),
  /** deleted: it is gone. changed: it differs. */
  kind: z.enum(["deleted", "changed"]),
  /** True when what it holds cannot be made anew (`components/shared/stateful.ts`). */
  isStateful: z.boolean(),
  /** What differs: `old` is what was deployed, `new` what is there now. None for a deleted resource, or when the provider does not say. */
  properties: z.array(propertyChangeSchema.omit({ replaces: true })),
});

/** One resource that these credentials may not read. */
export const unreadResourceSchema = z.object({
  urn: z.string(),
  type: z.string(),
  name: z.string(),
  /** What AWS said, with what looks like a secret taken out. */
  reason: z.string(),
});

/** What was found in one stack. */
export const stackDriftSchema = z.object({
  /** The Pulumi project: foundation, platform. */
  project: z.string(),
  /** The stack's name. */
  stack: z.string(),
  /** failed: the search broke off, so that the resources may be a part of them. */
  status: z.enum(["clean", "drifted", "failed"]),
  /** Resources that were compared. */
  compared: z.number(),
  /** Deleted ones first, then by URN. */
  drifted: z.array(driftedResourceSchema),
  /** Resources that were not looked at because AWS denied it: neither drift nor failure. */
  unread: z.array(unreadResourceSchema),
  /** Resources that differ only in what their program leaves to others (`ignoreChanges`). */
  ignored: z.number(),
  /** What a reader should know, e.g. that a deployment broke off. */
  notes: z.array(z.string()),
  /** The engine's errors, each once, with what looks like a secret taken out. */
  errors: z.array(z.string()),
  /** How long it took. */
  seconds: z.number(),
});

/** The report of an environment. */
export const driftReportSchema = z.object({
  /** Grows when a reader of the former shape would go wrong. */
  version: z.literal(1),
  environment: z.string(),
  /** When it was made, as ISO 8601 in UTC. */
  time: z.string(),
  /** https address of the run; missing on a person's machine. */
  run: z.string().optional(),
  /** clean, drifted, or failed when any stack is. */
  status: z.enum(["clean", "drifted", "failed"]),
  /** In the order of deployment. */
  stacks: z.array(stackDriftSchema),
});

/** One resource that is not as it was deployed. */
export type DriftedResource = z.infer<typeof driftedResourceSchema>;
/** One resource that these credentials may not read. */
export type UnreadResource = z.infer<typeof unreadResourceSchema>;
/** What was found in one stack. */
export type StackDrift = z.infer<typeof stackDriftSchema>;
/** The report of an environment. */
export type DriftReport = z.infer<typeof driftReportSchema>;

/** A report from the stacks' parts. A stack that failed makes the whole failed: what it has not looked at may have drifted. */
export function makeDriftReport(parts: Pick<DriftReport, "environment" | "time" | "run" | "stacks">): DriftReport {
  const has = (status: StackDrift["status"]) => parts.stacks.some((stack) => stack.status === status);
  const { environment, time, run, stacks } = parts;
  const status = has("failed") ? "failed" : has("drifted") ? "drifted" : "clean";
  return { version: 1, environment, time, ...(run === undefined ? {} : { run }), status, stacks };
}
