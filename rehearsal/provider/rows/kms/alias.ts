/** The row of aliases of keys. */
import type { Call, Properties, Row } from "../../row.ts";
import { aliasType, findKey, keyIdOf } from "./shared.ts";

function aliasCall(operation: string, inputs: Properties): Call {
  return { service: "kms", operation, parameters: { AliasName: inputs.name, TargetKeyId: inputs.targetKeyId } };
}

/**
 * An alias of a key, made in the emulator. It is read from the list of all aliases, because AWS describes no single
 * one. The rules check its name, and that the key exists in the same region.
 */
export const alias: Row = {
  type: aliasType,
  autoName: { property: "name", maxLength: 238, prefix: "alias/" },
  required: ["targetKeyId"],
  replaceOn: ["name", "namePrefix"],
  conflicts: [["name", "namePrefix"]],
  identify: (inputs) => String(inputs.name),
  attributes: (inputs, id, facts) => ({
    arn: facts.arn("kms", id),
    targetKeyArn: facts.arn("kms", `key/${keyIdOf(String(inputs.targetKeyId))}`),
  }),
  create: { call: (inputs) => aliasCall("CreateAlias", inputs) },
  read: {
    // Without a key's id AWS lists the aliases of all keys, hundred at a time: one rehearsal has fewer.
    call: () => ({ service: "kms", operation: "ListAliases", parameters: { Limit: 100 } }),
    properties: (answer, id, state) => {
      const found = (answer.Aliases ?? []).find((item: Properties) => item.AliasName === id);
      if (!found) return undefined;
      const same = keyIdOf(String(state.targetKeyId)) === found.TargetKeyId;
      return { targetKeyId: same ? state.targetKeyId : found.TargetKeyId };
    },
    gone: [],
  },
  update: (_id, inputs) => [aliasCall("UpdateAlias", inputs)],
  delete: (id) => [
    { service: "kms", operation: "DeleteAlias", parameters: { AliasName: id }, ignore: ["NotFoundException"] },
  ],
  rules: [
    {
      source: "KMS API, CreateAlias: AliasName",
      check: ({ name }) => {
        if (typeof name !== "string") return undefined;
        if (!name.startsWith("alias/")) return `the alias ${name} must begin with alias/: name it alias/${name}`;
        if (name.startsWith("alias/aws/"))
          return `the alias ${name} is refused: alias/aws/ is reserved for AWS's own keys`;
        if (/^alias\/[a-zA-Z0-9/_-]+$/.test(name)) return undefined;
        return `the alias ${name} is refused: after alias/ letters, digits, "/", "_" and "-" are allowed`;
      },
    },
    {
      source: "KMS API, CreateAlias: NotFoundException; the key is in the same account and region",
      when: "creation",
      check: ({ targetKeyId }, world, facts) => {
        if (typeof targetKeyId !== "string") return undefined;
        const key = findKey(targetKeyId, world);
        if (!key)
          return `targetKeyId names the key ${targetKeyId}, which does not exist: take it from the key's output "id" or "arn"`;
        const region = key.properties.region;
        if (region === undefined || region === facts.region) return undefined;
        return `the key ${targetKeyId} is in ${region}, the alias in ${facts.region}: give both the same region`;
      },
    },
  ],
};
