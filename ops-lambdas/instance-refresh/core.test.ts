import assert from "node:assert/strict";
import type { AutoScalingGroup, InstanceRefresh } from "@aws-sdk/client-auto-scaling";
import { type Groups, type RefreshRequest, refreshInstances } from "./core.ts";

const name = "acme-dev-web-0123456";
const event = { autoScalingGroupName: name, launchTemplateId: "lt-1", version: "3" };
const preferences = { AutoRollback: true, AlarmSpecification: { Alarms: ["errors"] } };
const overrides = { InstancesDistribution: { OnDemandBaseCapacity: 1 } };
const types = { Overrides: [{ InstanceType: "t4g.small" as const }] };

/** A group of several types at that version, as AWS describes it: with id and name of the template. */
const mixed = (Version: string): Partial<AutoScalingGroup> => ({
  MixedInstancesPolicy: {
    ...overrides,
    LaunchTemplate: {
      ...types,
      LaunchTemplateSpecification: { LaunchTemplateId: "lt-1", LaunchTemplateName: "web", Version },
    },
  },
});

/** A group of one type, beside a warm pool. */
const single = (Version: string): Partial<AutoScalingGroup> => ({
  LaunchTemplate: { LaunchTemplateId: "lt-1", LaunchTemplateName: "web", Version },
});

/** Runs against a group in memory, and tells what was done and what was started. */
async function run(group: Partial<AutoScalingGroup> | undefined, refreshes: readonly InstanceRefresh[] = []) {
  const started: RefreshRequest[] = [];
  const groups: Groups = {
    group: async () => group as AutoScalingGroup | undefined,
    refreshes: async () => refreshes,
    start: async (request) => `refresh-${started.push(request)}`,
  };
  return { done: await refreshInstances(event, preferences, groups), started };
}

describe("refreshInstances", () => {
  it("brings the version as desired configuration of the group as it is, so that AWS can roll back", async () => {
    const { done, started } = await run(mixed("2"), [{ Status: "Successful" }]);
    const request = {
      AutoScalingGroupName: name,
      Strategy: "Rolling",
      DesiredConfiguration: {
        MixedInstancesPolicy: {
          ...overrides,
          LaunchTemplate: { ...types, LaunchTemplateSpecification: { LaunchTemplateId: "lt-1", Version: "3" } },
        },
      },
      Preferences: preferences,
    };
    assert.deepEqual(started, [request]);
    assert.deepEqual(done, { outcome: "started", refreshId: "refresh-1", request });
  });

  it("does so beside a warm pool, where the group has a template and no mixed policy", async () => {
    const { started } = await run(single("2"));
    assert.deepEqual(started[0]?.DesiredConfiguration, { LaunchTemplate: { LaunchTemplateId: "lt-1", Version: "3" } });
  });

  it("does nothing where the version is, also when versions before it were rolled back", async () => {
    for (const group of [mixed("3"), single("3")]) {
      assert.deepEqual(await run(group, [{ Status: "RollbackSuccessful" }]), {
        done: { outcome: "already there" },
        started: [],
      });
    }
  });

  it("never takes a release back, whose version is a newer one; 10 is newer than 3", async () => {
    assert.deepEqual(await run(mixed("10")), { done: { outcome: "newer already there" }, started: [] });
  });

  it("renews a group that follows a label in place of a number", async () => {
    assert.equal((await run(mixed("$Default"))).started.length, 1);
  });

  for (const Status of ["Pending", "InProgress", "Baking"] as const) {
    it(`lets a refresh to the same version go on: ${Status}`, async () => {
      const { done, started } = await run(mixed("2"), [{ Status, DesiredConfiguration: mixed("3") }]);
      assert.deepEqual([done, started], [{ outcome: "already running" }, []]);
    });
  }

  for (const Status of ["Pending", "InProgress", "Baking", "Cancelling", "RollbackInProgress"] as const) {
    it(`stops at another refresh, which may be a release: ${Status}`, async () => {
      const other = { Status, InstanceRefreshId: "release", DesiredConfiguration: mixed("2") };
      await assert.rejects(run(mixed("1"), [other]), {
        message: `The instance refresh release of ${name} is ${Status}: perhaps a release. Wait for its end and run up again: it brings version 3.`,
      });
    });
  }

  for (const Status of ["Cancelling", "RollbackInProgress"] as const) {
    it(`stops at a refresh to the same version that goes back: ${Status}`, async () => {
      await assert.rejects(run(mixed("2"), [{ Status, DesiredConfiguration: mixed("3") }]), /run up again/);
    });
  }

  it("names a group that does not exist", async () => {
    await assert.rejects(run(undefined), { message: `There is no Auto Scaling group ${name}.` });
  });
});
