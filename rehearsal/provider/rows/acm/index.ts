/** All rows of Certificate Manager. */
import type { Row } from "../../row.ts";
import { certificate } from "./certificate.ts";
import { certificateValidation } from "./validation.ts";

/** The rows. */
export const rows: readonly Row[] = [certificate, certificateValidation];
