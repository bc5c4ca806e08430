/** Asks the guard rails, and lets pass what the exceptions say. No Pulumi. */
import type { Control, Resource, Stack, StackControl, StackResource } from "./control.ts";
import type { Exception, Scope } from "./exception.ts";

/** What a guard rail found. */
export interface Finding {
  readonly rail: Control | StackControl;
  readonly resource: Resource;
  /** What is wrong. */
  readonly problem: string;
  /** The exception that lets it pass; missing when nothing does. */
  readonly exception?: Exception;
  /** The exception that let it pass until it expired. */
  readonly expired?: Exception;
}

/** What the guard rails are judged with. */
export interface Law {
  readonly exceptions: readonly Exception[];
  /** Today, as YYYY-MM-DD in UTC. */
  readonly today: string;
}

/** Today in UTC. */
export const today = (now = new Date()): string => now.toISOString().slice(0, 10);

/** Whether an exception holds no more. */
export const isExpired = ({ until }: Exception, day: string): boolean => until !== "permanent" && until < day;

/** Judges one resource by its inputs. */
export function judgeResource(rail: Control, resource: Resource, law: Law): readonly Finding[] {
  if (!rail.types.includes(resource.type)) return [];
  return rail.check(resource).map((problem) => weigh(rail, resource, problem, law, undefined));
}

/** Judges how a stack's resources fit together. */
export function judgeStack(rail: StackControl, stack: Stack, law: Law): readonly Finding[] {
  return rail.check(stack).map(({ resource, problem }) => weigh(rail, resource, problem, law, stack));
}

function weigh(
  rail: Control | StackControl,
  resource: Resource,
  problem: string,
  law: Law,
  stack: Stack | undefined,
): Finding {
  const fitting = law.exceptions.filter(
    ({ control, scopes }) => control === rail.control && scopes.some((scope) => covers(scope, resource, stack)),
  );
  const exception = fitting.find((one) => !isExpired(one, law.today));
  if (exception !== undefined) return { rail, resource, problem, exception };
  const [expired] = fitting;
  return { rail, resource, problem, ...(expired === undefined ? {} : { expired }) };
}

function covers(
  { environments, types, name, inside, site }: Scope,
  resource: Resource,
  stack: Stack | undefined,
): boolean {
  if (environments !== undefined && !environments.test(environmentOf(resource))) return false;
  if (types !== undefined && !types.includes(resource.type)) return false;
  if (name !== undefined && !name.test(resource.name)) return false;
  if (inside !== undefined && !ancestorsOf(resource).includes(inside)) return false;
  return site === undefined || (stack !== undefined && servesAs(site, stack.resources));
}

/** The stack's name in the URN, `urn:pulumi:<stack>::…`, is the environment's. */
function environmentOf({ urn }: Resource): string {
  return urn.slice("urn:pulumi:".length).split("::")[0] ?? "";
}

/** Types of the components that a resource stands in: `urn:pulumi:<stack>::<project>::<outer>$<inner>$<own>::<name>`. */
function ancestorsOf({ urn }: Resource): readonly string[] {
  return (urn.split("::")[2] ?? "").split("$").slice(0, -1);
}

function servesAs(site: NonNullable<Scope["site"]>, resources: readonly StackResource[]): boolean {
  const wanted = site === "with CDN" ? "aws:cloudfront/distribution:Distribution" : "aws:acm/certificate:Certificate";
  return resources.some(({ type }) => type === wanted) === (site === "with CDN");
}

/** Says a finding to people: what is wrong, what to do, and an exception that has ended. */
export function describeFinding({ rail, problem, expired }: Finding): string {
  const ended =
    expired === undefined
      ? ""
      : ` The exception for ${expired.where} (${expired.owner}) ended on ${expired.until}: end what it was for, or renew it in policy/exceptions.ts.`;
  return `${rail.control}: ${problem}. ${rail.remedy}${ended}`;
}
