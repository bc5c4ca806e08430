/** Examples of S3 Control's rows. */
import type { Example } from "../example.ts";

/** All examples of S3 Control. */
export const examples: readonly Example[] = [
  {
    name: "s3control-public-access-block",
    type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
    inputs: (_made, { accountId }) => ({ accountId, blockPublicAcls: true }),
    change: () => ({ blockPublicPolicy: true }),
  },
];
