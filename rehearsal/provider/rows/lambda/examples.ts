/** Examples of Lambda. */
import type { Example } from "../example.ts";

/** A program of one file, in the engine's protocol (SDK: `runtime/rpc.ts`, serializeProperty). */
function program(text: string, hash: string) {
  const key = "4dabf18193072939515e22adb298388d";
  const file = { [key]: "c44067f5952c0a294b673a41bacd8c17", hash, text };
  return { [key]: "0def7320c3a5731c473e5ecbe6d01bc7", hash, assets: { "index.js": file } };
}

function policy(statements: readonly (readonly [actions: readonly string[], resource: unknown])[]): string {
  const Statement = statements.map(([Action, resource]) => ({ Effect: "Allow", Action, Resource: String(resource) }));
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

/** The examples. */
export const examples: readonly Example[] = [
  {
    name: "lambda-role",
    type: "aws:iam/role:Role",
    inputs: () => ({
      name: "rehearsal-lambda-example",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    }),
  },
  {
    // The emulator makes a missing one at the first call, and nobody would delete it.
    name: "lambda-log-group",
    type: "aws:cloudwatch/logGroup:LogGroup",
    inputs: () => ({ name: "/rehearsal/lambda-example" }),
  },
  {
    name: "lambda-function",
    type: "aws:lambda/function:Function",
    needs: ["lambda-role", "lambda-log-group"],
    inputs: (made) => ({
      name: "rehearsal-example",
      role: made("lambda-role").arn,
      runtime: "nodejs24.x",
      handler: "index.handler",
      architectures: ["arm64"],
      code: program("exports.handler = async () => 1;", "1".repeat(64)),
      description: "first",
      tracingConfig: { mode: "Active" },
      loggingConfig: { logFormat: "JSON", logGroup: "/rehearsal/lambda-example" },
      environment: { variables: { LOG_LEVEL: "info" } },
    }),
    change: () => ({
      code: program("exports.handler = async () => 2;", "2".repeat(64)),
      description: "second",
      memorySize: 256,
      timeout: 30,
      reservedConcurrentExecutions: 1,
      environment: { variables: { LOG_LEVEL: "debug" } },
      tags: { kind: "second" },
    }),
  },
  {
    name: "lambda-invocation",
    type: "aws:lambda/invocation:Invocation",
    needs: ["lambda-function"],
    inputs: (made) => ({ functionName: made("lambda-function").name, input: JSON.stringify({ number: 1 }) }),
  },
  {
    name: "lambda-permission",
    type: "aws:lambda/permission:Permission",
    needs: ["lambda-function"],
    inputs: (made, { accountId }) => ({
      statementId: "rehearsal-example",
      action: "lambda:InvokeFunction",
      function: made("lambda-function").name,
      principal: "secretsmanager.amazonaws.com",
      sourceAccount: accountId,
    }),
  },
  {
    name: "lambda-role-policy",
    type: "aws:iam/rolePolicy:RolePolicy",
    needs: ["lambda-role", "sqs-queue", "sqs-dead-letters", "kms-key"],
    inputs: (made) => ({
      role: made("lambda-role").name,
      name: "queues",
      policy: policy([
        [["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], made("sqs-queue").arn],
        [["sqs:SendMessage"], made("sqs-dead-letters").arn],
        [["kms:Decrypt"], made("kms-key").arn],
      ]),
    }),
  },
  {
    name: "lambda-event-source-mapping",
    type: "aws:lambda/eventSourceMapping:EventSourceMapping",
    needs: ["lambda-function", "lambda-role-policy", "sqs-queue"],
    inputs: (made) => ({
      functionName: made("lambda-function").name,
      eventSourceArn: made("sqs-queue").arn,
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: 2 },
    }),
    change: () => ({
      batchSize: 5,
      enabled: false,
      maximumBatchingWindowInSeconds: 1,
      scalingConfig: { maximumConcurrency: 5 },
    }),
  },
  {
    name: "lambda-function-event-invoke-config",
    type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
    needs: ["lambda-function", "lambda-role-policy", "sqs-dead-letters"],
    inputs: (made) => ({ functionName: made("lambda-function").name, maximumRetryAttempts: 1 }),
    change: (made) => ({
      maximumRetryAttempts: 0,
      maximumEventAgeInSeconds: 3600,
      destinationConfig: { onFailure: { destination: made("sqs-dead-letters").arn } },
    }),
  },
  {
    name: "lambda-function-recursion-config",
    type: "aws:lambda/functionRecursionConfig:FunctionRecursionConfig",
    needs: ["lambda-function"],
    inputs: (made) => ({ functionName: made("lambda-function").name, recursiveLoop: "Allow" }),
    change: () => ({ recursiveLoop: "Terminate" }),
    stays: "a function has a setting for loops as long as it lives",
  },
];
