/** The row of MAIL FROM domains of identities. */
import type { Properties, Row } from "../../row.ts";
import { pascal } from "../helpers.ts";
import { text } from "../known.ts";
import { identityType, notFound, ses } from "./shared.ts";

const put = (inputs: Properties) =>
  ses("PutEmailIdentityMailFromAttributes", pascal(inputs, "emailIdentity", "mailFromDomain", "behaviorOnMxFailure"));

/** A MAIL FROM domain. Deleting it goes back to AWS's own. */
export const mailFromAttributes: Row = {
  type: "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes",
  recorded: "MiniStack 1.5.33 has no PutEmailIdentityMailFromAttributes",
  required: ["emailIdentity"],
  replaceOn: ["emailIdentity"],
  defaults: { behaviorOnMxFailure: "USE_DEFAULT_VALUE" },
  identify: (inputs) => String(inputs.emailIdentity),
  create: { call: put },
  read: {
    call: (id) => ses("GetEmailIdentity", { EmailIdentity: id }),
    properties: ({ MailFromAttributes }) => ({
      behaviorOnMxFailure: MailFromAttributes?.BehaviorOnMxFailure,
      mailFromDomain: MailFromAttributes?.MailFromDomain,
    }),
    gone: [notFound],
  },
  update: (_id, inputs) => [put(inputs)],
  delete: (id) => [ses("PutEmailIdentityMailFromAttributes", { EmailIdentity: id }, [notFound])],
  rules: [
    {
      source:
        "SES Developer Guide, Using a custom MAIL FROM domain: requirements; SES API v2, PutEmailIdentityMailFromAttributes",
      check: ({ emailIdentity, mailFromDomain, behaviorOnMxFailure }) => {
        const [identity, domain] = [text(emailIdentity), text(mailFromDomain)];
        if (mailFromDomain === undefined) {
          return behaviorOnMxFailure === "REJECT_MESSAGE"
            ? "behaviorOnMxFailure is REJECT_MESSAGE without a mailFromDomain: give the domain, or USE_DEFAULT_VALUE"
            : undefined;
        }
        const parent = identity?.split("@").at(-1)?.toLowerCase();
        if (parent === undefined || domain === undefined || domain.toLowerCase().endsWith(`.${parent}`))
          return undefined;
        return `the MAIL FROM domain ${domain} must be a subdomain of the identity: give bounce.${parent} or another name below ${parent}`;
      },
    },
    {
      source:
        "SES Developer Guide, Using a custom MAIL FROM domain: requirements (not a domain that you send mail from)",
      when: "creation",
      check: ({ mailFromDomain }, world) => {
        const sender = world.all(identityType).find(({ id }) => id.split("@").at(-1) === mailFromDomain);
        return (
          sender &&
          `the MAIL FROM domain ${mailFromDomain} is that of the identity ${sender.id}: mail must not come from it, choose another`
        );
      },
    },
    {
      source: "SES API v2, PutEmailIdentityMailFromAttributes: NotFoundException",
      when: "creation",
      check: ({ emailIdentity }, world) => {
        const identity = text(emailIdentity);
        return identity === undefined || world.find(identityType, identity)
          ? undefined
          : `the identity ${identity} does not exist: take it from the identity's output "emailIdentity"`;
      },
    },
  ],
};
