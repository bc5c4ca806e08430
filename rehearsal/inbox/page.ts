/** The files of the inbox's page. Its program is bundled at the first request, and nothing of it comes from elsewhere. */
import { join } from "node:path";

/** What the page is made of. */
export interface PageFiles {
  /** The document. */
  readonly html: (title: string) => string;
  readonly script: string;
  readonly style: string;
}

/**
 * What the page may load: its own files, and pictures of this machine (graphs lie in the emulator's storage). Scripts in a
 * message do not run, whatever its rendering lets through.
 */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: http://127.0.0.1:* http://localhost:*",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

let bundled: Promise<PageFiles> | undefined;

/**
 * The page's files, bundled once for this process.
 * @throws Error with esbuild's messages
 */
export function pageFiles(): Promise<PageFiles> {
  bundled ??= bundle();
  return bundled;
}

async function bundle(): Promise<PageFiles> {
  // Loaded when it is needed: most rehearsals of tests never show the page.
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: ["client.ts", "style.css"].map((file) => join(import.meta.dirname, "page", file)),
    bundle: true,
    minify: true,
    write: false,
    outdir: "page",
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "silent",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? "";
  return { html, script: textOf(".js"), style: textOf(".css") };
}

function html(title: string): string {
  const safe = title.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Slack inbox · ${safe}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/client.css">
</head>
<body>
<div id="inbox" data-title="${safe}"></div>
<noscript>The inbox needs JavaScript. The messages are at /api/messages, too.</noscript>
<script type="module" src="/client.js"></script>
</body>
</html>
`;
}
