/** The row of anomaly monitors. */
import type { Properties, Row } from "../../row.ts";
import { ce, lacking, monitorType, resourceTags, tagCalls, uuid } from "./shared.ts";

/** The specification as an object; undefined when it is not known or not valid JSON (a rule tells that). */
function specificationOf(text: unknown): Properties | undefined {
  try {
    return typeof text === "string" ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A monitor of cost anomalies, recorded only (`lacking`). The rules refuse a monitor without what its type needs, and
 * a second monitor of the dimension SERVICE in the account.
 */
export const anomalyMonitor: Row = {
  type: monitorType,
  recorded: lacking,
  taggable: true,
  autoName: { property: "name", maxLength: 255 },
  required: ["monitorType"],
  replaceOn: ["monitorType", "monitorDimension", "monitorSpecification"],
  conflicts: [["monitorDimension", "monitorSpecification"]],
  identify: (_inputs, facts) => facts.arn("ce", `anomalymonitor/${uuid(facts)}`, { region: "" }),
  attributes: (_inputs, id) => ({ arn: id }),
  create: {
    call: (inputs, facts) =>
      ce("CreateAnomalyMonitor", {
        AnomalyMonitor: {
          MonitorName: inputs.name,
          MonitorType: inputs.monitorType,
          MonitorDimension: inputs.monitorDimension,
          MonitorSpecification: specificationOf(inputs.monitorSpecification),
        },
        ...resourceTags(facts),
      }),
    id: (answer) => answer.MonitorArn,
  },
  update: (id, inputs, previous, facts) => [
    ...(inputs.name === previous.name
      ? []
      : [ce("UpdateAnomalyMonitor", { MonitorArn: id, MonitorName: inputs.name })]),
    ...tagCalls(id, previous, facts),
  ],
  delete: (id) => [ce("DeleteAnomalyMonitor", { MonitorArn: id })],
  rules: [
    {
      source: "documentation of aws.costexplorer.AnomalyMonitor: monitorDimension, monitorSpecification",
      check: (inputs) => {
        const { monitorType: kind, monitorDimension, monitorSpecification } = inputs;
        if (kind === "DIMENSIONAL" && monitorDimension === undefined) {
          return "a DIMENSIONAL monitor needs monitorDimension, e.g. SERVICE";
        }
        if (kind !== "CUSTOM") return undefined;
        if (monitorSpecification === undefined)
          return "a CUSTOM monitor needs monitorSpecification, an Expression in JSON";
        const valid = typeof monitorSpecification !== "string" || specificationOf(monitorSpecification) !== undefined;
        return valid ? undefined : `monitorSpecification is not valid JSON: ${monitorSpecification.slice(0, 60)}`;
      },
    },
    {
      source: "AWS Cost Management User Guide, Quotas: one AWS services monitor for each account",
      when: "creation",
      check: ({ monitorDimension }, world) => {
        if (monitorDimension !== "SERVICE") return undefined;
        const other = world.all(monitorType).find((known) => known.properties.monitorDimension === "SERVICE");
        return (
          other &&
          `the account has the monitor ${other.id} of the dimension SERVICE already, AWS allows one: use that one, by its ARN`
        );
      },
    },
  ],
};
