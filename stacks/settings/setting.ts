import { z } from "zod";

/** What an operator is told when a setting is refused. */
export interface Guidance {
  /** What the setting may be, as the end of a sentence that begins with "Allowed is". */
  readonly allowed: string;
  /** What to do about it, as a sentence. */
  readonly todo: string;
}

/** Guidance by schema. It stays out of the JSON schema, which has the description. */
export const guidance = z.registry<Guidance>();

/**
 * Documents a setting.
 *
 * @param schema what the setting may be, without its default: `.default()` and `.optional()` come after
 * @param description what it is, with unit, range and default; editors show it
 * @param help what to say when a value is refused; default: made from the schema
 */
export function setting<T extends z.ZodType>(schema: T, description: string, help?: Guidance): T {
  const described = schema.meta({ description });
  if (help !== undefined) guidance.add(described, help);
  return described;
}
