/** Actions of listeners and rules: Pulumi's form, AWS's form, and what AWS refuses of them. */
import { isUnknown, type Properties, type Rule, type World } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { lowerFirst, renameKeys, upperFirst } from "../helpers.ts";
import { text } from "../known.ts";
import { types } from "./shared.ts";

/** The configuration of an action by its type, as Pulumi names it; `forward` has a target group's ARN instead. */
const configurations: Readonly<Record<string, string>> = { redirect: "redirect", "fixed-response": "fixedResponse" };

/** The members that the real provider fills in where the program gives none. */
const redirectDefaults = {
  Host: "#{host}",
  Path: "/#{path}",
  Port: "#{port}",
  Protocol: "#{protocol}",
  Query: "#{query}",
};

/** Actions as the API takes them. */
export function actionList(actions: unknown): unknown {
  if (!Array.isArray(actions)) return actions;
  return actions.map((action: Properties, index) => ({
    Type: action.type,
    Order: action.order ?? index + 1,
    ...(action.targetGroupArn === undefined ? {} : { TargetGroupArn: action.targetGroupArn }),
    ...(action.redirect === undefined
      ? {}
      : { RedirectConfig: { ...redirectDefaults, ...(renameKeys(action.redirect, upperFirst) as object) } }),
    ...(action.fixedResponse === undefined
      ? {}
      : { FixedResponseConfig: renameKeys(action.fixedResponse, upperFirst) }),
  }));
}

/** Live actions in Pulumi's form, the wanted ones when they say the same. */
export function liveActions(live: readonly Properties[] | undefined, wanted: unknown): unknown {
  const actions = (live ?? []).map((action) => ({
    type: action.Type,
    order: action.Order,
    ...(action.TargetGroupArn === undefined ? {} : { targetGroupArn: action.TargetGroupArn }),
    ...(action.RedirectConfig === undefined ? {} : { redirect: renameKeys(action.RedirectConfig, lowerFirst) }),
    ...(action.FixedResponseConfig === undefined
      ? {}
      : { fixedResponse: renameKeys(action.FixedResponseConfig, lowerFirst) }),
  }));
  return asWanted(actions, wanted);
}

function actionProblem(action: Properties, what: string): string | undefined {
  const type = text(action.type);
  if (type === undefined) return undefined;
  if (type === "forward") {
    return action.targetGroupArn === undefined
      ? `${what} forwards to no target group: give targetGroupArn (the rehearsal knows no weighted forward)`
      : undefined;
  }
  const configuration = configurations[type];
  if (configuration === undefined) {
    return `${what} has an action of type ${type}, which the rehearsal does not know yet: extend rehearsal/provider/rows/lb/actions.ts`;
  }
  const given = action[configuration];
  if (given === undefined) return `${what} has an action of type ${type} without ${configuration}: give it`;
  return type === "redirect" ? redirectProblem(given, what) : responseProblem(given, what);
}

function redirectProblem(redirect: Properties, what: string): string | undefined {
  const code = text(redirect.statusCode);
  if (code !== undefined && !["HTTP_301", "HTTP_302"].includes(code)) {
    return `${what} redirects with ${code}: allowed are HTTP_301 and HTTP_302`;
  }
  const kept = { protocol: "#{protocol}", host: "#{host}", port: "#{port}", path: "/#{path}" };
  const changes = Object.entries(kept).some(([name, same]) => redirect[name] !== undefined && redirect[name] !== same);
  return changes || isUnknown(redirect)
    ? undefined
    : `${what} redirects to the same address, for ever: change protocol, host, port or path`;
}

function responseProblem(response: Properties, what: string): string | undefined {
  const [code, body] = [text(response.statusCode), text(response.messageBody)];
  if (code !== undefined && !/^[245]\d\d$/.test(code)) {
    return `${what} answers with status ${code}: allowed are 2XX, 4XX and 5XX`;
  }
  return body !== undefined && body.length > 1024
    ? `${what} answers with ${body.length} characters: AWS takes 1024`
    : undefined;
}

function targetGroupProblem(actions: unknown, what: string, world: World): string | undefined {
  const arns = Array.isArray(actions)
    ? actions.flatMap(({ targetGroupArn }: Properties) => text(targetGroupArn) ?? [])
    : [];
  const missing = arns.find((arn) => !world.find(types.targetGroup, arn));
  return (
    missing && `${what} forwards to the target group ${missing}, which does not exist: give one that was made before`
  );
}

/** The rules of actions. @param property the input that holds them. @param what whose they are: `the listener`. */
export function actionRules(property: string, what: string): readonly Rule[] {
  return [
    {
      source:
        "ELB API, Action, RedirectActionConfig, FixedResponseActionConfig; terraform-provider-aws, aws_lb_listener",
      check: (inputs) => {
        const actions = inputs[property];
        if (!Array.isArray(actions)) return undefined;
        if (actions.length === 0) return `${what} has no action: give one in ${property}`;
        return actions.map((action) => actionProblem(action, what)).find((problem) => problem !== undefined);
      },
    },
    {
      source: "ELB API error TargetGroupNotFound",
      when: "creation",
      check: (inputs, world) => targetGroupProblem(inputs[property], what, world),
    },
  ];
}
