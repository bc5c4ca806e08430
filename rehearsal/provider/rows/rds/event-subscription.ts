/** Row of RDS's event subscriptions. */
import { isUnknown, type Properties, type Row } from "../../row.ts";
import { text, texts } from "../known.ts";
import { identifierProblem, rds, tagCalls, tags, types } from "./shared.ts";

/** Categories by source. Source: RDS User Guide, Amazon RDS event categories and event messages. */
const categories: Readonly<Record<string, readonly string[]>> = {
  "db-instance": [
    "availability",
    "backtrack",
    "backup",
    "configuration change",
    "creation",
    "deletion",
    "failover",
    "failure",
    "low storage",
    "maintenance",
    "notification",
    "read replica",
    "recovery",
    "restoration",
    "security",
    "security patching",
  ],
  "db-parameter-group": ["configuration change"],
  "db-security-group": ["configuration change", "failure"],
  "db-snapshot": ["creation", "deletion", "notification", "restoration"],
  "db-proxy": ["configuration change", "creation", "deletion", "failure"],
  "blue-green-deployment": ["creation", "deletion", "failure"],
};

function parameters(inputs: Properties): Properties {
  return {
    SubscriptionName: inputs.name,
    SnsTopicArn: inputs.snsTopic,
    SourceType: inputs.sourceType,
    EventCategories: inputs.eventCategories,
    Enabled: inputs.enabled ?? true,
  };
}

/** A subscription to RDS's events, recorded: no event is ever sent. The rules check categories, sources and topic. */
export const eventSubscription: Row = {
  type: types.eventSubscription,
  recorded: "MiniStack 1.5.33 has no event subscriptions of RDS",
  taggable: true,
  autoName: { property: "name", maxLength: 255 },
  required: ["snsTopic"],
  replaceOn: ["name", "namePrefix"],
  defaults: { enabled: true },
  conflicts: [["name", "namePrefix"]],
  identify: (inputs) => String(inputs.name),
  attributes: (inputs, _id, facts) => ({
    arn: facts.arn("rds", `es:${inputs.name}`),
    customerAwsId: facts.accountId,
  }),
  create: {
    call: (inputs, facts) =>
      rds("CreateEventSubscription", { ...parameters(inputs), SourceIds: inputs.sourceIds, ...tags(facts) }),
  },
  update: (_id, inputs, previous, facts) => [
    rds("ModifyEventSubscription", parameters(inputs)),
    ...texts(inputs.sourceIds).map((source) =>
      rds("AddSourceIdentifierToSubscription", { SubscriptionName: inputs.name, SourceIdentifier: source }),
    ),
    ...tagCalls(previous.arn, previous, facts),
  ],
  delete: (id) => [rds("DeleteEventSubscription", { SubscriptionName: id }, ["SubscriptionNotFound"])],
  rules: [
    {
      source: "RDS API, CreateEventSubscription: SubscriptionName",
      check: ({ name }) => identifierProblem("name", name, 255),
    },
    {
      source: "RDS API, CreateEventSubscription: SourceType, SourceIds, EventCategories",
      check: ({ sourceType, sourceIds, eventCategories }) => {
        if (sourceIds !== undefined && sourceType === undefined)
          return "sourceIds are given without sourceType: give both";
        const source = text(sourceType);
        if (source === undefined) return undefined;
        const known = categories[source];
        if (!known) return `sourceType is ${source}: the rehearsal knows ${Object.keys(categories).join(", ")}`;
        const strange = texts(eventCategories).filter((category) => !known.includes(category));
        return strange.length > 0
          ? `eventCategories has ${strange.join(", ")}: ${source} has ${known.join(", ")}`
          : undefined;
      },
    },
    {
      source: "RDS API, CreateEventSubscription: SNSTopicArnNotFound, SourceNotFound",
      when: "creation",
      check: ({ snsTopic, sourceType, sourceIds }, world) => {
        if (!isUnknown(snsTopic) && !world.find("aws:sns/topic:Topic", String(snsTopic))) {
          return `snsTopic is ${snsTopic}, which does not exist: take the topic's output "arn"`;
        }
        const sources: Readonly<Record<string, readonly [type: string, name: string]>> = {
          "db-instance": [types.instance, "identifier"],
          "db-parameter-group": [types.parameterGroup, "name"],
        };
        const [type, name] = sources[String(sourceType)] ?? [];
        if (type === undefined || name === undefined) return undefined;
        const there = world.all(type).map(({ properties }) => properties[name]);
        const missing = texts(sourceIds).filter((id) => !there.includes(id));
        return missing.length > 0 ? `sourceIds has ${missing.join(", ")}, which do not exist` : undefined;
      },
    },
  ],
};
