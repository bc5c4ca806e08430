/** Adds a picture to a message that is rendered already. */
import type { SlackMessage } from "../notice.ts";
import { list, record } from "../sources/read.ts";
import { cutPlain } from "./markup.ts";

/** Longest address of a picture. Source: https://docs.slack.dev/reference/block-kit/blocks/image-block */
const longestUrl = 3000;

/**
 * The message with a picture, before the small line at its end. The message itself stays as it is, so that it can be sent without the
 * picture too; it is also the answer when Slack could not take the address.
 *
 * @param alternative what the picture shows, for those who cannot see it
 */
export function withPicture(message: SlackMessage, url: string, alternative: string): SlackMessage {
  if (!/^https?:\/\/[!-~]+$/.test(url) || url.length > longestUrl) return message;
  // Plain text needs no escaping; without brackets no client can take any of it for a mention.
  const words = cutPlain(alternative, 300).replace(/[<>]/g, "");
  const image = { type: "image", image_url: url, alt_text: words.trim() || "Graph of the metric" };
  const [first, ...others] = message.attachments ?? [];
  if (first === undefined) return { ...message, blocks: [...(message.blocks ?? []), image] };
  const blocks = list(first.blocks);
  const end = blocks.findLastIndex((block) => record(block).type === "context");
  const position = end === -1 ? blocks.length : end;
  return {
    ...message,
    attachments: [{ ...first, blocks: [...blocks.slice(0, position), image, ...blocks.slice(position)] }, ...others],
  };
}
