/** Row of Systems Manager documents, among them the preferences of Session Manager. */
import { hasUnknown } from "../../codec.ts";
import type { Call, Facts, Properties, Row, Rule } from "../../row.ts";
import { pascal, tagChanges, tagList } from "../helpers.ts";
import { derivedHex, text } from "../known.ts";

function ssm(operation: string, parameters: Properties, ignore: readonly string[] = []): Call {
  return { service: "ssm", operation, parameters, ...(ignore.length > 0 ? { ignore } : {}) };
}

/** The code of a document that is gone. */
const invalidDocument = "InvalidDocument";

/** Largest document in bytes (Systems Manager User Guide, quotas). */
const largestBytes = 64 * 1024;

/** Inputs of a session document (Systems Manager User Guide, Session document schema), with what their text must be. */
const sessionInputs: Readonly<Record<string, RegExp | "boolean" | "object">> = {
  s3BucketName: /^.*$/,
  s3KeyPrefix: /^.*$/,
  s3EncryptionEnabled: "boolean",
  cloudWatchLogGroupName: /^.*$/,
  cloudWatchEncryptionEnabled: "boolean",
  cloudWatchStreamingEnabled: "boolean",
  kmsKeyId: /^.*$/,
  runAsEnabled: "boolean",
  runAsDefaultUser: /^.*$/,
  idleSessionTimeout: /^([1-9]|[1-5]\d|60)$/,
  maxSessionDuration: /^([1-9]\d{0,2}|1[0-3]\d\d|14[0-3]\d|1440)?$/,
  shellProfile: "object",
};

const sessionTypes = ["Standard_Stream", "InteractiveCommands", "NonInteractiveCommands", "Port"];

/** Names that AWS keeps for its own documents (Systems Manager API, CreateDocument, Name). */
const keptNames = /^(aws|amazon|amzn|AWSEC2|AWSConfigRemediation|AWSSupport)/i;

function parsed(content: unknown): { document?: Properties; problem?: string } {
  const given = text(content);
  if (given === undefined) return {};
  try {
    return { document: JSON.parse(given) };
  } catch (error) {
    return { problem: `the document's content is not valid JSON (${(error as Error).message})` };
  }
}

function inputProblem(name: string, value: unknown): string | undefined {
  const wanted = sessionInputs[name];
  if (wanted === undefined) {
    return `the session document has an input ${name} that Session Manager does not know: known are ${Object.keys(sessionInputs).join(", ")}`;
  }
  if (wanted === "boolean" || wanted === "object") {
    return typeof value === wanted
      ? undefined
      : `the session document's input ${name} must be ${wanted === "boolean" ? "true or false" : "an object"}, got ${JSON.stringify(value)}`;
  }
  if (typeof value !== "string" || !wanted.test(value)) {
    const minutes = { idleSessionTimeout: "1 to 60", maxSessionDuration: "1 to 1440" }[name];
    return `the session document's input ${name} must be text${minutes ? ` with ${minutes} (minutes)` : ""}, got ${JSON.stringify(value)}`;
  }
  return undefined;
}

function sessionProblem({ documentType, documentFormat, content }: Properties): string | undefined {
  if (documentType !== "Session" || (documentFormat ?? "JSON") !== "JSON" || hasUnknown(content)) return undefined;
  const { document } = parsed(content);
  if (!document) return undefined;
  if (document.schemaVersion !== "1.0") {
    return `the session document's schemaVersion is ${JSON.stringify(document.schemaVersion)}: Session Manager takes "1.0"`;
  }
  if (!sessionTypes.includes(document.sessionType)) {
    return `the session document's sessionType is ${JSON.stringify(document.sessionType)}: allowed are ${sessionTypes.join(", ")}`;
  }
  for (const [name, value] of Object.entries(document.inputs ?? {})) {
    const problem = inputProblem(name, value);
    if (problem) return problem;
  }
  return undefined;
}

