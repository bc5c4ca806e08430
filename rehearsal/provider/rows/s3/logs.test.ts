import { assertCase, type RuleCase, testWorld } from "../test-world.ts";
import { bucketLifecycle } from "./lifecycle.ts";
import { bucketLogging } from "./logging.ts";
import { bucketEncryptionType, bucketType } from "./shared.ts";

/** A world with a bucket of data and one of logs, the second with this encryption. */
const encryptedBy = (sseAlgorithm: string) =>
  testWorld(
    [bucketType, "data", {}],
    [bucketType, "logs", {}],
    [bucketEncryptionType, "logs", { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm } }] }],
  );

describe("S3 bucket logging to a bucket of logs", () => {
  const inputs = { bucket: "data", targetBucket: "logs", targetPrefix: "data/" };
  const cases: readonly RuleCase[] = [
    { title: "one with S3's own key", inputs, world: encryptedBy("AES256") },
    {
      title: "one with a customer key",
      inputs,
      world: encryptedBy("aws:kms"),
      refused: /logs encrypts by aws:kms, allowed is AES256/,
    },
    {
      title: "itself",
      inputs: { ...inputs, targetBucket: "data" },
      world: encryptedBy("AES256"),
      refused: /the bucket data logs to itself/,
    },
  ];
  for (const item of cases)
    it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(bucketLogging, item));
});

describe("S3 lifecycle from warm to cold", () => {
  const inputs = (...transitions: readonly (readonly [string, number])[]) => ({
    bucket: "data",
    rules: [
      {
        id: "archive",
        status: "Enabled",
        transitions: transitions.map(([storageClass, days]) => ({ storageClass, days })),
      },
    ],
  });
  const world = testWorld([bucketType, "data", {}]);
  const cases: readonly RuleCase[] = [
    { title: "Glacier before Deep Archive", inputs: inputs(["GLACIER", 30], ["DEEP_ARCHIVE", 180]), world },
    { title: "in any order of the list", inputs: inputs(["DEEP_ARCHIVE", 180], ["GLACIER", 30]), world },
    {
      title: "Deep Archive before Glacier",
      inputs: inputs(["GLACIER", 180], ["DEEP_ARCHIVE", 30]),
      world,
      refused: /DEEP_ARCHIVE is after 30 days, but must be later than that to GLACIER after 180/,
    },
    {
      title: "both on the same day",
      inputs: inputs(["STANDARD_IA", 60], ["GLACIER", 60]),
      world,
      refused: /GLACIER is after 60 days, but must be later than that to STANDARD_IA/,
    },
  ];
  for (const item of cases)
    it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(bucketLifecycle, item));
});
