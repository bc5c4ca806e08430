/** The DB instance classes that RDS knows, and where it has them. */

const upTo = (...sizes: readonly string[]) => ["large", "xlarge", "2xlarge", "4xlarge", ...sizes];
const burstable = ["micro", "small", "medium", "large", "xlarge", "2xlarge"];
const graviton = upTo("8xlarge", "12xlarge", "16xlarge");

/** Sizes by family. Source: RDS User Guide, DB instance class types; hardware specifications. */
const sizes: Readonly<Record<string, readonly string[]>> = {
  t3: burstable,
  t4g: burstable,
  m5: upTo("8xlarge", "12xlarge", "16xlarge", "24xlarge"),
  m6g: graviton,
  m6i: upTo("8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"),
  m7g: graviton,
  r5: upTo("8xlarge", "12xlarge", "16xlarge", "24xlarge"),
  r6g: graviton,
  r6i: upTo("8xlarge", "12xlarge", "16xlarge", "24xlarge", "32xlarge"),
  r7g: graviton,
};

/**
 * Families by region, where not all of `sizes` are there. Kept on the safe side: a family that is missing here was not
 * found in AWS's announcements for the region, which is no proof that the region lacks it.
 */
const families: Readonly<Record<string, readonly string[]>> = { "af-south-1": ["t3", "t4g", "m5", "m6g", "r5", "r6g"] };

/** What is wrong with a DB instance class in a region; undefined when nothing is. */
export function instanceClassProblem(instanceClass: string, region: string): string | undefined {
  const [prefix, family = "", size = ""] = instanceClass.split(".");
  const offered = families[region] ?? Object.keys(sizes);
  if (prefix !== "db" || sizes[family] === undefined) {
    return `instanceClass is ${instanceClass}, which the rehearsal does not know: take one of db.{${offered.join(",")}}.*, or add the class to rows/rds/classes.ts`;
  }
  if (!offered.includes(family)) {
    return `instanceClass is ${instanceClass}: the region ${region} has the families ${offered.join(", ")}`;
  }
  return sizes[family]?.includes(size)
    ? undefined
    : `instanceClass is ${instanceClass}: the family ${family} has the sizes ${sizes[family]?.join(", ")}`;
}

/**
 * Whether Database Insights (and Performance Insights) lack the class: the small burstable ones, for MySQL.
 * Source: RDS User Guide, DB engine, Region, and instance class support for Database Insights.
 */
export function lacksInsights(engine: unknown, instanceClass: unknown): boolean {
  return engine === "mysql" && /^db\.t\w+\.(micro|small)$/.test(String(instanceClass));
}
