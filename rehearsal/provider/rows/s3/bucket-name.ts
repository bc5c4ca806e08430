/** The rules for names of general purpose buckets. */
import type { Rule } from "../../row.ts";

const source = "S3 User Guide, General purpose bucket naming rules";

const reservedPrefixes = ["xn--", "sthree-", "amzn-s3-demo-"];
const reservedSuffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/** What is wrong with the name of a bucket, all of it in one sentence; undefined when S3 takes it. */
export function bucketNameProblem(name: string): string | undefined {
  const problems: string[] = [];
  if (name.length < 3 || name.length > 63) problems.push(`it has ${name.length} characters, allowed are 3 to 63`);
  if (!/^[a-z0-9.-]*$/.test(name)) problems.push("only lower-case letters, digits, dots and hyphens are allowed");
  if (!/^[a-z0-9]/i.test(name) || !/[a-z0-9]$/i.test(name))
    problems.push("it must begin and end with a letter or digit");
  if (name.includes("..")) problems.push("two dots must not follow each other");
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) problems.push("it must not look like an IP address");
  const prefix = reservedPrefixes.find((reserved) => name.startsWith(reserved));
  if (prefix) problems.push(`the beginning ${prefix} is reserved`);
  const suffix = reservedSuffixes.find((reserved) => name.endsWith(reserved));
  if (suffix) problems.push(`the ending ${suffix} is reserved`);
  return problems.length === 0 ? undefined : `S3 refuses the bucket name ${name}: ${problems.join("; ")}`;
}

/** Refuses names that break S3's naming rules; see `bucketNameProblem`. */
export const bucketNameRule: Rule = {
  source,
  check: (inputs) => (typeof inputs.bucket === "string" ? bucketNameProblem(inputs.bucket) : undefined),
};

/** Refuses prefixes of more than 37 characters: the provider adds 26, and a name has at most 63. */
export const bucketPrefixRule: Rule = {
  source: "documentation of aws.s3.Bucket, bucketPrefix",
  check: (inputs) =>
    typeof inputs.bucketPrefix === "string" && inputs.bucketPrefix.length > 37
      ? `bucketPrefix ${inputs.bucketPrefix} has ${inputs.bucketPrefix.length} characters, allowed are 37: shorten it`
      : undefined,
};
