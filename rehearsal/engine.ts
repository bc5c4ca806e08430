/** Runs the real Pulumi CLI in a workspace, and tells what the engine does while it does it. */
import { type ChildProcess, spawn } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as sleep } from "node:timers/promises";

/** One event of the engine, as far as it is used here (SDK: `automation/events.ts`). */
export interface EngineEvent {
  /** A step is about to begin; `planning` in previews. */
  readonly resourcePreEvent?: { readonly metadata: StepMetadata; readonly planning?: boolean };
  /** A step is done; `planning` in previews. */
  readonly resOutputsEvent?: { readonly metadata: StepMetadata; readonly planning?: boolean };
  /** A step failed. */
  readonly resOpFailedEvent?: { readonly metadata: StepMetadata };
  /** A message; its `severity` is e.g. `warning` or `error`. */
  readonly diagnosticEvent?: { readonly severity: string; readonly message: string; readonly urn?: string };
  /** What a policy pack found; `message` holds the rule's title and, on lines of their own, what was reported. */
  readonly policyEvent?: {
    readonly policyName: string;
    readonly resourceUrn?: string;
    readonly enforcementLevel: string;
    readonly message: string;
  };
  /** The end: numbers of resources by kind of step, and the time that the command took. */
  readonly summaryEvent?: {
    readonly resourceChanges?: Readonly<Record<string, number>>;
    readonly durationSeconds: number;
  };
}

/** What the engine does to one resource. */
export interface StepMetadata {
  /** `create`, `update`, `delete`, `replace`, `create-replacement`, `delete-replaced`, `same`, `read`, `refresh` … */
  readonly op: string;
  /** URN of the resource. */
  readonly urn: string;
  /** Pulumi's type token. */
  readonly type: string;
  /** Properties that force a replacement, when there is one. */
  readonly keys?: readonly string[];
  /** The changes by property path, when the provider tells them. */
  readonly detailedDiff?: Readonly<Record<string, { readonly diffKind: string; readonly inputDiff: boolean }>>;
}

/** How a command of the CLI ended. */
export interface EngineResult {
  /** Exit code; 0 is success. */
  readonly code: number;
  /** What it printed, both streams, in order. */
  readonly output: string;
  /** What it printed to stdout alone: JSON, where the command prints JSON. */
  readonly stdout: string;
  /** The engine's events in order; empty when no event file was asked for. */
  readonly events: readonly EngineEvent[];
}

/** How to run a command. */
export interface EngineOptions {
  /** The Pulumi binary. */
  readonly pulumi: string;
  /** The project's folder. */
  readonly directory: string;
  /** Environment of the process, in place of our own. */
  readonly environment: Readonly<Record<string, string>>;
  /** Takes everything that the command prints. */
  readonly logFile: string;
  /** Takes the engine's events; undefined for commands that have none (`stack export`). */
  readonly eventFile?: string;
  /** Told each event as it comes. Default: nobody is. */
  readonly onEvent?: (event: EngineEvent) => void;
  /** Told the process, e.g. for a test that kills it. */
  readonly onStart?: (child: ChildProcess) => void;
}

const pollMilliseconds = 100;
const interruptSeconds = 15;
const running = new Set<ChildProcess>();
let isInterrupted = false;

/** The user interrupted: no further command of the engine begins. */
export class InterruptedError extends Error {
  constructor() {
    super("interrupted");
  }
}

/**
 * Ends all running commands: the engine finishes what it is doing to AWS and writes its state; one that takes longer than
 * fifteen seconds is killed with everything it started.
 */
export function interruptEngines(): void {
  isInterrupted = true;
  for (const child of running) {
    child.kill("SIGINT");
    setTimeout(() => killGroup(child), interruptSeconds * 1000).unref();
  }
}

