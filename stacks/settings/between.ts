import type { AlertingSettings } from "./alerting.ts";
import { alertingProblems } from "./alerting-checks.ts";
import type { BackupSettings } from "./backup.ts";
import { backupProblems } from "./backup-checks.ts";
import type { BastionSettings } from "./bastion.ts";
import { bastionProblems } from "./bastion-checks.ts";
import type { DatabaseSettings } from "./database.ts";
import { databaseProblems } from "./database-checks.ts";
import type { DomainSettings } from "./domain.ts";
import { domainProblems } from "./domain-checks.ts";
import type { EdgeSettings } from "./edge.ts";
import { edgeProblems } from "./edge-checks.ts";
import type { FilesSettings } from "./files.ts";
import { filesProblems } from "./files-checks.ts";
import { httpsProblems } from "./https-checks.ts";
import type { MailSettings } from "./mail.ts";
import { mailProblems } from "./mail-checks.ts";
import type { NetworkSettings } from "./network.ts";
import { networkProblems, type WellFormed } from "./network-checks.ts";
import type { ObjectsSettings } from "./objects.ts";
import { objectsProblems } from "./objects-checks.ts";
import type { Problem } from "./problems.ts";
import type { UnlockSettings } from "./unlock.ts";
import { unlockProblems } from "./unlock-checks.ts";
import type { WebSettings } from "./web.ts";
import { webProblems } from "./web-checks.ts";

/** The settings of an environment of which only the well-formed ones are there. */
export interface PartlyWellFormed {
  readonly region?: string;
  readonly network?: WellFormed<NetworkSettings>;
  readonly bastion?: WellFormed<BastionSettings>;
  readonly domain?: WellFormed<DomainSettings>;
  readonly web?: WellFormed<WebSettings>;
  readonly database?: WellFormed<DatabaseSettings>;
  readonly files?: WellFormed<FilesSettings>;
  readonly backup?: WellFormed<BackupSettings>;
  readonly objects?: WellFormed<ObjectsSettings>;
  readonly edge?: WellFormed<EdgeSettings>;
  readonly mail?: WellFormed<MailSettings>;
  readonly alerting?: WellFormed<AlertingSettings>;
  readonly unlock?: UnlockSettings;
}

/**
 * Says what is wrong between the settings of an environment.
 *
 * @param settings those that are well-formed by themselves
 * @param environment the environment's name
 * @returns every problem; empty when there is none
 */
export function problemsBetween(settings: PartlyWellFormed, environment: string): Problem[] {
  const { region, network, bastion } = settings;
  const groups = [
    domainProblems,
    webProblems,
    httpsProblems,
    databaseProblems,
    filesProblems,
    backupProblems,
    objectsProblems,
    edgeProblems,
    mailProblems,
    alertingProblems,
    unlockProblems,
  ];
  return [
    ...networkProblems(network ?? {}, region, environment, bastion?.sshCidrBlocks ?? []),
    ...bastionProblems(bastion ?? {}, region),
    ...groups.flatMap((problems) => problems(settings, environment)),
  ];
}
