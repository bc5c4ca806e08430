/** What is known of backups: what others found out, and what the report judges by. All moments are milliseconds since 1970. */

/** Something that carries the backup tag, and exists. */
export interface Resource {
  readonly arn: string;
  /** As AWS Backup calls its type: "RDS", "Aurora", "EFS", "DynamoDB", "EBS", "EC2". */
  readonly type: string;
  /** When it was made. */
  readonly createdAt: number;
}

/** A backup job, a copy job, or a restore test. */
export interface Job {
  /** What is backed up, copied, or was restored for a test. */
  readonly resourceArn: string;
  /** In capitals, as AWS Backup writes it. */
  readonly state: string;
  readonly createdAt: number;
  /** Why it is in its state. Default: AWS tells nothing. */
  readonly message?: string | undefined;
  /** Size of the backup. Default: AWS tells none. */
  readonly sizeBytes?: number | undefined;
}

/** A recovery point of the vault. */
export interface RecoveryPoint {
  readonly resourceArn: string;
  readonly arn: string;
  /** In capitals, as AWS Backup writes it. */
  readonly status: string;
  readonly createdAt: number;
  readonly sizeBytes?: number | undefined;
}

/** All that the report judges. */
export interface Facts {
  readonly resources: readonly Resource[];
  /** Backup jobs into the vault since the judged run began. */
  readonly backups: readonly Job[];
  /** Copies out of the vault to the other region. */
  readonly copies: readonly Job[];
  /** Restore tests of what is in the vault. */
  readonly restoreTests: readonly Job[];
  readonly points: readonly RecoveryPoint[];
}

/** What it is judged by. */
export interface Rules {
  /** When the last run began whose jobs must all have ended. */
  readonly runAt: number;
  /** Age of the newest good recovery point from which it is critical, in milliseconds; a copy is missing from there, too. */
  readonly longestAge: number;
  /** Milliseconds in which a job must end. */
  readonly longestJob: number;
  /** Whether recovery points are copied to another region. */
  readonly isCopied: boolean;
  /** Types that are tested, and since when each of them must have been; undefined when restores are not tested. */
  readonly restoreTest: { readonly types: readonly string[]; readonly since: number } | undefined;
  /** The present. */
  readonly now: number;
}
