/** Prod on the emulator, brought up once for all tests that look at it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { EngineResult } from "../../../rehearsal/engine.ts";
import { Clients } from "../../../rehearsal/provider/clients.ts";
import type { Properties, Service } from "../../../rehearsal/provider/row.ts";
import { Store } from "../../../rehearsal/provider/store.ts";
import { outputsOf } from "../../../rehearsal/state.ts";
import type { FoundationOutputs } from "../../../stacks/foundation/outputs.ts";
import type { ServicesOutputs } from "../../../stacks/services/outputs.ts";
import { environmentPlan, startRehearsal, type TestRehearsal } from "../../rehearsals.ts";

/** Where CloudFront's certificate, web ACL and metrics live. */
export const globalRegion = "us-east-1";
/** Where prod sends mail from, by its settings. */
export const mailRegion = "eu-west-1";
/** Zones of prod, by its settings. */
export const zones: readonly string[] = ["af-south-1a", "af-south-1b"];

/** Prod's stacks on the emulator. Everything but `start` and `open` needs one of them before. */
export class Production {
  #test: TestRehearsal | undefined;
  #clients: Clients | undefined;
  /** Outputs of the foundation stack at the last `open`. */
  foundation = {} as FoundationOutputs;
  /** Outputs of the services stack at the last `open`. */
  services = {} as ServicesOutputs;

  /** Brings up all stacks in a clean workspace. */
  async start(): Promise<void> {
    this.#test = await startRehearsal("prod", environmentPlan("prod"));
    for (const { project } of this.#test.rehearsal.plan.stacks) await this.up(project);
    await this.open(this.#test);
  }

  /** Reads the outputs of stacks that are up. */
  async open(test: TestRehearsal): Promise<void> {
    this.#test = test;
    this.#clients = new Clients(test.rehearsal.endpoint as string, test.rehearsal.plan.accountId);
    const outputs = async (project: string) =>
      outputsOf((await test.rehearsal.state(test.stack(project))) ?? { version: 3, deployment: {} });
    this.foundation = (await outputs("foundation")) as unknown as FoundationOutputs;
    this.services = (await outputs("platform")) as unknown as ServicesOutputs;
  }

  /** Ends the emulator and removes the workspace; nothing happens when it was never started. */
  async close(): Promise<void> {
    await this.#test?.close();
  }

  /** The rehearsal and its stacks. */
  get test(): TestRehearsal {
    assert.ok(this.#test, "prod was not started");
    return this.#test;
  }

  /** `pulumi up` of a project's stack. @throws AssertionError with the engine's output when it fails. */
  async up(project: string, ...args: readonly string[]): Promise<EngineResult> {
    const result = await this.test.rehearsal.pulumi(this.test.stack(project), [
      "up",
      "--yes",
      "--skip-preview",
      ...args,
    ]);
    assert.equal(result.code, 0, result.output);
    return result;
  }

  /**
   * Asks the emulator through the AWS SDK.
   *
   * @param region default: the environment's
   */
  ask(
    service: Service,
    operation: string,
    parameters: Properties = {},
    region = this.test.rehearsal.plan.region,
  ): Promise<Properties> {
    assert.ok(this.#clients, "prod was not opened");
    return this.#clients.send({ service, operation, parameters }, region);
  }

  /** Properties of the resources of a type in the provider's store, for what the emulator only records or does not tell. */
  recorded(type: string): Properties[] {
    const store = new Store(join(this.test.rehearsal.workspace.directory, "store"));
    return store.list(type).map(({ properties }) => properties);
  }

  /** The Auto Scaling group of bastions or web servers. */
  async group(name: string): Promise<Properties> {
    const answer = await this.ask("autoscaling", "DescribeAutoScalingGroups", { AutoScalingGroupNames: [name] });
    assert.equal(answer.AutoScalingGroups.length, 1, name);
    return answer.AutoScalingGroups[0];
  }

  /** The one DB instance that serves. */
  async database(): Promise<Properties> {
    const DBInstanceIdentifier = this.foundation.database.instanceIdentifier;
    return (await this.ask("rds", "DescribeDBInstances", { DBInstanceIdentifier })).DBInstances[0];
  }

  /** Ids of the public subnets, sorted. */
  get publicSubnets(): string[] {
    return Object.values(this.foundation.publicSubnetIds).sort();
  }

  /** Ids of the private subnets, sorted. */
  get privateSubnets(): string[] {
    return Object.values(this.foundation.privateSubnetIds).sort();
  }

  /** A filter on the network's VPC. */
  get inVpc(): Properties[] {
    return [{ Name: "vpc-id", Values: [this.foundation.vpcId] }];
  }
}

/** `{ Key, Value }` pairs as a record. */
export function record(pairs: readonly Properties[]): Record<string, string> {
  return Object.fromEntries(pairs.map(({ Key, Value }) => [Key, Value]));
}
