import { z } from "zod";
import { setting } from "./setting.ts";

/** The settings of `platform:mail`. */
export const mailSettings = setting(
  z.strictObject({
    enabled: setting(z.boolean(), "Whether the environment sends mail. It needs a domain. Default: false.").default(
      false,
    ),
    domainName: setting(
      z.string().max(246),
      "The mail domain, inside the hosted zone: senders' addresses end with it. A change replaces the SES identity, and mail waits " +
        "until AWS has found the new DNS records. Default: mail. and the environment's domain.",
      {
        allowed: "a domain name in lower case inside the hosted zone, at most 246 characters",
        todo: "Write it as mail.example.com, or leave it out.",
      },
    ).optional(),
    region: setting(
      z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/),
      "Region from which SES sends. It must have an SMTP interface; af-south-1 has none. A change makes the identity anew. " +
        "Default: the environment's region.",
      { allowed: "an AWS region in which SES has an SMTP interface", todo: "Write a region such as eu-west-1." },
    ).optional(),
    maxSendRatePerSecond: setting(
      z.int().min(1).max(1000),
      "Messages a second that the environment's programs may send together, 1 to 1000. SES has no such limit for one domain, only a " +
        "quota of the whole account and region: instances are told this number and keep to it. Default: 1, the quota of the sandbox.",
    ).default(1),
    dmarcPolicy: setting(
      z.enum(["none", "quarantine", "reject"]),
      "What receivers are asked to do with mail that is forged in the domain's name. Default: quarantine.",
    ).default("quarantine"),
    dmarcReportAddress: setting(
      z.email(),
      "E-mail address that gets receivers' daily DMARC reports. In another domain, that domain must permit it. Default: nobody.",
    ).optional(),
  }),
  "Mail that the environment sends, by Amazon SES.",
);

/** The settings of `platform:mail`, complete. */
export type MailSettings = z.infer<typeof mailSettings>;
