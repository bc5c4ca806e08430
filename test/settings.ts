/** Settings that tests bend, and the problems that are then told. */
import assert from "node:assert/strict";
import { parseEnvironment } from "../stacks/settings/parse.ts";
import { type Problem, SettingsError } from "../stacks/settings/problems.ts";

/** A group of settings that a test may bend. */
export type Group = Record<string, unknown>;

/** A network as settings give it, without mistakes. */
export const network: Group = {
  cidrBlock: "10.10.0.0/16",
  zones: [
    { index: 0, name: "af-south-1a" },
    { index: 1, name: "af-south-1b" },
  ],
};

/** Who an environment belongs to, without mistakes. */
export const identity: Group = {
  "platform:account": "111122223333",
  "platform:region": "af-south-1",
  "platform:project": "acme",
  "platform:owner": "platform-team",
  "platform:costCenter": "cc-1042",
  "platform:repository": "acme/platform",
};

/** The whole configuration of an environment, without mistakes. */
export const valid: Group = {
  ...identity,
  "platform:network": network,
  "platform:alerting": { emails: ["alerts@acme.example"] },
};

/** The problems of a configuration. */
export function problemsOf(raw: Group, file = "Pulumi.dev.yaml", secretKeys?: ReadonlySet<string>): readonly Problem[] {
  try {
    parseEnvironment(raw, file, secretKeys);
  } catch (error) {
    assert.ok(error instanceof SettingsError, String(error));
    return error.problems;
  }
  return [];
}

/** The only problem of a network whose settings are bent. */
export function networkProblem(bent: Group, file?: string): Problem {
  const problems = problemsOf({ ...valid, "platform:network": { ...network, ...bent } }, file);
  assert.equal(problems.length, 1, JSON.stringify(problems));
  return problems[0] as Problem;
}

/** The only problem of bastions whose settings are bent. */
export function bastionProblem(bent: Group): Problem {
  const problems = problemsOf({ ...valid, "platform:bastion": bent });
  assert.equal(problems.length, 1, JSON.stringify(problems));
  return problems[0] as Problem;
}
