import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeInstanceRefreshesCommand,
  SetDesiredCapacityCommand,
} from "@aws-sdk/client-auto-scaling";
import {
  CreateLaunchTemplateVersionCommand,
  DescribeLaunchTemplateVersionsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import type { EngineResult } from "../../rehearsal/engine.ts";
import { Store } from "../../rehearsal/provider/store.ts";
import { outputsOf } from "../../rehearsal/state.ts";
import { changeSettings, fixturePlan, sdkClient, startRehearsal, type TestRehearsal } from "../rehearsals.ts";

const groupType = "aws:autoscaling/group:Group";
const invocationType = "aws:lambda/invocation:Invocation";
const [firstImage, releasedImage] = ["ami-00000000000000001", "ami-00000000000000002"];

/** What a changed template brings: a call for its new version in place of the call for the one before; not a changed group. */
const renewed = [
  ...["create-replacement Invocation", "delete-replaced Invocation", "replace Invocation"],
  "update LaunchTemplate",
];

/** What an update did, as `op type`; without what stayed and the stack itself. */
function done(result: EngineResult): string[] {
  const steps = result.events.flatMap((event) => (event.resOutputsEvent ? [event.resOutputsEvent.metadata] : []));
  return steps
    .filter(({ op, type }) => !["same", "refresh"].includes(op) && type !== "pulumi:pulumi:Stack")
    .map(({ op, type }) => `${op} ${type.split(":").at(-1)}`)
    .sort();
}

describe("a release of the application, which changes the image outside of up", () => {
  let test: TestRehearsal;
  let templateId: string;
  let groupName: string;

  async function up(settings: Readonly<Record<string, string>> = {}): Promise<string[]> {
    const stack = test.stack("release");
    changeSettings(test, stack, (config) => {
      for (const [key, value] of Object.entries(settings)) config[`release:${key}`] = value;
    });
    const result = await test.rehearsal.pulumi(stack, ["up", "--yes", "--skip-preview", "--refresh"]);
    assert.equal(result.code, 0, result.output);
    const outputs = outputsOf((await test.rehearsal.state(stack)) ?? { version: 3, deployment: {} });
    templateId = String(outputs.launchTemplateId);
    groupName = String(outputs.autoScalingGroupName);
    return done(result);
  }

  /** The newest version of the launch template on AWS: number, image and folder of the shared files. */
  async function newestVersion(): Promise<[number | undefined, string | undefined, string | undefined]> {
    const command = new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: templateId, Versions: ["$Latest"] });
    const [version] = (await sdkClient(EC2Client, test).send(command)).LaunchTemplateVersions ?? [];
    const script = Buffer.from(version?.LaunchTemplateData?.UserData ?? "", "base64").toString();
    return [version?.VersionNumber, version?.LaunchTemplateData?.ImageId, /^FILES_PATH="(.*)"$/m.exec(script)?.[1]];
  }

  const store = () => new Store(test.rehearsal.workspace.path("store"));

  /** The version that the group launches. The emulator keeps no mixed instances policy, so the provider's store does. */
  function groupVersion(): string {
    const { mixedInstancesPolicy } = store().get(groupType, groupName)?.properties ?? {};
    return mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.version;
  }

  /** What UpdateAutoScalingGroup, or a refresh that ends well, does on AWS. */
  function pointGroupTo(version: string): void {
    const file = store().file(groupType, groupName);
    const stored = JSON.parse(readFileSync(file, "utf8"));
    stored.properties.mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.version = version;
    writeFileSync(file, JSON.stringify(stored));
  }

  /** What the call of the last deployment answered: the emulator keeps nothing of a refresh but that there was one. */
  async function renewal() {
    const resources = (await test.rehearsal.state(test.stack("release")))?.deployment.resources ?? [];
    const { outputs } = resources.find(({ type }) => type === invocationType) ?? {};
    return JSON.parse(String(outputs?.result));
  }

  const scaling = () => sdkClient(AutoScalingClient, test);
  const capacity = async () =>
    (await scaling().send(new DescribeAutoScalingGroupsCommand({}))).AutoScalingGroups?.[0]?.DesiredCapacity;
  const refreshes = async () =>
    (await scaling().send(new DescribeInstanceRefreshesCommand({ AutoScalingGroupName: groupName }))).InstanceRefreshes
      ?.length;

  before(async () => {
    test = await startRehearsal("release", fixturePlan("release"));
    await up();
    // On AWS none: the emulator describes a mixed group without its version, so that the first call takes it for an old one.
    assert.equal(await refreshes(), 1);
  });
  after(() => test?.close());

  it("begins with the image of the settings", async () => {
    assert.deepEqual(await newestVersion(), [1, firstImage, "/mnt/first"]);
    assert.equal(groupVersion(), "1");
    assert.deepEqual(await up(), [], "a second up changes nothing");
  });

  it("is not undone by up, and neither is scaling", async () => {
    await sdkClient(EC2Client, test).send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateId: templateId,
        SourceVersion: "1",
        LaunchTemplateData: { ImageId: releasedImage },
      }),
    );
    pointGroupTo("2");
    await scaling().send(new SetDesiredCapacityCommand({ AutoScalingGroupName: groupName, DesiredCapacity: 3 }));
    assert.deepEqual(await up(), []);
    assert.deepEqual(await newestVersion(), [2, releasedImage, "/mnt/first"]);
    assert.equal(groupVersion(), "2");
    assert.equal(await capacity(), 3);
    assert.equal(await refreshes(), 1);
  });

  it("is what up builds its own changes on, whatever image the settings name, and instances are renewed", async () => {
    assert.deepEqual(await up({ filesPath: "/mnt/second", image: "ami-00000000000000003" }), renewed);
    assert.deepEqual(await newestVersion(), [3, releasedImage, "/mnt/second"]);
    assert.equal(await refreshes(), 2);
    const { outcome, request } = await renewal();
    assert.equal(outcome, "started");
    assert.deepEqual(request.DesiredConfiguration, { LaunchTemplate: { LaunchTemplateId: templateId, Version: "3" } });
    assert.equal(request.Preferences.AutoRollback, true);
    assert.equal(request.Preferences.AlarmSpecification.Alarms.length, 2);
  });

  it("leaves the group its old version, which AWS rolls back to; AWS itself moves it on when all has gone well", async () => {
    assert.equal(groupVersion(), "2");
    assert.deepEqual(await up(), [], "before the refresh has ended, or after it was rolled back");
    pointGroupTo("3");
    assert.deepEqual(await up(), [], "after the refresh has ended");
    assert.equal(groupVersion(), "3");
    assert.equal(await capacity(), 3);
    assert.equal(await refreshes(), 2);
  });
});
