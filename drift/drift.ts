/** Searches all stacks of an environment for drift, writes the report and tells the alerts. */
import { writeFileSync } from "node:fs";
import { type Engine, type StackPlace, searchStack } from "./engine.ts";
import { type DriftReport, makeDriftReport, type StackDrift } from "./model.ts";
import { type AlertTopics, alertTopics, type Notification, notificationOf } from "./notify.ts";
import { headline, renderDrift } from "./render.ts";

/** What is searched. */
export interface DriftOptions {
  readonly environment: string;
  /** Where the deployment is. */
  readonly account: string;
  readonly region: string;
  /** The stacks in the order of deployment. */
  readonly stacks: readonly StackPlace[];
  readonly engine: Engine;
  /** https address of the run. Default: none. */
  readonly run?: string | undefined;
  /** File of the Markdown report, `.md`; the JSON report goes beside it. Default: Markdown goes to `print`. */
  readonly out?: string | undefined;
  /** Sends to the alerts. Default: nobody is told. */
  readonly publish?: ((notification: Notification, topics: AlertTopics) => Promise<void>) | undefined;
  /** Takes the report when there is no file. */
  readonly print: (text: string) => void;
  /** Takes progress. */
  readonly progress: (line: string) => void;
}

/** Exit codes of the command. */
export const exitCodes = { clean: 0, failed: 1, usage: 2, drifted: 5, interrupted: 130 } as const;

/**
 * Searches, reports and tells. An interruption writes no report and tells nobody.
 *
 * @returns the exit code: 0 no drift, 5 drift, 1 a stack or the message failed, 130 interrupted
 */
export async function findDrift(options: DriftOptions): Promise<number> {
  const { environment, stacks, engine, run, progress } = options;
  const searched: StackDrift[] = [];
  const outputs: Record<string, unknown> = {};
  for (const place of stacks) {
    progress(`Comparing ${place.project}/${place.stack} with what is real`);
    const result = await searchStack(place, engine);
    if (engine.signal.aborted) return exitCodes.interrupted;
    searched.push(result.drift);
    Object.assign(outputs, result.outputs);
  }
  const report = makeDriftReport({
    environment,
    time: new Date().toISOString(),
    ...(run === undefined ? {} : { run }),
    stacks: searched,
  });
  write(report, options);
  progress(headline(report));
  const isTold = await tell(report, options, outputs);
  return isTold ? exitCodes[report.status] : exitCodes.failed;
}

function write(report: DriftReport, { out, print }: DriftOptions): void {
  const markdown = renderDrift(report);
  if (out === undefined) {
    print(markdown);
    return;
  }
  writeFileSync(out, markdown);
  writeFileSync(jsonFileOf(out), `${JSON.stringify(report, undefined, 2)}\n`);
}

/** The JSON report's file, beside the Markdown's. */
export const jsonFileOf = (out: string): string => out.replace(/\.md$/, ".json");

async function tell(
  report: DriftReport,
  options: DriftOptions,
  outputs: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const { publish, account, region, progress } = options;
  if (publish === undefined) return true;
  try {
    await publish(notificationOf(report, { account, region }), alertTopics(outputs));
    return true;
  } catch (error) {
    progress(`The alerts were not told: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}
