/** Transforms of listeners' rules: how a request is rewritten before it goes to a target. */
import { isUnknown, type Properties, type Rule, unknown } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { text } from "../known.ts";

/** Pulumi's name of each type's configuration, and AWS's. */
const configurations: Readonly<Record<string, readonly [name: string, awsName: string]>> = {
  "host-header-rewrite": ["hostHeaderRewriteConfig", "HostHeaderRewriteConfig"],
  "url-rewrite": ["urlRewriteConfig", "UrlRewriteConfig"],
};

/** Characters of an expression and of what stands in for it, at most (ELB API, RewriteConfig). */
const longestRewrite = 1024;

/** `Transforms` as AWS takes them; what is not known stays so. */
export function transformList(transforms: unknown): unknown {
  if (!Array.isArray(transforms)) return transforms;
  return transforms.map((transform: Properties) => {
    const [name, awsName] = configurations[String(transform.type)] ?? [];
    if (isUnknown(transform) || name === undefined || awsName === undefined) return unknown;
    const { regex, replace } = transform[name]?.rewrite ?? {};
    return { Type: transform.type, [awsName]: { Rewrites: [{ Regex: regex, Replace: replace }] } };
  });
}

/** What AWS answers, in Pulumi's words; nothing when there are none and none are wanted. */
export function liveTransforms(live: readonly Properties[] | undefined, wanted: unknown): Properties {
  if ((live ?? []).length === 0 && wanted === undefined) return {};
  const transforms = (live ?? []).map(({ Type, ...more }) => {
    const [name = "", awsName = ""] = configurations[String(Type)] ?? [];
    const [rewrite] = more[awsName]?.Rewrites ?? [];
    return { type: Type, [name]: { rewrite: { regex: rewrite?.Regex, replace: rewrite?.Replace } } };
  });
  return { transforms: asWanted(transforms, wanted) };
}

function transformProblem(transform: Properties): string | undefined {
  const type = text(transform.type);
  const [name] = configurations[type ?? ""] ?? [];
  if (type === undefined) return undefined;
  if (name === undefined) return `a transform has the type ${type}: give ${Object.keys(configurations).join(" or ")}`;
  const others = Object.values(configurations).flatMap(([other]) => (other === name ? [] : [other]));
  const rewrite = transform[name]?.rewrite;
  if (rewrite === undefined || others.some((other) => transform[other] !== undefined)) {
    return `a transform of the type ${type} needs ${name}.rewrite and nothing else`;
  }
  const [regex, replace] = [text(rewrite.regex), text(rewrite.replace)];
  if (regex !== undefined && (regex.length < 1 || regex.length > longestRewrite)) {
    return `a transform's regex has ${regex.length} characters: AWS takes 1 to ${longestRewrite}`;
  }
  if (replace !== undefined && replace.length > longestRewrite) {
    return `a transform's replace has ${replace.length} characters: AWS takes 0 to ${longestRewrite}`;
  }
  return regex !== undefined && /\(\?(?:=|!|<=|<!|>)|\\[1-9]|\\p\{|[*+?}]\+/.test(regex)
    ? `a transform's regex is ${regex}: AWS takes no lookaround, backreference, atomic group, possessive quantifier or \\p{…}`
    : undefined;
}

/** What AWS and the real provider refuse of transforms. */
export const transformRules: readonly Rule[] = [
  {
    source:
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html and listener-rules.html (regular " +
      "expressions); terraform-provider-aws, aws_lb_listener_rule, transform",
    check: ({ transforms }) => {
      if (!Array.isArray(transforms)) return undefined;
      const known: Properties[] = transforms.filter((transform) => !isUnknown(transform));
      const types = known.flatMap(({ type }) => text(type) ?? []);
      const twice = types.find((type, position) => types.indexOf(type) < position);
      if (twice !== undefined)
        return `the listener rule has two transforms of the type ${twice}: AWS takes one of each`;
      return known.map(transformProblem).find((problem) => problem !== undefined);
    },
  },
];
