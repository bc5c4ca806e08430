/** Rows of what is set on a file system: its policy, and its automatic backups. */
import type { Call, Row, Rule } from "../../row.ts";
import { text } from "../known.ts";
import { allows, policyAsWanted, policyProblem, policyText, statementsOf } from "../policy-document.ts";
import { efs, fileSystemArn, fileSystemGone } from "./shared.ts";

function put(inputs: { [name: string]: unknown }): Call {
  return efs("PutFileSystemPolicy", {
    FileSystemId: inputs.fileSystemId,
    Policy: policyText(inputs.policy),
    BypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck,
  });
}

/** The live policy without the Id that EFS adds where the program gives none: the provider takes that for the same policy. */
function withoutAddedId(live: string | undefined, wanted: unknown): string | undefined {
  if (live === undefined || /"Id"\s*:/.test(String(policyText(wanted)))) return live;
  const { Id: _added, ...document } = JSON.parse(live);
  return JSON.stringify(document);
}

const policyRules: readonly Rule[] = [
  {
    source: "EFS API, PutFileSystemPolicy: InvalidPolicyException",
    check: ({ policy }) => {
      const problem = policyProblem(policy);
      return problem && `EFS refuses the file system's policy: ${problem}`;
    },
  },
  {
    source: "EFS API, PutFileSystemPolicy, Policy: at most 20000 characters",
    check: ({ policy }) => {
      const length = text(policyText(policy))?.length ?? 0;
      return length > 20_000 ? `the file system's policy has ${length} characters: EFS takes at most 20000` : undefined;
    },
  },
  {
    source: "EFS API, PutFileSystemPolicy, BypassPolicyLockoutSafetyCheck: the caller must be able to put it again",
    check: ({ policy, fileSystemId, bypassPolicyLockoutSafetyCheck }, _world, facts) => {
      const id = text(fileSystemId);
      if (id === undefined || bypassPolicyLockoutSafetyCheck === true || policyProblem(policy)) return undefined;
      const action = "elasticfilesystem:PutFileSystemPolicy";
      const principal = { AWS: `arn:aws:iam::${facts.accountId}:root` };
      // What identities are allowed by their own policies is not known here: everything, and only the denials count.
      const grant =
        statementsOf({ Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] }) ?? [];
      const question = { principal, action, resource: fileSystemArn(id, facts) };
      return allows([...grant, ...(statementsOf(policy) ?? [])], question)
        ? undefined
        : `the policy of the file system ${id} would keep everybody from changing it again: deny less, or set bypassPolicyLockoutSafetyCheck`;
    },
  },
];

/** A file system's policy, made in the emulator. Deleting it brings back the default, by which any client in the network may do everything. */
export const fileSystemPolicy: Row = {
  type: "aws:efs/fileSystemPolicy:FileSystemPolicy",
  required: ["fileSystemId", "policy"],
  replaceOn: ["fileSystemId"],
  identify: (inputs) => String(inputs.fileSystemId),
  create: { call: put },
  read: {
    call: (id) => efs("DescribeFileSystemPolicy", { FileSystemId: id }),
    properties: (answer, id, state) => ({
      fileSystemId: id,
      policy: policyAsWanted(withoutAddedId(answer.Policy, state.policy), state.policy),
    }),
    gone: [fileSystemGone, "PolicyNotFound"],
  },
  update: (_id, inputs) => [put(inputs)],
  delete: (id) => [efs("DeleteFileSystemPolicy", { FileSystemId: id }, [fileSystemGone])],
  rules: policyRules,
};

/** A file system's automatic backups, switched in the emulator. Deleting it switches them off, as in the real provider. */
export const backupPolicy: Row = {
  type: "aws:efs/backupPolicy:BackupPolicy",
  required: ["backupPolicy", "fileSystemId"],
  replaceOn: ["fileSystemId"],
  identify: (inputs) => String(inputs.fileSystemId),
  create: {
    call: (inputs) =>
      efs("PutBackupPolicy", {
        FileSystemId: inputs.fileSystemId,
        BackupPolicy: { Status: inputs.backupPolicy?.status },
      }),
  },
  read: {
    call: (id) => efs("DescribeBackupPolicy", { FileSystemId: id }),
    properties: (answer, id) => {
      const status = String(answer.BackupPolicy?.Status).replace(/ING$/, "ED");
      return { fileSystemId: id, backupPolicy: { status } };
    },
    gone: [fileSystemGone, "PolicyNotFound"],
  },
  update: (id, inputs) => [
    efs("PutBackupPolicy", { FileSystemId: id, BackupPolicy: { Status: inputs.backupPolicy?.status } }),
  ],
  delete: (id) => [
    efs("PutBackupPolicy", { FileSystemId: id, BackupPolicy: { Status: "DISABLED" } }, [fileSystemGone]),
  ],
  rules: [
    {
      source: "terraform-provider-aws, aws_efs_backup_policy, status",
      check: ({ backupPolicy }) => {
        const status = text(backupPolicy?.status);
        return status === undefined || ["ENABLED", "DISABLED"].includes(status)
          ? undefined
          : `backupPolicy.status is ${status}: allowed are ENABLED and DISABLED`;
      },
    },
  ],
};
