/** The row of configuration sets. */
import { isDeepStrictEqual } from "node:util";
import type { Call, Properties, Row } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { lowerFirst, renameKeys, tagRecord, upperFirst } from "../helpers.ts";
import { text, texts } from "../known.ts";
import { configurationSetType, nameProblem, notFound, ses, tagCalls, tagsParameter } from "./shared.ts";

/** The groups of options, each with a call that changes it. */
const groups = [
  "deliveryOptions",
  "reputationOptions",
  "sendingOptions",
  "suppressionOptions",
  "trackingOptions",
  "vdmOptions",
] as const;

/** AWS's own members for a group; what AWS adds is left out. */
function members(inputs: Properties, group: string): Properties {
  const { lastFreshStart: _, ...wanted } = inputs[group] ?? {};
  return renameKeys(wanted, upperFirst) as Properties;
}

function optionCall(id: string, group: string, inputs: Properties): Call {
  const options = members(inputs, group);
  const parameters = group === "vdmOptions" ? { VdmOptions: options } : options;
  return ses(`PutConfigurationSet${upperFirst(group)}`, { ConfigurationSetName: id, ...parameters });
}

/** A configuration set, made in the emulator. */
export const configurationSet: Row = {
  type: configurationSetType,
  taggable: true,
  required: ["configurationSetName"],
  replaceOn: ["configurationSetName"],
  identify: (inputs) => String(inputs.configurationSetName),
  attributes: (_inputs, id, facts) => ({ arn: facts.arn("ses", `configuration-set/${id}`) }),
  create: {
    call: (inputs, facts) =>
      ses("CreateConfigurationSet", {
        ConfigurationSetName: inputs.configurationSetName,
        ...Object.fromEntries(
          groups
            .filter((group) => inputs[group] !== undefined)
            .map((group) => [upperFirst(group), members(inputs, group)]),
        ),
        ...tagsParameter(facts),
      }),
  },
  read: {
    call: (id) => ses("GetConfigurationSet", { ConfigurationSetName: id }),
    properties: (answer, _id, state) => ({
      ...Object.fromEntries(
        groups
          .filter((group) => state[group] !== undefined)
          .map((group) => [group, asWanted(renameKeys(answer[upperFirst(group)], lowerFirst), state[group])]),
      ),
      tagsAll: tagRecord(answer.Tags),
    }),
    gone: [notFound],
  },
  update: (id, inputs, previous, facts) => [
    ...groups
      .filter((group) => !isDeepStrictEqual(members(inputs, group), members(previous, group)))
      .map((group) => optionCall(id, group, inputs)),
    ...tagCalls(facts.arn("ses", `configuration-set/${id}`), previous, facts),
  ],
  delete: (id) => [ses("DeleteConfigurationSet", { ConfigurationSetName: id }, [notFound])],
  rules: [
    {
      source: "SES API v2, CreateConfigurationSet: ConfigurationSetName",
      check: ({ configurationSetName }) => nameProblem("configuration set", configurationSetName),
    },
    {
      source: "provider documentation of aws.sesv2.ConfigurationSet: tlsPolicy, suppressedReasons, maxDeliverySeconds",
      check: ({ deliveryOptions, suppressionOptions }) => {
        const policy = text(deliveryOptions?.tlsPolicy);
        if (policy !== undefined && !["REQUIRE", "OPTIONAL"].includes(policy)) {
          return `tlsPolicy is ${policy}: allowed are REQUIRE and OPTIONAL`;
        }
        const seconds = deliveryOptions?.maxDeliverySeconds;
        if (typeof seconds === "number" && (seconds < 300 || seconds > 50_400)) {
          return `maxDeliverySeconds is ${seconds}: allowed are 300 to 50400`;
        }
        const strange = texts(suppressionOptions?.suppressedReasons).filter(
          (reason) => !["BOUNCE", "COMPLAINT"].includes(reason),
        );
        return strange.length > 0
          ? `suppressedReasons has ${strange.join(", ")}: allowed are BOUNCE and COMPLAINT`
          : undefined;
      },
    },
    {
      source: "SES API v2, CreateConfigurationSet: AlreadyExistsException",
      when: "creation",
      check: ({ configurationSetName, region }, world, facts) => {
        const place = region ?? facts.region;
        const twin = world
          .all(configurationSetType)
          .find(({ id, properties }) => id === configurationSetName && properties.region === place);
        return twin && `the configuration set ${configurationSetName} exists already in ${place}: choose another name`;
      },
    },
  ],
};
