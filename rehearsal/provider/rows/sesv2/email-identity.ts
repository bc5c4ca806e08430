/** The row of identities: domains and addresses that mail may come from. */
import { createHash } from "node:crypto";
import type { Call, Properties, Row, Rule } from "../../row.ts";
import { pascal, tagRecord } from "../helpers.ts";
import { text } from "../known.ts";
import { domainNameProblem } from "../route53/shared.ts";
import { configurationSetType, identityType, notFound, ses, tagCalls, tagsParameter } from "./shared.ts";

/** Easy DKIM's three tokens, as the emulator derives them: so its identity and the program's records agree. */
function dkimTokens(identity: string): readonly string[] {
  return [0, 1, 2].map((index) => createHash("md5").update(`${identity}-dkim-${index}`).digest("hex"));
}

function dkimAttributes(inputs: Properties, id: string): Properties {
  const wanted = inputs.dkimSigningAttributes ?? {};
  const external = wanted.domainSigningSelector !== undefined;
  const length = wanted.nextSigningKeyLength ?? "RSA_2048_BIT";
  return {
    ...wanted,
    ...(external ? {} : { nextSigningKeyLength: length, currentSigningKeyLength: length }),
    signingAttributesOrigin: external ? "EXTERNAL" : "AWS_SES",
    status: "PENDING",
    tokens: external ? [wanted.domainSigningSelector] : dkimTokens(id),
  };
}

function signing(inputs: Properties): Properties {
  return pascal(
    inputs.dkimSigningAttributes ?? {},
    "domainSigningPrivateKey",
    "domainSigningSelector",
    "nextSigningKeyLength",
  );
}

function dkimCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  const [wanted, before] = [signing(inputs), signing(previous)];
  if (JSON.stringify(wanted) === JSON.stringify(before)) return [];
  const SigningAttributesOrigin = wanted.DomainSigningSelector === undefined ? "AWS_SES" : "EXTERNAL";
  const parameters = { EmailIdentity: id, SigningAttributesOrigin, SigningAttributes: wanted };
  // The emulator has no such operation and says that it finds nothing.
  return [ses("PutEmailIdentityDkimSigningAttributes", parameters, [notFound])];
}

function configurationSetCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  if (inputs.configurationSetName === previous.configurationSetName) return [];
  const parameters = { EmailIdentity: id, ...pascal(inputs, "configurationSetName") };
  return [ses("PutEmailIdentityConfigurationSetAttributes", parameters, [notFound])];
}

const rules: readonly Rule[] = [
  {
    source: "SES API v2, CreateEmailIdentity: EmailIdentity",
    check: ({ emailIdentity }) => {
      const identity = text(emailIdentity);
      if (identity === undefined || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(identity)) return undefined;
      const problem =
        domainNameProblem(identity) ??
        (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(identity)
          ? undefined
          : "it needs at least two parts of letters, digits and hyphens");
      return problem && `SES refuses the identity ${identity}: ${problem}; give a domain or an e-mail address`;
    },
  },
  {
    source:
      "provider documentation of aws.sesv2.EmailIdentity: dkimSigningAttributes; SES API v2, DkimSigningAttributes",
    check: ({ dkimSigningAttributes }) => {
      const { domainSigningPrivateKey, domainSigningSelector, nextSigningKeyLength } = dkimSigningAttributes ?? {};
      if ((domainSigningPrivateKey === undefined) !== (domainSigningSelector === undefined)) {
        return "dkimSigningAttributes needs domainSigningPrivateKey and domainSigningSelector together, or neither";
      }
      if (domainSigningSelector !== undefined && nextSigningKeyLength !== undefined) {
        return "dkimSigningAttributes has nextSigningKeyLength, which is Easy DKIM's, and a key of its own: give one of both";
      }
      const length = text(nextSigningKeyLength);
      return length !== undefined && !["RSA_1024_BIT", "RSA_2048_BIT"].includes(length)
        ? `nextSigningKeyLength is ${length}: allowed are RSA_1024_BIT and RSA_2048_BIT`
        : undefined;
    },
  },
  {
    source: "SES API v2, CreateEmailIdentity: NotFoundException, AlreadyExistsException",
    when: "creation",
    check: ({ emailIdentity, configurationSetName, region }, world, facts) => {
      const place = region ?? facts.region;
      const set = text(configurationSetName);
      const found = set === undefined ? undefined : world.find(configurationSetType, set);
      if (set !== undefined && found?.properties.region !== place) {
        return `the configuration set ${set} does not exist in ${place}: take it from a ConfigurationSet of the same region`;
      }
      const twin = world
        .all(identityType)
        .find(({ id, properties }) => id === emailIdentity && properties.region === place);
      return twin && `the identity ${emailIdentity} exists already in ${place}: one environment only can have it`;
    },
  },
];

/** An identity, made in the emulator, which keeps neither its configuration set nor the length of its DKIM key. */
export const emailIdentity: Row = {
  type: identityType,
  taggable: true,
  required: ["emailIdentity"],
  replaceOn: ["emailIdentity"],
  addedMembers: ["currentSigningKeyLength", "signingAttributesOrigin", "status", "tokens"].map(
    (member) => `dkimSigningAttributes.${member}`,
  ),
  identify: (inputs) => String(inputs.emailIdentity),
  attributes: (inputs, id, facts) => ({
    arn: facts.arn("ses", `identity/${id}`),
    dkimSigningAttributes: dkimAttributes(inputs, id),
    identityType: id.includes("@") ? "EMAIL_ADDRESS" : "DOMAIN",
    verificationStatus: "PENDING",
    verifiedForSendingStatus: false,
  }),
  create: {
    call: (inputs, facts) =>
      ses("CreateEmailIdentity", {
        ...pascal(inputs, "emailIdentity", "configurationSetName"),
        ...(inputs.dkimSigningAttributes !== undefined && { DkimSigningAttributes: signing(inputs) }),
        ...tagsParameter(facts),
      }),
  },
  read: {
    call: (id) => ses("GetEmailIdentity", { EmailIdentity: id }),
    also: (id, _state, facts) => [ses("ListTagsForResource", { ResourceArn: facts.arn("ses", `identity/${id}`) })],
    properties: (answer) => ({ tagsAll: tagRecord(answer.Tags) }),
    gone: [notFound],
  },
  update: (id, inputs, previous, facts) => [
    ...configurationSetCalls(id, inputs, previous),
    ...dkimCalls(id, inputs, previous),
    ...tagCalls(facts.arn("ses", `identity/${id}`), previous, facts),
  ],
  renewed: () => ["dkimSigningAttributes"],
  delete: (id) => [ses("DeleteEmailIdentity", { EmailIdentity: id }, [notFound])],
  rules,
};
