import { isMailDomain } from "../../components/mail/mail-domain.ts";
import { regionsWithoutSmtp } from "../../components/mail/regions.ts";
import { isOptInRegion } from "../../components/shared/sns-principal.ts";
import type { PartlyWellFormed } from "./between.ts";
import { type Problem, show } from "./problems.ts";

/** The mail domain of an environment whose settings name none. */
export function defaultMailDomain(domainName: string): string {
  return `mail.${domainName}`;
}

function regionProblems(region: string | undefined, environmentRegion: string | undefined): Problem[] {
  // A region that is written is taken at its word: AWS may have an SMTP interface there by now.
  if (region !== undefined || environmentRegion === undefined || !regionsWithoutSmtp.includes(environmentRegion))
    return [];
  return [
    {
      path: "platform:mail.region",
      problem: `SES has no SMTP interface in ${environmentRegion}, so the instances could not send.`,
      got: undefined,
      allowed: "an AWS region in which SES has an SMTP interface",
      todo: "Write the region from which mail shall be sent, for example eu-west-1. Messages then pass through that region.",
    },
  ];
}

/** What SES says of mails must reach the queue of alerts, which is in the environment's region. */
function deliveryProblems(region: string | undefined, environmentRegion: string | undefined): Problem[] {
  if (region === undefined || environmentRegion === undefined || region === environmentRegion) return [];
  if (!isOptInRegion(region) || !isOptInRegion(environmentRegion)) return [];
  return [
    {
      path: "platform:mail.region",
      problem: `SNS delivers nothing from ${region} to ${environmentRegion}, as both are opt-in regions: bounces would be told to nobody.`,
      got: show(region),
      allowed: `${environmentRegion}, or a region that every account has from the start`,
      todo: "Write for example eu-west-1.",
    },
  ];
}

function domainProblems(settings: PartlyWellFormed): Problem[] {
  const { domain, mail } = settings;
  const path = "platform:mail.domainName";
  const name = mail?.domainName ?? (domain?.name === undefined ? undefined : defaultMailDomain(domain.name));
  if (name === undefined) return [];
  if (!isMailDomain(name)) {
    return [
      {
        path,
        problem: "The mail domain is no domain name.",
        got: show(name),
        allowed:
          "letters in lower case, digits and hyphens between dots, without a dot at the end, at most 246 characters",
        todo: "Write it as mail.example.com.",
      },
    ];
  }
  const zone = domain?.hostedZone;
  if (zone === undefined || name === zone || name.endsWith(`.${zone}`)) return [];
  return [
    {
      path,
      problem: "The mail domain is outside the hosted zone, so its DNS records could not be made.",
      got: show(name),
      allowed: `a name that ends with .${zone}`,
      todo: `Write mail.${zone}, or leave it out.`,
    },
  ];
}

/**
 * Says what is wrong between the settings of `platform:mail` and others.
 *
 * @param settings the environment's settings that are well-formed by themselves
 * @param _environment the environment's name
 * @returns every problem; empty when there is none
 */
export function mailProblems(settings: PartlyWellFormed, _environment: string): Problem[] {
  const { mail, domain } = settings;
  if (mail?.enabled !== true) return [];
  const regions = [...regionProblems(mail.region, settings.region), ...deliveryProblems(mail.region, settings.region)];
  if (domain !== undefined) return [...regions, ...domainProblems(settings)];
  return [
    ...regions,
    {
      path: "platform:mail.enabled",
      problem: "Mail needs a domain to send from, and the environment has none.",
      got: show(true),
      allowed: "true with platform:domain, false without",
      todo: "Set platform:domain with hostedZone and name, or platform:mail.enabled to false.",
    },
  ];
}
