/** What ECR refuses in lifecycle policies. Source: Amazon ECR User Guide, "Lifecycle policy properties" and "Evaluation rules". */
import type { Properties } from "../../row.ts";

const tagStatuses = ["tagged", "untagged", "any"];
const countTypes = ["imageCountMoreThan", "sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned"];
const actionTypes = ["expire", "transition"];

/** All problems of a lifecycle policy's text, each naming its rule by priority. */
export function lifecyclePolicyProblems(text: string): string[] {
  let document: Properties;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return [`it is not valid JSON (${(error as Error).message})`];
  }
  const rules = document?.rules;
  if (!Array.isArray(rules) || rules.length === 0) return ['it has no "rules"; give at least one'];
  const problems = rules.flatMap((rule, index) => {
    const at = `rule ${rule?.rulePriority ?? `number ${index + 1}`}`;
    return ruleProblems(rule ?? {}).map((problem) => `${at}: ${problem}`);
  });
  return [...problems, ...orderProblems(rules)];
}

function ruleProblems(rule: Properties): string[] {
  const problems: string[] = [];
  const { rulePriority, selection = {}, action } = rule;
  if (!Number.isInteger(rulePriority) || rulePriority < 1) {
    problems.push(`rulePriority is ${JSON.stringify(rulePriority)}, allowed are whole numbers from 1`);
  }
  if (!actionTypes.includes(action?.type)) {
    problems.push(`action.type is ${JSON.stringify(action?.type)}, allowed are ${actionTypes.join(", ")}`);
  }
  return [...problems, ...tagProblems(selection), ...countProblems(selection)];
}

function tagProblems(selection: Properties): string[] {
  const { tagStatus, tagPrefixList, tagPatternList } = selection;
  if (!tagStatuses.includes(tagStatus)) {
    return [`selection.tagStatus is ${JSON.stringify(tagStatus)}, allowed are ${tagStatuses.join(", ")}`];
  }
  const lists = [tagPrefixList, tagPatternList].filter((list) => list !== undefined);
  if (tagStatus === "tagged" && lists.length !== 1) {
    return ["a selection of tagged images takes exactly one of tagPatternList and tagPrefixList"];
  }
  const useless = tagStatus !== "tagged" && lists.length > 0;
  return useless ? [`a selection of ${tagStatus} images takes neither tagPatternList nor tagPrefixList`] : [];
}

function countProblems(selection: Properties): string[] {
  const problems: string[] = [];
  const { countType, countUnit, countNumber } = selection;
  if (!countTypes.includes(countType)) {
    problems.push(`selection.countType is ${JSON.stringify(countType)}, allowed are ${countTypes.join(", ")}`);
  } else if (countType === "imageCountMoreThan" && countUnit !== undefined) {
    problems.push("imageCountMoreThan takes no countUnit");
  } else if (countType !== "imageCountMoreThan" && countUnit !== "days") {
    problems.push(`${countType} needs the countUnit days, got ${JSON.stringify(countUnit)}`);
  }
  if (!Number.isInteger(countNumber) || countNumber < 1) {
    problems.push(`selection.countNumber is ${JSON.stringify(countNumber)}, allowed are whole numbers from 1`);
  }
  return problems;
}

function orderProblems(rules: readonly Properties[]): string[] {
  const problems: string[] = [];
  const priorities = rules.map((rule) => rule?.rulePriority);
  const twice = [...new Set(priorities.filter((priority, index) => priorities.indexOf(priority) !== index))];
  if (twice.length > 0) problems.push(`each rulePriority must be there once, twice: ${twice.join(", ")}`);
  for (const status of ["any", "untagged"]) {
    const same = rules.filter((rule) => rule?.selection?.tagStatus === status);
    const classes = same.map((rule) => rule.selection.storageClass ?? "standard");
    if (new Set(classes).size < classes.length)
      problems.push(`only one rule may select ${status} images of a storage class`);
  }
  const any = rules.find((rule) => rule?.selection?.tagStatus === "any" && rule.selection.storageClass === undefined);
  const highest = Math.max(...priorities.filter((priority) => typeof priority === "number"));
  if (any && any.rulePriority < highest) {
    problems.push(
      `the rule for any image has the priority ${any.rulePriority}, but must be evaluated last: give it the highest number`,
    );
  }
  return problems;
}
