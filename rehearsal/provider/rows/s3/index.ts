/** Rows of Amazon S3. */
import type { Row } from "../../row.ts";
import { bucket } from "./bucket.ts";
import { bucketLifecycle } from "./lifecycle.ts";
import { bucketLogging } from "./logging.ts";
import { bucketPolicy } from "./policy.ts";
import { bucketEncryption, bucketOwnershipControls, bucketPublicAccessBlock, bucketVersioning } from "./settings.ts";

/** All rows of S3. */
export const rows: readonly Row[] = [
  bucket,
  bucketPolicy,
  bucketVersioning,
  bucketEncryption,
  bucketPublicAccessBlock,
  bucketOwnershipControls,
  bucketLifecycle,
  bucketLogging,
];
