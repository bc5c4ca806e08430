/** Reports of hostile texts, and what GitHub may show of them. */
import assert from "node:assert/strict";
import { marked } from "marked";
import { longestComment } from "../comment.ts";
import type { ResourceChange, StackPreview } from "../model.ts";
import type { PreviewReport } from "../report.ts";
import { reportOf } from "./shapes.ts";

/** What breaks out of Markdown, HTML, tables, lists, blocks of code or Mermaid, or calls somebody. */
export const weapons = [
  "@octocat",
  "@org/team",
  "#1",
  "GH-12",
  "octo/repo#3",
  "https://evil.example/a?b=c",
  "www.evil.example",
  "a@evil.example",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "</details>",
  "</summary>",
  "<!-- platform-preview run=9 -->",
  "-->",
  "`",
  "``",
  "```",
  "~~~",
  "\n```\n",
  "|",
  "\\|",
  "\\",
  "\n",
  "\r\n",
  "\u2028",
  "\t",
  "\n\n## Big\n",
  "\n---\n",
  "\n> [!TIP]\n",
  "[x](javascript:alert(1))",
  "![x](https://evil.example/p.png)",
  "[^1]",
  "[x]: https://evil.example",
  "<https://evil.example>",
  "**b**",
  "_i_",
  "~~s~~",
  "$\\href{x}{y}$",
  "$`x`$",
  ":smile:",
  "&lt;b&gt;",
  "&#64;octocat",
  "&commat;octocat",
  "- x",
  "1. x",
  "@@ -1 +1 @@",
  '"]; click s0 "javascript:alert(1)"',
  "%%{init: {}}%%",
  "end",
  "graph TD",
  "]]>",
  "<![CDATA[",
  "<?php",
  "\u0000",
  "\u001b[31m",
  "\u202e",
  "\u200b@octocat",
  "\ud800",
  "\udc00",
  "e\u0301\u0301\u0301\u0301\u0301",
  "🦀",
  "{{ x }}",
  "x".repeat(700),
];

/** How many texts a report takes before they repeat. */
export const textsInReport = 20;

/** A report with a hostile text at every place that takes one. */
export function reportWith(texts: readonly string[]): PreviewReport {
  let next = 0;
  const t = () => texts[next++ % texts.length] as string;
  const change = (operation: ResourceChange["operation"]): ResourceChange => ({
    urn: `urn:pulumi:${t()}::${t()}::${t()}::${t()}`,
    type: t(),
    name: t(),
    operation,
    oldUrn: `${t()}::a::${t()}::b`,
    replaceKeys: [t(), t()],
    isStateful: operation !== "create",
    holds: t(),
    isProtected: false,
    properties: [
      { path: t(), kind: "update", replaces: true, old: t(), new: t() },
      { path: t(), kind: "add", replaces: false },
      {
        path: "policy",
        kind: "update",
        replaces: false,
        statements: [{ statement: t(), kind: "changed", added: [t()], removed: [t()] }],
      },
    ],
  });
  const stack = (): StackPreview => ({
    project: t(),
    stack: t(),
    environment: t(),
    status: "failed",
    basis: "real state",
    upstream: "blocked",
    reason: t(),
    reads: [t()],
    changes: (["replace", "update", "create"] as const).map(change),
    errors: [t(), t()],
    seconds: 1,
    policy: [{ control: t(), severity: "high", level: "mandatory", urn: `a::b::c::${t()}`, title: t(), message: t() }],
  });
  const sums = { before: 1, after: 2.5 };
  const costs = [
    {
      environment: t(),
      regions: { before: t(), after: t() },
      priceDates: { oldest: t(), newest: t() },
      stacks: [{ stack: t(), fixed: sums, usage: sums, unpriced: sums }],
      unpriced: [{ what: t(), reason: t(), count: 1 }],
    },
  ];
  const exceptions = [{ control: t(), where: t(), reason: t(), owner: t(), until: t() }];
  const report = reportOf([stack(), stack()], { costs, exceptions });
  return { ...report, commit: t(), base: t(), time: t(), versions: { [t()]: t() }, digest: t() };
}

const ours = new Set(
  "h2 h3 p blockquote ul li strong code pre table thead tbody tr th td details summary a hr br".split(" "),
);
const attributes =
  /^(?:| class="language-(?:text|diff|mermaid)"| align="right"| href="https:\/\/github\.com\/example\/platform\/actions\/runs\/\d+"|\/)$/;
const marker = /^<!-- platform-preview run=\d+ attempt=\d+ -->/;

/** Checks what GitHub would show: our tags only, closed, no link but the run's, nobody called. */
export function checkRendering(comment: string): void {
  assert.ok(comment.length <= longestComment, String(comment.length));
  const html = (marked.parse(comment, { gfm: true, async: false }) as string).replace(marker, "");
  assert.ok(!html.includes("<!") && !html.includes("<?"), html);
  const open: string[] = [];
  for (const [tag, end, element = "", rest = ""] of html.matchAll(/<(\/?)([a-zA-Z][\w-]*)([^>]*)>/g)) {
    assert.ok(ours.has(element) && attributes.test(rest.trimEnd()), `${tag} in ${html}`);
    if (end === "/") assert.equal(open.pop(), element, html);
    else if (element !== "hr" && element !== "br") open.push(element);
  }
  assert.deepEqual(open, []);
  const spoken = html
    .replace(/<pre>[\s\S]*?<\/pre>/g, "")
    .replace(/<code>[\s\S]*?<\/code>/g, "")
    .replace(/<[^>]*>/g, " ");
  const decoded = spoken
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"');
  assert.doesNotMatch(decoded, /@\w|#\d|GH-\d|:\/\/|www\./i);
  const [first = ""] = html.match(/<table>[\s\S]*?<\/table>/) ?? [];
  assert.equal(first.match(/<tr>/g)?.length, 3, html);
  const [, ...rows] = first.match(/<tr>[\s\S]*?<\/tr>/g) ?? [];
  for (const row of rows) assert.match(row, /^<tr>\n<td><code>[^<]*<\/code><\/td>\n<td><strong>failed/);
  checkGraph(comment);
}

const graphLine =
  /^(?:flowchart LR| {2}subgraph e\d+\["[\w ./-]+"\]| {4}s\d+\["\d+\. [\w ./-]+"\]:::\w+| {2}end| {2}s\d+ --> s\d+| {2}classDef [\w #:,]+)$/;

function checkGraph(comment: string): void {
  const [, graph = ""] = /^```mermaid\n([\s\S]*?)\n```$/m.exec(comment) ?? [];
  assert.notEqual(graph, "");
  for (const line of graph.split("\n")) assert.match(line, graphLine);
}
