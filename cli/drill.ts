/** `npm run drill`: sets something off on purpose, and shows what becomes of it in Slack. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { parse } from "yaml";
import { readRedriveTarget } from "../alerts-redrive/target.ts";
import { alarmIdOf, demandPermission, namesOf } from "../drills/choose-alarm.ts";
import { type Drill, DrillError, type Place } from "../drills/drill.ts";
import { drills } from "../drills/index.ts";
import { drillReal, drillRehearsed } from "../drills/run.ts";

// What a drill runs on takes a second to load: the list, and what is refused, need none of it.
const loadPlaces = () => Promise.all([import("./environment-outputs.ts"), import("../drills/world.ts")]);

const repository = join(import.meta.dirname, "..");

/** What was asked for. */
interface Flags {
  readonly rehearsal?: boolean;
  readonly yes?: boolean;
  readonly alarm?: string;
  readonly environment?: string;
}

/** What the settings file tells: the project's name, and the alarms that may be set off. Both are never encrypted. */
function readSettings(environment: string): { project: string; allowed: readonly string[] } {
  const file = join(repository, `Pulumi.${environment}.yaml`);
  if (!existsSync(file))
    throw new DrillError(`There is no Pulumi.${environment}.yaml: name an environment that has one.`);
  const { config = {} } = parse(readFileSync(file, "utf8")) as { config?: Record<string, unknown> };
  const project = config["platform:project"];
  if (typeof project !== "string") throw new DrillError(`Pulumi.${environment}.yaml has no platform:project.`);
  const allowed = (config["platform:alerting"] as { drills?: unknown } | undefined)?.drills;
  return { project, allowed: Array.isArray(allowed) ? allowed.map(String) : [] };
}

function find(name: string): Drill {
  const drill = drills.find((each) => each.name === name);
  if (drill !== undefined) return drill;
  throw new DrillError(`There is no drill ${name}: there are ${drills.map((each) => each.name).join(", ")}.`);
}

function placeOf(environment: string, project: string, outputs: Readonly<Record<string, unknown>>): Place {
  const { accountId, region } = readRedriveTarget(outputs);
  return { project, environment, region, accountId };
}

async function rehearse(drill: Drill, environment: string, flags: Flags, signal: AbortSignal): Promise<boolean> {
  const { project } = readSettings(environment);
  const [{ rehearsedOutputs }, { openRehearsal }] = await loadPlaces();
  const { outputs: services, foundation, options, inboxUrl } = await rehearsedOutputs(environment);
  if (inboxUrl === null) {
    const what = `npm run rehearse -- ${environment} --resume --keep`;
    throw new DrillError(`The rehearsal's inbox does not answer: bring it back (${what}).`);
  }
  const place = placeOf(environment, project, services);
  const names = Array.isArray(services.alarmNames) ? services.alarmNames.map(String) : [];
  const isThere = names.some((name) => alarmIdOf(name, `${project}-${environment}`) === drill.alarm);
  const alarm = flags.alarm ?? (isThere ? drill.alarm : undefined);
  const given = { place, services, foundation, options, alarm, signal, say: console.error };
  const { world, log, close } = await openRehearsal(given, inboxUrl);
  try {
    return await drillRehearsed(drill, world, log, console.log);
  } finally {
    close();
  }
}

async function drillForReal(drill: Drill, environment: string, flags: Flags, signal: AbortSignal): Promise<boolean> {
  if (drill.needs === "rehearsal") {
    throw new DrillError(
      `${drill.name} is for a rehearsal only: bring one up (npm run rehearse -- ${environment} --keep) and add --rehearsal. ` +
        "A real environment takes alarm and recovery, with --yes.",
    );
  }
  const { project, allowed } = readSettings(environment);
  const alarm = demandPermission({ environment, allowed, wanted: flags.alarm, isConfirmed: flags.yes ?? false });
  const [{ deployedOutputs }, { openReal }] = await loadPlaces();
  const { demandAccount } = await import("../stacks/settings/credentials.ts");
  const services = await deployedOutputs(environment);
  const place = placeOf(environment, project, services);
  await demandAccount(place.accountId, place.region, `the stack platform/${environment}`);
  namesOf((services.alarmNames ?? []) as string[], `${project}-${environment}`, alarm);
  const given = { place, services, foundation: {}, options: {}, alarm, signal, say: console.error };
  const { world, log, close } = await openReal(given);
  try {
    return await drillReal(drill, world, log, console.log);
  } finally {
    close();
  }
}

async function run(name: string, environment: string | undefined, flags: Flags): Promise<void> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  try {
    const drill = find(name);
    const where = environment ?? flags.environment;
    if (where === undefined) throw new DrillError(`Where? npm run drill -- ${name} <environment>`);
    const isMet = await (flags.rehearsal ? rehearse : drillForReal)(drill, where, flags, stop.signal);
    process.exitCode = isMet ? 0 : 1;
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
  if (stop.signal.aborted) process.exitCode = 130;
}

/** The drills for people, or as `{ name, title }` for tools. */
function list({ json }: { json?: boolean }): void {
  if (json) {
    const told = drills.map(({ name, title }) => ({ name, title }));
    console.log(JSON.stringify(told, null, 2));
    return;
  }
  const width = Math.max(...drills.map(({ name }) => name.length));
  for (const { name, title, needs, simulated } of drills) {
    const where = needs === "either" ? "also in a real environment" : "in a rehearsal";
    console.log(`${name.padEnd(width)}  ${title} (${where})`);
    if (simulated !== undefined) console.log(`${" ".repeat(width)}  simulated is ${simulated}`);
  }
}

const program = new Command("npm run drill --")
  .enablePositionalOptions()
  .description(
    "Sets something off on purpose in a kept rehearsal, or one alarm in a real environment, and shows the time line from the cause to\n" +
      "the post in Slack, with what was expected and what came.",
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .argument("<name>", "a drill of `npm run drill -- list`")
  .argument("[environment]", "dev, staging, prod: an environment that is up")
  .option("--rehearsal", "in a kept rehearsal (npm run rehearse -- <environment> --keep)")
  .option("--alarm <id>", "the alarm that is set off. A rehearsal's default: one that pages")
  .option("--yes", "in a real environment: its people on call know of it")
  .option("--environment <environment>", "the same as the second argument, for tools that put the name last")
  .addHelpText(
    "after",
    `
A real environment takes the drills alarm and recovery only, and only alarms that platform:alerting.drills in its
settings lists. What a drill only simulates is said before it begins. Afterwards everything is as it was.

Examples:
  npm run drill -- list
  npm run drill -- storm dev --rehearsal
  npm run drill -- alarm prod --alarm load-balancer-latency --yes

Exit codes: 0 all came in time, 1 something did not or failed, 2 wrong usage, 130 interrupted.`,
  )
  .action(run);

program.command("list").description("all drills").option("--json", "as JSON, for tools").action(list);

await program.parseAsync();
