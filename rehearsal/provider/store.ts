/**
 * What the provider made in a workspace, a JSON file for each resource. Recorded resources live only here; for
 * emulated ones it is what rules look up. Tests change a file to change a recorded resource behind Pulumi's back.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Known, Properties, World } from "./row.ts";

/** A resource as it is stored: its type, and what rules see of it. */
export interface Stored extends Known {
  /** Type token of the resource. */
  readonly type: string;
}

/** The resources made in one workspace. All methods are synchronous: a file is some kilobytes, and a call takes microseconds. */
export class Store {
  readonly #directory: string;

  /** @param directory the folder that holds a folder for each type; made when it is missing. */
  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
  }

  /** Writes a resource, whole or not at all (an interrupted rehearsal leaves no half file). */
  put(type: string, id: string, urn: string, properties: Properties): void {
    const file = this.file(type, id);
    mkdirSync(join(file, ".."), { recursive: true });
    const stored: Stored = { type, id, urn, properties };
    writeFileSync(`${file}.${process.pid}.new`, `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.${process.pid}.new`, file);
  }

  /** The resource of that type and id, or undefined. */
  get(type: string, id: string): Stored | undefined {
    const file = this.file(type, id);
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Stored) : undefined;
  }

  /** Forgets a resource; nothing happens when it is not there. */
  remove(type: string, id: string): void {
    rmSync(this.file(type, id), { force: true });
  }

  /** All resources, of one type or of every type, in the order of their files' names. */
  list(type?: string): Stored[] {
    const folders = type === undefined ? readdirSync(this.#directory).sort() : [folderOf(type)];
    return folders.flatMap((folder) => {
      const path = join(this.#directory, folder);
      const names = existsSync(path) ? readdirSync(path).sort() : [];
      const files = names.filter((name) => name.endsWith(".json"));
      return files.map((name) => JSON.parse(readFileSync(join(path, name), "utf8")) as Stored);
    });
  }

  /** The file of a resource, for tests that change it behind Pulumi's back. */
  file(type: string, id: string): string {
    const readable = id.replace(/[^A-Za-z0-9._-]/g, "_").slice(0, 80);
    const hash = createHash("sha256").update(id).digest("hex").slice(0, 8);
    return join(this.#directory, folderOf(type), `${readable}-${hash}.json`);
  }

  /** What rules see: everything, without the resource of `urn` in lists (it may be there already when it is updated). */
  world(urn: string): World {
    return {
      find: (type, id) => this.get(type, id),
      all: (type) => this.list(type).filter((stored) => stored.urn !== urn),
    };
  }
}

function folderOf(type: string): string {
  return type.replace(/[^A-Za-z0-9]/g, "_");
}
