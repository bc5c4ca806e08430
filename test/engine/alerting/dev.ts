/** Dev on the emulator with its alert path, brought up once for all tests that look at it. */
import assert from "node:assert/strict";
import type { EngineResult } from "../../../rehearsal/engine.ts";
import { Clients } from "../../../rehearsal/provider/clients.ts";
import type { Properties, Service } from "../../../rehearsal/provider/row.ts";
import { outputsOf } from "../../../rehearsal/state.ts";
import type { FoundationOutputs } from "../../../stacks/foundation/outputs.ts";
import type { ServicesOutputs } from "../../../stacks/services/outputs.ts";
import { changeSettings, environmentPlan, startRehearsal, type TestRehearsal } from "../../rehearsals.ts";
import { Inbox } from "./inbox.ts";

/** Where dev has alarms: its own region, and that of CloudFront's and Route 53's. */
export const regions = ["af-south-1", "us-east-1"];

/** The functions of the path. */
export type PathFunction = "intake" | "sender";

/**
 * Dev's stacks on the emulator, with the inbox in Slack's place. A digest is told after 5 seconds instead of 30; everything else is as
 * the settings of dev say.
 */
export class Dev {
  #test: TestRehearsal | undefined;
  #clients: Clients | undefined;
  #inbox: Inbox | undefined;
  /** What the functions were set up with by the stack. */
  readonly #environments = new Map<PathFunction, string>();
  foundation = {} as FoundationOutputs;
  services = {} as ServicesOutputs;

  /** Brings up all stacks in a clean workspace. */
  async start(): Promise<void> {
    const test = await startRehearsal("alerts", environmentPlan("dev"));
    this.#test = test;
    changeSettings(test, test.stack("platform"), (config) => {
      config["platform:alerting"].limits = { digestSeconds: 5 };
    });
    for (const { project } of test.rehearsal.plan.stacks) await this.up(project);
    await this.open(test);
  }

  /** Reads what is up. */
  async open(test: TestRehearsal): Promise<void> {
    this.#test = test;
    const { rehearsal } = test;
    this.#clients = new Clients(rehearsal.endpoint as string, rehearsal.plan.accountId);
    this.#inbox = new Inbox(rehearsal.workspace.read()?.inbox?.url as string);
    const outputs = async (project: string) =>
      outputsOf((await rehearsal.state(test.stack(project))) ?? { version: 3, deployment: {} });
    this.foundation = (await outputs("foundation")) as unknown as FoundationOutputs;
    this.services = (await outputs("platform")) as unknown as ServicesOutputs;
  }

  /** Ends the emulator and the inbox, and removes the workspace. */
  async close(): Promise<void> {
    await this.#test?.close();
  }

  get test(): TestRehearsal {
    assert.ok(this.#test, "dev was not started");
    return this.#test;
  }

  /** What stands in Slack's place. */
  get inbox(): Inbox {
    assert.ok(this.#inbox, "dev was not opened");
    return this.#inbox;
  }

  /** `pulumi up` of a project's stack. @throws AssertionError with the engine's output when it fails. */
  async up(project: string, ...args: readonly string[]): Promise<EngineResult> {
    const { rehearsal, stack } = this.test;
    const result = await rehearsal.pulumi(stack(project), ["up", "--yes", "--skip-preview", ...args]);
    assert.equal(result.code, 0, result.output);
    return result;
  }

  /** Asks the emulator through the AWS SDK. @param region default: the environment's */
  ask(
    service: Service,
    operation: string,
    parameters: Properties = {},
    region = this.test.rehearsal.plan.region,
  ): Promise<Properties> {
    assert.ok(this.#clients, "dev was not opened");
    return this.#clients.send({ service, operation, parameters }, region);
  }

  /** Publishes a text to the topic of a severity. */
  async publish(severity: keyof ServicesOutputs["alertTopicArns"], Message: string, Subject?: string): Promise<void> {
    const TopicArn = this.services.alertTopicArns[severity];
    await this.ask("sns", "Publish", { TopicArn, Message, ...(Subject === undefined ? {} : { Subject }) });
  }

  /** Name of a function with Pulumi's suffix. */
  async functionName(name: PathFunction): Promise<string> {
    const { Functions } = await this.ask("lambda", "ListFunctions");
    const names = (Functions as { FunctionName: string }[]).map(({ FunctionName }) => FunctionName);
    const found = names.find((each) => each.includes(`-alerts-${name}`));
    assert.ok(found, `${name} is not among ${names}`);
    return found;
  }

  /** What a function is set up with. */
  async alerting(name: PathFunction): Promise<Properties> {
    const { Environment } = await this.ask("lambda", "GetFunctionConfiguration", {
      FunctionName: await this.functionName(name),
    });
    return JSON.parse(Environment.Variables.ALERTING);
  }

  /** Changes what a function is set up with, in the function only, until `restore`. */
  async change(name: PathFunction, change: (alerting: Properties) => Properties): Promise<void> {
    const FunctionName = await this.functionName(name);
    const { Environment } = await this.ask("lambda", "GetFunctionConfiguration", { FunctionName });
    const before = Environment.Variables.ALERTING as string;
    if (!this.#environments.has(name)) this.#environments.set(name, before);
    await this.#set(FunctionName, Environment.Variables, JSON.stringify(change(JSON.parse(before))));
  }

  /** Sets the functions up as the stack did. */
  async restore(): Promise<void> {
    for (const [name, alerting] of this.#environments) {
      const FunctionName = await this.functionName(name);
      const { Environment } = await this.ask("lambda", "GetFunctionConfiguration", { FunctionName });
      await this.#set(FunctionName, Environment.Variables, alerting);
    }
    this.#environments.clear();
  }

  async #set(FunctionName: string, variables: Properties, ALERTING: string): Promise<void> {
    const Environment = { Variables: { ...variables, ALERTING } };
    await this.ask("lambda", "UpdateFunctionConfiguration", { FunctionName, Environment });
  }

  /** A new minute begins: what was posted in this one no longer counts against the routes' limits. */
  async newMinute(): Promise<void> {
    const TableName = this.foundation.incidentTable.name;
    const { Items } = await this.ask("dynamodb", "Scan", {
      TableName,
      FilterExpression: "begins_with(pk, :budget)",
      ExpressionAttributeValues: { ":budget": { S: "budget#" } },
    });
    for (const { pk, sk } of Items) await this.ask("dynamodb", "DeleteItem", { TableName, Key: { pk, sk } });
  }

  /** URL of the queue that the sender reads. */
  async outboxUrl(): Promise<string> {
    return (await this.alerting("intake")).outboxUrl;
  }
}
