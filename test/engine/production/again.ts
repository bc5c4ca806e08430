/** Brings prod up again, as it is and after AWS or somebody else changed it. */
import assert from "node:assert/strict";
import { type Production, zones } from "./production.ts";

const stacks = ["account", "foundation", "platform"] as const;

/** Defines the tests. */
export function againTests(prod: Production): void {
  it("a second up changes nothing", async () => {
    for (const stack of stacks) await prod.up(stack, "--expect-no-changes");
  });

  it("nor does one with a refresh, after scaling, a grown storage and a minor upgrade", async () => {
    const AutoScalingGroupName = prod.services.autoScalingGroupName;
    const DBInstanceIdentifier = prod.foundation.database.instanceIdentifier;
    const scaled = prod.foundation.zones.length + 2;
    assert.deepEqual(prod.foundation.zones, zones);
    await prod.ask("autoscaling", "SetDesiredCapacity", { AutoScalingGroupName, DesiredCapacity: scaled });
    await prod.ask("rds", "ModifyDBInstance", {
      DBInstanceIdentifier,
      AllocatedStorage: 140,
      EngineVersion: "8.4.6",
      ApplyImmediately: true,
    });
    for (const stack of stacks) await prod.up(stack, "--refresh", "--expect-no-changes");
    const { AllocatedStorage, EngineVersion } = await prod.database();
    assert.deepEqual([AllocatedStorage, EngineVersion], [140, "8.4.6"]);
    assert.equal((await prod.group(AutoScalingGroupName)).DesiredCapacity, scaled);
    assert.deepEqual(await seen(prod), { desiredCapacity: scaled, engineVersionActual: "8.4.6" });
  });
}

/** What the refresh brought into the states. */
async function seen(prod: Production): Promise<Record<string, unknown>> {
  const find = async (project: string, name: string) => {
    const state = await prod.test.rehearsal.state(prod.test.stack(project));
    return state?.deployment.resources?.find(({ urn }) => urn.endsWith(name))?.outputs ?? {};
  };
  const { desiredCapacity } = await find("platform", "$aws:autoscaling/group:Group::acme-prod-web");
  const { engineVersionActual } = await find("foundation", "$aws:rds/instance:Instance::acme-prod-database-1");
  return { desiredCapacity, engineVersionActual };
}
