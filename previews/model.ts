/**
 * What a preview says of a stack, as far as it may leave the machine: no raw event, no secret, and values of plain properties only.
 * The shapes are schemas, because whoever posts a report reads one that a stranger's pull request may have written.
 */
import { z } from "zod";

/** One statement of a policy document that differs. Values of conditions are left out: only their keys are told. */
export const statementChangeSchema = z.object({
  /** The statement's Sid, or its effect and position among those without one. */
  statement: z.string(),
  /** The whole statement is new, is gone, or both sides have it and it differs. */
  kind: z.enum(["added", "removed", "changed"]),
  /** What it has now and did not have, as `Action s3:GetObject`, sorted. */
  added: z.array(z.string()),
  /** What it had, sorted. */
  removed: z.array(z.string()),
});

/** One property that differs. */
export const propertyChangeSchema = z.object({
  /** Path in Pulumi's writing, e.g. `ingress[0].cidrBlocks`. */
  path: z.string(),
  kind: z.enum(["add", "delete", "update"]),
  /** True when the resource is replaced because of it. */
  replaces: z.boolean(),
  /** The value before, as short JSON; missing unless the property is on the list of plain ones. `[secret]` for any secret. */
  old: z.string().optional(),
  /** The value after, likewise; `(known after apply)` while nobody knows it. */
  new: z.string().optional(),
  /** Differences of a policy document, in place of its text. */
  statements: z.array(statementChangeSchema).optional(),
});

/** What is done to a resource. `rename`: only its name in Pulumi's state changes. `other`: a step that this code does not know. */
export const operations = ["replace", "delete", "create", "update", "import", "forget", "rename", "other"] as const;

/** One resource that differs. */
export const resourceChangeSchema = z.object({
  urn: z.string(),
  /** Pulumi's type token. */
  type: z.string(),
  /** The logical name. */
  name: z.string(),
  operation: z.enum(operations),
  /** The name in Pulumi's state before, when it was another. */
  oldUrn: z.string().optional(),
  /** Properties that force the replacement, sorted. */
  replaceKeys: z.array(z.string()),
  /** Properties that differ, sorted by path; none for a deletion. */
  properties: z.array(propertyChangeSchema),
  /** True when its loss loses what cannot be made anew (`components/shared/stateful.ts`). */
  isStateful: z.boolean(),
  /** What is lost with it, as the end of "loses …"; for stateful types only. */
  holds: z.string().optional(),
  /** True when Pulumi refuses to delete it. */
  isProtected: z.boolean(),
  /** AWS's own deletion protection before the change; missing where AWS has none. */
  deletionProtection: z.boolean().optional(),
});

/** A guard rail that a resource breaks. */
export const policyFindingSchema = z.object({
  /** Security Hub's id of the control, or `platform.<name>`. */
  control: z.string(),
  severity: z.enum(["low", "medium", "high", "critical", "unknown"]),
  /** mandatory: it stops the deployment. advisory: it warns. */
  level: z.enum(["mandatory", "advisory"]),
  /** The resource; missing when the whole stack is meant. */
  urn: z.string().optional(),
  /** The rule. */
  title: z.string(),
  /** What is wrong and what to do. */
  message: z.string(),
});

/** The preview of one stack. */
export const stackPreviewSchema = z.object({
  /** The Pulumi project: foundation, platform. */
  project: z.string(),
  /** The stack's name. */
  stack: z.string(),
  environment: z.string(),
  /** failed: the preview broke off, so that the changes may be a part of them. skipped: none was made. */
  status: z.enum(["ok", "changed", "failed", "skipped"]),
  basis: z.enum(["real state", "rehearsed base"]),
  /** exact: it reads the stacks below as the change makes them. stale: as they are now. blocked: it reads an output that they do not have yet. */
  upstream: z.enum(["exact", "stale", "blocked"]),
  /** Why it was skipped, or is stale or blocked. */
  reason: z.string().optional(),
  /** Projects whose outputs it reads. */
  reads: z.array(z.string()),
  /** Sorted by URN; no unchanged resources. */
  changes: z.array(resourceChangeSchema),
  /** Sorted by control and URN. */
  policy: z.array(policyFindingSchema),
  /** The engine's errors, each once, with what looks like a secret taken out. */
  errors: z.array(z.string()),
  /** How long the preview took. */
  seconds: z.number(),
});

/** One statement of a policy document that differs. */
export type StatementChange = z.infer<typeof statementChangeSchema>;
/** One property that differs. */
export type PropertyChange = z.infer<typeof propertyChangeSchema>;
/** What is done to a resource. */
export type Operation = (typeof operations)[number];
/** One resource that differs. */
export type ResourceChange = z.infer<typeof resourceChangeSchema>;
/** A guard rail that a resource breaks. */
export type PolicyFinding = z.infer<typeof policyFindingSchema>;
/** The preview of one stack. */
export type StackPreview = z.infer<typeof stackPreviewSchema>;

/** Whether a change destroys what cannot be made anew. */
export const isDestructive = ({ isStateful, operation }: ResourceChange): boolean =>
  isStateful && (operation === "replace" || operation === "delete");

/** Orders texts by code unit: the same on every machine, whatever its language. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
