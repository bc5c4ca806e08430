import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { autoNameLimit, limitName } from "../shared/names.ts";
import { policyJson, type Statement } from "../shared/policy-document.ts";
import { statefulOptions } from "../shared/stateful.ts";

/**
 * How recovery points are kept from being deleted before their time, also by those who may do everything else.
 *
 * `governance`: until somebody who may change the lock removes it. `compliance`: FOR EVER. When the `changeableForDays` are over, nobody
 * removes or loosens it, not the account's root and not AWS; the vault stays until its last recovery point has expired, and is paid for.
 * Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
 */
export interface VaultLock {
  readonly mode: "governance" | "compliance";
  /** Jobs with a shorter retention fail. Days, at least 1. */
  readonly minRetentionDays: number;
  /** Jobs with a longer retention fail. Days. */
  readonly maxRetentionDays: number;
  /** Days in which a compliance lock can still be taken back, at least 3. Default: 14. Governance has none. */
  readonly changeableForDays?: number | undefined;
}

/** Days in which a compliance lock can be taken back, when nothing else is said. */
export const defaultChangeableForDays = 14;

/** What a vault is made of. */
export interface BackupVaultArgs {
  /** ARN of the key, in the vault's region. Another key replaces the vault, which is refused. */
  readonly keyArn: pulumi.Input<string>;
  /** Roles that may delete recovery points. Default: none. */
  readonly unlockRoleArns: readonly pulumi.Input<string>[];
  /** Default: recovery points are not locked. */
  readonly lock?: VaultLock | undefined;
  /** Default: the provider's. */
  readonly region?: string | undefined;
}

/**
 * Keeps recovery points from everybody but the roles that unlock. AWS Backup's own deletion at the end of the retention is not in the
 * way of it. The policy itself can be changed by who may do so: it makes deleting two deliberate steps; a lock is what holds against that.
 *
 * @param unlockRoleArns who is excepted; none: nobody
 */
export function vaultStatements(unlockRoleArns: readonly string[]): readonly Statement[] {
  const actions = [
    "DeleteBackupVault",
    "DeleteRecoveryPoint",
    "DisassociateRecoveryPoint",
    "UpdateRecoveryPointLifecycle",
  ];
  return [
    {
      Sid: "KeepRecoveryPoints",
      Effect: "Deny",
      Principal: "*",
      Action: actions.map((action) => `backup:${action}`),
      // Recovery points have ARNs of their services; in a vault's policy it means what is in the vault.
      Resource: "*",
      ...(unlockRoleArns.length === 0 ? {} : { Condition: { ArnNotEquals: { "aws:PrincipalArn": unlockRoleArns } } }),
    },
  ];
}

/**
 * Makes a vault with its policy and its lock.
 *
 * @param name prefix of the children's names
 */
export function createVault(name: string, args: BackupVaultArgs, parent: pulumi.Resource): aws.backup.Vault {
  const place = args.region === undefined ? {} : { region: args.region };
  const vault = new aws.backup.Vault(
    limitName(name, autoNameLimit("backupVault")),
    { kmsKeyArn: args.keyArn, ...place },
    { parent, ...statefulOptions },
  );
  new aws.backup.VaultPolicy(
    `${name}-policy`,
    {
      backupVaultName: vault.name,
      policy: pulumi.all([...args.unlockRoleArns]).apply((arns) => policyJson(vaultStatements(arns))),
      ...place,
    },
    { parent },
  );
  if (args.lock !== undefined) {
    const { mode, minRetentionDays, maxRetentionDays, changeableForDays } = args.lock;
    new aws.backup.VaultLockConfiguration(
      `${name}-lock`,
      {
        backupVaultName: vault.name,
        minRetentionDays,
        maxRetentionDays,
        // These days are what makes it a compliance lock.
        ...(mode === "compliance" ? { changeableForDays: changeableForDays ?? defaultChangeableForDays } : {}),
        ...place,
      },
      { parent },
    );
  }
  return vault;
}
