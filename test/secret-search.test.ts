import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { findSecret } from "./secret-search.ts";

const secret = "k7Qm2vXw9ZpL4sRt8YbN3cHd";

const hex = Buffer.from(secret).toString("hex");
const around = (text: string) => `{"level":"INFO","url":"before ${text} after"}`;
const escaped = [...secret].map((letter) => `\\u00${letter.charCodeAt(0).toString(16)}`).join("");

function zip(text: string): Buffer {
  const header = Buffer.alloc(30);
  header.write("PK\x03\x04", "latin1");
  header.writeUInt16LE(8, 8);
  header.writeUInt16LE(8, 26);
  return Buffer.concat([header, Buffer.from("index.js"), deflateRawSync(text)]);
}

const leaks: Readonly<Record<string, Buffer | string>> = {
  utf8: around(secret),
  "utf8 of a beginning": around(`${secret.slice(0, 12)}…`),
  "utf8 of an end": around(`…${secret.slice(-12)}`),
  reversed: around([...secret].reverse().join("")),
  hex: around(hex),
  "hex in capitals": around(hex.toUpperCase()),
  "hex with spaces": around(hex.replace(/../g, "$& ")),
  "hex with colons": around(hex.replace(/../g, "$&:")),
  percent: around(hex.replace(/../g, "%$&").toUpperCase()),
  "JSON's escapes": around(escaped),
  "JSON's escapes in JSON": JSON.stringify(escaped),
  "JavaScript's escapes": around(hex.replace(/../g, "\\x$&")),
  "HTML's numbers": around([...secret].map((letter) => `&#${letter.charCodeAt(0)};`).join("")),
  "a list of numbers": JSON.stringify([...Buffer.from(secret)]),
  "a list of numbers with spaces": [...Buffer.from(secret)].join(", "),
  utf16le: Buffer.from(around(secret), "utf16le"),
  utf16be: Buffer.from(around(secret), "utf16le").swap16(),
  "base64 at each place in a group of three": ["", "a", "ab"].map((before) => btoa(before + secret)).join("\n"),
  "base64 of text around it": btoa(around(`https://hooks.slack.com/services/T/B/${secret}`)),
  "base64url of bytes around it": Buffer.from(`\xfb\xff${secret}\xff`, "latin1").toString("base64url"),
  gzip: gzipSync(around(secret)),
  "gzip in the middle of a file": Buffer.concat([Buffer.from("head"), gzipSync(around(secret)), Buffer.from([])]),
  "gzip in gzip": gzipSync(gzipSync(around(hex))),
  "gzip in base64": around(gzipSync(around(secret)).toString("base64")),
  zlib: deflateSync(around(secret)),
  zip: zip(around(secret)),
};

/** Forms that are not called as the leak is. */
const forms: Readonly<Record<string, string>> = {
  "utf8 of a beginning": "utf8",
  "utf8 of an end": "utf8",
  "hex in capitals": "hex",
  "base64 at each place in a group of three": "base64",
  "base64 of text around it": "base64",
  "base64url of bytes around it": "base64url",
  gzip: "gzip > utf8",
  "gzip in the middle of a file": "gzip > utf8",
  "gzip in gzip": "gzip > gzip > hex",
  "gzip in base64": "base64 > gzip > utf8",
  zlib: "zlib > utf8",
  zip: "zip > utf8",
};

describe("the search for a secret", () => {
  for (const [name, leak] of Object.entries(leaks)) {
    it(`finds ${name}`, () => {
      const found = findSecret(leak, secret);
      const form = forms[name] ?? name;
      assert.ok(found.includes(form), `found: ${found.join(", ")}`);
    });
  }

  it("finds base64 at each place in a group of three by itself", () => {
    for (const before of ["", "a", "ab"]) {
      assert.deepEqual(findSecret(btoa(`${before}${secret}z`), secret), ["base64", "base64url"]);
      assert.deepEqual(findSecret(btoa(`${before}${secret.slice(0, 12)}`), secret), ["base64", "base64url"]);
    }
  });

  it("finds nothing where it is not", () => {
    const others = randomBytes(300_000);
    for (const content of [others, others.toString("base64"), others.toString("hex"), gzipSync(others), zip("x"), ""]) {
      assert.deepEqual(findSecret(content, secret), []);
    }
    assert.deepEqual(findSecret(around(secret.slice(0, 8)), secret), []);
  });

  it("refuses a secret that stands anywhere by chance", () => {
    assert.throws(() => findSecret("text", "short"), /take 16 or more/);
  });
});
