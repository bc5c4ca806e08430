/** Row of DB parameter groups. */
import type { Call, Properties, Row } from "../../row.ts";
import { tagRecord } from "../helpers.ts";
import { engines } from "./engines.ts";
import { identifierProblem, rds, tagCalls, tags, types } from "./shared.ts";

/** RDS changes at most twenty parameters in one call (RDS API, ModifyDBParameterGroup). */
const largestChange = 20;

/** Parameters that take effect at a restart only: an immediate change is refused. Those that the platform uses. */
const staticParameters = ["rds.logical_replication", "shared_preload_libraries"];

function listed(properties: Properties): Properties[] {
  return Array.isArray(properties.parameters) ? properties.parameters : [];
}

function wire({ name, value, applyMethod }: Properties): Properties {
  return { ParameterName: name, ParameterValue: value, ApplyMethod: applyMethod ?? "immediate" };
}

function parts<T>(items: readonly T[]): readonly T[][] {
  const count = Math.ceil(items.length / largestChange);
  return Array.from({ length: count }, (_, part) => items.slice(part * largestChange, (part + 1) * largestChange));
}

/** The calls that set what is new or changed, and reset what is gone. */
function parameterCalls(name: unknown, wanted: Properties, previous: Properties): Call[] {
  const before = listed(previous).map((parameter) => JSON.stringify(wire(parameter)));
  const changed = listed(wanted)
    .map(wire)
    .filter((parameter) => !before.includes(JSON.stringify(parameter)));
  const kept = listed(wanted).map((parameter) => parameter.name);
  const gone = listed(previous).filter((parameter) => !kept.includes(parameter.name));
  return [
    ...parts(gone.map(wire)).map((Parameters) =>
      rds("ResetDBParameterGroup", { DBParameterGroupName: name, Parameters }),
    ),
    ...parts(changed).map((Parameters) => rds("ModifyDBParameterGroup", { DBParameterGroupName: name, Parameters })),
  ];
}

/** The live parameters in the program's form and order; others that somebody set come last. */
function liveParameters(live: readonly Properties[], state: Properties): Properties[] {
  const wanted = listed(state);
  const found = live.map(({ ParameterName, ParameterValue, ApplyMethod }) => {
    const own = wanted.find(({ name }) => name === ParameterName);
    const method = own?.applyMethod === undefined && ApplyMethod === "immediate" ? {} : { applyMethod: ApplyMethod };
    return { ...method, name: ParameterName, value: ParameterValue };
  });
  const order = (name: string) => {
    const position = wanted.findIndex((parameter) => parameter.name === name);
    return position === -1 ? wanted.length : position;
  };
  return found.sort((one, other) => order(one.name) - order(other.name));
}

/** A DB parameter group, made in the emulator with its parameters. */
export const parameterGroup: Row = {
  type: types.parameterGroup,
  taggable: true,
  autoName: { property: "name", maxLength: 255, lowerCase: true },
  required: ["family"],
  replaceOn: ["description", "family", "name", "namePrefix"],
  defaults: { description: "Managed by Pulumi", skipDestroy: false },
  conflicts: [["name", "namePrefix"]],
  identify: (inputs) => String(inputs.name),
  attributes: (inputs, _id, facts) => ({ arn: facts.arn("rds", `pg:${inputs.name}`) }),
  create: {
    call: (inputs, facts) =>
      rds("CreateDBParameterGroup", {
        DBParameterGroupName: inputs.name,
        DBParameterGroupFamily: inputs.family,
        Description: inputs.description ?? "Managed by Pulumi",
        ...tags(facts),
      }),
  },
  afterCreate: (id, inputs) => parameterCalls(id, inputs, {}),
  read: {
    call: (id) => rds("DescribeDBParameterGroups", { DBParameterGroupName: id }),
    also: (id, _state, _facts, answer) => [
      rds("DescribeDBParameters", { DBParameterGroupName: id, Source: "user" }),
      rds("ListTagsForResource", { ResourceName: answer.DBParameterGroups[0].DBParameterGroupArn }),
    ],
    properties: (answer, _id, state) => {
      const live = answer.DBParameterGroups?.[0];
      return (
        live && {
          arn: live.DBParameterGroupArn,
          description: live.Description,
          family: live.DBParameterGroupFamily,
          parameters: liveParameters(answer.Parameters ?? [], state),
          tagsAll: tagRecord(answer.TagList),
        }
      );
    },
    gone: ["DBParameterGroupNotFound", "DBParameterGroupNotFoundFault"],
  },
  update: (id, inputs, previous, facts) => [
    ...parameterCalls(id, inputs, previous),
    ...tagCalls(previous.arn, previous, facts),
  ],
  delete: (id) => [rds("DeleteDBParameterGroup", { DBParameterGroupName: id }, ["DBParameterGroupNotFound"])],
  rules: [
    {
      source: "RDS API, CreateDBParameterGroup: DBParameterGroupName",
      check: ({ name }) => identifierProblem("name", typeof name === "string" ? name.replaceAll(".", "-") : name, 255),
    },
    {
      source: "RDS API, CreateDBParameterGroup: DBParameterGroupFamily",
      check: ({ family }) => {
        const families = Object.values(engines).flatMap((engine) => engine.majors.map(engine.family));
        return typeof family === "string" && !families.includes(family)
          ? `family is ${family}: the rehearsal knows ${families.join(", ")}`
          : undefined;
      },
    },
    {
      source: "RDS API, ModifyDBParameterGroup: ApplyMethod; static parameters",
      check: (inputs) => {
        const wrong = listed(inputs).find(
          ({ name, applyMethod }) => staticParameters.includes(name) && applyMethod !== "pending-reboot",
        );
        return wrong && `the parameter ${wrong.name} is static: give it applyMethod "pending-reboot"`;
      },
    },
    {
      source: "terraform-provider-aws, aws_db_parameter_group: parameter, a set by name",
      check: (inputs) => {
        const names = listed(inputs).map(({ name }) => name);
        const twice = names.find((name, index) => names.indexOf(name) < index);
        return twice === undefined ? undefined : `the parameter ${twice} is given twice`;
      },
    },
  ],
};
