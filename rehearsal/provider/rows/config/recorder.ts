/** Rows of the configuration recorder and of its being on or off. */
import type { Call, Properties, Row } from "../../row.ts";
import { pascal, renameKeys } from "../helpers.ts";
import { roleProblem } from "../roles.ts";
import { cannotDelete, config, deliveryChannelType, inRegion, recorderType } from "./shared.ts";

function put(inputs: Properties): Call {
  const group = inputs.recordingGroup;
  const mode = inputs.recordingMode;
  const recordingGroup = group && {
    allSupported: group.allSupported,
    includeGlobalResourceTypes: group.includeGlobalResourceTypes,
    resourceTypes: group.resourceTypes,
    exclusionByResourceTypes: group.exclusionByResourceTypes?.[0],
    recordingStrategy: group.recordingStrategies?.[0],
  };
  const override = mode?.recordingModeOverride;
  const recordingMode = mode && {
    recordingFrequency: mode.recordingFrequency ?? "CONTINUOUS",
    ...(override && { recordingModeOverrides: [renameKeys(override, (key) => key)] }),
  };
  const ConfigurationRecorder = { name: inputs.name, roleARN: inputs.roleArn, recordingGroup, recordingMode };
  return config("PutConfigurationRecorder", { ConfigurationRecorder });
}

/**
 * A configuration recorder, recorded only (`cannotDelete`). AWS takes one for each region; the rules also check its
 * role and that its recording group does not contradict itself.
 */
export const recorder: Row = {
  type: recorderType,
  recorded: cannotDelete,
  autoName: { property: "name", maxLength: 255 },
  required: ["roleArn"],
  replaceOn: ["name"],
  identify: (inputs) => String(inputs.name),
  create: { call: put },
  update: (_id, inputs) => [put(inputs)],
  delete: (id) => [config("DeleteConfigurationRecorder", { ConfigurationRecorderName: id })],
  rules: [
    {
      source: "AWS Config API, PutConfigurationRecorder: MaxNumberOfConfigurationRecordersExceededException",
      when: "creation",
      check: ({ name }, world, facts) => {
        const other = inRegion(recorderType, world, facts).find((known) => known.id !== name);
        return (
          other &&
          `the region ${facts.region} has the recorder ${other.id} already, AWS allows one: adopt it, or remove it first`
        );
      },
    },
    {
      source: "AWS Config API, PutConfigurationRecorder: InvalidRoleException",
      when: "creation",
      check: ({ roleArn }, world) => roleProblem("roleArn", roleArn, "config.amazonaws.com", world),
    },
    {
      source: "AWS Config API, RecordingGroup",
      check: ({ recordingGroup }) => {
        const { allSupported = true, includeGlobalResourceTypes, resourceTypes } = recordingGroup ?? {};
        if (allSupported === true && resourceTypes?.length > 0) {
          return "recordingGroup has resourceTypes, but allSupported is true: set allSupported to false, or leave the types out";
        }
        if (allSupported !== false || includeGlobalResourceTypes !== true) return undefined;
        return "recordingGroup has includeGlobalResourceTypes, but allSupported is false: set allSupported to true, or list the global types";
      },
    },
  ],
};

function switchCall(name: string, inputs: Properties): Call {
  const operation = inputs.isEnabled === false ? "StopConfigurationRecorder" : "StartConfigurationRecorder";
  return config(operation, { ConfigurationRecorderName: name });
}

/**
 * Whether a recorder is on, recorded only (`cannotDelete`). Deleting stops the recorder. The rules refuse a recorder
 * that does not exist, and starting one without a delivery channel in its region.
 */
export const recorderStatus: Row = {
  type: "aws:cfg/recorderStatus:RecorderStatus",
  recorded: cannotDelete,
  autoName: { property: "name", maxLength: 255 },
  required: ["isEnabled"],
  replaceOn: ["name"],
  identify: (inputs) => String(inputs.name),
  create: {
    call: (inputs) => ({
      ...switchCall("", inputs),
      parameters: pascal({ configurationRecorderName: inputs.name }, "configurationRecorderName"),
    }),
  },
  update: (id, inputs) => [switchCall(id, inputs)],
  delete: (id) => [config("StopConfigurationRecorder", { ConfigurationRecorderName: id })],
  rules: [
    {
      source: "AWS Config API, StartConfigurationRecorder: NoSuchConfigurationRecorderException",
      when: "creation",
      check: ({ name }, world, facts) => {
        if (typeof name !== "string" || inRegion(recorderType, world, facts).some((known) => known.id === name))
          return undefined;
        return `there is no recorder ${name} in ${facts.region}: take the name from the recorder's output "name"`;
      },
    },
    {
      source: "AWS Config API, StartConfigurationRecorder: NoAvailableDeliveryChannelException",
      when: "creation",
      check: ({ isEnabled }, world, facts) => {
        if (isEnabled !== true || inRegion(deliveryChannelType, world, facts).length > 0) return undefined;
        return `the recorder cannot start: ${facts.region} has no delivery channel; make one, and let the status depend on it`;
      },
    },
  ],
};
