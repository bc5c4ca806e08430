/** Rows of Amazon GuardDuty. */
import type { Call, Facts, Properties, Row, Rule } from "../../row.ts";
import { pascal, renameKeys, tagChanges, upperFirst } from "../helpers.ts";

const detectorType = "aws:guardduty/detector:Detector";
const featureType = "aws:guardduty/detectorFeature:DetectorFeature";
const lacking = "MiniStack 1.5.33 has no GuardDuty";

const guardduty = (operation: string, parameters: Properties): Call => ({
  service: "guardduty",
  operation,
  parameters,
});

function dataSources(inputs: Properties): Properties {
  return inputs.datasources === undefined ? {} : { DataSources: renameKeys(inputs.datasources, upperFirst) };
}

function tagCalls(arn: string, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  return [
    ...(removed.length > 0 ? [guardduty("UntagResource", { ResourceArn: arn, TagKeys: removed })] : []),
    ...(Object.keys(set).length > 0 ? [guardduty("TagResource", { ResourceArn: arn, Tags: set })] : []),
  ];
}

const detectorArn = (id: string, facts: Facts) => facts.arn("guardduty", `detector/${id}`);

/**
 * A region's GuardDuty detector, recorded only: the emulator has no GuardDuty. The rule refuses a second one in the
 * region.
 */
export const detector: Row = {
  type: detectorType,
  recorded: lacking,
  taggable: true,
  required: [],
  replaceOn: [],
  defaults: { enable: true },
  identify: (_inputs, facts) => facts.hex(32),
  attributes: (inputs, id, facts) => ({
    arn: detectorArn(id, facts),
    accountId: facts.accountId,
    findingPublishingFrequency: inputs.findingPublishingFrequency ?? "SIX_HOURS",
  }),
  create: {
    call: (inputs, facts) =>
      guardduty("CreateDetector", {
        ...pascal(inputs, "enable", "findingPublishingFrequency"),
        ...dataSources(inputs),
        ...(Object.keys(facts.tags).length > 0 && { Tags: facts.tags }),
      }),
    id: (answer) => answer.DetectorId,
  },
  update: (id, inputs, previous, facts) => [
    guardduty("UpdateDetector", {
      DetectorId: id,
      ...pascal(inputs, "enable", "findingPublishingFrequency"),
      ...dataSources(inputs),
    }),
    ...tagCalls(detectorArn(id, facts), previous, facts),
  ],
  delete: (id) => [guardduty("DeleteDetector", { DetectorId: id })],
  rules: [
    {
      source: "GuardDuty API, CreateDetector: one detector for each account and region",
      when: "creation",
      check: (_inputs, world, facts) => {
        const here = world.all(detectorType).filter((known) => known.properties.region === facts.region);
        return here[0] && `${facts.region} has the detector ${here[0].id} already, AWS allows one: adopt it`;
      },
    },
  ],
};

/** GuardDuty API, DetectorAdditionalConfiguration: what belongs to which feature. */
const additional: Readonly<Record<string, readonly string[]>> = {
  EKS_RUNTIME_MONITORING: ["EKS_ADDON_MANAGEMENT"],
  RUNTIME_MONITORING: ["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"],
};

function featureCall(inputs: Properties): Call {
  const more = inputs.additionalConfigurations?.map((item: Properties) => pascal(item, "name", "status"));
  const feature = { ...pascal(inputs, "name", "status"), ...(more?.length > 0 && { AdditionalConfiguration: more }) };
  return guardduty("UpdateDetector", { DetectorId: inputs.detectorId, Features: [feature] });
}

const additionalRule: Rule = {
  source: "GuardDuty API, DetectorFeatureConfiguration: AdditionalConfiguration",
  check: ({ name, additionalConfigurations }) => {
    if (typeof name !== "string" || !Array.isArray(additionalConfigurations)) return undefined;
    const allowed = additional[name] ?? [];
    const names = additionalConfigurations.map((item) => item.name).filter((item) => typeof item === "string");
    const strange = names.filter((item) => !allowed.includes(item));
    if (strange.length === 0) return undefined;
    return `the feature ${name} has no additional configuration ${strange.join(", ")}: allowed are ${allowed.join(", ") || "none"}`;
  },
};

const exclusiveRule: Rule = {
  source: "documentation of aws.guardduty.DetectorFeature: name",
  check: ({ name, detectorId }, world) => {
    const pair = ["RUNTIME_MONITORING", "EKS_RUNTIME_MONITORING"];
    const other = pair.includes(name) && pair.find((item) => item !== name);
    if (!other || typeof detectorId !== "string" || !world.find(featureType, `${detectorId}/${other}`))
      return undefined;
    return `the detector ${detectorId} has the feature ${other}, which excludes ${name}: keep one of them`;
  },
};

/**
 * One feature of a detector, recorded only: the emulator has no GuardDuty. Deleting leaves the feature as it is. The
 * rules refuse additional configurations that the feature does not have, and both kinds of runtime monitoring
 * together.
 */
export const detectorFeature: Row = {
  type: featureType,
  recorded: lacking,
  autoName: { property: "name", maxLength: 255 },
  required: ["detectorId", "status"],
  replaceOn: ["detectorId", "name", "additionalConfigurations.name"],
  identify: (inputs) => `${inputs.detectorId}/${inputs.name}`,
  create: { call: featureCall },
  update: (_id, inputs) => [featureCall(inputs)],
  // As in the real provider: AWS has no call that removes a feature, it stays as it is.
  delete: () => [],
  rules: [additionalRule, exclusiveRule],
};

/** All rows of GuardDuty. */
export const rows: readonly Row[] = [detector, detectorFeature];
