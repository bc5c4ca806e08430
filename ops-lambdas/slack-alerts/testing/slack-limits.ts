/**
 * Tells what Slack would refuse of a message to an incoming webhook. For tests; it knows the blocks that a webhook can use without
 * anybody answering them. Sources: https://docs.slack.dev/reference/block-kit/blocks (and the page of each block),
 * https://docs.slack.dev/reference/block-kit/composition-objects/text-object,
 * https://docs.slack.dev/reference/block-kit/block-elements/button-element,
 * https://docs.slack.dev/messaging/formatting-message-text (`&`, `<`, `>`),
 * https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments.
 */

/** Slack's limits, in characters or elements. */
export const slackLimits = {
  /** Blocks of a message, and of an attachment. */
  blocks: 50,
  sectionText: 3000,
  fields: 10,
  fieldText: 2000,
  headerText: 150,
  contextElements: 10,
  actionsElements: 25,
  buttonText: 75,
  url: 3000,
  altText: 2000,
  titleText: 2000,
  blockId: 255,
  actionId: 255,
  buttonValue: 2000,
  /** Slack cuts a longer text at 40,000; beyond 4,000 it is split in some clients. */
  text: 4000,
  attachments: 20,
  /** All texts of a message together: what is safe in practice, not a documented figure. */
  total: 12_000,
} as const;

type Json = Readonly<Record<string, unknown>>;

/** Everything that is wrong with a message; empty when Slack would take it. */
export function slackProblems(message: unknown): readonly string[] {
  const problems: string[] = [];
  const { text, blocks, attachments, ...others } = object(message);
  for (const name of Object.keys(others)) problems.push(`${name} is no member of a message`);
  if (typeof text !== "string" || text.trim() === "") problems.push("text is empty");
  else problems.push(...textProblems("text", text, slackLimits.text));
  if (blocks !== undefined) problems.push(...blocksProblems("blocks", blocks));
  if (attachments !== undefined) problems.push(...attachmentsProblems(attachments));
  const total = characters(message);
  if (total > slackLimits.total) problems.push(`the message has ${total} characters, allowed are ${slackLimits.total}`);
  return problems;
}

/** Characters of all texts of a message, keys and kinds of blocks left out. */
function characters(value: unknown, key = ""): number {
  if (typeof value === "string") return ["type", "color", "image_url"].includes(key) ? 0 : value.length;
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, member]) => sum + characters(member, name), 0);
}

/** Problems of a list of blocks. */
function blocksProblems(path: string, blocks: unknown): readonly string[] {
  if (!Array.isArray(blocks) || blocks.length === 0) return [`${path} has no blocks`];
  const count =
    blocks.length > slackLimits.blocks
      ? [`${path} has ${blocks.length} blocks, allowed are ${slackLimits.blocks}`]
      : [];
  return [...count, ...blocks.flatMap((block, index) => blockProblems(`${path}[${index}]`, object(block)))];
}

/** Problems of one block, by its type. */
function blockProblems(path: string, block: Json): readonly string[] {
  const id =
    block.block_id === undefined ? [] : lengthProblems(`${path}.block_id`, block.block_id, slackLimits.blockId);
  switch (block.type) {
    case "section":
      return [...id, ...sectionProblems(path, block)];
    case "header":
      return [...id, ...textObjectProblems(`${path}.text`, block.text, slackLimits.headerText, ["plain_text"])];
    case "context":
      return [...id, ...elementsProblems(path, block.elements, slackLimits.contextElements, contextElementProblems)];
    case "actions":
      return [...id, ...elementsProblems(path, block.elements, slackLimits.actionsElements, buttonProblems)];
    case "image":
      return [...id, ...imageProblems(path, block)];
    case "divider":
      return id;
    default:
      return [`${path}.type is ${String(block.type)}, which is no block of a webhook`];
  }
}

/** A section has a text, fields, or both. */
function sectionProblems(path: string, { text, fields, accessory }: Json): readonly string[] {
  const problems: string[] = [];
  if (text === undefined && fields === undefined) problems.push(`${path} has neither text nor fields`);
  if (text !== undefined) problems.push(...textObjectProblems(`${path}.text`, text, slackLimits.sectionText));
  if (accessory !== undefined) problems.push(...accessoryProblems(`${path}.accessory`, object(accessory)));
  if (fields === undefined) return problems;
  if (!Array.isArray(fields) || fields.length === 0) return [...problems, `${path}.fields is empty`];
  if (fields.length > slackLimits.fields) {
    problems.push(`${path}.fields has ${fields.length} fields, allowed are ${slackLimits.fields}`);
  }
  const ofFields = fields.flatMap((field, index) =>
    textObjectProblems(`${path}.fields[${index}]`, field, slackLimits.fieldText),
  );
  return [...problems, ...ofFields];
}

/** A button or an image beside a section. */
function accessoryProblems(path: string, accessory: Json): readonly string[] {
  return accessory.type === "image" ? imageProblems(path, accessory) : buttonProblems(path, accessory);
}

/** Elements of a context or an actions block. */
function elementsProblems(
  path: string,
  elements: unknown,
  most: number,
  problemsOf: (path: string, element: Json) => readonly string[],
): readonly string[] {
  if (!Array.isArray(elements) || elements.length === 0) return [`${path}.elements is empty`];
  const count = elements.length > most ? [`${path}.elements has ${elements.length} elements, allowed are ${most}`] : [];
  return [...count, ...elements.flatMap((element, index) => problemsOf(`${path}.elements[${index}]`, object(element)))];
}

