/**
 * Checks the parameters of an AWS call against AWS's own service model (the `service-2.json` files of botocore, which
 * comes with the emulator): unknown members, required, types, enum, length, range, pattern. The emulator checks little
 * of this; AWS refuses all of it.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type Call, isUnknown } from "./row.ts";

interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly document?: boolean;
}

interface Model {
  readonly operations: Readonly<Record<string, { readonly input?: { readonly shape: string } }>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** One thing that AWS would refuse. `path` leads to the member from the call's parameters: `TagSpecifications[0].Tags`. */
export interface ModelProblem {
  /** Empty for the parameters as a whole. */
  readonly path: string;
  /** What AWS would refuse, for the user. */
  readonly message: string;
}

/** AWS's service models, read from botocore's data folder when a service is first used. */
export class ServiceModels {
  readonly #directory: string;
  readonly #models = new Map<string, Model>();

  /**
   * @param directory botocore's `data` folder.
   */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * The problems of a call's parameters; empty when AWS would take them. Unknown values pass: they are checked at creation.
   * @throws Error when the service or the operation is not in AWS's model: a mistake in the row.
   */
  check(call: Call): ModelProblem[] {
    const model = this.#model(call.service);
    const operation = model.operations[call.operation];
    if (!operation)
      throw new Error(`AWS's model of ${call.service} has no operation ${call.operation}: correct the row`);
    if (!operation.input) return [];
    return checkValue(model, operation.input.shape, call.parameters, "");
  }

  /** The values that AWS's model lists for a shape, e.g. `("ec2", "InstanceType")`; empty when it lists none. */
  values(service: string, shape: string): readonly string[] {
    return this.#model(service).shapes[shape]?.enum ?? [];
  }

  #model(service: string): Model {
    const known = this.#models.get(service);
    if (known) return known;
    const folder = join(this.#directory, service);
    if (!existsSync(folder)) throw new Error(`botocore has no model of the service ${service} in ${this.#directory}`);
    const version = readdirSync(folder).sort().at(-1) as string;
    const model = JSON.parse(gunzipSync(readFileSync(join(folder, version, "service-2.json.gz"))).toString()) as Model;
    this.#models.set(service, model);
    return model;
  }
}

function checkValue(model: Model, name: string, value: unknown, path: string): ModelProblem[] {
  const shape = model.shapes[name];
  if (!shape || shape.document || isUnknown(value)) return [];
  const messages = (found: readonly string[]) => found.map((message) => ({ path, message }));
  switch (shape.type) {
    case "structure":
      return isObject(value)
        ? checkStructure(model, shape, value, path)
        : messages([`must be a structure, got ${show(value)}`]);
    case "list": {
      if (!Array.isArray(value)) return messages([`must be a list, got ${show(value)}`]);
      const items = value.flatMap((item, index) =>
        checkValue(model, shape.member?.shape ?? "", item, `${path}[${index}]`),
      );
      return [...messages(checkSize(shape, value.length, "items", value)), ...items];
    }
    case "map":
      if (!isObject(value)) return messages([`must be a map, got ${show(value)}`]);
      return Object.entries(value).flatMap(([key, item]) =>
        checkValue(model, shape.value?.shape ?? "", item, memberPath(path, key)),
      );
    case "string":
      return messages(checkString(shape, value));
    case "integer":
    case "long":
    case "double":
    case "float":
      return messages(checkNumber(shape, value));
    case "boolean":
      return messages(typeof value === "boolean" ? [] : [`must be true or false, got ${show(value)}`]);
    default:
      return [];
  }
}

function checkStructure(model: Model, shape: Shape, value: Record<string, unknown>, path: string): ModelProblem[] {
  const given = Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
  const missing = (shape.required ?? []).filter((required) => !given.some(([key]) => key === required));
  const members = given.flatMap(([key, item]) => {
    const member = shape.members?.[key];
    if (member) return checkValue(model, member.shape, item, memberPath(path, key));
    const message = `is not known; known are ${Object.keys(shape.members ?? {}).join(", ")}`;
    return [{ path: memberPath(path, key), message }];
  });
  return [...missing.map((key) => ({ path: memberPath(path, key), message: "is required and not given" })), ...members];
}

function checkString(shape: Shape, value: unknown): string[] {
  if (typeof value !== "string") return [`must be a string, got ${show(value)}`];
  if (shape.enum && !shape.enum.includes(value)) {
    const some =
      shape.enum.length > 12 ? `one of AWS's ${shape.enum.length} values` : `one of ${shape.enum.join(", ")}`;
    return [`must be ${some}, got ${show(value)}`];
  }
  const problems = checkSize(shape, [...value].length, "characters", value);
  if (shape.pattern && !matches(shape.pattern, value)) problems.push(`must match ${shape.pattern}, got ${show(value)}`);
  return problems;
}

/** Patterns are Java's; the few that JavaScript cannot read are passed over. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return true;
  }
}

function checkNumber(shape: Shape, value: unknown): string[] {
  if (typeof value !== "number") return [`must be a number, got ${show(value)}`];
  const problems: string[] = [];
  if (shape.min !== undefined && value < shape.min) problems.push(`must be at least ${shape.min}, got ${value}`);
  if (shape.max !== undefined && value > shape.max) problems.push(`must be at most ${shape.max}, got ${value}`);
  return problems;
}

function checkSize(shape: Shape, size: number, unit: string, value: unknown): string[] {
  const problems: string[] = [];
  if (shape.min !== undefined && size < shape.min)
    problems.push(`must have at least ${shape.min} ${unit}, got ${size}: ${show(value)}`);
  if (shape.max !== undefined && size > shape.max)
    problems.push(`must have at most ${shape.max} ${unit}, got ${size}: ${show(value)}`);
  return problems;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function memberPath(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
