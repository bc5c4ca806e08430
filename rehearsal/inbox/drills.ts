/** The drills that the page has buttons for. They are programs of their own, which the inbox only starts. */
import { execFile, spawn } from "node:child_process";
import type { DrillProgress } from "./messages.ts";

/** How drills are listed and run. Each is a program and its first arguments. */
export interface DrillCommands {
  /** Prints a JSON array of `{ "name": "storm", "title": "1,000 alarms in a minute" }`. */
  readonly list: readonly string[];
  /** Runs one: the drill's name is added at the end. Ends with 0 when it went well. */
  readonly run: readonly string[];
}

/** A drill that can be run. */
export interface Drill {
  /** What `run` is given: lower-case letters, digits and `-`. */
  readonly name: string;
  /** What the button says. */
  readonly title: string;
}

/** A drill that cannot be run now; `status` is the answer of HTTP. */
export class DrillError extends Error {
  readonly status: 404 | 409;

  constructor(status: 404 | 409, message: string) {
    super(message);
    this.status = status;
  }
}

const listSeconds = 20;
const outputCharacters = 4000;

/** Lists and runs drills, one at a time. */
export class Drills {
  readonly #commands: DrillCommands | undefined;
  readonly #onProgress: (progress: DrillProgress) => void;
  #listed: Promise<readonly Drill[]> | undefined;
  #running: string | undefined;

  /** @param commands undefined: there are no drills. */
  constructor(commands: DrillCommands | undefined, onProgress: (progress: DrillProgress) => void) {
    this.#commands = commands;
    this.#onProgress = onProgress;
  }

  /**
   * All drills; none without commands. Asked once, and again after a failure.
   * @throws Error with what the command printed when it failed.
   */
  async list(): Promise<readonly Drill[]> {
    const { list } = this.#commands ?? {};
    if (!list) return [];
    this.#listed ??= askForDrills(list);
    try {
      return await this.#listed;
    } catch (error) {
      this.#listed = undefined;
      throw error;
    }
  }

  /**
   * Starts a drill; its progress is told as it comes.
   * @throws DrillError when there is none of this name, or one is running.
   */
  async start(name: string): Promise<void> {
    const names = (await this.list()).map((drill) => drill.name);
    const { run } = this.#commands ?? {};
    if (!run || !names.includes(name)) {
      throw new DrillError(404, `There is no drill ${JSON.stringify(name)}. There are: ${names.join(", ") || "none"}.`);
    }
    if (this.#running !== undefined) {
      throw new DrillError(409, `The drill ${this.#running} is running: wait for its end.`);
    }
    this.#running = name;
    this.#spawn(name, [...run, name]);
  }

  #spawn(name: string, [program = "", ...args]: readonly string[]): void {
    let output = "";
    const tell = (state: DrillProgress["state"]) => this.#onProgress({ name, state, output });
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    const end = (state: "succeeded" | "failed") => {
      this.#running = undefined;
      tell(state);
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output = (output + text).slice(-outputCharacters);
        tell("running");
      });
    }
    child.once("error", (error) => {
      output += error.message;
      end("failed");
    });
    child.once("close", (code) => {
      if (this.#running === name) end(code === 0 ? "succeeded" : "failed");
    });
    tell("running");
  }
}

function askForDrills([program = "", ...args]: readonly string[]): Promise<readonly Drill[]> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: listSeconds * 1000 }, (error, stdout, stderr) => {
      if (error) return reject(new Error(`the drills cannot be listed: ${stderr.trim() || error.message}`));
      try {
        resolve((JSON.parse(stdout) as Drill[]).map(({ name, title }) => ({ name, title })));
      } catch (parseError) {
        reject(new Error(`the list of drills is no JSON array: ${(parseError as Error).message}`));
      }
    });
  });
}
