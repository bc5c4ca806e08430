/** The examples of all services, in an order in which they can be made. */
import { rowsByService } from "../table.ts";
import type { Example } from "./example.ts";

/** What each service's `examples.ts` exports. */
interface ExamplesFile {
  readonly examples: readonly Example[];
}

const files = await Promise.all(
  Object.keys(rowsByService).map((service): Promise<ExamplesFile> => import(`./${service}/examples.ts`)),
);

/** All examples, in the order of their services. */
export const allExamples: readonly Example[] = files.flatMap(({ examples }) => examples);

/**
 * Everything that the examples need, and then themselves: each after what it needs, each once.
 * @param wanted the examples to make.
 * @param among where needs are looked up. Default: all examples.
 * @throws Error when two examples have one name, a need is not there, or examples need each other.
 */
export function withNeeds(wanted: readonly Example[], among: readonly Example[] = allExamples): Example[] {
  const byName = new Map(among.map((example) => [example.name, example]));
  if (byName.size !== among.length) {
    const names = among.map(({ name }) => name);
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    throw new Error(`several examples are named ${twice.join(", ")}: give each a name of its own`);
  }
  const ordered = new Set<Example>();
  const visit = (example: Example, path: readonly string[]): void => {
    if (ordered.has(example)) return;
    const way = [...path, example.name];
    if (path.includes(example.name)) throw new Error(`examples need each other: ${way.join(" → ")}`);
    for (const need of example.needs ?? []) {
      const needed = byName.get(need);
      if (!needed) throw new Error(`the example ${example.name} needs ${need}, and there is no example of that name`);
      visit(needed, way);
    }
    ordered.add(example);
  };
  for (const example of wanted) visit(example, []);
  return [...ordered];
}