const rules: readonly Rule[] = [
  {
    source: "Systems Manager API error InvalidDocumentContent",
    check: ({ content, documentFormat }) =>
      (documentFormat ?? "JSON") === "JSON" && !hasUnknown(content) ? parsed(content).problem : undefined,
  },
  { source: "Systems Manager User Guide, Session document schema", check: sessionProblem },
  {
    source: "Systems Manager User Guide, quotas: document size",
    check: ({ content }) => {
      const bytes = Buffer.byteLength(text(content) ?? "");
      return bytes > largestBytes
        ? `the document's content has ${bytes} bytes: AWS takes at most ${largestBytes}; shorten it`
        : undefined;
    },
  },
  {
    source: "Systems Manager API, CreateDocument, Name",
    check: ({ name }) => {
      const given = text(name);
      return given !== undefined && keptNames.test(given)
        ? `the document's name ${given} begins with a word that AWS keeps for its own documents: choose another`
        : undefined;
    },
  },
  {
    source: "Systems Manager API error DocumentAlreadyExists",
    when: "creation",
    check: ({ name }, world, facts) => {
      const twin = world
        .all(documentType)
        .find((other) => other.id === name && (other.properties.region ?? facts.region) === facts.region);
      return twin ? `the document ${name} exists already: choose another name, or delete that one first` : undefined;
    },
  },
];

const documentType = "aws:ssm/document:Document";

function attributes(inputs: Properties, id: string, facts: Facts): Properties {
  const document = parsed(inputs.content).document ?? {};
  return {
    arn: facts.arn("ssm", `document/${id}`),
    createdDate: "2025-01-01T00:00:00Z",
    owner: facts.accountId,
    status: "Active",
    hash: derivedHex(String(inputs.content), 64),
    hashType: "Sha256",
    defaultVersion: "1",
    documentVersion: "1",
    latestVersion: "1",
    schemaVersion: document.schemaVersion ?? "",
    description: document.description ?? "",
    platformTypes: ["Windows", "Linux", "MacOS"],
    parameters: [],
  };
}

/** The calls of a changed content: a new version, which becomes the default. AWS numbers versions; `$LATEST` names the newest. */
function contentCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  if (inputs.content === previous.content && inputs.versionName === previous.versionName) return [];
  const version = String(Number(previous.latestVersion ?? 1) + 1);
  return [
    ssm("UpdateDocument", {
      Name: id,
      DocumentVersion: "$LATEST",
      ...pascal(inputs, "content", "documentFormat", "versionName", "targetType"),
    }),
    ssm("UpdateDocumentDefaultVersion", { Name: id, DocumentVersion: version }),
  ];
}

/** Type `aws:ssm/document:Document`. Its id is its name. */
export const document: Row = {
  type: documentType,
  recorded: "MiniStack 1.5.33 has no documents (CreateDocument, GetDocument, UpdateDocument, DeleteDocument)",
  taggable: true,
  autoName: { property: "name", maxLength: 128 },
  required: ["content", "documentType"],
  replaceOn: ["documentType", "name"],
  defaults: { documentFormat: "JSON" },
  identify: (inputs) => String(inputs.name),
  attributes,
  create: {
    call: (inputs, facts) =>
      ssm("CreateDocument", {
        ...pascal(inputs, "name", "content", "documentType", "documentFormat", "targetType", "versionName"),
        ...(Object.keys(facts.tags).length > 0 ? { Tags: tagList(facts.tags) } : {}),
      }),
  },
  read: {
    call: (id) => ssm("GetDocument", { Name: id }),
    properties: (answer) => ({ name: answer.Name, content: answer.Content, documentType: answer.DocumentType }),
    gone: [invalidDocument],
  },
  update: (id, inputs, previous, facts) => {
    const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
    const target = { ResourceType: "Document", ResourceId: id };
    return [
      ...contentCalls(id, inputs, previous),
      ...(removed.length > 0 ? [ssm("RemoveTagsFromResource", { ...target, TagKeys: removed })] : []),
      ...(Object.keys(set).length > 0 ? [ssm("AddTagsToResource", { ...target, Tags: tagList(set) })] : []),
    ];
  },
  delete: (id) => [ssm("DeleteDocument", { Name: id }, [invalidDocument])],
  rules,
};
