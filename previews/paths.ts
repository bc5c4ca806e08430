/** Paths to properties, in Pulumi's writing: `a.b[0]["c.d"]`. */

/** One step of a path: a member's name or a position. */
export type Step = string | number;

/** The steps of a path. A bracket that is never closed is read as a part of the name. */
export function parsePath(path: string): readonly Step[] {
  const steps: Step[] = [];
  const pattern = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|\.?([^.[]+)|(.)/gsy;
  for (const [, quoted, position, name, other] of path.matchAll(pattern)) {
    if (quoted !== undefined) steps.push(quoted.replace(/\\(.)/gs, "$1"));
    else if (position !== undefined) steps.push(Number(position));
    else if (name !== undefined) steps.push(name);
    else if (other !== ".") steps.push(other as string);
  }
  return steps;
}

/** A path from its steps; the opposite of `parsePath`. */
export function formatPath(steps: readonly Step[]): string {
  return steps
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (/^[\w-]+$/.test(step)) return index === 0 ? step : `.${step}`;
      return `["${step.replace(/["\\]/g, "\\$&")}"]`;
    })
    .join("");
}
