import assert from "node:assert/strict";
import { fidelityOf } from "../report.ts";
import { RandomProvider, randomPasswordType } from "./provider.ts";

const provider = new RandomProvider();
const urn = `urn:pulumi:dev::platform::platform:edge:Edge$${randomPasswordType}::origin`;

describe("plugin resource-random", () => {
  it("marks password and hash as secrets, beside the arguments with their defaults", async () => {
    const { id, outs } = await provider.create(urn, { length: 16, special: false, keepers: { generation: "1" } });
    const { result, bcryptHash, ...rest } = outs;
    assert.equal(id, "none");
    const signature = "1b47061264138c4ac30d75fd1eb44270";
    assert.equal(result["4dabf18193072939515e22adb298388d"], signature);
    assert.match(result.value, /^[A-Za-z0-9]{16}$/);
    assert.equal(bcryptHash["4dabf18193072939515e22adb298388d"], signature);
    assert.match(bcryptHash.value, /^\$2a\$10\$[./A-Za-z0-9]{53}$/);
    assert.deepEqual(rest, {
      length: 16,
      special: false,
      lower: true,
      upper: true,
      numeric: true,
      number: true,
      minLower: 0,
      minUpper: 0,
      minNumeric: 0,
      minSpecial: 0,
      keepers: { generation: "1" },
    });
  });

  it("makes a new password when an argument changes, and none when a default is written out", async () => {
    const { outs } = await provider.create(urn, { length: 16, keepers: { generation: "1" } });
    const diff = (news: object) => provider.diff("none", urn, outs, news);
    assert.deepEqual(await diff({ length: 16, special: true, keepers: { generation: "1" } }), {
      changes: false,
      replaces: [],
    });
    assert.deepEqual(await diff({ length: 16, keepers: { generation: "2" } }), {
      changes: true,
      replaces: ["keepers"],
    });
  });

  it("refuses a wrong length, and waits for an unknown one", async () => {
    const refused = await provider.check(urn, {}, { length: 3, minLower: 4 });
    assert.equal(refused.failures?.length, 1);
    assert.equal((await provider.check(urn, {}, {})).failures?.length, 1);
    const unknown = { length: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
    assert.deepEqual(await provider.check(urn, {}, unknown), { inputs: unknown });
  });

  it("names the file to extend for another type", async () => {
    await assert.rejects(
      provider.check("urn:pulumi:dev::platform::random:index/randomPet:RandomPet::pet", {}, {}),
      /no stand-in for the resource type random:index\/randomPet:RandomPet.*rehearsal\/random\/provider\.ts/,
    );
  });

  it("counts as unverified", () => {
    const resource = { urn, type: randomPasswordType, name: "origin", id: "none", component: null };
    const { unverifiedTypes, types } = fidelityOf([resource, resource]);
    assert.deepEqual({ unverifiedTypes, types }, { unverifiedTypes: [randomPasswordType], types: 1 });
  });
});
