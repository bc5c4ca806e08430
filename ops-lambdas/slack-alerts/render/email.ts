/** The same for e-mail, without Slack's markup. */
import type { Fact, Link } from "../notice.ts";
import { cutPlain, oneLine } from "./markup.ts";
import type { Rendered } from "./rendered.ts";

/** SNS refuses longer subjects. Source: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const longestSubject = 100;

/** Longest text: SNS takes 256 KiB, people take less. */
const longestText = 20_000;

/** What an e-mail is made of. */
export interface EmailParts {
  readonly subject: string;
  readonly summary?: string;
  readonly facts?: readonly Fact[];
  readonly links?: readonly Link[];
  readonly end?: readonly string[];
}

/** Makes the e-mail. The subject has ASCII characters only, begins with a letter or digit, and has no line break, as SNS wants it. */
export function email({ subject, summary = "", facts = [], links = [], end = [] }: EmailParts): Rendered["email"] {
  const parts = [
    oneLine(subject),
    summary.trim(),
    facts.map(({ label, value }) => `${label}: ${value.replaceAll("\n", "; ")}`).join("\n"),
    links.map(({ label, url }) => `${label}: ${url}`).join("\n"),
    end.filter((part) => part.trim() !== "").join(" · "),
  ];
  const text = parts.filter((part) => part !== "").join("\n\n");
  return { subject: asciiSubject(subject), text: cutPlain(text, longestText) };
}

/** A subject that SNS takes. */
function asciiSubject(subject: string): string {
  const plain = oneLine(subject)
    .normalize("NFKD")
    .replace(/[·–—]/g, "-")
    .replace(/[^\x20-\x7e]/g, "")
    .replace(/^[^A-Za-z0-9]+/, "")
    .trim();
  if (plain === "") return "Alert";
  return plain.length <= longestSubject ? plain : `${plain.slice(0, longestSubject - 3)}...`;
}
