import { z } from "zod";
import { priceClasses } from "../../components/edge/price-classes.ts";
import { managedRuleGroupNames } from "../../components/edge/web-acl-rules.ts";
import { logRetentionDays } from "../../components/shared/log-retention.ts";
import { setting } from "./setting.ts";

/** A path pattern of CloudFront that begins at the root and ends with a star. */
const assetsPattern = /^\/[A-Za-z0-9_.~/-]+\/\*$/;

const geoRestriction = setting(
  z.strictObject({
    mode: setting(
      z.enum(["none", "allow", "block"]),
      "none: the site is seen from everywhere; allow: only from the countries listed; block: from everywhere but them. Default: none.",
    ).default("none"),
    countries: setting(
      z.array(
        setting(z.string().regex(/^[A-Z]{2}$/), "A country.", {
          allowed: "two capital letters (ISO 3166-1)",
          todo: "Write the country's code, for example ZA.",
        }),
      ),
      "Countries, two capital letters each, for example ZA. Default: none.",
    ).default([]),
  }),
  "From which countries the site may be seen. Only CloudFront looks at it.",
);

const waf = setting(
  z.strictObject({
    managedRuleGroups: setting(
      z.array(z.enum(managedRuleGroupNames)).min(1),
      "AWS's managed rule groups that look at each request; at least one, 1500 capacity units together. Default: ipReputation, common, knownBadInputs.",
    ).default(["ipReputation", "common", "knownBadInputs"]),
    rateLimitPer5Minutes: setting(
      z.int().min(10).max(2_000_000_000),
      "Requests that one address may send in five minutes, 10 to 2000000000. An office behind one address counts as one. Default: 2000.",
    ).default(2000),
    countOnly: setting(
      z.boolean(),
      "true: requests that break a rule are counted and logged, and pass. For the first weeks, until the logs show no false alarm. Default: false.",
    ).default(false),
    logRetentionDays: setting(
      z.literal(logRetentionDays),
      `Days that the log of requests is kept: ${logRetentionDays.join(", ")}. Default: 365.`,
    ).default(365),
  }),
  "The web application firewall, at CloudFront or, without it, at the load balancer.",
);

/** The settings of `platform:edge`. */
export const edgeSettings = setting(
  z.strictObject({
    enabled: setting(z.boolean(), "Whether CloudFront stands in front of the load balancer. Default: true.").default(
      true,
    ),
    priceClass: setting(
      z.enum(priceClasses),
      "Which of CloudFront's edge locations serve: PriceClass_100 (North America, Europe, Israel), PriceClass_200 (and Africa, the Middle East, Asia), " +
        "PriceClass_All. It must have edge locations near the region. Default: the cheapest that has.",
    ).optional(),
    originHeaderGeneration: setting(
      z.int().min(1),
      "Number of the secret that CloudFront shows to the load balancer. Raise it by one for a new secret, and wait for the end of the up before raising it again. Default: 1.",
    ).default(1),
    assetsPaths: setting(
      z
        .array(
          setting(z.string().regex(assetsPattern), "A path.", {
            allowed: "a path that begins with / and ends with /*",
            todo: "Write it as /assets/*.",
          }),
        )
        .min(1)
        .max(10),
      "Paths that CloudFront serves from the assets bucket, where objects have the same path without the first slash. Default: /assets/*.",
    ).default(["/assets/*"]),
    defaultRootObject: setting(
      z.string().regex(/^[A-Za-z0-9_.-]{1,255}$/),
      "What CloudFront asks the load balancer for when a visitor asks for /, without a slash in front. The load balancer asks the application for / again, so that a file of this name at the top cannot be had. Default: index.html.",
      { allowed: "a file's name without a slash", todo: "Write it as index.html." },
    ).default("index.html"),
    errorPagePath: setting(
      z.string().regex(/^\/[A-Za-z0-9_.~/-]+\.html$/),
      "Path of an HTML page in the assets bucket that is shown while the application is down (502, 503, 504). Upload it first. Default: none.",
      { allowed: "a path that begins with / and ends with .html", todo: "Write it as /assets/unavailable.html." },
    ).optional(),
    contentSecurityPolicy: setting(
      z.string().min(1).max(2048),
      "Value of the header Content-Security-Policy where the application sends none. Default: no header.",
    ).optional(),
    healthCheckPath: setting(
      z.string().regex(/^\/[^\s]{0,254}$/),
      "Path that Route 53 asks for from all over the world, on the domain. It must answer with 2xx or 3xx. Default: /.",
      { allowed: "a path that begins with /", todo: "Write it as /health." },
    ).default("/"),
    geoRestriction: geoRestriction.prefault({}),
    waf: waf.prefault({}),
  }),
  "CloudFront in front of the load balancer, and the web application firewall.",
);

/** The settings of `platform:edge`, complete. */
export type EdgeSettings = z.infer<typeof edgeSettings>;