/** A context has texts and images. */
function contextElementProblems(path: string, element: Json): readonly string[] {
  return element.type === "image"
    ? imageProblems(path, element)
    : textObjectProblems(path, element, slackLimits.sectionText);
}

/** A picture. */
function imageProblems(path: string, { image_url: url, alt_text: alternative, title }: Json): readonly string[] {
  const ofTitle =
    title === undefined ? [] : textObjectProblems(`${path}.title`, title, slackLimits.titleText, ["plain_text"]);
  const empty = typeof alternative !== "string" || alternative.trim() === "" ? [`${path}.alt_text is empty`] : [];
  return [
    ...urlProblems(`${path}.image_url`, url),
    ...empty,
    ...lengthProblems(`${path}.alt_text`, alternative, slackLimits.altText),
    ...ofTitle,
  ];
}

/** A button. */
function buttonProblems(path: string, { type, text, url, value, action_id: actionId }: Json): readonly string[] {
  if (type !== "button") return [`${path}.type is ${String(type)}, allowed is button`];
  return [
    ...textObjectProblems(`${path}.text`, text, slackLimits.buttonText, ["plain_text"]),
    ...(url === undefined ? [] : urlProblems(`${path}.url`, url)),
    ...(value === undefined ? [] : lengthProblems(`${path}.value`, value, slackLimits.buttonValue)),
    ...(actionId === undefined ? [] : lengthProblems(`${path}.action_id`, actionId, slackLimits.actionId)),
  ];
}

/** A text object: its type, its length, and that there is something in it. */
function textObjectProblems(
  path: string,
  value: unknown,
  longest: number,
  types: readonly string[] = ["mrkdwn", "plain_text"],
): readonly string[] {
  const { type, text, emoji, verbatim } = object(value);
  const problems: string[] = [];
  if (!types.includes(String(type))) problems.push(`${path}.type is ${String(type)}, allowed is ${types.join(" or ")}`);
  if (type === "mrkdwn" && emoji !== undefined) problems.push(`${path}.emoji is for plain_text only`);
  if (type === "plain_text" && verbatim !== undefined) problems.push(`${path}.verbatim is for mrkdwn only`);
  if (typeof text !== "string" || text.trim() === "") return [...problems, `${path}.text is empty`];
  return [
    ...problems,
    ...(type === "mrkdwn" ? textProblems(path, text, longest) : lengthProblems(path, text, longest)),
  ];
}

/** A text in Slack's markup: its length, its angle brackets, its entities and its characters. */
function textProblems(path: string, text: string, longest: number): readonly string[] {
  const problems = [...lengthProblems(path, text, longest)];
  const bare = text.replace(
    /<(https?:\/\/[^\s<>|]+(\|[^<>|\n]+)?|![a-z]+(\^[^<>|]+)?(\|[^<>|]+)?|[@#][A-Z0-9]+)>/g,
    "",
  );
  if (/[<>]/.test(bare)) problems.push(`${path} has an angle bracket that belongs to no link or mention`);
  if (/&(?!amp;|lt;|gt;)/.test(bare)) problems.push(`${path} has an ampersand that is no entity`);
  if (!text.isWellFormed()) problems.push(`${path} has half a surrogate pair`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)) problems.push(`${path} has a control character`);
  const long = [...text.matchAll(/<(https?:[^|>]*)/g)].filter(([, url]) => (url?.length ?? 0) > slackLimits.url);
  return [...problems, ...long.map(() => `${path} has an address longer than ${slackLimits.url} characters`)];
}

/** An address over http. */
function urlProblems(path: string, url: unknown): readonly string[] {
  if (typeof url !== "string" || !/^https?:\/\/[^\s]+$/.test(url)) return [`${path} is no address: ${String(url)}`];
  return lengthProblems(path, url, slackLimits.url);
}

/** A text that is too long. */
function lengthProblems(path: string, text: unknown, longest: number): readonly string[] {
  if (typeof text !== "string") return [`${path} is no text`];
  return text.length > longest ? [`${path} has ${text.length} characters, allowed are ${longest}`] : [];
}

/** Old attachments with blocks. */
function attachmentsProblems(attachments: unknown): readonly string[] {
  if (!Array.isArray(attachments) || attachments.length === 0) return ["attachments is empty"];
  const count = attachments.length > slackLimits.attachments ? [`attachments has ${attachments.length} elements`] : [];
  const ofEach = attachments.flatMap((attachment, index) => {
    const { color, fallback, blocks, ...others } = object(attachment);
    const path = `attachments[${index}]`;
    const wrong = Object.keys(others).map((name) => `${path}.${name} is no member of an attachment with blocks`);
    if (color !== undefined && !/^#[0-9a-f]{6}$/i.test(String(color))) wrong.push(`${path}.color is ${String(color)}`);
    if (fallback !== undefined && typeof fallback !== "string") wrong.push(`${path}.fallback is no text`);
    return [...wrong, ...blocksProblems(`${path}.blocks`, blocks)];
  });
  return [...count, ...ofEach];
}

/** The members of an object; none for everything else. */
function object(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
