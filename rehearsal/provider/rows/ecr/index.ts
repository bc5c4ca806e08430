/** Rows of Amazon ECR. */
import type { Row } from "../../row.ts";
import { lifecyclePolicy } from "./lifecycle-policy.ts";
import { repository } from "./repository.ts";

/** All rows of ECR. */
export const rows: readonly Row[] = [repository, lifecyclePolicy];
