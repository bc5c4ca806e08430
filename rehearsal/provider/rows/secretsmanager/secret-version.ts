/** The row of versions of secrets. */
import type { Properties, Row } from "../../row.ts";
import { derivedHex, orderAsWanted, texts } from "../known.ts";
import { gone, missingSecret, secretsManager, secretVersionType } from "./shared.ts";

const split = (id: string): { secretId: string; versionId: string } => {
  const [secretId = "", versionId = ""] = id.split("|");
  return { secretId, versionId };
};

const uuid = (hex: string) =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");

/** Labels to move to the version and to take from it. AWS moves AWSCURRENT only, and AWSPREVIOUS follows it. */
function stageCalls(id: string, inputs: Properties, previous: Properties) {
  const { secretId, versionId } = split(id);
  const [wanted, before] = [texts(inputs.versionStages), texts(previous.versionStages)];
  const added = wanted.filter((stage) => !before.includes(stage));
  const removed = before.filter((stage) => !wanted.includes(stage) && stage !== "AWSCURRENT");
  const move = (VersionStage: string, more: Properties) =>
    secretsManager("UpdateSecretVersionStage", { SecretId: secretId, VersionStage, ...more });
  return [
    ...added.map((stage) => move(stage, { MoveToVersionId: versionId })),
    ...removed.map((stage) => move(stage, { RemoveFromVersionId: versionId })),
  ];
}

/**
 * A version of a secret, made in the emulator. A version that bears no label is deprecated, and AWS removes it in time: the
 * refresh then tells that it is gone, and the next up would put its old value back as the current one.
 */
export const secretVersion: Row = {
  type: secretVersionType,
  required: ["secretId"],
  replaceOn: ["secretId", "secretString", "secretBinary", "secretStringWoVersion"],
  conflicts: [["secretString", "secretBinary", "secretStringWo"]],
  identify: (inputs) =>
    `${inputs.secretId}|${uuid(derivedHex(`${inputs.secretId} ${inputs.secretString ?? inputs.secretBinary}`, 32))}`,
  attributes: (inputs, id) => ({
    arn: inputs.secretId,
    secretArn: inputs.secretId,
    hasSecretStringWo: inputs.secretStringWo !== undefined,
    versionId: split(id).versionId,
    ...(inputs.versionStages === undefined && { versionStages: ["AWSCURRENT"] }),
  }),
  create: {
    call: (inputs) =>
      secretsManager("PutSecretValue", {
        SecretId: inputs.secretId,
        SecretString: inputs.secretString ?? inputs.secretStringWo,
        ...(inputs.secretBinary !== undefined && { SecretBinary: Buffer.from(String(inputs.secretBinary), "base64") }),
        VersionStages: inputs.versionStages,
      }),
    id: (answer, inputs) => `${inputs.secretId}|${answer.VersionId}`,
  },
  // The emulator forgets labels beside AWSCURRENT; AWS keeps them all, and is not asked again.
  afterCreate: (id, inputs, live) =>
    stageCalls(id, inputs, { versionStages: live.versionStages ?? inputs.versionStages }),
  read: {
    call: (id) => {
      const { secretId, versionId } = split(id);
      return secretsManager("GetSecretValue", { SecretId: secretId, VersionId: versionId });
    },
    properties: (answer, _id, state) => ({
      ...(answer.SecretString !== undefined &&
        state.secretStringWo === undefined && { secretString: answer.SecretString }),
      versionStages: orderAsWanted(answer.VersionStages ?? [], state.versionStages),
    }),
    gone: [...gone, "InvalidRequestException"],
  },
  update: stageCalls,
  delete: (id, state) =>
    stageCalls(id, {}, state).map((call) => ({ ...call, ignore: [...gone, "InvalidRequestException"] })),
  rules: [
    {
      source: "aws.secretsmanager.SecretVersion: secretStringWo, secretStringWoVersion",
      check: ({ secretStringWo, secretStringWoVersion }) =>
        (secretStringWo === undefined) === (secretStringWoVersion === undefined)
          ? undefined
          : "secretStringWo and secretStringWoVersion are given together or not at all",
    },
    {
      source: "Secrets Manager API, PutSecretValue: ResourceNotFoundException",
      when: "creation",
      check: ({ secretId }, world) => missingSecret(secretId, world),
    },
  ],
};
