import assert from "node:assert/strict";
import { EngineError } from "../../rehearsal/rehearsal.ts";
import { deploymentErrors } from "./stack.ts";

describe("a deployment in the rehearsal that failed", () => {
  const place = { project: "foundation", stack: "dev", directory: "/p", settingsFile: "/s" };
  const errorsOf = (...messages: string[]) => {
    const events = messages.map((message) => ({ diagnosticEvent: { severity: "error", message } }));
    const result = { code: 255, output: "the engine crashed\n", stdout: "", events };
    return deploymentErrors(new EngineError(place, "up", result, "/log"));
  };
  const hangsUp = "grpc: the client connection is closing";

  it("tells causes, not what follows from them", () => {
    assert.deepEqual(errorsOf("no such zone", hangsUp), ["Deployed in the rehearsal: no such zone"]);
    assert.deepEqual(errorsOf(hangsUp), [`Deployed in the rehearsal: ${hangsUp}`]);
  });

  it("never counts as one that went well, also when the engine reported nothing", () => {
    const [told, ...others] = errorsOf();
    assert.match(told ?? "", /^Deployed in the rehearsal: pulumi up of foundation \(dev\)[\s\S]*the engine crashed/);
    assert.deepEqual(others, []);
  });
});
