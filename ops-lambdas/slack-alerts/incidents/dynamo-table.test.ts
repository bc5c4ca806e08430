import assert from "node:assert/strict";
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  TransactionCanceledException,
  TransactionConflictException,
} from "@aws-sdk/client-dynamodb";
import { dynamoTable } from "./dynamo-table.ts";
import type { Write } from "./table.ts";

const put = (sk: string): Write => ({ pk: "incident#1", sk, if: 1, put: { data: {}, version: 2, expiresAt: 0 } });
const common = { $metadata: {}, message: "" };
const cancelled = (Code: string) => new TransactionCanceledException({ ...common, CancellationReasons: [{ Code }] });

/** A table whose every call ends so. */
function failing(error: Error) {
  return dynamoTable({ send: async () => Promise.reject(error) } as unknown as DynamoDBClient, "table");
}

describe("a write to DynamoDB", () => {
  const one = [put("state")];
  const both = [put("state"), put("other")];

  it("loses when its condition is not met, or a transaction has the item, and may be tried again", async () => {
    assert.equal(await failing(new ConditionalCheckFailedException(common)).write(one), false);
    assert.equal(await failing(new TransactionConflictException(common)).write(one), false);
    for (const code of ["ConditionalCheckFailed", "TransactionConflict"]) {
      assert.equal(await failing(cancelled(code)).write(both), false, code);
    }
  });

  it("fails when the table cannot take it", async () => {
    await assert.rejects(failing(cancelled("ThrottlingError")).write(both), TransactionCanceledException);
    await assert.rejects(failing(new Error("no network")).write(one), /no network/);
  });
});
