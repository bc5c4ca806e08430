/** The rows of origin access controls and response headers policies. */
import type { Properties, Row, Rule } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { text } from "../known.ts";
import { accessControlType, cloudfront, fromAws, headersPolicyType, ifMatch, toAws } from "./shared.ts";

/** The live value of each given property, in the state's form while it says the same. */
function live(config: Properties, state: Properties, names: readonly string[]): Properties {
  const found: Properties = {};
  for (const name of names) {
    const [key = name] = Object.keys(toAws({ [name]: 0 }) as Properties);
    const wanted = toAws(state[name]);
    if (asWanted(config[key], wanted) === wanted && wanted !== undefined) found[name] = state[name];
    else if (config[key] !== undefined) found[name] = fromAws(config[key]);
  }
  return found;
}

/** CloudFront takes letters, digits, hyphens and underscores, 64 characters for access controls and 128 for policies. */
function nameRule(what: string, most: number, source: string): Rule {
  return {
    source,
    check: ({ name }) =>
      text(name) !== undefined && !new RegExp(`^[\\w-]{1,${most}}$`).test(name)
        ? `the name ${name} of the ${what} is refused: CloudFront takes 1 to ${most} letters, digits, - and _`
        : undefined,
  };
}

function twinRule(what: string, type: string, source: string): Rule {
  return {
    source,
    when: "creation",
    check: ({ name }, world) =>
      text(name) !== undefined && world.all(type).some(({ properties }) => properties.name === name)
        ? `a ${what} named ${name} exists already: choose another name`
        : undefined,
  };
}

const accessControlConfig = ({ name, description, ...inputs }: Properties) => ({
  Name: name,
  Description: description ?? "",
  SigningProtocol: inputs.signingProtocol,
  SigningBehavior: inputs.signingBehavior,
  OriginAccessControlOriginType: inputs.originAccessControlOriginType,
});

/** Type `aws:cloudfront/originAccessControl:OriginAccessControl`. */
export const originAccessControl: Row = {
  type: accessControlType,
  autoName: { property: "name", maxLength: 64 },
  required: ["originAccessControlOriginType", "signingBehavior", "signingProtocol"],
  replaceOn: ["name"],
  defaults: { description: "Managed by Pulumi" },
  identify: (_inputs, facts) => `E${facts.hex(13).toUpperCase()}`,
  attributes: (_inputs, id, facts) => ({
    arn: facts.arn("cloudfront", `origin-access-control/${id}`, { region: "" }),
  }),
  create: {
    call: (inputs) =>
      cloudfront("CreateOriginAccessControl", { OriginAccessControlConfig: accessControlConfig(inputs) }),
    id: (answer) => answer.OriginAccessControl.Id,
  },
  read: {
    call: (id) => cloudfront("GetOriginAccessControl", { Id: id }),
    properties: ({ OriginAccessControl: found, ETag }, _id, state) =>
      found && {
        ...live(found.OriginAccessControlConfig, state, [
          "name",
          "description",
          "signingBehavior",
          "signingProtocol",
          "originAccessControlOriginType",
        ]),
        etag: ETag,
      },
    gone: ["NoSuchOriginAccessControl"],
  },
  renewed: () => ["etag"],
  update: (id, inputs) => [
    cloudfront("GetOriginAccessControl", { Id: id }),
    {
      ...cloudfront("UpdateOriginAccessControl", { Id: id, OriginAccessControlConfig: accessControlConfig(inputs) }),
      follow: ifMatch,
    },
  ],
  delete: (id) => [
    cloudfront("GetOriginAccessControl", { Id: id }, ["NoSuchOriginAccessControl"]),
    { ...cloudfront("DeleteOriginAccessControl", { Id: id }, ["NoSuchOriginAccessControl"]), follow: ifMatch },
  ],
  rules: [
    nameRule("origin access control", 64, "CloudFront API, OriginAccessControlConfig: Name"),
    twinRule("origin access control", accessControlType, "CloudFront API error OriginAccessControlAlreadyExists"),
  ],
};

const policyConfig = ({ name, comment, securityHeadersConfig, serverTimingHeadersConfig }: Properties) => ({
  Name: name,
  Comment: comment ?? "",
  ...(toAws({ securityHeadersConfig, serverTimingHeadersConfig }) as Properties),
});

/** Type `aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy`. Of its headers the rehearsal knows the security headers. */
export const responseHeadersPolicy: Row = {
  type: headersPolicyType,
  autoName: { property: "name", maxLength: 128 },
  required: [],
  replaceOn: ["name"],
  identify: (_inputs, facts) => facts.hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
  attributes: (_inputs, id, facts) => ({
    arn: facts.arn("cloudfront", `response-headers-policy/${id}`, { region: "" }),
  }),
  create: {
    call: (inputs) => cloudfront("CreateResponseHeadersPolicy", { ResponseHeadersPolicyConfig: policyConfig(inputs) }),
    id: (answer) => answer.ResponseHeadersPolicy.Id,
  },
  read: {
    call: (id) => cloudfront("GetResponseHeadersPolicy", { Id: id }),
    properties: ({ ResponseHeadersPolicy: found, ETag }, _id, state) =>
      found && {
        ...live(found.ResponseHeadersPolicyConfig, state, ["name", "comment", "securityHeadersConfig"]),
        etag: ETag,
      },
    gone: ["NoSuchResponseHeadersPolicy"],
  },
  renewed: () => ["etag"],
  update: (id, inputs) => [
    cloudfront("GetResponseHeadersPolicy", { Id: id }),
    {
      ...cloudfront("UpdateResponseHeadersPolicy", { Id: id, ResponseHeadersPolicyConfig: policyConfig(inputs) }),
      follow: ifMatch,
    },
  ],
  delete: (id) => [
    cloudfront("GetResponseHeadersPolicy", { Id: id }, ["NoSuchResponseHeadersPolicy"]),
    { ...cloudfront("DeleteResponseHeadersPolicy", { Id: id }, ["NoSuchResponseHeadersPolicy"]), follow: ifMatch },
  ],
  rules: [
    nameRule("response headers policy", 128, "CloudFront API, ResponseHeadersPolicyConfig: Name"),
    twinRule("response headers policy", headersPolicyType, "CloudFront API error ResponseHeadersPolicyAlreadyExists"),
    {
      source: "documentation of aws.cloudfront.ResponseHeadersPolicy; CloudFront API, ResponseHeadersPolicyConfig",
      check: (inputs) => {
        const kinds = [
          "corsConfig",
          "customHeadersConfig",
          "removeHeadersConfig",
          "securityHeadersConfig",
          "serverTimingHeadersConfig",
        ];
        const given = kinds.filter((kind) => inputs[kind] !== undefined);
        if (given.length === 0) return `the response headers policy has no headers: give one of ${kinds.join(", ")}`;
        const strange = given.filter((kind) => !["securityHeadersConfig", "serverTimingHeadersConfig"].includes(kind));
        return strange.length === 0
          ? undefined
          : `the rehearsal does not know ${strange.join(", ")} yet: extend rehearsal/provider/rows/cloudfront/policies.ts`;
      },
    },
  ],
};
