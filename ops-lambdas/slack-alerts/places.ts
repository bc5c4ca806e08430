/**
 * Where a thing is: region, account and partition out of an ARN, and addresses in the console of that partition.
 * Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html,
 * https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html (consoles of China and GovCloud).
 */

/** The parts of an ARN; parts that it does not have are undefined. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region?: string | undefined;
  readonly accountId?: string | undefined;
  /** All behind the account, colons included. */
  readonly resource: string;
}

/** Takes an ARN apart; undefined for what is none. A region or account of another form than AWS's is left out. */
export function arn(value: unknown): Arn | undefined {
  if (typeof value !== "string") return undefined;
  const [word, partition = "", service = "", region = "", accountId = "", ...resource] = value.trim().split(":");
  if (word !== "arn" || !/^aws[a-z-]{0,20}$/.test(partition) || resource.length === 0) return undefined;
  return {
    partition,
    service,
    region: regionCode(region),
    accountId: accountCode(accountId),
    resource: resource.join(":"),
  };
}

/** The value when it is a region's code ("af-south-1"), not its display name ("Africa (Cape Town)"). */
export function regionCode(value: unknown): string | undefined {
  return typeof value === "string" && /^[a-z]{2,4}(-[a-z]{2,12}){1,2}-\d{1,2}$/.test(value) ? value : undefined;
}

/** The value when it is an account's twelve digits. */
export function accountCode(value: unknown): string | undefined {
  return typeof value === "string" && /^\d{12}$/.test(value) ? value : undefined;
}

/** Partition of a region, by its prefix. */
export function partitionOf(region: string | undefined): string {
  if (region?.startsWith("cn-")) return "aws-cn";
  return region?.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** Console's host without region by partition. Other partitions have consoles that only their own customers reach. */
const hosts: Readonly<Record<string, string>> = {
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

/**
 * Address in the console.
 *
 * @param region code; without it, or with what is none, the console's own choice
 * @param path behind the host with what is in it encoded, for example "/rds/home"
 * @param fragment behind the "#", encoded likewise
 */
export function consoleUrl(region: string | undefined, path: string, fragment?: string): string {
  const code = regionCode(region);
  const other = hosts[partitionOf(code)];
  const host = other ?? (code === undefined ? "console.aws.amazon.com" : `${code}.console.aws.amazon.com`);
  const query = code === undefined ? "" : `${path.includes("?") ? "&" : "?"}region=${code}`;
  return `https://${host}${path}${query}${fragment === undefined ? "" : `#${fragment}`}`;
}
