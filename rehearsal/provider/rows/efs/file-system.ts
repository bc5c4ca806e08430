/** Row of file systems. */
import type { Call, Facts, Properties, Row, Rule } from "../../row.ts";
import { pascal, tagRecord } from "../helpers.ts";
import { number, orderAsWanted, text } from "../known.ts";
import { createTags, efs, fileSystemArn, fileSystemGone, fileSystemType, tagCalls } from "./shared.ts";

/** Pulumi's names of the transitions and EFS's own. */
const transitions = {
  transitionToArchive: "TransitionToArchive",
  transitionToIa: "TransitionToIA",
  transitionToPrimaryStorageClass: "TransitionToPrimaryStorageClass",
} as const;

function policies(inputs: Properties): readonly Properties[] {
  return Array.isArray(inputs.lifecyclePolicies) ? inputs.lifecyclePolicies : [];
}

function lifecycleCall(id: string, inputs: Properties): Call {
  const LifecyclePolicies = policies(inputs).map((policy) =>
    Object.fromEntries(Object.entries(transitions).map(([property, member]) => [member, policy[property]])),
  );
  return efs("PutLifecycleConfiguration", { FileSystemId: id, LifecyclePolicies });
}

function liveLifecycle(answer: Properties, wanted: unknown): unknown {
  const live = (answer.LifecyclePolicies ?? []).map((policy: Properties) =>
    Object.fromEntries(
      Object.entries(transitions)
        .filter(([, member]) => policy[member] !== undefined)
        .map(([property, member]) => [property, policy[member]]),
    ),
  );
  return orderAsWanted(live, wanted);
}

function protectionCall(id: string, inputs: Properties): Call[] {
  const wanted = inputs.protection?.replicationOverwrite;
  if (wanted === undefined) return [];
  return [efs("UpdateFileSystemProtection", { FileSystemId: id, ReplicationOverwriteProtection: wanted })];
}

function throughput(inputs: Properties): Properties {
  return pascal(inputs, "throughputMode", "provisionedThroughputInMibps");
}

function days(transition: unknown): number | undefined {
  const match = /^AFTER_(\d+)_DAYS?$/.exec(text(transition) ?? "");
  return match ? Number(match[1]) : undefined;
}

/** The wanted transition of one kind, over all policies. */
function transition(inputs: Properties, kind: keyof typeof transitions): unknown {
  return policies(inputs).find((policy) => policy[kind] !== undefined)?.[kind];
}

function archiveProblem(inputs: Properties): string | undefined {
  const archive = transition(inputs, "transitionToArchive");
  if (archive === undefined) return undefined;
  const { throughputMode, performanceMode, availabilityZoneName } = inputs;
  if (throughputMode !== "elastic" && text(throughputMode) !== undefined) {
    return `the file system moves files to Archive and has throughputMode ${throughputMode}: Archive needs elastic`;
  }
  if (performanceMode === "maxIO") {
    return "the file system moves files to Archive and has performanceMode maxIO: Archive needs generalPurpose";
  }
  if (availabilityZoneName !== undefined) {
    return "the file system moves files to Archive and lives in one zone: One Zone file systems have no Archive";
  }
  const [later, earlier] = [days(archive), days(transition(inputs, "transitionToIa"))];
  return later !== undefined && earlier !== undefined && later <= earlier
    ? `the file system moves files to Archive after ${later} days and to IA after ${earlier}: Archive must be later`
    : undefined;
}

const rules: readonly Rule[] = [
  {
    source: "terraform-provider-aws, aws_efs_file_system, kms_key_id: encrypted must be true",
    check: ({ kmsKeyId, encrypted }) =>
      kmsKeyId !== undefined && encrypted !== true
        ? `the file system has a kmsKeyId and encrypted is ${encrypted}: set encrypted to true`
        : undefined,
  },
  {
    source: "terraform-provider-aws, aws_efs_file_system, kms_key_id: an ARN",
    check: ({ kmsKeyId }) => {
      const key = text(kmsKeyId);
      return key === undefined || /^arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/.+$/.test(key)
        ? undefined
        : `the file system's kmsKeyId is ${key}: the provider takes the ARN of a key, because it reads that back`;
    },
  },
  {
    source: "terraform-provider-aws, aws_efs_file_system, creation_token: at most 64 characters",
    check: ({ creationToken }) => {
      const token = text(creationToken);
      return token !== undefined && token.length > 64
        ? `the file system's creationToken has ${token.length} characters: EFS takes at most 64`
        : undefined;
    },
  },
  {
    source: "EFS API, CreateFileSystem, ProvisionedThroughputInMibps: required if and only if the mode is provisioned",
    check: ({ throughputMode, provisionedThroughputInMibps }) => {
      const [mode, amount] = [text(throughputMode), number(provisionedThroughputInMibps)];
      if (mode === "provisioned" && provisionedThroughputInMibps === undefined) {
        return "the file system's throughputMode is provisioned: give provisionedThroughputInMibps";
      }
      return mode !== undefined && mode !== "provisioned" && amount !== undefined
        ? `the file system's throughputMode is ${mode} and takes no provisionedThroughputInMibps: leave it out`
        : undefined;
    },
  },
  {
    source: "EFS User Guide, Performance: Elastic throughput is for General Purpose file systems",
    check: (inputs) =>
      inputs.performanceMode === "maxIO" && inputs.throughputMode === "elastic" && archiveProblem(inputs) === undefined
        ? "the file system's throughputMode is elastic and performanceMode maxIO: elastic needs generalPurpose"
        : undefined,
  },
  {
    source: "EFS API, LifecyclePolicy: each object has a single transition",
    check: (inputs) => {
      const wrong = policies(inputs).find((policy) => Object.keys(policy).length !== 1);
      return wrong === undefined
        ? undefined
        : `the file system's lifecyclePolicies have an entry with ${Object.keys(wrong).length} transitions: give one in each`;
    },
  },
  { source: "EFS API, PutLifecycleConfiguration: when Archive is available", check: archiveProblem },
];

