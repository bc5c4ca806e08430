/** Files and archives among a resource's inputs, in the engine's protocol, and the ZIP file that AWS is sent. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { crc32, deflateRawSync } from "node:zlib";
import type { Properties } from "./row.ts";

/** Marks files and archives (SDK: `runtime/rpc.ts`, specialSigKey, specialAssetSig, specialArchiveSig). */
const signatureKey = "4dabf18193072939515e22adb298388d";
const assetSignature = "c44067f5952c0a294b673a41bacd8c17";
const archiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7";

function signatureOf(value: unknown): unknown {
  return value !== null && typeof value === "object" ? (value as Properties)[signatureKey] : undefined;
}

/** True for an archive of the program (`AssetArchive`, `FileArchive`, `RemoteArchive`). */
export function isArchive(value: unknown): value is Properties {
  return signatureOf(value) === archiveSignature;
}

/**
 * The hash that the engine gave to a file or archive, by which it compares them; undefined for all other values. The path of
 * a file differs between machines, its hash does not.
 */
export function assetHash(value: unknown): string | undefined {
  const isOne = isArchive(value) || signatureOf(value) === assetSignature;
  const hash = isOne ? (value as Properties).hash : undefined;
  return typeof hash === "string" && hash !== "" ? hash : undefined;
}

/**
 * The files of an archive by their names in it.
 * @throws Error for an archive that is no `AssetArchive` of files and texts.
 */
export function archiveFiles(archive: Properties): Map<string, Buffer> {
  if (archive.assets === undefined) {
    throw new Error("the rehearsal reads an AssetArchive of files and texts only: make the code one of them");
  }
  const files = new Map<string, Buffer>();
  for (const [name, item] of Object.entries(archive.assets as Properties)) {
    if (isArchive(item)) {
      for (const [inner, content] of archiveFiles(item)) files.set(`${name}/${inner}`, content);
    } else {
      files.set(name, contentOf(name, item as Properties));
    }
  }
  return files;
}

function contentOf(name: string, { text, path }: Properties): Buffer {
  if (typeof text === "string" && text !== "") return Buffer.from(text);
  if (typeof path === "string" && path !== "") return readFileSync(path);
  throw new Error(`the rehearsal reads files and texts only: the archive's ${name} is neither`);
}

const zips = new Map<string, Buffer>();

/** An archive as a ZIP file, the same bytes for the same files, made once for one archive. */
export function zipOf(archive: Properties): Buffer {
  const key = assetHash(archive) ?? createHash("sha256").update(JSON.stringify(archive)).digest("hex");
  const zip = zips.get(key) ?? makeZip(archiveFiles(archive));
  zips.set(key, zip);
  return zip;
}

/** 1 January 1980, midnight, in MS-DOS's form: the earliest date that a ZIP file can hold. */
const earliestDate = 0x0021;

/** Makes a ZIP file (PKWARE's APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16). */
export function makeZip(files: ReadonlyMap<string, Buffer>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of [...files].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const path = Buffer.from(name);
    const packed = deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt16LE(earliestDate, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(path.length, 22);
    const body = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, path, packed]);
    const rest = Buffer.alloc(14);
    // A plain file that everybody may read: Lambda runs the code as another user.
    rest.writeUInt32LE(0o100644 * 0x10000, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x03", "latin1"), common, rest, path]));
    bodies.push(body);
    offset += body.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.size, 4);
  end.writeUInt16LE(files.size, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, entries, Buffer.from("PK\x05\x06", "latin1"), end]);
}
