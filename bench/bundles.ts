/** Size of each ops Lambda's bundle, and how long a fresh Node takes to load it. */
import { execFileSync } from "node:child_process";
import { globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { lambdaBundle } from "../components/shared/lambda-bundle.ts";
import { intakeSettings, senderSettings } from "../ops-lambdas/slack-alerts/incidents/test-events.ts";
import type { Series } from "./statistics.ts";

/** Times that each bundle is loaded, each in a process of its own. */
const loads = 11;

/** Loads the file as Lambda does, and tells what the load took. The process's start is told too: it is the floor of all. */
const program = `
const started = performance.now(), before = process.cpuUsage();
require(process.argv[1]);
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ start: started, wall: performance.now() - started, cpu: (user + system) / 1000 }));
`;

/** What a load took, in milliseconds. */
interface Load {
  /** From the process's beginning to the first line of its program. */
  readonly start: number;
  readonly wall: number;
  /** Of all threads, also those that only tidy up; it may be more than the wall clock's. */
  readonly cpu: number;
}

/** The functions' folders: those of `ops-lambdas` with a `handler.ts`. */
export function tasks(repository: string): readonly string[] {
  return globSync("**/handler.ts", { cwd: join(repository, "ops-lambdas") })
    .map((handler) => dirname(handler))
    .sort();
}

/** The name of a task's series of sizes. */
export const sizeOf = (task: string) => `bundle of ${task}`;

/** The name of a task's series of loads. */
export const loadOf = (task: string) => `load of ${task}`;

/** Bundles and the floor, an empty file, take turns. @throws Error when a bundle does not load */
export function measureBundles(repository: string, onProgress: (line: string) => void): Series[] {
  onProgress("size and load of the functions' bundles");
  const directory = mkdtempSync(join(tmpdir(), "bench-bundles-"));
  try {
    const empty = join(directory, "empty.js");
    writeFileSync(empty, "");
    const bundles = tasks(repository).map((task) => ({ task, ...lambdaBundle(task), loads: [] as Load[] }));
    const floor: Load[] = [];
    for (let round = 0; round < loads; round++) {
      floor.push(load(empty));
      for (const { task, file, loads } of bundles) loads.push(load(file, task));
    }
    return [
      { name: "floor: start of Node", unit: "ms", values: floor.map(({ start }) => start) },
      { name: "floor: load of an empty file", unit: "ms", values: floor.map(({ wall }) => wall) },
      ...bundles.flatMap(({ task, sizeBytes, loads }): Series[] => [
        { name: sizeOf(task), unit: "kB", values: [sizeBytes / 1000] },
        { name: loadOf(task), unit: "ms", values: loads.map(({ wall }) => wall) },
        { name: `${loadOf(task)}: processor`, unit: "ms", values: loads.map(({ cpu }) => cpu) },
      ]),
    ];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function load(file: string, task?: string): Load {
  const env = {
    PATH: process.env.PATH,
    AWS_REGION: "af-south-1",
    AWS_ACCESS_KEY_ID: "111122223333",
    AWS_SECRET_ACCESS_KEY: "bench",
    ...(task === undefined ? {} : variables[task]),
  };
  return JSON.parse(execFileSync(process.execPath, ["-e", program, file], { env, encoding: "utf8" })) as Load;
}

const topics = ["critical", "warning", "info"].map((severity) => [
  severity,
  `arn:aws:sns:af-south-1:111122223333:${severity}`,
]);

/** What functions read while they are loaded, as their stacks set it. */
const variables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "slack-alerts/intake": { ALERTING: JSON.stringify(intakeSettings()) },
  "slack-alerts/sender": { ALERTING: JSON.stringify(senderSettings) },
  "backup-report": {
    BACKUP_REPORT: JSON.stringify({
      project: "acme",
      environment: "dev",
      region: "af-south-1",
      accountId: "111122223333",
      vaultName: "acme-dev",
      schedule: "cron(0 3 * * ? *)",
      timeZone: "Etc/UTC",
      windowMinutes: 480,
      topicArns: Object.fromEntries(topics),
    }),
  },
};
