import assert from "node:assert/strict";
import { type Bend, bends, bent } from "../../test/bent-settings.ts";
import { parseEnvironment } from "./parse.ts";
import { SettingsError } from "./problems.ts";

/** The one error that settings of prod end in. */
function refusal(which?: readonly Bend[]): SettingsError {
  try {
    parseEnvironment(bent(which), "Pulumi.prod.yaml");
  } catch (error) {
    assert.ok(error instanceof SettingsError, String(error));
    return error;
  }
  throw new Error("bent settings were taken");
}

/** Demands that each bend, and nothing else, is told, with the value got, what is allowed and what to do. */
function assertTold(error: SettingsError, which: readonly Bend[]): void {
  const told = error.problems.map(({ path }) => path);
  assert.deepEqual([...told].sort(), which.map(({ path, toldAt }) => toldAt ?? path).sort());
  for (const { path, toldAt = path, told: words } of which) {
    const problem = error.problems.find((each) => each.path === toldAt);
    assert.ok(problem);
    assert.match(`${problem.problem ?? ""}\n${problem.allowed}\n${problem.todo}`, words, toldAt);
    assert.match(problem.todo, /^[A-Z].*\.$/s, toldAt);
    assert.ok(error.message.includes(`. ${toldAt}\n`) && error.message.includes(`allowed:    ${problem.allowed}\n`));
  }
}

describe("settings of prod that are bent in every way at once", () => {
  it("end in one error that tells each problem once, with its path, the value got, what is allowed and what to do", () => {
    const error = refusal();
    assertTold(error, bends);
    assert.match(
      error.message,
      new RegExp(`^Pulumi\\.prod\\.yaml has ${bends.length} problems; nothing was read or made\\.`),
    );
    for (const { path, got } of error.problems) assert.ok(got !== undefined, `${path}: nothing got`);
  });

  it("are told in the order of the file", () => {
    const keys = Object.keys(bent());
    const places = refusal().problems.map(({ path }) => keys.indexOf(path.replace(/[.[].*$/, "")));
    assert.deepEqual(
      places,
      places.toSorted((one, other) => one - other),
    );
  });

  it("are told also when what others lean on is missing: mail and HTTPS without a domain, the network, the region", () => {
    const without: readonly Bend[] = [
      { path: "platform:domain", value: undefined, told: /plain HTTP/ },
      { path: "platform:edge.enabled", value: false, told: /plain HTTP/, toldAt: "platform:domain" },
      { path: "platform:mail.enabled", value: true, told: /Mail needs a domain/ },
    ];
    assertTold(
      refusal(without),
      without.filter(({ path }) => path !== "platform:edge.enabled"),
    );
    const missing: readonly Bend[] = [
      { path: "platform:region", value: undefined, told: /region/ },
      { path: "platform:network", value: undefined, told: /group of settings/ },
    ];
    assertTold(refusal(missing), missing);
  });

  it("are taken when nothing is bent", () => {
    assert.equal(parseEnvironment(bent([]), "Pulumi.prod.yaml").project, "acme");
  });
});
