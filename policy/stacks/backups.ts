/** Guard rail of backups: what carries the tag of the daily backup is taken by a plan. */
import { backupTag } from "../../components/shared/backup-tag.ts";
import {
  decided,
  list,
  mustEvery,
  ofType,
  type Properties,
  providerInput,
  refers,
  type Stack,
  type StackControl,
  type StackResource,
} from "../control.ts";

/** What holds data and takes the tag, with the service in its ARN. Volumes come and go by themselves: their templates have EC2.28. */
const services: Readonly<Record<string, string>> = {
  "aws:dynamodb/table:Table": "dynamodb",
  "aws:efs/fileSystem:FileSystem": "elasticfilesystem",
  "aws:rds/cluster:Cluster": "rds",
  "aws:rds/instance:Instance": "rds",
};

/** Tags of a resource; not complete where no provider tells those that it adds. One is read at a time: others may not be known yet. */
interface Tags {
  readonly find: (name: string) => string | undefined;
  readonly isComplete: boolean;
}

function tagsOf({ props }: StackResource, stack: Stack): Tags {
  const given = ofType(stack, "pulumi:providers:aws").flatMap((one) => list(one.props.defaultTags));
  const defaults = given.map((one): Properties => providerInput(one)?.tags ?? {});
  const all: readonly Properties[] = [props.tags ?? {}, ...defaults];
  return { find: (name) => all.find((tags) => name in tags)?.[name], isComplete: given.length > 0 };
}

/** A pattern of AWS Backup: a star stands for anything. */
const isLike = (value: string, pattern: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`).test(value);
const isEqual = (value: string, wanted: string): boolean => value === wanted;

/** Whether each test of a condition holds; of a tag that may come from the provider too. */
const holds =
  ({ find, isComplete }: Tags, compare: (value: string, wanted: string) => boolean) =>
  ({ key, value }: Properties): boolean => {
    const given = find(key.replace(/^aws:ResourceTag\//, ""));
    return given === undefined ? !isComplete : compare(given, value);
  };

/** Several conditions must all hold: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html */
const meets = (condition: Properties, all: Tags): boolean =>
  (condition.stringEquals ?? []).every(holds(all, isEqual)) &&
  (condition.stringLikes ?? []).every(holds(all, isLike)) &&
  !(condition.stringNotEquals ?? []).some(holds({ ...all, isComplete: true }, isEqual)) &&
  !(condition.stringNotLikes ?? []).some(holds({ ...all, isComplete: true }, isLike));

/** Whether a selection's list names all resources of a service, or this one. */
const names = (arns: unknown, service: string, arn: unknown): boolean =>
  list(arns).some((one) => one === "*" || one === arn || new RegExp(`^arn:aws[a-z-]*:${service}:.*\\*$`).test(one));

/** Whether a selection takes a resource. */
function takes({ props }: StackResource, one: StackResource, all: Tags): boolean {
  const service = services[one.type] ?? "";
  const arn = decided(() => one.props.arn);
  const isNamed = list(props.resources).length === 0 || names(props.resources, service, arn);
  if (!isNamed || names(props.notResources, service, arn)) return false;
  const tests = list(props.selectionTags) as unknown as readonly Properties[];
  // Of several tags one is enough.
  if (tests.length > 0 && !tests.some(holds(all, isEqual))) return false;
  return (list(props.conditions) as unknown as readonly Properties[]).every((condition) => meets(condition, all));
}

/** Whether a selection belongs to a plan, of this stack or of another. */
const hasPlan = (selection: StackResource, stack: Stack): boolean =>
  (selection.sources.planId ?? []).length > 0 ||
  ofType(stack, "aws:backup/plan:Plan").some((plan) => refers(selection, "planId", plan));

const [[key, value]] = Object.entries(backupTag) as [[string, string]];

/** What is backed up. */
export const backups: readonly StackControl[] = [
  {
    control: "platform.backup-plan",
    severity: "high",
    title: "A backup plan takes what is tagged for it.",
    remedy: `Add an aws.backup.Selection of a plan that takes the tag ${key} = "${value}" to the stack.`,
    check: mustEvery(
      Object.keys(services),
      (one, stack) => {
        const all = tagsOf(one, stack);
        if (all.find(key) !== value) return true;
        return ofType(stack, "aws:backup/selection:Selection").some(
          (selection) => hasPlan(selection, stack) && takes(selection, one, all),
        );
      },
      "no backup plan takes it",
    ),
  },
];
