import * as pulumi from "@pulumi/pulumi";
import { type AccessPoint, accessPointProblems } from "./access-points.ts";
import { createFileSystem, type TransitionDays } from "./file-system.ts";
import { generationProblems, generations, type Restoration } from "./generations.ts";
import { createSecurityGroups } from "./security-groups.ts";

/** What the shared files are made from. */
export interface FilesArgs {
  /** VPC of the mount targets. Another one replaces them and their security groups. */
  readonly vpcId: pulumi.Input<string>;
  /** Names of the zones in use: one mount target in each, which costs nothing by itself. */
  readonly zones: readonly string[];
  /**
   * Private subnets by the zone's name; they assign no public addresses (control EFS.6). Another subnet replaces its mount target:
   * each is an input of its own, so that a zone that is added leaves the others known.
   */
  readonly subnetIds: Readonly<Record<string, pulumi.Input<string>>>;
  /** ARN of the key of files. Another key would replace the file system, which is refused. */
  readonly keyArn: pulumi.Input<string>;
  /** Ways into the file system, at least one: names and paths once each. A change of one replaces it, not the files. */
  readonly accessPoints: readonly AccessPoint[];
  /** Days without access until a file moves to Infrequent Access, which costs less to keep and more to read; "never". Default: 30. */
  readonly infrequentAccessAfterDays?: TransitionDays | "never" | undefined;
  /** Days without access until a file moves to Archive, more than for Infrequent Access; "never". Default: 90. */
  readonly archiveAfterDays?: TransitionDays | "never" | undefined;
  /** Whether a file that is read goes back to the primary storage. Default: true. */
  readonly backOnAccess?: boolean | undefined;
  /** File systems that were restored and take the place of the first. Append-only. Default: none. */
  readonly restorations?: readonly Restoration[] | undefined;
  /** Number of the oldest generation that still stands. Raising it deletes the older file systems and their files. Default: 1. */
  readonly oldestGeneration?: number | undefined;
}

/**
 * Shared files: an encrypted file system over all zones, mounted over TLS by named roles through access points with a user and a
 * directory of their own, backed up every day. After a restore it stands beside the restored one, untouched, and only the outputs
 * move on. Each file system is protected.
 */
export class Files extends pulumi.ComponentResource {
  /** Id of the file system in use. Its mount targets answer at `<id>.efs.<region>.amazonaws.com`. */
  public readonly fileSystemId: pulumi.Output<string>;
  /** Its ARN. */
  public readonly fileSystemArn: pulumi.Output<string>;
  /** Ids of its access points, by name. */
  public readonly accessPointIds: pulumi.Output<Record<string, string>>;
  /** ARNs of its access points, by name: roles of clients name the one that they may mount. */
  public readonly accessPointArns: pulumi.Output<Record<string, string>>;
  /** Security group of the mount targets. */
  public readonly securityGroupId: pulumi.Output<string>;
  /** Security group that clients carry. */
  public readonly clientSecurityGroupId: pulumi.Output<string>;

  /**
   * @param name prefix of the children's names, from the context
   * @throws pulumi.ResourceError with every problem of the arguments, before anything is made
   */
  constructor(name: string, args: FilesArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("platform:files:Files", name, {}, options);
    const complete = withDefaults(args);
    refuseProblems(complete, this);

    const { securityGroupId, clientSecurityGroupId } = createSecurityGroups(name, args.vpcId, this);
    const fileSystems = complete.generations.map((generation) =>
      createFileSystem(name + generation.suffix, generation, { ...complete, securityGroupId }, this),
    );
    const inUse = fileSystems.at(-1);
    if (inUse === undefined) throw new pulumi.ResourceError("The files have no generation.", this, true);

    this.fileSystemId = inUse.id;
    this.fileSystemArn = inUse.arn;
    this.accessPointIds = inUse.accessPointIds;
    this.accessPointArns = inUse.accessPointArns;
    this.securityGroupId = securityGroupId;
    this.clientSecurityGroupId = clientSecurityGroupId;
    this.registerOutputs({
      fileSystemId: this.fileSystemId,
      fileSystemArn: this.fileSystemArn,
      accessPointIds: this.accessPointIds,
      accessPointArns: this.accessPointArns,
      securityGroupId: this.securityGroupId,
      clientSecurityGroupId: this.clientSecurityGroupId,
    });
  }
}

/** The arguments with every default filled in. */
function withDefaults(args: FilesArgs) {
  const days = (given: TransitionDays | "never" | undefined, otherwise: TransitionDays) =>
    given === "never" ? undefined : (given ?? otherwise);
  const restorations = args.restorations ?? [];
  const oldestGeneration = args.oldestGeneration ?? 1;
  return {
    ...args,
    infrequentAccessAfterDays: days(args.infrequentAccessAfterDays, 30),
    archiveAfterDays: days(args.archiveAfterDays, 90),
    backOnAccess: args.backOnAccess ?? true,
    restorations,
    oldestGeneration,
    generations: generations(oldestGeneration, restorations),
  };
}

type CompleteArgs = ReturnType<typeof withDefaults>;

/** Stops with all problems of the arguments in one error. */
function refuseProblems(args: CompleteArgs, component: Files): void {
  const { infrequentAccessAfterDays: infrequent, archiveAfterDays: archive } = args;
  const problems = [
    ...(args.zones.length === 0 ? ["zones: got none, allowed is one or more. Pass the network's zones."] : []),
    ...args.zones
      .filter((zone) => args.subnetIds[zone] === undefined)
      .map(
        (zone) => `subnetIds: got none in ${zone}, allowed is one in each of the zones. Pass the network's subnets.`,
      ),
    ...(args.accessPoints.length === 0
      ? ["accessPoints: got none, allowed is one or more. Without one nobody can mount the files."]
      : []),
    ...accessPointProblems(
      args.accessPoints,
      args.generations.map(({ directory }) => directory),
    ).map(({ problem, allowed, todo }) => `accessPoints: ${problem} Allowed is ${allowed}. ${todo}`),
    ...generationProblems(args.oldestGeneration, args.restorations).map(
      ({ path, problem, got, allowed, todo }) =>
        `${path.join(".")}: ${problem} Got ${got}. Allowed is ${allowed}. ${todo}`,
    ),
  ];
  if (archive !== undefined && (infrequent === undefined || archive <= infrequent)) {
    problems.push(
      `archiveAfterDays: got ${archive}, allowed are more days than infrequentAccessAfterDays (${infrequent ?? "never"}). ` +
        "Give more days, or never.",
    );
  }
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `- ${problem}`).join("\n");
  throw new pulumi.ResourceError(`The files' arguments are refused:\n${lines}`, component, true);
}
