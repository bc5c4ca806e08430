/** The row of event destinations of configuration sets. */
import type { Properties, Row, Rule } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { lowerFirst, renameKeys, upperFirst } from "../helpers.ts";
import { text, texts } from "../known.ts";
import { publishProblem } from "../sns/shared.ts";
import { configurationSetType, nameProblem, notFound, ses } from "./shared.ts";

const targets = [
  "cloudWatchDestination",
  "eventBridgeDestination",
  "kinesisFirehoseDestination",
  "pinpointDestination",
  "snsDestination",
];

const eventTypes = [
  "BOUNCE",
  "CLICK",
  "COMPLAINT",
  "DELIVERY",
  "DELIVERY_DELAY",
  "OPEN",
  "REJECT",
  "RENDERING_FAILURE",
  "SEND",
  "SUBSCRIPTION",
];

const parameters = (inputs: Properties): Properties => ({
  ConfigurationSetName: inputs.configurationSetName,
  EventDestinationName: inputs.eventDestinationName,
  EventDestination: renameKeys(inputs.eventDestination, upperFirst),
});

const rules: readonly Rule[] = [
  {
    source: "SES API v2, CreateConfigurationSetEventDestination: EventDestinationName",
    check: ({ eventDestinationName }) => nameProblem("event destination", eventDestinationName),
  },
  {
    source:
      "provider documentation of aws.sesv2.ConfigurationSetEventDestination: exactly one destination, matchingEventTypes",
    check: ({ eventDestination }) => {
      if (eventDestination === undefined || eventDestination === null) return undefined;
      const given = targets.filter((target) => eventDestination[target] !== undefined);
      if (given.length !== 1) {
        return `the event destination has ${given.join(" and ") || "no destination"}: give exactly one of ${targets.join(", ")}`;
      }
      const matching = eventDestination.matchingEventTypes;
      if (Array.isArray(matching) && matching.length === 0) return "matchingEventTypes is empty: give at least one";
      const strange = texts(matching).filter((type) => !eventTypes.includes(type));
      return strange.length > 0
        ? `matchingEventTypes has ${strange.join(", ")}: allowed are ${eventTypes.join(", ")}`
        : undefined;
    },
  },
  {
    source:
      "SES Developer Guide, Set up an Amazon SNS event destination: the topic's policy; SNS Developer Guide, encrypted topics",
    when: "creation",
    check: ({ configurationSetName, eventDestination }, world, facts) => {
      const topicArn = text(eventDestination?.snsDestination?.topicArn);
      if (topicArn === undefined) return undefined;
      if (topicArn.split(":")[3] !== facts.region) {
        return `the topic ${topicArn} is in another region than the configuration set, ${facts.region}: make it there`;
      }
      const context = {
        "aws:sourceaccount": facts.accountId,
        "aws:sourcearn": facts.arn("ses", `configuration-set/${configurationSetName}`),
      };
      return publishProblem(topicArn, "ses.amazonaws.com", context, world);
    },
  },
  {
    source: "SES API v2, CreateConfigurationSetEventDestination: NotFoundException",
    when: "creation",
    check: ({ configurationSetName }, world) => {
      const name = text(configurationSetName);
      return name === undefined || world.find(configurationSetType, name)
        ? undefined
        : `the configuration set ${name} does not exist: take it from its output "configurationSetName"`;
    },
  },
];

/** An event destination, made in the emulator. Its id is the names of set and destination. */
export const eventDestination: Row = {
  type: "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination",
  required: ["configurationSetName", "eventDestination", "eventDestinationName"],
  replaceOn: ["configurationSetName", "eventDestinationName"],
  identify: (inputs) => `${inputs.configurationSetName}|${inputs.eventDestinationName}`,
  create: { call: (inputs) => ses("CreateConfigurationSetEventDestination", parameters(inputs)) },
  read: {
    call: (_id, state) =>
      ses("GetConfigurationSetEventDestinations", { ConfigurationSetName: state.configurationSetName }),
    properties: ({ EventDestinations }, _id, state) => {
      const live = (EventDestinations ?? []).find(({ Name }: Properties) => Name === state.eventDestinationName);
      if (!live) return undefined;
      const { name: _, ...destination } = renameKeys(live, lowerFirst) as Properties;
      return { eventDestination: asWanted(destination, state.eventDestination) };
    },
    gone: [notFound],
  },
  update: (_id, inputs) => [ses("UpdateConfigurationSetEventDestination", parameters(inputs))],
  delete: (_id, { configurationSetName, eventDestinationName }) => [
    ses(
      "DeleteConfigurationSetEventDestination",
      { ConfigurationSetName: configurationSetName, EventDestinationName: eventDestinationName },
      [notFound],
    ),
  ],
  rules,
};
