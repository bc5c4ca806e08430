/** The table in DynamoDB. Documents are kept as JSON in one attribute, so that nothing must be mapped. */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { Condition, Item, Table, Write } from "./table.ts";

/** Reasons for which a transaction may be tried again with what is there by then. */
const lost = ["ConditionalCheckFailed", "TransactionConflict"];

/**
 * @param client of the region in which the table is
 * @param tableName the table's name
 */
export function dynamoTable(client: DynamoDBClient, tableName: string): Table {
  return {
    get: async (pk, sk) => {
      const Key = keyOf(pk, sk);
      const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }));
      return Item === undefined ? undefined : itemOf(Item);
    },
    list: async (pk, limit) => {
      const found: Item[] = [];
      let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
      // DynamoDB returns 1 MB at once.
      do {
        const command = new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": { S: pk } },
          ConsistentRead: true,
          // No page is longer than 1 MB, so that a larger number says nothing.
          Limit: Math.min(limit - found.length, 10_000),
          ExclusiveStartKey,
        });
        const { Items = [], LastEvaluatedKey } = await client.send(command);
        found.push(...Items.map(itemOf));
        ExclusiveStartKey = LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined && found.length < limit);
      return found;
    },
    write: async (writes) => {
      try {
        await send(client, tableName, writes);
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        // A write of one item, while a transaction has it. Source:
        // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html, "Transaction conflict handling"
        if (error instanceof TransactionConflictException) return false;
        if (!(error instanceof TransactionCanceledException)) throw error;
        if (error.CancellationReasons?.some(({ Code }) => lost.includes(Code ?? ""))) return false;
        throw error;
      }
    },
    add: async (pk, sk, amounts, expiresAt) => {
      const names = Object.keys(amounts);
      const command = new UpdateItemCommand({
        TableName: tableName,
        Key: keyOf(pk, sk),
        UpdateExpression: `SET expiresAt = :expiresAt ADD ${names.map((name) => `${name} :${name}`).join(", ")}`,
        ExpressionAttributeValues: {
          ":expiresAt": { N: String(expiresAt) },
          ...Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [`:${name}`, { N: String(amount) }])),
        },
        ReturnValues: "ALL_NEW",
      });
      const { Attributes = {} } = await client.send(command);
      return Object.fromEntries(names.map((name) => [name, Number(Attributes[name]?.N ?? 0)]));
    },
  };
}

/** One write alone costs half of what it costs in a transaction. */
async function send(client: DynamoDBClient, TableName: string, writes: readonly Write[]): Promise<void> {
  const [first, ...others] = writes;
  if (first === undefined) return;
  const alone = others.length === 0 ? first : undefined;
  if (alone !== undefined && "put" in alone) {
    await client.send(new PutItemCommand({ TableName, Item: attributesOf(alone), ...conditionOf(alone.if) }));
  } else if (alone !== undefined && "remove" in alone) {
    await client.send(new DeleteItemCommand({ TableName, Key: keyOf(alone.pk, alone.sk), ...conditionOf(alone.if) }));
  } else {
    const TransactItems = writes.map((write) => {
      const condition = conditionOf(write.if);
      if ("put" in write) return { Put: { TableName, Item: attributesOf(write), ...condition } };
      const Key = keyOf(write.pk, write.sk);
      if ("remove" in write) return { Delete: { TableName, Key, ...condition } };
      return { ConditionCheck: { TableName, Key, ...(condition as { ConditionExpression: string }) } };
    });
    await client.send(new TransactWriteItemsCommand({ TransactItems }));
  }
}

const keyOf = (pk: string, sk: string) => ({ pk: { S: pk }, sk: { S: sk } });

function attributesOf({ pk, sk, put }: Extract<Write, { put: unknown }>): Record<string, AttributeValue> {
  return {
    ...keyOf(pk, sk),
    data: { S: JSON.stringify(put.data) },
    version: { N: String(put.version) },
    expiresAt: { N: String(put.expiresAt) },
  };
}

function itemOf(attributes: Record<string, AttributeValue>): Item {
  return {
    sk: attributes.sk?.S ?? "",
    data: JSON.parse(attributes.data?.S ?? "null"),
    version: Number(attributes.version?.N ?? 0),
  };
}

function conditionOf(condition: Condition) {
  if (condition === undefined) return {};
  if (condition === "absent") return { ConditionExpression: "attribute_not_exists(pk)" };
  if (condition === "present") return { ConditionExpression: "attribute_exists(pk)" };
  return {
    ConditionExpression: "version = :version",
    ExpressionAttributeValues: { ":version": { N: String(condition) } },
  };
}
