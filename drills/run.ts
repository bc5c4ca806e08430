/** Runs a drill, and says what was expected and what came. */
import type { Check, Drill, RehearsedWorld, World } from "./drill.ts";
import type { PathLog } from "./path-log.ts";
import type { Timeline } from "./timeline.ts";

/** Lines of the functions' logs that a time line shows: the first ones tell how an alert goes its way. */
const mostPathLines = 12;

/** Milliseconds in which the emulator writes the log of a call that has just ended. */
const logMilliseconds = 300;

/** What was told of a drill. */
export interface Told {
  readonly text: string;
  /** True when all came that was expected. */
  readonly isMet: boolean;
}

/** What a drill is, before it runs. */
export function describeDrill({ name, title, what, simulated }: Drill): string {
  return [`${name}: ${title}`, what, `Simulated: ${simulated ?? "nothing"}.`].join("\n");
}

/** Adds what intake and sender wrote since then. */
async function addPath(timeline: Timeline, log: PathLog, since: number): Promise<void> {
  const lines = await log.since(since);
  for (const { time, service, outcome, route } of lines.slice(0, mostPathLines)) {
    timeline.add(time, `${service}: ${outcome}${route === undefined ? "" : `, route ${route}`}`);
  }
  const more = lines.length - mostPathLines;
  if (more > 0) timeline.add(lines.at(-1)?.time ?? since, `(${more} more lines in the logs of intake and sender)`);
}

/** The verdict: each thing that was expected, and what came. */
export function verdict(checks: readonly Check[]): Told {
  const lines = checks.map(({ expected, came, isMet }) => `${isMet ? "  met   " : "  MISSED"}  ${expected}: ${came}`);
  const missed = checks.filter(({ isMet }) => !isMet).length;
  const isMet = checks.length > 0 && missed === 0;
  const last = isMet ? "All came as expected." : `${missed} of ${checks.length} did not come as expected.`;
  return { text: [...lines, last].join("\n"), isMet };
}

/**
 * Runs a drill in a rehearsal and leaves that as it was: the inbox answers as before, and the alerter knows nothing of it.
 *
 * @param print takes what is told, text by text
 * @returns true when all came that was expected
 */
export async function drillRehearsed(
  drill: Drill,
  world: RehearsedWorld,
  log: PathLog,
  print: (text: string) => void,
): Promise<boolean> {
  const forget = () => world.machine.forget([`alarm:${world.alarm.arn}`]);
  await world.inbox.answer({ mode: "ok" });
  await forget();
  try {
    return await runDrill(drill, world, (given) => drill.run({ ...world, ...given }), log, print);
  } finally {
    await world.inbox.answer({ mode: "ok" });
    await forget();
  }
}

/** Runs a drill in a real environment. */
export async function drillReal(
  drill: Extract<Drill, { needs: "either" }>,
  world: World,
  log: PathLog,
  print: (text: string) => void,
): Promise<boolean> {
  return runDrill(drill, world, (given) => drill.run(given), log, print);
}

async function runDrill(
  drill: Drill,
  world: World,
  run: (world: World) => Promise<readonly Check[]>,
  log: PathLog,
  print: (text: string) => void,
): Promise<boolean> {
  print(`${describeDrill(drill)}\n`);
  const since = Date.now();
  const checks = await run(world);
  await world.wait(logMilliseconds);
  await addPath(world.timeline, log, since);
  const { text, isMet } = verdict(checks);
  print(`${world.timeline.lines().join("\n")}\n\n${text}`);
  return isMet;
}
