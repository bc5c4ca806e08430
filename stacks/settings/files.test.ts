import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { parseCidrBlock } from "../../components/network/cidr-block.ts";
import type { EnvironmentSettings } from "./environment.ts";
import { readSettingsFile } from "./file.ts";
import { schemaText, settingsSchemas } from "./json-schema.ts";
import { interfaceEndpointServices } from "./network.ts";

const root = join(import.meta.dirname, "..", "..");
const fileOf = (stack: string) => join(root, `Pulumi.${stack}.yaml`);
const environments = ["dev", "staging", "prod"] as const;

function settingsOf(environment: (typeof environments)[number]): EnvironmentSettings {
  return readSettingsFile(fileOf(environment)).settings as EnvironmentSettings;
}

describe("the settings files", () => {
  const dev = settingsOf("dev");
  const staging = settingsOf("staging");
  const prod = settingsOf("prod");

  for (const stack of [...environments, "account"]) {
    it(`of ${stack} name their JSON schema and leave no default AWS provider`, () => {
      const text = readFileSync(fileOf(stack), "utf8");
      const schema = stack === "account" ? "account-settings.schema.json" : "settings.schema.json";
      assert.equal(text.split("\n")[0], `# yaml-language-server: $schema=./${schema}`);
      assert.deepEqual(parse(text).config["pulumi:disable-default-providers"], ["aws"]);
    });
  }

  it("belong to the same account, region and owner as the account stack", () => {
    const account = readSettingsFile(fileOf("account")).settings;
    for (const key of ["account", "region", "project", "owner", "costCenter", "repository"] as const) {
      for (const settings of [dev, staging, prod]) assert.equal(settings[key], account?.[key]);
    }
    assert.equal(dev.region, "af-south-1");
  });

  it("give each environment a range of its own", () => {
    const ranges = [dev, staging, prod].map(({ network }) => network.cidrBlock);
    assert.deepEqual(ranges, ["10.10.0.0/16", "10.20.0.0/16", "10.30.0.0/16"]);
    assert.equal(new Set(ranges.map((range) => parseCidrBlock(range).address)).size, 3);
  });

  it("put each in two zones", () => {
    for (const { network } of [dev, staging, prod]) {
      assert.deepEqual(
        network.zones.map(({ name }) => name),
        ["af-south-1a", "af-south-1b"],
      );
    }
  });

  it("have one NAT gateway in dev and staging, and one in each zone in prod", () => {
    const modes = [dev, staging, prod].map(({ network }) => network.natGateways);
    assert.deepEqual(modes, ["single", "single", "perZone"]);
  });

  it("have no interface endpoints in dev, and in prod all of staging's and more", () => {
    assert.deepEqual(dev.network.interfaceEndpoints, []);
    const inStaging: readonly string[] = staging.network.interfaceEndpoints;
    const inProd: readonly string[] = prod.network.interfaceEndpoints;
    assert.deepEqual(
      inStaging.filter((service) => !inProd.includes(service)),
      [],
    );
    assert.deepEqual(
      inProd.filter((service) => !inStaging.includes(service)),
      ["logs", "kms", "sts", "monitoring"],
    );
  });

  it("have one bastion in dev and one in each zone elsewhere", () => {
    assert.deepEqual(
      [dev, staging, prod].map(({ bastion }) => [bastion.instances, bastion.instanceType]),
      [
        [1, "t4g.nano"],
        [undefined, "t4g.nano"],
        [undefined, "t4g.micro"],
      ],
    );
  });

  it("keep port 22 closed everywhere", () => {
    for (const { bastion } of [dev, staging, prod]) assert.deepEqual(bastion.sshCidrBlocks, []);
  });

  it("keep flow logs for a year, and three in prod", () => {
    const days = [dev, staging, prod].map(({ network }) => network.flowLogRetentionDays);
    assert.deepEqual(days, [365, 365, 1096]);
  });
});

/** The parts of a JSON schema that describe one setting. */
interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

describe("the JSON schemas", () => {
  for (const [file, schema] of Object.entries(settingsSchemas())) {
    it(`in ${file} are those of the code`, () => {
      const message = `${file} is out of date: run node cli/settings-schema.ts`;
      assert.equal(readFileSync(join(root, file), "utf8"), schemaText(schema), message);
    });

    it(`in ${file} describe every setting`, () => {
      const bare: string[] = [];
      const visit = (node: unknown, path: string) => {
        if (node === null || typeof node !== "object") return;
        const { properties = {}, items } = node as { properties?: Record<string, object>; items?: object };
        for (const [key, child] of Object.entries(properties)) {
          if (!("description" in child)) bare.push(`${path}.${key}`);
          visit(child, `${path}.${key}`);
        }
        visit(items, `${path}[]`);
      };
      visit(schema, file);
      assert.deepEqual(bare, []);
    });
  }

  it("tell the default of what may be left out, and both ends of every range", () => {
    const silent: string[] = [];
    const visit = (node: Schema, path: string) => {
      for (const [key, child] of Object.entries(node.properties ?? {})) {
        const { description = "", type, minimum, maximum, enum: values } = child;
        const isGroup = type === undefined || type === "object";
        const needsDefault = !isGroup && !(node.required ?? []).includes(key);
        if (needsDefault && !description.includes("Default: ")) silent.push(`${path}.${key}: default`);
        const ends = values === undefined ? [minimum, maximum] : [];
        const unsaid = ends.some(
          (end) => end !== undefined && Math.abs(end) < Number.MAX_SAFE_INTEGER && !description.includes(String(end)),
        );
        if (unsaid) silent.push(`${path}.${key}: range`);
        visit(child, `${path}.${key}`);
      }
      if (node.items !== undefined) visit(node.items, `${path}[]`);
      for (const choice of node.anyOf ?? []) visit(choice, path);
    };
    visit(settingsSchemas()["settings.schema.json"] as Schema, "settings");
    assert.deepEqual(silent, []);
  });

  it("know what an editor completes", () => {
    const schema = JSON.parse(readFileSync(join(root, "settings.schema.json"), "utf8"));
    const config = schema.properties.config;
    assert.deepEqual(config.required, [
      "platform:account",
      "platform:region",
      "platform:project",
      "platform:owner",
      "platform:costCenter",
      "platform:repository",
      "platform:network",
    ]);
    const { interfaceEndpoints } = config.properties["platform:network"].properties;
    assert.deepEqual(interfaceEndpoints.items.enum, [...interfaceEndpointServices]);
    assert.equal(config.additionalProperties, false);
    const [others] = Object.keys(config.patternProperties);
    assert.match("pulumi:disable-default-providers", new RegExp(others ?? ""));
    assert.doesNotMatch("platform:netwrok", new RegExp(others ?? ""));
  });
});
