/** The row of web ACLs. */
import { isDeepStrictEqual } from "node:util";
import type { Call, Facts, Properties, Row } from "../../row.ts";
import { tagChanges, tagList, tagRecord } from "../helpers.ts";
import { derivedHex } from "../known.ts";
import { fromAws, gone, toAws, waf, webAclType } from "./shared.ts";
import { capacityOf, webAclRules } from "./web-acl-rules.ts";

const arnOf = ({ name, scope }: Properties, id: string, facts: Facts) =>
  facts.arn("wafv2", `${scope === "CLOUDFRONT" ? "global" : "regional"}/webacl/${name}/${id}`);

const uuid = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

/** What WAF is told of a web ACL when it is made or changed. */
const content = (inputs: Properties) => ({
  Name: inputs.name,
  Scope: inputs.scope,
  Description: inputs.description,
  DefaultAction: toAws(inputs.defaultAction),
  Rules: toAws(inputs.rules ?? []),
  VisibilityConfig: toAws(inputs.visibilityConfig),
});

const changed = (inputs: Properties, previous: Properties) => !isDeepStrictEqual(content(inputs), content(previous));

function tagCalls(arn: string, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  return [
    ...(removed.length > 0 ? [waf("UntagResource", { ResourceARN: arn, TagKeys: removed })] : []),
    ...(Object.keys(set).length > 0 ? [waf("TagResource", { ResourceARN: arn, Tags: tagList(set) })] : []),
  ];
}

/** The live values in the state's form while they say the same. An empty action is a member like any other: `{ block: {} }`. */
function live(found: Properties, state: Properties): Properties {
  const properties: Properties = {};
  for (const [name, key] of [
    ["defaultAction", "DefaultAction"],
    ["rules", "Rules"],
    ["visibilityConfig", "VisibilityConfig"],
  ] as const) {
    const wanted = toAws(state[name]);
    properties[name] = isDeepStrictEqual(found[key], wanted) ? state[name] : fromAws(found[key]);
  }
  return properties;
}

/**
 * A web ACL, made in the emulator, which lets everything pass. Its description is not read back: the emulator does not change it.
 */
export const webAcl: Row = {
  type: webAclType,
  taggable: true,
  autoName: { property: "name", maxLength: 128 },
  required: ["defaultAction", "scope", "visibilityConfig"],
  replaceOn: ["name", "namePrefix", "scope"],
  conflicts: [
    ["name", "namePrefix"],
    ["rules", "ruleJson"],
  ],
  identify: (_inputs, facts) => uuid(facts.hex(32)),
  attributes: (inputs, id, facts) => ({
    arn: arnOf(inputs, id, facts),
    capacity: capacityOf(inputs.rules),
    lockToken: uuid(derivedHex(id, 32)),
  }),
  create: {
    call: (inputs, facts) =>
      waf("CreateWebACL", {
        ...content(inputs),
        ...(Object.keys(facts.tags).length > 0 && { Tags: tagList(facts.tags) }),
      }),
    id: (answer) => answer.Summary.Id,
  },
  read: {
    call: (id, { name, scope }) => waf("GetWebACL", { Id: id, Name: name, Scope: scope }),
    also: (id, state, facts) => [waf("ListTagsForResource", { ResourceARN: arnOf(state, id, facts) })],
    properties: ({ WebACL: found, LockToken, TagInfoForResource }, _id, state) =>
      found && { ...live(found, state), lockToken: LockToken, tagsAll: tagRecord(TagInfoForResource?.TagList) },
    gone,
  },
  renewed: (inputs, previous) => (changed(inputs, previous) ? ["lockToken", "capacity"] : []),
  update: (id, inputs, previous, facts) => {
    const which = { Id: id, Name: inputs.name, Scope: inputs.scope };
    return [
      ...(changed(inputs, previous)
        ? [
            waf("GetWebACL", which),
            {
              ...waf("UpdateWebACL", { ...content(inputs), ...which, LockToken: previous.lockToken }),
              follow: ({ LockToken }: Properties) => ({ LockToken }),
            },
          ]
        : []),
      ...tagCalls(arnOf(inputs, id, facts), previous, facts),
    ];
  },
  delete: (id, { name, scope, lockToken }) => {
    const which = { Id: id, Name: name, Scope: scope };
    return [
      waf("GetWebACL", which, gone),
      {
        ...waf("DeleteWebACL", { ...which, LockToken: lockToken }, gone),
        follow: ({ LockToken }) => ({ LockToken }),
      },
    ];
  },
  rules: webAclRules,
};
