/** The function that lists the versions of a secret, without their values. */
import type { Invoke, Properties } from "../../row.ts";
import { secretsManager } from "./shared.ts";

/** A moment in the real provider's form, RFC 3339 in whole seconds; empty when AWS tells none. */
function moment(value: unknown): string {
  return value instanceof Date ? value.toISOString().replace(/\.\d{3}Z$/, "Z") : "";
}

/**
 * `aws.secretsmanager.getSecretVersions`, asked of the emulator. In record-only mode there are no versions: nothing has put
 * a value into the secret. Versions without a label are deprecated, and left out unless they are asked for.
 * Throws AWS's ResourceNotFoundException for a secret that is not there.
 */
export const getSecretVersions: Invoke = {
  token: "aws:secretsmanager/getSecretVersions:getSecretVersions",
  call: ({ secretId, includeDeprecated }) =>
    secretsManager("ListSecretVersionIds", { SecretId: secretId, IncludeDeprecated: includeDeprecated }),
  answer: (args, facts, _world, told) => {
    const listed = ((told.Versions ?? []) as Properties[]).filter(
      ({ VersionStages }) => args.includeDeprecated === true || (VersionStages ?? []).length > 0,
    );
    const [arn, name] = [told.ARN ?? args.secretId, told.Name ?? args.secretId];
    return {
      ...args,
      id: args.secretId,
      region: facts.region,
      arn,
      name,
      secretArn: arn,
      secretName: name,
      versions: listed.map(({ VersionId, VersionStages, CreatedDate, LastAccessedDate }) => ({
        versionId: VersionId,
        versionStages: VersionStages ?? [],
        createdTime: moment(CreatedDate),
        lastAccessedDate: moment(LastAccessedDate),
      })),
    };
  },
};
