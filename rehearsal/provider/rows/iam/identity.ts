/** Rows of instance profiles, OpenID Connect providers and service-linked roles. */
import type { Call, Properties, Row } from "../../row.ts";
import { pascal, tagRecord } from "../helpers.ts";
import { derivedHex, orderAsWanted, setChanges, text, texts } from "../known.ts";
import { iam, nameOf, noSuchEntity, pathAndName, pathRule, roleExistsRule, tagCalls, tagsOf, types } from "./shared.ts";

function profileRoleCalls(id: string, wanted: unknown, previous: unknown): Call[] {
  if (wanted === previous) return [];
  const call = (operation: string, RoleName: unknown, ignore: readonly string[] = []) =>
    RoleName === undefined ? [] : [iam(operation, { InstanceProfileName: id, RoleName }, ignore)];
  return [
    ...call("RemoveRoleFromInstanceProfile", previous, [noSuchEntity]),
    ...call("AddRoleToInstanceProfile", wanted),
  ];
}

/** Type `aws:iam/instanceProfile:InstanceProfile`. Its id is its name. */
export const instanceProfile: Row = {
  type: types.instanceProfile,
  taggable: true,
  autoName: { property: "name", maxLength: 128 },
  required: [],
  replaceOn: ["name", "namePrefix", "path"],
  defaults: { path: "/" },
  conflicts: [["name", "namePrefix"]],
  identify: nameOf,
  attributes: (inputs, id, facts) => ({
    arn: facts.arn("iam", `instance-profile/${pathAndName(inputs, id)}`, { region: "" }),
    uniqueId: `AIPA${derivedHex(id, 17).toUpperCase()}`,
    createDate: "2025-01-01T00:00:00Z",
  }),
  create: {
    call: (inputs, facts) =>
      iam("CreateInstanceProfile", {
        InstanceProfileName: nameOf(inputs, facts),
        ...pascal(inputs, "path"),
        ...tagsOf(facts),
      }),
    id: (answer) => answer.InstanceProfile.InstanceProfileName,
  },
  afterCreate: (id, inputs) => profileRoleCalls(id, inputs.role, undefined),
  read: {
    call: (id) => iam("GetInstanceProfile", { InstanceProfileName: id }),
    properties: (answer) => {
      const profile = answer.InstanceProfile;
      const role = profile?.Roles?.[0]?.RoleName;
      return (
        profile && {
          arn: profile.Arn,
          name: profile.InstanceProfileName,
          path: profile.Path,
          uniqueId: profile.InstanceProfileId,
          ...(role === undefined ? {} : { role }),
          tagsAll: tagRecord(profile.Tags),
        }
      );
    },
    gone: [noSuchEntity],
  },
  update: (id, inputs, previous, facts) => [
    ...profileRoleCalls(id, inputs.role, previous.role),
    ...tagCalls("InstanceProfile", { InstanceProfileName: id }, previous, facts),
  ],
  delete: (id, state) => [
    ...profileRoleCalls(id, undefined, state.role),
    iam("DeleteInstanceProfile", { InstanceProfileName: id }, [noSuchEntity]),
  ],
  rules: [pathRule, roleExistsRule],
};

/** The emulator makes, reads and deletes these providers; it lacks what changes them and what tags them. */
const lacking = ["InvalidAction"];

function providerHost(inputs: Properties): string {
  return String(inputs.url).replace(/^https:\/\//, "");
}

function clientCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  const { added, removed } = setChanges(inputs.clientIdLists, previous.clientIdLists);
  const of = (operation: string, ClientID: string) =>
    iam(operation, { OpenIDConnectProviderArn: id, ClientID }, lacking);
  const thumbprints = setChanges(inputs.thumbprintLists, previous.thumbprintLists);
  const changed = thumbprints.added.length + thumbprints.removed.length > 0;
  return [
    ...removed.map((client) => of("RemoveClientIDFromOpenIDConnectProvider", client)),
    ...added.map((client) => of("AddClientIDToOpenIDConnectProvider", client)),
    ...(changed && inputs.thumbprintLists !== undefined
      ? [
          iam(
            "UpdateOpenIDConnectProviderThumbprint",
            { OpenIDConnectProviderArn: id, ThumbprintList: texts(inputs.thumbprintLists) },
            lacking,
          ),
        ]
      : []),
  ];
}

/**
 * Type `aws:iam/openIdConnectProvider:OpenIdConnectProvider`. Its id is its ARN. Changes of clients, thumbprints and tags are checked and, as the
 * emulator lacks them, only kept in the state; so they are not read back.
 */
export const openIdConnectProvider: Row = {
  type: types.openIdConnectProvider,
  taggable: true,
  required: ["clientIdLists", "url"],
  replaceOn: ["url"],
  identify: (inputs, facts) => facts.arn("iam", `oidc-provider/${providerHost(inputs)}`, { region: "" }),
  attributes: (_inputs, id) => ({ arn: id }),
  create: {
    call: (inputs, facts) =>
      iam("CreateOpenIDConnectProvider", {
        Url: inputs.url,
        ClientIDList: inputs.clientIdLists,
        ...(inputs.thumbprintLists === undefined ? {} : { ThumbprintList: inputs.thumbprintLists }),
        ...tagsOf(facts),
      }),
    id: (answer) => answer.OpenIDConnectProviderArn,
  },
  read: {
    call: (id) => iam("GetOpenIDConnectProvider", { OpenIDConnectProviderArn: id }),
    properties: (answer, id, state) => ({
      arn: id,
      clientIdLists: state.clientIdLists ?? orderAsWanted(answer.ClientIDList ?? [], undefined),
    }),
    gone: [noSuchEntity],
  },
  update: (id, inputs, previous, facts) => [
    ...clientCalls(id, inputs, previous),
    ...tagCalls("OpenIDConnectProvider", { OpenIDConnectProviderArn: id }, previous, facts, lacking),
  ],
  delete: (id) => [iam("DeleteOpenIDConnectProvider", { OpenIDConnectProviderArn: id }, [noSuchEntity])],
  rules: [
    {
      source: "IAM API, CreateOpenIDConnectProvider, Url",
      check: ({ url }) => {
        const given = text(url);
        return given === undefined || /^https:\/\/[^\s?#:]+$/.test(given)
          ? undefined
          : `the provider's url ${given} must begin with https:// and have no port, query or fragment`;
      },
    },
    {
      source: "IAM API, CreateOpenIDConnectProvider, ThumbprintList",
      check: ({ thumbprintLists }) => {
        const wrong = texts(thumbprintLists).find((thumbprint) => !/^[0-9a-fA-F]{40}$/.test(thumbprint));
        return wrong && `the provider's thumbprint ${wrong} is not 40 hexadecimal characters (SHA-1)`;
      },
    },
    {
      source: "IAM API error EntityAlreadyExists: one provider for each URL in an account",
      when: "creation",
      check: (inputs, world, facts) => {
        const url = text(inputs.url);
        const arn = facts.arn("iam", `oidc-provider/${providerHost(inputs)}`, { region: "" });
        return url !== undefined && world.all(types.openIdConnectProvider).some(({ id }) => id === arn)
          ? `the account has an OpenID Connect provider for ${url} already: adopt ${arn} by its setting`
          : undefined;
      },
    },
  ],
};
