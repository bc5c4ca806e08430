/** The row of CloudFront's distributions. */
import { isDeepStrictEqual } from "node:util";
import type { Call, Facts, Properties, Row } from "../../row.ts";
import { tagChanges, tagList, tagRecord } from "../helpers.ts";
import { derivedHex } from "../known.ts";
import { configOf, configured, liveProperties } from "./config.ts";
import { distributionRules } from "./distribution-rules.ts";
import { cloudfront, distributionType, ifMatch } from "./shared.ts";

/**
 * The hosted zone that alias records to any distribution name.
 * Source: Route 53 API, AliasTarget, HostedZoneId.
 */
export const distributionZoneId = "Z2FDTNDATAQYW2";

const gone = ["NoSuchDistribution"];

const arnOf = (id: string, facts: Facts) => facts.arn("cloudfront", `distribution/${id}`, { region: "" });

function tagCalls(id: string, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  const Resource = arnOf(id, facts);
  return [
    ...(removed.length > 0 ? [cloudfront("UntagResource", { Resource, TagKeys: { Items: removed } })] : []),
    ...(Object.keys(set).length > 0 ? [cloudfront("TagResource", { Resource, Tags: { Items: tagList(set) } })] : []),
  ];
}

const changed = (inputs: Properties, previous: Properties) =>
  configured.some((name) => !isDeepStrictEqual(inputs[name], previous[name]));

/**
 * A distribution, made in the emulator, which serves nothing. It is disabled before it is deleted, as the provider does. The
 * rules are in `distribution-rules.ts`.
 */
export const distribution: Row = {
  type: distributionType,
  taggable: true,
  required: ["defaultCacheBehavior", "enabled", "origins", "restrictions", "viewerCertificate"],
  replaceOn: ["staging"],
  defaults: {
    httpVersion: "http2",
    isIpv6Enabled: false,
    priceClass: "PriceClass_All",
    retainOnDelete: false,
    staging: false,
    waitForDeployment: true,
  },
  identify: (_inputs, facts) => `E${facts.hex(13).toUpperCase()}`,
  attributes: (_inputs, id, facts) => ({
    arn: arnOf(id, facts),
    domainName: `d${derivedHex(id, 13)}.cloudfront.net`,
    hostedZoneId: distributionZoneId,
    status: "Deployed",
  }),
  create: {
    call: (inputs, facts) =>
      cloudfront("CreateDistributionWithTags", {
        DistributionConfigWithTags: {
          DistributionConfig: { CallerReference: `pulumi-${facts.hex(32)}`, ...configOf(inputs) },
          Tags: { Items: tagList(facts.tags) },
        },
      }),
    id: (answer) => answer.Distribution.Id,
  },
  read: {
    call: (id) => cloudfront("GetDistribution", { Id: id }),
    also: (id, _state, facts) => [cloudfront("ListTagsForResource", { Resource: arnOf(id, facts) })],
    properties: ({ Distribution: found, ETag, Tags }, _id, state) =>
      found && {
        ...liveProperties(found.DistributionConfig, state),
        callerReference: found.DistributionConfig.CallerReference,
        domainName: found.DomainName,
        status: found.Status,
        etag: ETag,
        tagsAll: tagRecord(Tags?.Items),
      },
    gone,
  },
  renewed: (inputs, previous) => (changed(inputs, previous) ? ["etag"] : []),
  update: (id, inputs, previous, facts) => {
    const CallerReference = previous.callerReference ?? id;
    const change = cloudfront("UpdateDistribution", {
      Id: id,
      DistributionConfig: { CallerReference, ...configOf(inputs) },
    });
    return [
      ...(changed(inputs, previous)
        ? [cloudfront("GetDistributionConfig", { Id: id }), { ...change, follow: ifMatch }]
        : []),
      ...tagCalls(id, previous, facts),
    ];
  },
  delete: (id, state) => {
    const disable = cloudfront(
      "UpdateDistribution",
      {
        Id: id,
        DistributionConfig: { CallerReference: state.callerReference ?? id, ...configOf(state), Enabled: false },
      },
      gone,
    );
    const disabled = {
      ...disable,
      follow: (answer: Properties) => ({
        ...ifMatch(answer),
        DistributionConfig: { ...answer.DistributionConfig, Enabled: false },
      }),
    };
    const remove = cloudfront("DeleteDistribution", { Id: id }, gone);
    return [
      cloudfront("GetDistributionConfig", { Id: id }, gone),
      disabled,
      ...(state.retainOnDelete === true ? [] : [{ ...remove, follow: ifMatch }]),
    ];
  },
  rules: distributionRules,
};
