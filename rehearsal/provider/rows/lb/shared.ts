/** What all rows of load balancers share: calls, tags, names, and attributes that are read and written as text. */
import { isDeepStrictEqual } from "node:util";
import type { Call, Facts, Properties } from "../../row.ts";
import { isUnknown } from "../../row.ts";
import { tagChanges, tagList, tagRecord } from "../helpers.ts";

/** Pulumi's type tokens of load balancers and what belongs to them. */
export const types = {
  loadBalancer: "aws:lb/loadBalancer:LoadBalancer",
  targetGroup: "aws:lb/targetGroup:TargetGroup",
  listener: "aws:lb/listener:Listener",
  listenerRule: "aws:lb/listenerRule:ListenerRule",
} as const;

/** One call of Elastic Load Balancing. */
export function lb(operation: string, parameters: Properties, ignore: readonly string[] = []): Call {
  return { service: "elbv2", operation, parameters, ...(ignore.length > 0 ? { ignore } : {}) };
}

/** `Tags` of a create call; nothing when there are none. */
export function tagsOf(facts: Facts): Properties {
  return Object.keys(facts.tags).length > 0 ? { Tags: tagList(facts.tags) } : {};
}

/** The calls that bring a resource's tags from `previous.tagsAll` to the wanted ones. */
export function tagCalls(id: string, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  return [
    ...(removed.length > 0 ? [lb("RemoveTags", { ResourceArns: [id], TagKeys: removed })] : []),
    ...(Object.keys(set).length > 0 ? [lb("AddTags", { ResourceArns: [id], Tags: tagList(set) })] : []),
  ];
}

/** The call that asks for a resource's tags, for `read.also`. */
export const describeTags = (id: string): Call => lb("DescribeTags", { ResourceArns: [id] });

/** The tags in an answer with that of `describeTags`. */
export function liveTags(answer: Properties): Properties {
  return { tagsAll: tagRecord(answer.TagDescriptions?.[0]?.Tags) };
}

/** What is wrong with the name of a load balancer or target group (ELB API, CreateLoadBalancer and CreateTargetGroup: Name). */
export function nameProblem(name: unknown, what: string): string | undefined {
  if (typeof name !== "string") return undefined;
  const problems = [
    ...(name.length > 32 ? [`it has ${name.length} characters, allowed are 32`] : []),
    ...(/^[0-9A-Za-z-]*$/.test(name) ? [] : ["letters, digits and hyphens are allowed"]),
    ...(/^-|-$/.test(name) ? ["it must not begin or end with a hyphen"] : []),
    ...(what === "load balancer" && name.startsWith("internal-") ? ["AWS keeps names that begin with internal-"] : []),
  ];
  return problems.length === 0 ? undefined : `the ${what}'s name ${name} is refused: ${problems.join("; ")}`;
}

/** An attribute: the property (a path may go deeper), AWS's key, and what kind of value the text stands for. */
export type Attribute = readonly [path: string, key: string, kind: "text" | "number" | "boolean"];

/** The value at a path. */
function valueAt(properties: Properties, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => (value as Properties | undefined)?.[name], properties);
}

/** The attributes whose properties differ from the previous ones, as AWS takes them. */
export function changedAttributes(table: readonly Attribute[], inputs: Properties, previous: Properties): Properties[] {
  return table.flatMap(([path, key]) => {
    const value = valueAt(inputs, path);
    if (value === undefined || isDeepStrictEqual(value, valueAt(previous, path))) return [];
    return [{ Key: key, Value: isUnknown(value) ? value : String(value) }];
  });
}

/** The live values of the properties that the program gives, each in the form of the table. */
export function liveAttributes(
  table: readonly Attribute[],
  attributes: readonly Properties[],
  state: Properties,
): Properties {
  const live: Properties = {};
  for (const [path, key, kind] of table) {
    const value = attributes.find(({ Key }) => Key === key)?.Value;
    if (value === undefined || valueAt(state, path) === undefined) continue;
    const plain = kind === "number" ? Number(value) : kind === "boolean" ? value === "true" : value;
    const [group, member] = path.split(".") as [string, string | undefined];
    live[group] = member === undefined ? plain : { ...(live[group] ?? state[group]), [member]: plain };
  }
  return live;
}

/** AWS's answers are compared by their last part: what follows the resource's type in an ARN. */
export function suffix(arn: string, marker: string): string {
  return arn.slice(arn.indexOf(marker) + marker.length);
}
