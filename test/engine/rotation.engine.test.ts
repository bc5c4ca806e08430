import assert from "node:assert/strict";
import { GetFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DescribeSecretCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { outputsOf } from "../../rehearsal/state.ts";
import { fixturePlan, sdkClient, startRehearsal, type TestRehearsal } from "../rehearsals.ts";

describe("a rotated secret and its function", () => {
  let test: TestRehearsal;
  let secretArn: string;
  let functionName: string;

  before(async () => {
    test = await startRehearsal("rotation", fixturePlan("rotation"));
    const stack = test.stack("rotation");
    await test.rehearsal.up(stack);
    const state = await test.rehearsal.state(stack);
    ({ secretArn, functionName } = outputsOf(state ?? { version: 3, deployment: {} }) as Record<
      string,
      string
    > as never);
  });
  after(() => test?.close());

  it("are there: Node 24 on arm64, traced, in the network; the secret is rotated every 30 days", async () => {
    const { Configuration } = await sdkClient(LambdaClient, test).send(
      new GetFunctionCommand({ FunctionName: functionName }),
    );
    assert.deepEqual(
      [Configuration?.Runtime, Configuration?.Architectures, Configuration?.TracingConfig?.Mode],
      ["nodejs24.x", ["arm64"], "Active"],
    );
    assert.equal(Configuration?.VpcConfig?.SubnetIds?.length, 1);
    const secret = await sdkClient(SecretsManagerClient, test).send(new DescribeSecretCommand({ SecretId: secretArn }));
    assert.equal(secret.RotationEnabled, true);
    assert.equal(secret.RotationRules?.AutomaticallyAfterDays, 30);
  });

  it("the function runs from its bundle, and says what is wrong with an event", async () => {
    const { Payload, FunctionError } = await sdkClient(LambdaClient, test).send(
      new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify({ Step: "none" })) }),
    );
    assert.ok(FunctionError);
    assert.match(Buffer.from(Payload ?? []).toString(), /The event has no SecretId/);
  }).timeout(60_000);

  it("change nothing after two rotations: the dead first password never comes back", async () => {
    const secrets = sdkClient(SecretsManagerClient, test);
    for (const SecretString of ["second", "third"]) {
      await secrets.send(new PutSecretValueCommand({ SecretId: secretArn, SecretString }));
    }
    await test.rehearsal.up(test.stack("rotation"), ["--refresh", "--expect-no-changes"]);
  });

  it("leave nothing", async () => {
    assert.deepEqual(await test.rehearsal.destroy(), []);
  });
});
