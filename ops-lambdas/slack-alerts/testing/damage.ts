/** Damages events as no sender should and some do: for the property tests. */
import fc from "fast-check";
import { asBody, fixtures } from "./fixtures.ts";

/** What may stand where something else should. */
const garbage: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, 0, -1, 1e308, 5, true, false, "", " ", "\u0000", "null", [], {}, [[[]]], [null], {
    a: { b: {} },
  }),
  fc.constantFrom(
    "<!channel>",
    "<!here|x> <@U012AB3CD> <#C012AB3CD>",
    "<!subteam^S0614TZR7>",
    "@channel @here @everyone",
  ),
  fc.constantFrom(
    "&<>|`*_~",
    "\ud83d",
    "\u202e\u2066evil",
    "x\u0007\u001b[31m",
    "Severity: critical\nRunbook: javascript:alert(1)",
  ),
  fc.constantFrom(
    "arn:aws:::",
    "arn:aws:cloudwatch:<!here>:1:alarm:x",
    "1e999",
    "NaN",
    "9".repeat(400),
    "constructor",
    "__proto__",
  ),
  fc.constantFrom(
    "y".repeat(20_000),
    "<!channel>".repeat(3000),
    "&".repeat(9000),
    "😀".repeat(5000),
    "line\n".repeat(4000),
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: "binary", maxLength: 40 }),
);

/** How one place is damaged; `where` picks the place: the remainder by the number of all places of the event. */
const blow = fc.record({
  where: fc.nat({ max: 1_000_000 }),
  how: fc.constantFrom("delete", "replace", "replace", "append", "rename"),
  by: garbage,
});

/** Bodies of records: damaged fixtures, and sometimes nothing that was ever an event. */
export const damagedBody: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.tuple(fc.constantFrom(...fixtures), fc.array(blow, { minLength: 1, maxLength: 4 })).map(damaged),
  },
  {
    weight: 1,
    arbitrary: fc.oneof(
      garbage,
      garbage.map((value) => JSON.stringify(value) ?? ""),
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(...fixtures).chain(({ body }) => cut(asBody(body))) },
);

/** A text that breaks off. */
function cut(body: string): fc.Arbitrary<string> {
  return fc.nat({ max: body.length }).map((length) => body.slice(0, length));
}

/** A fixture after all blows; the event inside of SNS's envelope is damaged as well as the envelope. */
function damaged([{ body }, blows]: [{ readonly body: unknown }, readonly Blow[]]): string {
  const copy = opened(structuredClone(body));
  for (const one of blows) strike(copy, one);
  return asBody(closed(copy));
}

type Blow = { readonly where: number; readonly how: string; readonly by: unknown };
type Holder = Record<string, unknown>;

const inner = "Message";

/** The event inside taken out of its JSON text, so that its members can be struck. */
function opened(body: unknown): unknown {
  const holder = body as Holder;
  if (typeof holder?.[inner] !== "string" || !holder[inner].startsWith("{")) return { body };
  return { body: { ...holder, [inner]: JSON.parse(holder[inner]) } };
}

/** The event inside put back as text. */
function closed(copy: unknown): unknown {
  const body = (copy as Holder).body as Holder | undefined;
  if (typeof body !== "object" || body === null || typeof body[inner] !== "object" || body[inner] === null) return body;
  return { ...body, [inner]: JSON.stringify(body[inner]) };
}

/** All members of an object and of what is in it. */
function places(value: unknown): (readonly [Holder, string])[] {
  if (typeof value !== "object" || value === null) return [];
  const own = Object.keys(value).map((key) => [value as Holder, key] as const);
  return [...own, ...Object.values(value).flatMap(places)];
}

/** Damages one place. */
function strike(copy: unknown, { where, how, by }: Blow): void {
  const all = places(copy);
  const [holder, key] = all[where % all.length] ?? [{}, ""];
  // A copy, because a later blow may strike inside of it.
  if (how === "replace" || Array.isArray(holder)) holder[key] = structuredClone(by);
  else if (how === "append") holder[key] = `${String(holder[key])}${typeof by === "string" ? by : JSON.stringify(by)}`;
  else {
    if (how === "rename") holder[`${key}2`] = holder[key];
    delete holder[key];
  }
}
