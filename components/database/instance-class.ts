const burstable = ["micro", "small", "medium", "large", "xlarge", "2xlarge"] as const;
const graviton = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"] as const;
const intel = [...graviton, "24xlarge"] as const;

/**
 * DB instance classes that can be chosen: sizes by family. All of these are in every region that the shipped settings name,
 * af-south-1 among them; newer families (m7g, r7g) are not in all regions yet. Add a family after
 * `aws rds describe-orderable-db-instance-options` has shown it for your region.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Types.html
 */
export const instanceClassSizes: Readonly<Record<string, readonly string[]>> = {
  t3: burstable,
  t4g: burstable,
  m5: intel,
  m6g: graviton,
  r5: intel,
  r6g: graviton,
};

/**
 * Says whether a DB instance class can be chosen.
 *
 * @param instanceClass for example "db.t4g.medium"
 */
export function isInstanceClass(instanceClass: string): boolean {
  const [prefix, family = "", size = "", ...rest] = instanceClass.split(".");
  return prefix === "db" && rest.length === 0 && (instanceClassSizes[family]?.includes(size) ?? false);
}

/**
 * Says whether Database Insights can watch a class: for MySQL not the small burstable ones.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.Engines.html
 *
 * @param engine "mysql" or "postgres"
 * @param instanceClass for example "db.t4g.micro"
 */
export function hasInsights(engine: string, instanceClass: string): boolean {
  return engine !== "mysql" || !/^db\.t\w+\.(micro|small)$/.test(instanceClass);
}
