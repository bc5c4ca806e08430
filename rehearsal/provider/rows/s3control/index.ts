/** Rows of Amazon S3's account-wide settings. */
import type { Call, Facts, Properties, Row } from "../../row.ts";
import { pascal } from "../helpers.ts";
import { accountPublicAccessBlockType } from "../s3/shared.ts";

function put(inputs: Properties, facts: Facts): Call {
  const PublicAccessBlockConfiguration = pascal(
    inputs,
    "blockPublicAcls",
    "ignorePublicAcls",
    "blockPublicPolicy",
    "restrictPublicBuckets",
  );
  const parameters = { AccountId: inputs.accountId ?? facts.accountId, PublicAccessBlockConfiguration };
  return { service: "s3control", operation: "PutPublicAccessBlock", parameters };
}

/**
 * The account's public access block, recorded only: the emulator does not answer S3 Control. All four blocks are off
 * by default; the policies of buckets are checked against it.
 */
export const accountPublicAccessBlock: Row = {
  type: accountPublicAccessBlockType,
  recorded: "MiniStack 1.5.33 answers InvalidURI to S3 Control's publicAccessBlock",
  required: [],
  replaceOn: ["accountId"],
  defaults: { blockPublicAcls: false, blockPublicPolicy: false, ignorePublicAcls: false, restrictPublicBuckets: false },
  identify: (inputs, facts) => String(inputs.accountId ?? facts.accountId),
  attributes: (inputs, _id, facts) => ({ accountId: inputs.accountId ?? facts.accountId }),
  create: { call: put },
  update: (_id, inputs, _previous, facts) => [put(inputs, facts)],
  delete: (id) => [{ service: "s3control", operation: "DeletePublicAccessBlock", parameters: { AccountId: id } }],
};

/** All rows of S3 Control. */
export const rows: readonly Row[] = [accountPublicAccessBlock];
