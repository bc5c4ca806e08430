/** All rows of EFS. */
import type { Row } from "../../row.ts";
import { accessPoint } from "./access-point.ts";
import { fileSystem } from "./file-system.ts";
import { mountTarget } from "./mount-target.ts";
import { backupPolicy, fileSystemPolicy } from "./policies.ts";

/** The rows. */
export const rows: readonly Row[] = [accessPoint, backupPolicy, fileSystem, fileSystemPolicy, mountTarget];
