/** Brings the stack with the alert path up again. */
import assert from "node:assert/strict";
import { outputsOf } from "../../../rehearsal/state.ts";
import type { Dev } from "./dev.ts";

/** Defines the tests. */
export function againTests(dev: Dev): void {
  it("changes nothing, with a refresh, and says that the routes are connected", async () => {
    await dev.up("platform", "--refresh", "--expect-no-changes");
    const { rehearsal, stack } = dev.test;
    const { alertRoutes } = outputsOf((await rehearsal.state(stack("platform"))) ?? { version: 3, deployment: {} });
    assert.deepEqual(alertRoutes, { critical: "connected", notices: "connected" });
  });
}
