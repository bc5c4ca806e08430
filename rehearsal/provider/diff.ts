/** How a resource's wanted properties differ from its present ones, told as the real provider tells the engine. */
import { isDeepStrictEqual } from "node:util";
import { assetHash } from "./assets.ts";
import { hasUnknown } from "./codec.ts";
import { isUnknown, type Properties, type Row } from "./row.ts";

/** What happens to one property path. */
export type DiffKind = "add" | "delete" | "update";

/** One changed property, by its path (`tags.Name`, `ingress[0].fromPort`). */
export interface PropertyChange {
  /** Pulumi's property path. */
  readonly path: string;
  /** Added, deleted or updated. */
  readonly kind: DiffKind;
  /** Whether this change alone forces a replacement. */
  readonly replaces: boolean;
}

/** The whole difference of a resource. */
export interface Difference {
  /** All changed properties; empty when nothing differs. */
  readonly changes: readonly PropertyChange[];
  /** Paths that force a replacement, without list positions, each once. */
  readonly replaceKeys: readonly string[];
  /** Whether a replacement deletes the old resource first. */
  readonly deleteBeforeReplace: boolean;
}

/**
 * The difference between the inputs of the last deployment (or refresh) and the wanted ones.
 * @param row says which properties replace the resource.
 * @param previous inputs as the engine keeps them, with `__defaults`.
 * @param wanted inputs as `check` returned them.
 */
export function difference(row: Row, previous: Properties, wanted: Properties): Difference {
  const replaceOn = ["region", ...row.replaceOn];
  const changes: PropertyChange[] = [];
  const visit = (before: unknown, after: unknown, path: string, plain: string): void => {
    if (isDeepStrictEqual(before, after)) return;
    const hashes = [assetHash(before), assetHash(after)];
    if (hashes[0] !== undefined && hashes[0] === hashes[1]) return;
    if (isRecord(before) && isRecord(after) && hashes.every((hash) => hash === undefined)) {
      for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
        if (key !== "__defaults")
          visit(before[key], after[key], memberPath(path, key), plain === "" ? key : `${plain}.${key}`);
      }
      return;
    }
    if (Array.isArray(before) && Array.isArray(after)) {
      const length = Math.max(before.length, after.length);
      for (let index = 0; index < length; index++) visit(before[index], after[index], `${path}[${index}]`, plain);
      return;
    }
    const kind: DiffKind = before === undefined ? "add" : after === undefined ? "delete" : "update";
    changes.push({ path, kind, replaces: replaceOn.some((key) => plain === key || plain.startsWith(`${key}.`)) });
  };
  visit(previous, wanted, "", "");
  const replacing = changes.filter((change) => change.replaces);
  return {
    changes,
    replaceKeys: [...new Set(replacing.map((change) => change.path.split(/[.[]/)[0] as string))],
    deleteBeforeReplace:
      replacing.length > 0 && (row.deleteBeforeReplace === true || keepsItsName(row, previous, wanted)),
  };
}

/** A name that the program gives and that stays cannot be taken twice: the bridge then deletes first. */
function keepsItsName(row: Row, previous: Properties, wanted: Properties): boolean {
  if (!row.autoName) return false;
  const { property } = row.autoName;
  const generated = (wanted.__defaults ?? []).includes(property);
  const name = wanted[property];
  return !generated && name !== undefined && !hasUnknown(name) && isDeepStrictEqual(name, previous[property]);
}

function isRecord(value: unknown): value is Properties {
  return value !== null && typeof value === "object" && !Array.isArray(value) && !isUnknown(value);
}

/** Pulumi's property paths quote keys that are not plain words: `tags["cost-center"]`. */
function memberPath(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}["${key}"]`;
  return path === "" ? key : `${path}.${key}`;
}