function killGroup(child: ChildProcess): void {
  try {
    process.kill(-(child.pid as number), "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

// Whatever ends this process leaves no engine behind.
process.once("exit", () => {
  for (const child of running) killGroup(child);
});

/**
 * Runs one command of the CLI to its end. Never throws for an exit code: the caller decides.
 * @throws InterruptedError after `interruptEngines`.
 */
export async function runEngine(args: readonly string[], options: EngineOptions): Promise<EngineResult> {
  if (isInterrupted) throw new InterruptedError();
  if (options.eventFile) rmSync(options.eventFile, { force: true });
  const eventArgs = options.eventFile ? ["--event-log", options.eventFile] : [];
  const child = spawn(options.pulumi, [...args, ...eventArgs, "--non-interactive", "--color", "never"], {
    cwd: options.directory,
    // The CLI has --event-log only with its debugging commands.
    env: { ...options.environment, PULUMI_DEBUG_COMMANDS: "true" },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own: an interruption is passed on once and in order (`interruptEngines`), and what is left is ended with it.
    detached: true,
  });
  running.add(child);
  child.once("close", () => running.delete(child));
  options.onStart?.(child);
  let output = "";
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      appendFileSync(options.logFile, text, { mode: 0o600 });
    });
  }
  let isRunning = true;
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 255));
  }).finally(() => {
    isRunning = false;
  });
  const events = new EventReader(options.eventFile, options.onEvent);
  while (isRunning && options.eventFile) {
    events.read();
    await Promise.race([sleep(pollMilliseconds), ended]);
  }
  const code = await ended;
  events.read();
  if (options.eventFile) removeDebugMessages(options.eventFile);
  if (isInterrupted) throw new InterruptedError();
  return { code, output, stdout, events: events.all };
}

/**
 * Takes the debugging messages out of an event file: the SDK writes every answer of a provider into one, secrets in plain.
 * @param file may be missing, when the command ended before its first event.
 */
function removeDebugMessages(file: string): void {
  if (!existsSync(file)) return;
  const lines = readFileSync(file, "utf8").split("\n");
  const kept = lines.filter((line) => !/"diagnosticEvent":.*"severity":"debug"/.test(line));
  writeFileSync(`${file}.new`, kept.join("\n"), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Reads the event file as it grows, a line for each event. */
class EventReader {
  readonly all: EngineEvent[] = [];
  readonly #file: string | undefined;
  readonly #onEvent: ((event: EngineEvent) => void) | undefined;
  // A read may end inside a character or a line: the decoder and the rest keep what is not whole yet.
  readonly #decoder = new StringDecoder("utf8");
  #position = 0;
  #rest = "";

  constructor(file: string | undefined, onEvent: ((event: EngineEvent) => void) | undefined) {
    this.#file = file;
    this.#onEvent = onEvent;
  }

  read(): void {
    if (!this.#file || !existsSync(this.#file)) return;
    const lines = (this.#rest + this.#newText(this.#file)).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines.filter((text) => text.trim() !== "")) {
      const event = JSON.parse(line) as EngineEvent;
      this.all.push(event);
      this.#onEvent?.(event);
    }
  }

  #newText(file: string): string {
    const descriptor = openSync(file, "r");
    const chunks: Buffer[] = [];
    try {
      for (;;) {
        const buffer = Buffer.alloc(64 * 1024);
        const length = readSync(descriptor, buffer, 0, buffer.length, this.#position);
        if (length === 0) break;
        this.#position += length;
        chunks.push(buffer.subarray(0, length));
      }
    } finally {
      closeSync(descriptor);
    }
    return this.#decoder.write(Buffer.concat(chunks));
  }
}

/** The errors that the engine reported, each once, with the resource that they belong to. */
export function errorsOf(result: EngineResult): string[] {
  const errors = result.events
    .filter((event) => event.diagnosticEvent?.severity === "error")
    .map(({ diagnosticEvent }) => {
      const words = diagnosticEvent?.urn?.split("::").slice(2) ?? [];
      const message = (diagnosticEvent?.message ?? "").replace(/<\{%[^%]*%\}>/g, "").trim();
      return words.every((word) => message.includes(word)) ? message : `${words.join(" ")}: ${message}`;
    });
  const causes = errors.filter((error) => !closingWords.includes(error));
  return [...new Set(causes.length > 0 ? causes : errors)];
}

/** What the engine says at the end of every failure, after its cause. */
const closingWords = ["preview failed", "update failed", "destroy failed", "refresh failed"];
