/** The events of `fixtures`, for tests and measurements. */
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Severity } from "../notice.ts";

/** An event, and the name of its file without ending. */
export interface Fixture {
  readonly name: string;
  /** Body of the queue's record: an object that is there as JSON, or the text itself. */
  readonly body: unknown;
}

/** All events, sorted by name. */
export const fixtures: readonly Fixture[] = globSync(join(import.meta.dirname, "../fixtures/*.json"))
  .sort()
  .map((file) => ({ name: basename(file, ".json"), body: eventIn(JSON.parse(readFileSync(file, "utf8"))) }));

/** The event of a file: its `body`, or the file itself without its source. */
function eventIn({ _source, ...event }: Readonly<Record<string, unknown>>): unknown {
  return "body" in event ? event.body : event;
}

/**
 * The body of a record of that name, as it is in the queue.
 *
 * @throws Error when there is no such file
 */
export function bodyOf(name: string): string {
  const found = fixtures.find((fixture) => fixture.name === name);
  if (found === undefined) throw new Error(`There is no fixture ${name}.`);
  return asBody(found.body);
}

/** A body as it is in the queue. */
export function asBody(body: unknown): string {
  return typeof body === "string" ? body : (JSON.stringify(body) ?? "");
}

/** Where the runbooks of the fixtures are. */
export const runbookBaseUrl = "https://github.com/acme/platform/blob/main/docs/runbooks";

/** The topics of the fixtures with their severities. */
export const topics: Readonly<Record<string, Severity>> = {
  "arn:aws:sns:af-south-1:123456789012:acme-prod-alerts-critical": "critical",
  "arn:aws:sns:af-south-1:123456789012:acme-prod-alerts-warning": "warning",
  "arn:aws:sns:af-south-1:123456789012:acme-prod-alerts-info": "info",
};
