import assert from "node:assert/strict";
import { slackProblems } from "./slack-limits.ts";

const text = { type: "mrkdwn", text: "well" };
const section = { type: "section", text };
const long = (length: number) => "x".repeat(length);

/** A message of these blocks. */
const of = (...blocks: unknown[]) => ({ text: "well", blocks });

/** What Slack refuses, and what is said of it. */
const refused: readonly (readonly [title: string, message: unknown, problem: RegExp])[] = [
  ["no text", { text: " " }, /^text is empty$/],
  ["no message", null, /^text is empty$/],
  ["too long a text", { text: long(4001) }, /^text has 4001 characters, allowed are 4000$/],
  ["another member", { text: "well", channel: "#x" }, /^channel is no member of a message$/],
  ["51 blocks", of(...Array(51).fill({ type: "divider" })), /has 51 blocks, allowed are 50$/],
  ["no blocks", of(), /^blocks has no blocks$/],
  ["an unknown block", of({ type: "video" }), /type is video/],
  ["an empty section", of({ type: "section" }), /neither text nor fields/],
  ["an empty section text", of({ type: "section", text: { type: "mrkdwn", text: "" } }), /text is empty/],
  [
    "too long a section",
    of({ type: "section", text: { ...text, text: long(3001) } }),
    /3001 characters, allowed are 3000/,
  ],
  ["11 fields", of({ type: "section", fields: Array(11).fill(text) }), /11 fields, allowed are 10/],
  ["no fields", of({ type: "section", fields: [] }), /fields is empty/],
  [
    "too long a field",
    of({ type: "section", fields: [{ ...text, text: long(2001) }] }),
    /2001 characters, allowed are 2000/,
  ],
  ["a header of markup", of({ type: "header", text }), /type is mrkdwn, allowed is plain_text/],
  ["too long a header", of({ type: "header", text: { type: "plain_text", text: long(151) } }), /151 characters/],
  ["11 elements of a context", of({ type: "context", elements: Array(11).fill(text) }), /11 elements, allowed are 10/],
  ["no elements of a context", of({ type: "context", elements: [] }), /elements is empty/],
  ["26 buttons", of({ type: "actions", elements: Array(26).fill(button({})) }), /26 elements, allowed are 25/],
  ["a button's text of 76", of({ type: "actions", elements: [button({ length: 76 })] }), /76 characters/],
  [
    "a button's long address",
    of({ type: "actions", elements: [button({ url: `https://x/${long(3000)}` })] }),
    /3010 characters/,
  ],
  ["a select", of({ type: "actions", elements: [{ type: "static_select" }] }), /allowed is button/],
  ["a picture without words", of({ type: "image", image_url: "https://x/y", alt_text: "" }), /alt_text is empty/],
  ["a picture of no address", of({ type: "image", image_url: "x", alt_text: "y" }), /is no address: x/],
  ["a bare bracket", { text: "a < b" }, /angle bracket/],
  ["a broken link", { text: "<https://x|a|b>" }, /angle bracket/],
  ["a bare ampersand", { text: "a & b" }, /ampersand/],
  ["half a surrogate pair", { text: "\ud83d" }, /surrogate/],
  ["a control character", { text: "a\u0000b" }, /control character/],
  ["a long address", { text: `<https://x/${long(3000)}|x>` }, /address longer/],
  [
    "12,001 characters",
    { text: long(2001), blocks: Array(5).fill({ type: "section", text: { ...text, text: long(2000) } }) },
    /has 12001 characters/,
  ],
  ["a wrong colour", { text: "well", attachments: [{ color: "red", blocks: [section] }] }, /color is red/],
  ["an attachment without blocks", { text: "well", attachments: [{ color: "#ff0000" }] }, /blocks has no blocks/],
];

/** A button with a text of that length. */
function button({ length = 1, url = "https://example.com" }) {
  return { type: "button", text: { type: "plain_text", text: long(length) }, url };
}

describe("slackProblems", () => {
  for (const [title, message, problem] of refused) {
    it(`refuses ${title}`, () => {
      const problems = slackProblems(message);
      assert.equal(problems.length, 1, problems.join("\n"));
      assert.match(problems[0] ?? "", problem);
    });
  }

  it("takes each block at its limits", () => {
    const message = {
      text: "Fish &amp; chips <https://example.com/?a=1&amp;b=2|here> <!here> <!subteam^S0614TZR7>",
      blocks: [
        { type: "header", text: { type: "plain_text", text: long(150) } },
        { type: "section", text: { ...text, text: long(3000) } },
        { type: "section", fields: Array(10).fill(text), accessory: button({ length: 75 }) },
        { type: "divider" },
        { type: "context", elements: [text, { type: "image", image_url: "https://x/y", alt_text: "z" }] },
      ],
      attachments: [{ color: "#d13212", fallback: "well", blocks: [section] }],
    };
    assert.deepEqual(slackProblems(message), []);
  });
});
