import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { alarmIds, compositeIds } from "../../components/alerting/catalogue/alarm-ids.ts";
import { settingsSchemas } from "./json-schema.ts";
import { parseEnvironment } from "./parse.ts";

/** The settings of an environment, as its file in the repository has them. */
function shipped(environment: string) {
  const file = `Pulumi.${environment}.yaml`;
  const { config } = parse(readFileSync(join(import.meta.dirname, "..", "..", file), "utf8"));
  return parseEnvironment(config, file);
}

describe("the shipped environments", () => {
  it("tell what concerns an account in exactly one of its environments", () => {
    const all = ["dev", "staging", "prod"].map(shipped);
    for (const account of new Set(all.map((settings) => settings.account))) {
      const telling = all.filter((settings) => settings.account === account && settings.alerting.accountEvents);
      assert.equal(telling.length, 1, account);
    }
  });

  it("have somebody who hears of alerts when Slack does not", () => {
    for (const environment of ["dev", "staging", "prod"]) {
      assert.deepEqual(shipped(environment).alerting.emails, ["alerts@acme.example"]);
    }
  });
});

describe("the schema of the settings files", () => {
  it("completes the ids of alarms", () => {
    // biome-ignore lint/suspicious/noExplicitAny: a way through a JSON schema.
    const schema = settingsSchemas()["settings.schema.json"] as any;
    const { alarms } = schema.properties.config.properties["platform:alerting"].properties;
    assert.deepEqual(alarms.propertyNames.enum, [...alarmIds, ...compositeIds]);
    assert.deepEqual(alarms.additionalProperties.required, ["reason"]);
  });
});
