import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { testWorld } from "../test-world.ts";
import { document } from "./document.ts";

const session = (inputs: object, more: object = {}) =>
  JSON.stringify({ schemaVersion: "1.0", description: "Preferences", sessionType: "Standard_Stream", inputs, ...more });

describeRules(
  document,
  { name: "SSM-SessionManagerRunShell", documentType: "Session", documentFormat: "JSON", content: session({}) },
  [
    [
      "preferences",
      {
        content: session({
          idleSessionTimeout: "60",
          maxSessionDuration: "1440",
          cloudWatchEncryptionEnabled: true,
          shellProfile: { linux: "" },
        }),
      },
      undefined,
    ],
    ["what is no JSON", { content: "schemaVersion: 1" }, /content is not valid JSON/],
    ["YAML that says so", { content: "schemaVersion: 1", documentFormat: "YAML" }, undefined],
    [
      "another schema",
      { content: session({}, { schemaVersion: "2.2" }) },
      /schemaVersion is "2\.2": Session Manager takes "1\.0"/,
    ],
    [
      "a kind of session that does not exist",
      { content: session({}, { sessionType: "Shell" }) },
      /sessionType is "Shell": allowed are Standard_Stream/,
    ],
    [
      "an input that does not exist",
      { content: session({ idleTimeout: "20" }) },
      /input idleTimeout that Session Manager does not know: known are .*idleSessionTimeout/,
    ],
    [
      "a number where text is wanted",
      { content: session({ idleSessionTimeout: 20 }) },
      /idleSessionTimeout must be text with 1 to 60 \(minutes\), got 20/,
    ],
    [
      "an hour and a minute of idling",
      { content: session({ idleSessionTimeout: "61" }) },
      /idleSessionTimeout must be text with 1 to 60/,
    ],
    [
      "a day and a minute of session",
      { content: session({ maxSessionDuration: "1441" }) },
      /maxSessionDuration must be text with 1 to 1440/,
    ],
    [
      "text where a truth is wanted",
      { content: session({ runAsEnabled: "false" }) },
      /runAsEnabled must be true or false, got "false"/,
    ],
    [
      "a large document",
      { documentType: "Command", content: JSON.stringify({ text: "x".repeat(65536) }) },
      /AWS takes at most 65536; shorten it/,
    ],
    ["a name of AWS's own", { name: "AWS-Preferences" }, /begins with a word that AWS keeps/],
    [
      "a document that exists",
      {},
      /SSM-SessionManagerRunShell exists already/,
      testWorld([document.type, "SSM-SessionManagerRunShell", {}]),
    ],
    ["content that is not known yet", { content: unknown }, undefined],
  ],
);