/**
 * A file system, made in the emulator. Outputs leave out what changes by itself and no program reads: size and number of mount targets.
 * EFS refuses to delete it while it has mount targets, and so does the emulator.
 */
export const fileSystem: Row = {
  type: fileSystemType,
  taggable: true,
  required: [],
  replaceOn: ["availabilityZoneName", "creationToken", "encrypted", "kmsKeyId", "performanceMode"],
  defaults: { throughputMode: "bursting" },
  // Without the token and the zone, which the provider keeps as they are where the program names none.
  importedInputs: [
    "encrypted",
    "kmsKeyId",
    "lifecyclePolicies",
    "performanceMode",
    "protection",
    "provisionedThroughputInMibps",
    "throughputMode",
  ],
  identify: (_inputs, facts) => `fs-${facts.hex(17)}`,
  attributes: (_inputs, id, facts) => ({
    arn: fileSystemArn(id, facts),
    dnsName: `${id}.efs.${facts.region}.amazonaws.com`,
    ownerId: facts.accountId,
  }),
  create: {
    call: (inputs, facts) =>
      efs("CreateFileSystem", {
        CreationToken: inputs.creationToken ?? `terraform-${facts.hex(26)}`,
        ...pascal(inputs, "availabilityZoneName", "performanceMode", "encrypted", "kmsKeyId"),
        ...throughput(inputs),
        ...createTags(facts),
      }),
    id: (answer) => answer.FileSystemId,
  },
  afterCreate: (id, inputs) => [
    ...(policies(inputs).length > 0 ? [lifecycleCall(id, inputs)] : []),
    ...protectionCall(id, inputs),
  ],
  read: {
    call: (id) => efs("DescribeFileSystems", { FileSystemId: id }),
    also: (id) => [efs("DescribeLifecycleConfiguration", { FileSystemId: id })],
    properties: (answer, _id, state) => {
      const live: Properties | undefined = answer.FileSystems?.[0];
      if (live === undefined) return undefined;
      return {
        arn: live.FileSystemArn,
        creationToken: live.CreationToken,
        encrypted: live.Encrypted,
        ...(live.KmsKeyId ? { kmsKeyId: live.KmsKeyId } : {}),
        ...(live.AvailabilityZoneName ? { availabilityZoneName: live.AvailabilityZoneName } : {}),
        ...(live.ProvisionedThroughputInMibps
          ? { provisionedThroughputInMibps: live.ProvisionedThroughputInMibps }
          : {}),
        performanceMode: live.PerformanceMode,
        throughputMode: live.ThroughputMode,
        protection: { replicationOverwrite: live.FileSystemProtection?.ReplicationOverwriteProtection },
        lifecyclePolicies: liveLifecycle(answer, state.lifecyclePolicies),
        tagsAll: tagRecord(live.Tags),
      };
    },
    gone: [fileSystemGone],
  },
  update: (id, inputs, previous, facts: Facts) => {
    const changed = (...names: readonly string[]) =>
      names.some((name) => JSON.stringify(inputs[name]) !== JSON.stringify(previous[name]));
    return [
      ...(changed("throughputMode", "provisionedThroughputInMibps")
        ? [efs("UpdateFileSystem", { FileSystemId: id, ...throughput(inputs) })]
        : []),
      ...(changed("lifecyclePolicies") ? [lifecycleCall(id, inputs)] : []),
      ...(changed("protection") ? protectionCall(id, inputs) : []),
      ...tagCalls(id, previous, facts),
    ];
  },
  delete: (id) => [efs("DeleteFileSystem", { FileSystemId: id }, [fileSystemGone])],
  rules,
};
