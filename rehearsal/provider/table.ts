/** The table: every resource type and invoke that the rehearsal knows, one row each. */
import type { Invoke, Row } from "./row.ts";
import { rows as acm } from "./rows/acm/index.ts";
import { rows as autoscaling } from "./rows/autoscaling/index.ts";
import { rows as backup } from "./rows/backup/index.ts";
import { rows as budgets } from "./rows/budgets/index.ts";
import { rows as cloudfront } from "./rows/cloudfront/index.ts";
import { rows as cloudtrail } from "./rows/cloudtrail/index.ts";
import { rows as cloudwatch } from "./rows/cloudwatch/index.ts";
import { rows as config } from "./rows/config/index.ts";
import { rows as costexplorer } from "./rows/costexplorer/index.ts";
import { rows as dynamodb } from "./rows/dynamodb/index.ts";
import { rows as ec2 } from "./rows/ec2/index.ts";
import { rows as ecr } from "./rows/ecr/index.ts";
import { rows as efs } from "./rows/efs/index.ts";
import { rows as events } from "./rows/events/index.ts";
import { rows as guardduty } from "./rows/guardduty/index.ts";
import { rows as iam } from "./rows/iam/index.ts";
import { invokes as allInvokes } from "./rows/invokes.ts";
import { rows as kms } from "./rows/kms/index.ts";
import { rows as lambda } from "./rows/lambda/index.ts";
import { rows as lb } from "./rows/lb/index.ts";
import { rows as logs } from "./rows/logs/index.ts";
import { rows as rds } from "./rows/rds/index.ts";
import { rows as route53 } from "./rows/route53/index.ts";
import { rows as s3 } from "./rows/s3/index.ts";
import { rows as s3control } from "./rows/s3control/index.ts";
import { rows as scheduler } from "./rows/scheduler/index.ts";
import { rows as secretsmanager } from "./rows/secretsmanager/index.ts";
import { rows as sesv2 } from "./rows/sesv2/index.ts";
import { rows as sns } from "./rows/sns/index.ts";
import { rows as sqs } from "./rows/sqs/index.ts";
import { rows as ssm } from "./rows/ssm/index.ts";
import { rows as wafv2 } from "./rows/wafv2/index.ts";

/** The rows of each service, by the name of its folder in `rows/`: the one list of services. */
export const rowsByService: Readonly<Record<string, readonly Row[]>> = {
  acm,
  autoscaling,
  backup,
  budgets,
  cloudfront,
  cloudtrail,
  cloudwatch,
  config,
  costexplorer,
  dynamodb,
  ec2,
  ecr,
  efs,
  events,
  guardduty,
  iam,
  kms,
  lambda,
  lb,
  logs,
  rds,
  route53,
  s3,
  s3control,
  scheduler,
  secretsmanager,
  sesv2,
  sns,
  sqs,
  ssm,
  wafv2,
};

/** All rows, in the order of their services. */
export const allRows: readonly Row[] = Object.values(rowsByService).flat();

/** Where a type's folder is not called as its module in the token, by the beginning of the token. The first one counts. */
const otherFolders: readonly (readonly [beginning: string, folder: string])[] = [
  ["aws:cfg/", "config"],
  ["aws:cloudwatch/event", "events"],
  ["aws:cloudwatch/log", "logs"],
  ["aws:ebs/", "ec2"],
  ["aws:s3/account", "s3control"],
  ["aws:vpc/", "ec2"],
];

/**
 * The folder in `rows/` of a type's service, which need not be there yet.
 * @param type Pulumi's type token.
 */
export function folderOf(type: string): string {
  const other = otherFolders.find(([beginning]) => type.startsWith(beginning));
  return other?.[1] ?? type.split(":")[1]?.split("/")[0] ?? "";
}

const rowsByType = new Map(allRows.map((row) => [row.type, row]));
const invokesByToken = new Map(allInvokes.map((invoke) => [invoke.token, invoke]));

/**
 * The row of a type.
 * @throws Error naming the files to extend when there is none.
 */
export function rowOf(type: string): Row {
  const row = rowsByType.get(type);
  if (row) return row;
  const folder = folderOf(type);
  const list =
    folder in rowsByService
      ? "list it in that folder's index.ts"
      : "list it in an index.ts there, and that folder in rehearsal/provider/table.ts";
  throw new Error(
    `the rehearsal does not know the resource type ${type}: add a row for it in rehearsal/provider/rows/${folder}/ ` +
      `and ${list} (rehearsal/provider/row.ts describes a row)`,
  );
}

/**
 * The invoke of a token.
 * @throws Error naming the file to extend when there is none.
 */
export function invokeOf(token: string): Invoke {
  const invoke = invokesByToken.get(token);
  if (invoke) return invoke;
  throw new Error(`the rehearsal does not know the function ${token}: add it to rehearsal/provider/rows/invokes.ts`);
}
