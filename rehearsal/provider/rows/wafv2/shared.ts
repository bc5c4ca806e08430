/** What all rows of WAF share: its calls, names, and what is known of web ACLs. */
import { type Call, isUnknown, type Properties, type World } from "../../row.ts";
import { lowerFirst, renameKeys, upperFirst } from "../helpers.ts";
import { text } from "../known.ts";

/** Type token of web ACLs. */
export const webAclType = "aws:wafv2/webAcl:WebAcl";
/** The error of what is gone. */
export const gone = ["WAFNonexistentItemException"] as const;

/** One call of WAF. */
export const waf = (operation: string, parameters: Properties, ignore: readonly string[] = []): Call => ({
  service: "wafv2",
  operation,
  parameters,
  ...(ignore.length > 0 && { ignore }),
});

/** WAF's form: `cloudwatchMetricsEnabled` → `CloudWatchMetricsEnabled`, `uriPath` → `UriPath`. */
export const toAws = (value: unknown): unknown =>
  renameKeys(value, (key) => (key === "cloudwatchMetricsEnabled" ? "CloudWatchMetricsEnabled" : upperFirst(key)));

/** Pulumi's form, the way back of `toAws`. */
export const fromAws = (value: unknown): unknown =>
  renameKeys(value, (key) => (key === "CloudWatchMetricsEnabled" ? "cloudwatchMetricsEnabled" : lowerFirst(key)));

/** The web ACL of that ARN, when it was made here. */
export function webAclOf(world: World, arn: unknown) {
  return world.all(webAclType).find(({ properties }) => properties.arn === arn);
}

/** The scope in a web ACL's ARN; undefined when the text is no such ARN. */
export function scopeOf(arn: unknown): "CLOUDFRONT" | "REGIONAL" | undefined {
  const [, kind] = /^arn:aws[\w-]*:wafv2:[\w-]+:\d{12}:(global|regional)\/webacl\//.exec(text(arn) ?? "") ?? [];
  if (kind === undefined) return undefined;
  return kind === "global" ? "CLOUDFRONT" : "REGIONAL";
}

/** The known members of a list of blocks. */
export function blocks(value: unknown): Properties[] {
  return Array.isArray(value)
    ? value.filter((item) => item !== null && typeof item === "object" && !isUnknown(item))
    : [];
}
