/** The policy pack of a rehearsal: when it runs, and what it found, in words. The rehearsal knows no rule of it. */
import type { EngineEvent } from "./engine.ts";
import type { RehearsalPlan } from "./workspace.ts";

/** What a policy pack found (SDK: `automation/events.ts`, `PolicyEvent`). */
export interface PackFinding {
  /** Id of the rule. */
  readonly rule: string;
  /** The resource's URN; missing when the whole stack is meant. */
  readonly urn?: string;
  /** mandatory: it stopped the command. advisory: it warns. */
  readonly level: "mandatory" | "advisory";
  /** What is wrong, and what to do. */
  readonly message: string;
}

/** The commands of the CLI that take `--policy-pack`. */
const judged: readonly string[] = ["preview", "up"];

/**
 * The arguments by which a command runs the plan's policy pack: none for commands that take none, and none when the caller names a pack.
 * @param args the command and its arguments
 */
export function packArguments({ policyPack }: RehearsalPlan, args: readonly string[]): readonly string[] {
  if (policyPack === undefined || !judged.includes(args[0] ?? "")) return [];
  if (args.some((arg) => arg === "--policy-pack" || arg.startsWith("--policy-pack="))) return [];
  return ["--policy-pack", policyPack];
}

/** What the policy packs found, each once, in the order in which the engine told it. */
export function findingsOf(events: readonly EngineEvent[]): readonly PackFinding[] {
  const found = events.flatMap(({ policyEvent }) => (policyEvent === undefined ? [] : [policyEvent]));
  const findings = found.map(({ policyName, resourceUrn = "", enforcementLevel, message }): PackFinding => {
    // The SDK writes the rule's title, a line break, and what was reported.
    const reported = withoutColors(message).split("\n").slice(1).join(" ").trim();
    return {
      rule: policyName,
      ...(resourceUrn === "" ? {} : { urn: resourceUrn }),
      level: enforcementLevel === "mandatory" ? "mandatory" : "advisory",
      message: (reported || withoutColors(message)).replace(`${policyName}: `, ""),
    };
  });
  return [...new Map(findings.map((one) => [JSON.stringify(one), one])).values()];
}

/** What stopped the command, a line each. */
export const breaksOf = (events: readonly EngineEvent[]): readonly string[] =>
  findingsOf(events)
    .filter(({ level }) => level === "mandatory")
    .map(describeFinding);

/** A finding as a line: rule, resource, what is wrong, and what to do. */
export function describeFinding({ rule, urn, message }: PackFinding): string {
  const [, , types, ...name] = urn?.split("::") ?? [];
  const resource = types === undefined ? "the stack" : `${name.join("::")} (${types.split("$").at(-1)})`;
  return `${rule}: ${resource}: ${message}`;
}

const withoutColors = (text: string): string => text.replaceAll(/<\{%[^%]*%\}>/g, "").trim();
