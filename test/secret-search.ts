/** Finds a secret in texts and files, however it is written there. Pure. */
import { gunzipSync, inflateRawSync, inflateSync } from "node:zlib";

/** A form in which a secret may be written. */
interface Form {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Levels of packing that are opened, e.g. a log in gzip in base64. */
const deepest = 4;

/**
 * The forms in which the content has the secret, the beginning or the end of it: a log that shortens what it tells is found, too.
 *
 * @param secret letters and digits that nothing else has by chance, 16 or more
 * @returns names of the forms, e.g. "base64" or "gzip > utf8"; none when it is not there
 */
export function findSecret(content: Buffer | string, secret: string): readonly string[] {
  if (secret.length < 16)
    throw new Error(`a secret of ${secret.length} letters may stand anywhere by chance: take 16 or more`);
  const forms = piecesOf(secret).flatMap(formsOf);
  return [...new Set(search(Buffer.from(content), forms, deepest))].sort();
}

function search(content: Buffer, forms: readonly Form[], levels: number): string[] {
  const lower = Buffer.from(content.toString("latin1").toLowerCase(), "latin1");
  const found = forms
    .filter(({ name, bytes }) =>
      (name.startsWith("hex") || name.startsWith("percent") ? lower : content).includes(bytes),
    )
    .map(({ name }) => name);
  if (levels === 0) return found;
  const inside = unpacked(content).flatMap(({ name, bytes }) =>
    search(bytes, forms, levels - 1).map((form) => `${name} > ${form}`),
  );
  return [...found, ...inside];
}

/** Both halves: who has twelve letters of a token's 24 has no secret any more. */
function piecesOf(secret: string): readonly string[] {
  const half = Math.ceil(secret.length / 2);
  return [secret.slice(0, half), secret.slice(-half)];
}

function formsOf(piece: string): Form[] {
  const hex = Buffer.from(piece).toString("hex");
  const letters = [...piece];
  const codes = letters.map((letter) => letter.charCodeAt(0));
  const four = (code: number) => code.toString(16).padStart(4, "0");
  const texts: readonly (readonly [string, string])[] = [
    ["utf8", piece],
    ["reversed", letters.toReversed().join("")],
    ["hex", hex],
    ["hex with spaces", hex.replace(/..(?=.)/g, "$& ")],
    ["hex with colons", hex.replace(/..(?=.)/g, "$&:")],
    ["percent", hex.replace(/../g, "%$&")],
    ["JSON's escapes", codes.map((code) => `\\u${four(code)}`).join("")],
    ["JSON's escapes in JSON", codes.map((code) => `\\\\u${four(code)}`).join("")],
    ["JavaScript's escapes", hex.replace(/../g, "\\x$&")],
    ["HTML's numbers", codes.map((code) => `&#${code};`).join("")],
    ["a list of numbers", codes.join(",")],
    ["a list of numbers with spaces", codes.join(", ")],
  ];
  const utf16 = Buffer.from(piece, "utf16le");
  return [
    ...texts.map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
    { name: "utf16le", bytes: utf16 },
    { name: "utf16be", bytes: Buffer.from(utf16).swap16() },
    ...base64Forms(piece),
  ];
}

/** Base64 of a text depends on where in its group of three bytes it begins; the letters at its edges depend on the neighbours. */
function base64Forms(piece: string): Form[] {
  const alignments = [0, 1, 2].flatMap((before): Form[] => {
    const text = Buffer.from("\0".repeat(before) + piece);
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor((text.length * 8) / 6);
    const known = text.toString("base64").slice(first, last);
    const url = text.toString("base64url").slice(first, last);
    return [
      { name: "base64", bytes: Buffer.from(known) },
      { name: "base64url", bytes: Buffer.from(url) },
    ];
  });
  return alignments;
}

/** What is packed in it: gzip anywhere, the entries of a ZIP file, zlib from its beginning, and all of that in base64. */
function unpacked(content: Buffer): Form[] {
  const packed = [
    ...everywhere(content, Buffer.from([0x1f, 0x8b, 0x08])).flatMap((at) =>
      open("gzip", () => gunzipSync(content.subarray(at))),
    ),
    ...everywhere(content, Buffer.from("PK\x03\x04", "latin1")).flatMap((at) =>
      open("zip", () => zipEntry(content, at)),
    ),
    ...(content[0] === 0x78 ? open("zlib", () => inflateSync(content)) : []),
  ];
  const gzipInBase64 = content.toString("latin1").match(/H4sI[A-Za-z0-9+/_-]{16,}=*/g) ?? [];
  return [...packed, ...gzipInBase64.map((text) => ({ name: "base64", bytes: Buffer.from(text, "base64") }))];
}

function everywhere(content: Buffer, beginning: Buffer): number[] {
  const found: number[] = [];
  for (let at = content.indexOf(beginning); at !== -1; at = content.indexOf(beginning, at + 1)) found.push(at);
  return found;
}

/** The packed bytes; nothing when only the beginning looked so. */
function open(name: string, unpack: () => Buffer): Form[] {
  try {
    return [{ name, bytes: unpack() }];
  } catch {
    return [];
  }
}

/** An entry of a ZIP file: PKWARE's APPNOTE.TXT, 4.3.7. What follows the packed bytes is ignored. */
function zipEntry(content: Buffer, at: number): Buffer {
  const start = at + 30 + content.readUInt16LE(at + 26) + content.readUInt16LE(at + 28);
  if (content.readUInt16LE(at + 8) !== 8) throw new Error("stored as it is, and searched with its file");
  return inflateRawSync(content.subarray(start));
}
