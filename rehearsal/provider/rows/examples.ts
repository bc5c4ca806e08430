/** The examples of all services, in an order in which they can be made. */
import { examples as autoscaling } from "./autoscaling/examples.ts";
import { examples as backup } from "./backup/examples.ts";
import { examples as budgets } from "./budgets/examples.ts";
import { examples as cloudtrail } from "./cloudtrail/examples.ts";
import { examples as config } from "./config/examples.ts";
import { examples as costexplorer } from "./costexplorer/examples.ts";
import { examples as ec2 } from "./ec2/examples.ts";
import { examples as ecr } from "./ecr/examples.ts";
import type { Example } from "./example.ts";
import { examples as guardduty } from "./guardduty/examples.ts";
import { examples as iam } from "./iam/examples.ts";
import { examples as kms } from "./kms/examples.ts";
import { examples as logs } from "./logs/examples.ts";
import { examples as route53 } from "./route53/examples.ts";
import { examples as s3 } from "./s3/examples.ts";
import { examples as s3control } from "./s3control/examples.ts";
import { examples as sns } from "./sns/examples.ts";
import { examples as ssm } from "./ssm/examples.ts";

/** All examples, in the order of their services. */
export const allExamples: readonly Example[] = [
  autoscaling,
  backup,
  budgets,
  cloudtrail,
  config,
  costexplorer,
  ec2,
  ecr,
  guardduty,
  iam,
  kms,
  logs,
  route53,
  s3,
  s3control,
  sns,
  ssm,
].flat();

/**
 * Everything that the examples need, and then themselves: each after what it needs, each once.
 * @param wanted the examples to make.
 * @param among where needs are looked up. Default: all examples.
 * @throws Error when two examples have one name, a need is not there, or examples need each other.
 */
export function withNeeds(wanted: readonly Example[], among: readonly Example[] = allExamples): Example[] {
  const byName = new Map(among.map((example) => [example.name, example]));
  if (byName.size !== among.length) {
    const names = among.map(({ name }) => name);
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    throw new Error(`several examples are named ${twice.join(", ")}: give each a name of its own`);
  }
  const ordered = new Set<Example>();
  const visit = (example: Example, path: readonly string[]): void => {
    if (ordered.has(example)) return;
    const way = [...path, example.name];
    if (path.includes(example.name)) throw new Error(`examples need each other: ${way.join(" → ")}`);
    for (const need of example.needs ?? []) {
      const needed = byName.get(need);
      if (!needed) throw new Error(`the example ${example.name} needs ${need}, and there is no example of that name`);
      visit(needed, way);
    }
    ordered.add(example);
  };
  for (const example of wanted) visit(example, []);
  return [...ordered];
}
