/** Between the properties of `aws.cloudfront.Distribution` and CloudFront's `DistributionConfig`. */
import { isUnknown, type Properties } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { fromAws, toAws } from "./shared.ts";

/** Properties that the program may give and that are part of the configuration. */
export const configured = [
  "aliases",
  "comment",
  "customErrorResponses",
  "defaultCacheBehavior",
  "defaultRootObject",
  "enabled",
  "httpVersion",
  "isIpv6Enabled",
  "loggingConfig",
  "orderedCacheBehaviors",
  "origins",
  "priceClass",
  "restrictions",
  "staging",
  "viewerCertificate",
  "webAclId",
] as const;

function behaviorToAws({ allowedMethods, cachedMethods, ...behavior }: Properties): Properties {
  return {
    ...(toAws(behavior) as Properties),
    ...(allowedMethods !== undefined && {
      AllowedMethods: { ...(toAws(allowedMethods) as Properties), CachedMethods: toAws(cachedMethods) },
    }),
  };
}

function behaviorFromAws({ AllowedMethods, ...behavior }: Properties): Properties {
  const { CachedMethods, ...allowed } = AllowedMethods ?? {};
  return {
    ...(fromAws(behavior) as Properties),
    allowedMethods: fromAws(allowed),
    cachedMethods: fromAws(CachedMethods),
  };
}

/** The provider sends an empty identity for origins in S3 that have an access control. */
function originToAws({ customHeaders, ...origin }: Properties): Properties {
  const inS3 = origin.customOriginConfig === undefined && origin.vpcOriginConfig === undefined;
  return {
    ...(inS3 && { S3OriginConfig: { OriginAccessIdentity: "" } }),
    ...(toAws(origin) as Properties),
    ...(customHeaders !== undefined && {
      CustomHeaders: listed(customHeaders, ({ name, value }) => ({ HeaderName: name, HeaderValue: value })),
    }),
  };
}

function originFromAws({ CustomHeaders, S3OriginConfig, ...origin }: Properties): Properties {
  const headers: Properties[] = CustomHeaders?.Items ?? [];
  return {
    ...(fromAws(origin) as Properties),
    ...(S3OriginConfig?.OriginAccessIdentity && { s3OriginConfig: fromAws(S3OriginConfig) }),
    ...(headers.length > 0 && {
      customHeaders: headers.map(({ HeaderName, HeaderValue }) => ({ name: HeaderName, value: HeaderValue })),
    }),
  };
}

/** CloudFront has the status code of an answer as text. */
function errorToAws(response: Properties): Properties {
  const { ResponseCode, ...rest } = toAws(response) as Properties;
  const isNumber = typeof ResponseCode === "number";
  return { ...rest, ...(ResponseCode !== undefined && { ResponseCode: isNumber ? `${ResponseCode}` : ResponseCode }) };
}

function errorFromAws(response: Properties): Properties {
  const { responseCode, responsePagePath, ...rest } = fromAws(response) as Properties;
  return { ...rest, ...(responsePagePath && { responsePagePath, responseCode: Number(responseCode) }) };
}

function listed(list: unknown, item: (value: Properties) => unknown): unknown {
  if (!Array.isArray(list)) return list;
  const items = list.map((value) => (isUnknown(value) ? value : item(value)));
  return { Quantity: items.length, ...(items.length > 0 && { Items: items }) };
}

/** How a property is written and read that is more than renamed. */
interface Form {
  readonly aws: string;
  readonly write: (value: Properties) => unknown;
  readonly read: (value: Properties) => unknown;
}

const listOf = (aws: string, write: Form["write"], read: Form["write"]): Form => ({
  aws,
  write: (value) => listed(value, write),
  read: (value) => (value.Items ?? []).map(read),
});

const forms: Readonly<Record<string, Form>> = {
  origins: listOf("Origins", originToAws, originFromAws),
  orderedCacheBehaviors: listOf("CacheBehaviors", behaviorToAws, behaviorFromAws),
  customErrorResponses: listOf("CustomErrorResponses", errorToAws, errorFromAws),
  defaultCacheBehavior: { aws: "DefaultCacheBehavior", write: behaviorToAws, read: behaviorFromAws },
  loggingConfig: {
    aws: "Logging",
    write: (value) => ({ Enabled: true, ...(toAws(value) as Properties) }),
    read: fromAws as Form["read"],
  },
  restrictions: {
    aws: "Restrictions",
    write: ({ geoRestriction }) => ({
      GeoRestriction: {
        RestrictionType: geoRestriction?.restrictionType,
        ...(toAws(geoRestriction?.locations ?? []) as Properties),
      },
    }),
    read: ({ GeoRestriction }) => ({
      geoRestriction: { restrictionType: GeoRestriction.RestrictionType, locations: GeoRestriction.Items ?? [] },
    }),
  },
};

/** The configuration that CloudFront is sent. Unknown values stay. */
export function configOf(inputs: Properties): Properties {
  const config: Properties = { Comment: "", DefaultRootObject: "" };
  for (const name of configured) {
    const value = inputs[name];
    if (value === undefined) continue;
    const form = forms[name];
    if (form !== undefined) config[form.aws] = isUnknown(value) ? value : form.write(value);
    else Object.assign(config, toAws({ [name]: value }));
  }
  return config;
}

/** The live properties: as they are in the state while the live configuration says the same, else CloudFront's. */
export function liveProperties(config: Properties, state: Properties): Properties {
  const live: Properties = {};
  for (const name of configured) {
    if (state[name] === undefined) continue;
    const wanted = configOf({ [name]: state[name] });
    const aws = forms[name]?.aws ?? Object.keys(toAws({ [name]: 0 }) as Properties)[0] ?? name;
    if (asWanted(config[aws], wanted[aws]) === wanted[aws]) live[name] = state[name];
    else live[name] = (forms[name]?.read ?? fromAws)(config[aws] ?? {});
  }
  return live;
}
