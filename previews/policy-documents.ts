/** Differences of two policy documents by what they say, not by how they are written. */
import { byText, type StatementChange } from "./model.ts";
import { isRecord, isSame, isSecret } from "./values.ts";

type Statement = Readonly<Record<string, unknown>>;

/** A statement with the name by which it is told, and what it says, item by item. */
interface Named {
  readonly name: string;
  readonly hasSid: boolean;
  readonly effect: string;
  readonly statement: Statement;
  readonly items: ReadonlySet<string>;
}

/** Members of a statement whose values are told. Conditions are told by their keys: their values may be secrets. */
const listed = ["Action", "NotAction", "Resource", "NotResource"] as const;
const principals = ["Principal", "NotPrincipal"] as const;

/** The statements of a policy document; undefined when a text is none. */
export function statementsOf(text: unknown): readonly Statement[] | undefined {
  const document = typeof text === "string" ? parse(text) : text;
  if (!isRecord(document) || isSecret(document) || document.Statement === undefined) return undefined;
  const statements = [document.Statement].flat();
  return statements.every(isRecord) ? statements : undefined;
}

/** The version of the language that a policy document is in; undefined when it does not say. An older one has no variables. */
export function versionOf(text: unknown): unknown {
  const document = typeof text === "string" ? parse(text) : text;
  return isRecord(document) ? document.Version : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The statements that differ, by Sid; those without one by what they say, and what then is left over in pairs of the same effect.
 * No difference is told for another order, another spelling of one value and a list of it, or another layout.
 *
 * @param before statements before; none for a new document
 * @param after statements after; none for one that goes
 */
export function comparePolicies(before: readonly Statement[], after: readonly Statement[]): StatementChange[] {
  const [left, right] = [named(before), named(after)];
  const changes: StatementChange[] = [];
  const gone = left.filter((one) => !right.some((other) => isSameStatement(one, other)));
  const come = right.filter((one) => !left.some((other) => isSameStatement(one, other)));
  for (const old of gone) {
    const position = come.findIndex(({ name, hasSid, effect }) =>
      old.hasSid ? hasSid && name === old.name : !hasSid && effect === old.effect,
    );
    const [successor] = position === -1 ? [] : come.splice(position, 1);
    changes.push(successor === undefined ? whole(old, "removed") : difference(old, successor));
  }
  changes.push(...come.map((one) => whole(one, "added")));
  return changes.sort((a, b) => byText(a.statement, b.statement) || byText(a.kind, b.kind));
}

function named(statements: readonly Statement[]): Named[] {
  return statements.map((statement, index) => {
    const sid = statement.Sid;
    const hasSid = typeof sid === "string" && sid !== "";
    const effect = String(statement.Effect);
    return { name: hasSid ? sid : `${effect} #${index + 1}`, hasSid, effect, statement, items: itemsOf(statement) };
  });
}

const isSameStatement = (a: Named, b: Named): boolean =>
  a.hasSid === b.hasSid &&
  (!a.hasSid || a.name === b.name) &&
  isSame([...a.items].sort(), [...b.items].sort()) &&
  isSame(conditions(a), conditions(b));

/** A condition as a sorted list of operator, key and sorted values. */
function conditions({ statement: { Condition } }: Named): { readonly name: string; readonly values: string[] }[] {
  if (Condition === undefined) return [];
  if (!isRecord(Condition)) return [{ name: "", values: [JSON.stringify(Condition)] }];
  const entries = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(isRecord(keys) ? keys : { "": keys }).map(([key, value]) => ({
      name: `${operator} ${key}`,
      values: [value].flat().map(String).sort(),
    })),
  );
  return entries.sort((a, b) => byText(a.name, b.name));
}

function itemsOf(statement: Statement): Set<string> {
  const items = [`Effect ${String(statement.Effect)}`];
  for (const member of listed) {
    items.push(...valuesOf(statement[member]).map((value) => `${member} ${value}`));
  }
  for (const member of principals) {
    const value = statement[member];
    const kinds = isRecord(value) ? Object.entries(value) : value === undefined ? [] : ([["", value]] as const);
    items.push(...kinds.flatMap(([kind, names]) => valuesOf(names).map((name) => `${member} ${kind} ${name}`)));
  }
  const { Condition } = statement;
  for (const [operator, keys] of isRecord(Condition) ? Object.entries(Condition) : []) {
    items.push(...(isRecord(keys) ? Object.keys(keys) : []).map((key) => `Condition ${operator} ${key}`));
  }
  return new Set(items.map((item) => item.replace(/ {2}/g, " ")));
}

const valuesOf = (value: unknown): string[] => (value === undefined ? [] : [value].flat().map(String));

function whole({ name, items }: Named, kind: "added" | "removed"): StatementChange {
  const all = [...items].sort(byText);
  return { statement: name, kind, added: kind === "added" ? all : [], removed: kind === "removed" ? all : [] };
}

function difference(old: Named, successor: Named): StatementChange {
  const added = [...successor.items].filter((item) => !old.items.has(item)).sort(byText);
  const removed = [...old.items].filter((item) => !successor.items.has(item)).sort(byText);
  const hasOtherValues = conditions(old).some(({ name, values }) =>
    conditions(successor).some((one) => one.name === name && !isSame(one.values, values)),
  );
  return {
    statement: successor.name,
    kind: "changed",
    added: hasOtherValues ? [...added, "Condition with other values"].sort(byText) : added,
    removed,
  };
}
