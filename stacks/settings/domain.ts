import { z } from "zod";
import { setting } from "./setting.ts";

/** A domain name in lower case without a final dot. */
const domainPattern = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

const help = {
  allowed: "a domain name in lower case, without scheme, path, wildcard and final dot",
  todo: "Write it as shop.example.com.",
};

/**
 * Longest name of a site, in characters: certificates take 64 in their first name, and the load balancer's begins with
 * `origin.`. Source: https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
 */
const maxNameLength = 57;

/** Certificates take ten names: the site's, these, and the load balancer's own. */
const maxAlternativeNames = 8;

/** The settings of `platform:domain`. */
export const domainSettings = setting(
  z.strictObject({
    hostedZone: setting(
      z.string().regex(domainPattern).max(253),
      "Domain of the public hosted zone that the account stack owns (its platform:hostedZone.domainName). Required.",
      help,
    ),
    name: setting(
      z.string().regex(domainPattern).max(maxNameLength),
      `Main name of the site, the zone's own or one inside it, at most ${maxNameLength} characters. A change makes new certificates and moves the site. Required.`,
      { ...help, allowed: `${help.allowed}, at most ${maxNameLength} characters` },
    ),
    alternativeNames: setting(
      z
        .array(setting(z.string().regex(domainPattern).max(253), "A name inside the zone.", help))
        .max(maxAlternativeNames),
      `Further names of the same site, inside the zone, at most ${maxAlternativeNames}. A change makes new certificates. Default: none.`,
    ).default([]),
  }),
  "The environment's domain. Default: none, and names of AWS's own serve.",
);

/** The settings of `platform:domain`, complete. */
export type DomainSettings = z.infer<typeof domainSettings>;
