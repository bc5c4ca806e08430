/**
 * EC2 instance types that web servers may have, as families and their sizes. Families of accelerators, storage and
 * very large memory are left out: nothing here needs them.
 */

const burstable = ["nano", "micro", "small", "medium", "large", "xlarge", "2xlarge"];
const graviton = ["medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "metal"];
const intel5 = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "metal"];
const intel6 = [
  "large",
  "xlarge",
  "2xlarge",
  "4xlarge",
  "8xlarge",
  "12xlarge",
  "16xlarge",
  "24xlarge",
  "32xlarge",
  "metal",
];
const compute5 = ["large", "xlarge", "2xlarge", "4xlarge", "9xlarge", "12xlarge", "18xlarge", "24xlarge", "metal"];
const compute5a = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"];
const compute5n = ["large", "xlarge", "2xlarge", "4xlarge", "9xlarge", "18xlarge", "metal"];

/**
 * Families by name, with their sizes. All are hardware-virtualised.
 * Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/
 */
const families: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    ...Object.fromEntries(["t3", "t3a", "t4g"].map((family) => [family, burstable])),
    ...Object.fromEntries(
      ["m6g", "m6gd", "m7g", "c6g", "c7g", "r6g", "r7g", "r7gd"].map((family) => [family, graviton]),
    ),
    ...Object.fromEntries(["m5", "m5d", "r5", "r5d", "r5n", "r5dn"].map((family) => [family, intel5])),
    ...Object.fromEntries(["m6i", "c6i", "c6in", "r6i", "r6id"].map((family) => [family, intel6])),
    ...Object.fromEntries(["c5", "c5d"].map((family) => [family, compute5])),
    ...Object.fromEntries(["c5a", "c5ad"].map((family) => [family, compute5a])),
    c5n: compute5n,
  }),
);

/**
 * Families of the table that a region lacks. Regions that are not listed have all, or AWS says so at the first launch.
 * Source: `aws ec2 describe-instance-type-offerings --region af-south-1`, as the project moto keeps its answer
 */
const missing: Readonly<Record<string, readonly string[]>> = { "af-south-1": ["t3a"] };

/** The family of an instance type: "m6g" of "m6g.large". */
export function familyOf(instanceType: string): string {
  return instanceType.split(".")[0] as string;
}

/**
 * Says what is wrong with an instance type for web servers.
 *
 * @param instanceType family and size
 * @param region where it shall be launched; undefined when that is not known
 * @returns what is allowed instead, or undefined when the type is good
 */
export function instanceTypeProblem(instanceType: string, region: string | undefined): string | undefined {
  const [family = "", size = ""] = instanceType.split(".");
  const lacking = (region === undefined ? undefined : missing[region]) ?? [];
  const sizes = families.get(family);
  if (sizes === undefined || lacking.includes(family)) {
    const offered = [...families.keys()].filter((name) => !lacking.includes(name)).sort();
    return `${region === undefined ? "" : `in ${region}, `}types of the families ${offered.join(", ")}`;
  }
  return sizes.includes(size) ? undefined : `of the family ${family}, the sizes ${sizes.join(", ")}`;
}
