/** All rows of Secrets Manager. */
import type { Row } from "../../row.ts";
import { secret } from "./secret.ts";
import { secretRotation } from "./secret-rotation.ts";
import { secretVersion } from "./secret-version.ts";

/** The rows. */
export const rows: readonly Row[] = [secret, secretRotation, secretVersion];
