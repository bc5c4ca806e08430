import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import {
  isStateful,
  type StatefulType,
  statefulDeleteActions,
  statefulDeletePrerequisiteActions,
  statefulTypes,
} from "./stateful.ts";

const types: readonly StatefulType[] = statefulTypes;

/** The class of a type token, from the provider's own package. */
function classOf(type: string): { readonly __pulumiType?: string } | undefined {
  const [, module, name] = type.split(/[:/]/).filter((_part, index) => index !== 2) as [string, string, string];
  const modules = aws as unknown as Record<string, Record<string, { readonly __pulumiType?: string }>>;
  return modules[module]?.[name];
}

describe("the stateful types", () => {
  it("are types that the AWS provider has", () => {
    for (const { type } of types) assert.equal(classOf(type)?.__pulumiType, type);
  });

  it("stand in order, each once", () => {
    const tokens = types.map(({ type }) => type);
    assert.deepEqual(tokens, [...new Set(tokens)].sort());
  });

  it("name at least one deletion each, all as service and action", () => {
    for (const { type, deleteActions } of types) assert.ok(deleteActions.length > 0, type);
    for (const action of [...statefulDeleteActions, ...statefulDeletePrerequisiteActions]) {
      assert.match(action, /^[a-z0-9-]+:[A-Z][A-Za-z]+$/);
    }
  });

  it("ask for nothing beside a deletion that is a deletion of another stateful type", () => {
    const both = statefulDeletePrerequisiteActions.filter((action) => statefulDeleteActions.includes(action));
    assert.deepEqual(both, []);
  });

  it("hold databases, files, objects, tables, keys and recovery points, but no log group", () => {
    assert.equal(isStateful("aws:rds/instance:Instance"), true);
    assert.equal(isStateful("aws:cloudwatch/logGroup:LogGroup"), false);
    assert.deepEqual(
      types.map(({ type }) => type),
      [
        "aws:backup/vault:Vault",
        "aws:dynamodb/table:Table",
        "aws:ecr/repository:Repository",
        "aws:efs/fileSystem:FileSystem",
        "aws:kms/key:Key",
        "aws:mq/broker:Broker",
        "aws:rds/instance:Instance",
        "aws:route53/zone:Zone",
        "aws:s3/bucket:Bucket",
        "aws:secretsmanager/secret:Secret",
      ],
    );
  });
});
