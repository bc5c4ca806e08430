/** What a killed engine leaves behind, and how it is put right before the next command. */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Executor } from "./provider/executor.ts";
import { rowOf } from "./provider/table.ts";

/**
 * Puts back the last whole checkpoint: an engine that is killed while it writes leaves half a file. The file backend keeps
 * the checkpoint before as `.bak`. Without any whole checkpoint the stack begins anew.
 * @param file `<stack>.json` of the backend.
 */
export function restoreCheckpoint(file: string): void {
  if (!existsSync(file) || isWhole(file)) return;
  if (isWhole(`${file}.bak`)) copyFileSync(`${file}.bak`, file);
  else rmSync(file);
}

function isWhole(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}

/**
 * Ends an engine that outlived the command which started it: two engines must not work on one state.
 * @param file holds the engine's process id while it runs.
 */
export async function endLeftEngine(file: string): Promise<void> {
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8"));
  // The id may belong to another process by now.
  if (pid > 0 && commandOf(pid).includes("pulumi")) {
    process.kill(pid, "SIGKILL");
    // Its plugins end by themselves, when they have written down what they are making.
    await sleep(1500);
  }
  rmSync(file, { force: true });
}

function commandOf(pid: number): string {
  return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "";
}

/**
 * Deletes what the provider made and no state knows.
 * @param known `<urn> <id>` of every resource in a state.
 * @throws Error with AWS's words when something cannot be deleted, even after what may depend on it.
 */
export async function deleteOrphans(executor: Executor, known: ReadonlySet<string>, region: string): Promise<void> {
  let orphans = executor.store.list().filter(({ urn, id }) => !known.has(`${urn} ${id}`));
  // The store does not know what depends on what: AWS refuses to delete too early, and the next round tries again.
  while (orphans.length > 0) {
    const refused: typeof orphans = [];
    let reason: unknown;
    for (const orphan of orphans) {
      const facts = executor.facts(orphan.urn, orphan.properties, { region, defaultTags: {} });
      try {
        await executor.delete(rowOf(orphan.type), orphan.id, orphan.properties, facts);
      } catch (error) {
        refused.push(orphan);
        reason = error;
      }
    }
    if (refused.length === orphans.length) throw reason;
    orphans = refused;
  }
}
