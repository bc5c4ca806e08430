/** Runs a program of the toolchain and waits for its end. */
import { type ChildProcess, spawn } from "node:child_process";

/** How a program ended. */
export interface CommandResult {
  /** Its exit code; null when a signal ended it or it could not be started. */
  readonly code: number | null;
  /** Everything that it wrote there, as UTF-8. */
  readonly stdout: string;
  /** Everything that it wrote there, as UTF-8. */
  readonly stderr: string;
  /** Whether it was ended because its time was up. */
  readonly timedOut: boolean;
  /** Why it could not be started (`ENOENT`: there is no such program). */
  readonly startError?: NodeJS.ErrnoException;
}

/** How to run it. */
export interface CommandOptions {
  /** Default: the process's environment. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Working directory; default: the process's. */
  readonly directory?: string;
  /** It is ended, with its children, after this time; default: never. */
  readonly timeoutSeconds?: number;
  /** Told each piece of output as it comes. */
  readonly onOutput?: (text: string, stream: "stdout" | "stderr") => void;
  /** Given a function that ends it early, with its children. */
  readonly onStart?: (end: () => void) => void;
}

/** This process was asked to end while it waited for a program: what was begun must not go on in another way. */
export class StoppedError extends Error {
  override readonly name = "StoppedError";
}

/**
 * Runs a program without a shell and collects its output; never throws, whatever the program does. The program gets a process
 * group of its own, which is ended with this process.
 * @throws StoppedError when SIGINT, SIGTERM or SIGHUP came to this process meanwhile, and a listener kept it alive
 */
export function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.directory,
      env: options.environment ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const end = () => endGroup(child);
    let timedOut = false;
    const timer =
      options.timeoutSeconds === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            end();
          }, options.timeoutSeconds * 1000);
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        output[stream] += text;
        options.onOutput?.(text, stream);
      });
    }
    let stoppedBy: NodeJS.Signals | undefined;
    const removeSignals = endWithThisProcess((signal) => {
      stoppedBy = signal;
      end();
    });
    const finish = (result: Pick<CommandResult, "code" | "startError">) => {
      clearTimeout(timer);
      removeSignals();
      if (stoppedBy !== undefined) reject(new StoppedError(`${program} was ended, because ${stoppedBy} came`));
      else resolve({ ...output, timedOut, ...result });
    };
    child.once("error", (startError) => finish({ code: null, startError }));
    child.once("close", (code) => finish({ code }));
    options.onStart?.(end);
  });
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group has ended by itself in the meantime.
  }
}

/** A terminal's Ctrl-C does not reach another process group, so the signals that end us are passed on as an end. */
function endWithThisProcess(end: (signal?: NodeJS.Signals) => void): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const handlers = signals.map((signal) => {
    const handler = () => {
      end(signal);
      remove();
      // With no other listener this process ends by the signal, as it would have without us.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    };
    process.once(signal, handler);
    return { signal, handler };
  });
  const atExit = () => end();
  process.once("exit", atExit);
  const remove = () => {
    for (const { signal, handler } of handlers) process.removeListener(signal, handler);
    process.removeListener("exit", atExit);
  };
  return remove;
}

/** The last lines of an output, for an error message. */
export function lastLines(text: string, count = 15): string {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}
