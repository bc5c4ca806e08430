/** What S3 refuses in lifecycle rules. Sources: S3 User Guide, "Lifecycle configuration elements" and "Transitioning objects using Amazon S3 Lifecycle". */
import { isUnknown, type Properties } from "../../row.ts";

/** Days that objects stay in the bucket before they may move to these classes ("Constraints and considerations for transitions"). */
const minimumDays: Readonly<Record<string, number>> = { STANDARD_IA: 30, ONEZONE_IA: 30 };

/** Storage classes from warm to cold: objects never move back ("Supported lifecycle transitions"). */
const waterfall = ["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"];

/** An API limit: S3 User Guide, "Lifecycle configuration elements": up to 1,000 rules. */
const maxRules = 1000;

const actions = [
  "abortIncompleteMultipartUpload",
  "expiration",
  "noncurrentVersionExpiration",
  "noncurrentVersionTransitions",
  "transitions",
];

/** All problems of the rules, each naming its rule. Unknown values are passed over. */
export function lifecycleRuleProblems(rules: readonly Properties[]): string[] {
  const problems: string[] = [];
  if (rules.length === 0) problems.push("there are no rules; give at least one");
  if (rules.length > maxRules) problems.push(`there are ${rules.length} rules, allowed are ${maxRules}`);
  const ids = rules.map((rule) => rule.id).filter((id) => typeof id === "string");
  const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  if (twice.length > 0) problems.push(`the rule ids must differ, twice: ${twice.join(", ")}`);
  for (const rule of rules) {
    if (isUnknown(rule)) continue;
    problems.push(...ruleProblems(rule).map((problem) => `rule ${rule.id}: ${problem}`));
  }
  return problems;
}

function ruleProblems(rule: Properties): string[] {
  const problems = [...filterProblems(rule), ...expirationProblems(rule), ...transitionProblems(rule)];
  if (typeof rule.id === "string" && (rule.id.length < 1 || rule.id.length > 255)) {
    problems.push(`the id has ${rule.id.length} characters, allowed are 1 to 255`);
  }
  if (!actions.some((action) => given(rule, action))) {
    problems.push(`it does nothing; give at least one of ${actions.join(", ")}`);
  }
  return problems;
}

function given(rule: Properties, property: string): boolean {
  const value = rule[property];
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

function filterProblems(rule: Properties): string[] {
  const problems: string[] = [];
  if (given(rule, "filter") && given(rule, "prefix")) problems.push("filter and prefix exclude each other; use filter");
  const filter = rule.filter ?? {};
  const conditions = Object.keys(filter).filter((key) => given(filter, key));
  if (conditions.length > 1) {
    problems.push(`filter takes one condition, got ${conditions.join(", ")}; put several under filter.and`);
  }
  const byTag = given(filter, "tag") || given(filter.and ?? {}, "tags");
  if (byTag && given(rule, "abortIncompleteMultipartUpload")) {
    problems.push("abortIncompleteMultipartUpload cannot be filtered by tag; give it a rule of its own");
  }
  if (byTag && rule.expiration?.expiredObjectDeleteMarker === true) {
    problems.push("expiredObjectDeleteMarker cannot be filtered by tag; give it a rule of its own");
  }
  return problems;
}

function expirationProblems(rule: Properties): string[] {
  const problems: string[] = [];
  const expiration = rule.expiration;
  if (expiration && !isUnknown(expiration)) {
    const forms = ["date", "days", "expiredObjectDeleteMarker"].filter((form) => given(expiration, form));
    if (forms.length !== 1) {
      problems.push(
        `expiration takes exactly one of date, days, expiredObjectDeleteMarker, got ${forms.join(", ") || "none"}`,
      );
    }
    if (typeof expiration.days === "number" && expiration.days < 1) {
      problems.push(`expiration.days is ${expiration.days}, allowed are 1 and more`);
    }
  }
  const noncurrentDays = rule.noncurrentVersionExpiration?.noncurrentDays;
  if (typeof noncurrentDays === "number" && noncurrentDays < 1) {
    problems.push(`noncurrentVersionExpiration.noncurrentDays is ${noncurrentDays}, allowed are 1 and more`);
  }
  return problems;
}

function transitionProblems(rule: Properties): string[] {
  const problems: string[] = [];
  const transitions: Properties[] = Array.isArray(rule.transitions) ? rule.transitions : [];
  for (const { days, date, storageClass } of transitions) {
    if (days !== undefined && date !== undefined) {
      problems.push(`the transition to ${storageClass} has both days and date; give one`);
    }
    const least = minimumDays[storageClass] ?? 0;
    if (typeof days === "number" && days < least) {
      problems.push(`the transition to ${storageClass} is after ${days} days, allowed are ${least} and more`);
    }
    const expiry = rule.expiration?.days;
    if (typeof days === "number" && typeof expiry === "number" && expiry <= days) {
      problems.push(
        `expiration is after ${expiry} days, but must be later than the transition to ${storageClass} after ${days}`,
      );
    }
  }
  problems.push(...orderProblems(transitions));
  const classes = transitions.map((transition) => transition.storageClass).filter((name) => typeof name === "string");
  const twice = [...new Set(classes.filter((name, index) => classes.indexOf(name) !== index))];
  if (twice.length > 0) problems.push(`two transitions go to ${twice.join(", ")}; one is allowed`);
  return problems;
}

/** A colder class must be reached later than a warmer one. */
function orderProblems(transitions: readonly Properties[]): string[] {
  const known = transitions.filter(
    ({ days, storageClass }) => typeof days === "number" && waterfall.includes(storageClass),
  );
  const sorted = known.toSorted((a, b) => waterfall.indexOf(a.storageClass) - waterfall.indexOf(b.storageClass));
  return sorted.flatMap((colder, index) => {
    const warmer = sorted[index - 1];
    if (warmer === undefined || warmer.storageClass === colder.storageClass || colder.days > warmer.days) return [];
    return [
      `the transition to ${colder.storageClass} is after ${colder.days} days, but must be later than that to ${warmer.storageClass} after ${warmer.days}`,
    ];
  });
}
