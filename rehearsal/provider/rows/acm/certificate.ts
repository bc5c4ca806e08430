/** The row of certificates that Certificate Manager issues. */
import type { Call, Facts, Properties, Row, Rule } from "../../row.ts";
import { renameKeys, tagChanges, tagList, tagRecord, upperFirst } from "../helpers.ts";
import { derivedHex, orderAsWanted, text, texts } from "../known.ts";
import { acm, certificateType, notFound } from "./shared.ts";

/** Key algorithms of public certificates that ACM issues (ACM User Guide, certificate characteristics, Key algorithms). */
const publicAlgorithms = ["RSA_2048", "EC_prime256v1", "EC_secp384r1"];

/** The longest main name in characters; further names may have 253. */
const longestMainName = 64;

/** Names on a certificate without a raised quota (ACM User Guide, Quotas). */
const mostNames = 10;

/** Every name of the certificate that is known, each once. */
function namesOf({ domainName, subjectAlternativeNames }: Properties): string[] {
  return [...new Set([...texts([domainName]), ...texts(subjectAlternativeNames)])];
}

function nameProblem(name: string): string | undefined {
  if (name.endsWith(".")) return "it ends with a period";
  if (name.length > 253) return `it has ${name.length} characters, allowed are 253`;
  const labels = name.replace(/^\*\./, "").split(".");
  if (labels.length < 2) return "it must have at least two parts";
  return labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(label))
    ? undefined
    : "its parts must be 1 to 63 letters, digits and hyphens; only the first may be *";
}

const rules: readonly Rule[] = [
  {
    source: "terraform-provider-aws, aws_acm_certificate, creation; ACM API, RequestCertificate: ValidationMethod",
    check: ({ domainName, validationMethod, certificateAuthorityArn }) =>
      domainName !== undefined && validationMethod === undefined && certificateAuthorityArn === undefined
        ? "the certificate has neither validationMethod nor certificateAuthorityArn: give validationMethod DNS"
        : undefined,
  },
  {
    source: "ACM API, RequestCertificate: DomainName, SubjectAlternativeNames; terraform-provider-aws: no final period",
    check: (inputs) => {
      const problems = namesOf(inputs).flatMap((name) => {
        const problem = nameProblem(name);
        return problem === undefined ? [] : [`${name} (${problem})`];
      });
      return problems.length === 0 ? undefined : `the certificate's names are refused: ${problems.join(", ")}`;
    },
  },
  {
    source: "ACM API, RequestCertificate: DomainName (RFC 5280, the common name has at most 64 characters)",
    check: ({ domainName }) => {
      const name = text(domainName);
      return name !== undefined && name.length > longestMainName
        ? `the certificate's domainName ${name} has ${name.length} characters, allowed are ${longestMainName}: give a shorter one, and this one in subjectAlternativeNames`
        : undefined;
    },
  },
  {
    source: "ACM User Guide, Quotas: domain names for each certificate",
    check: (inputs) => {
      const names = namesOf(inputs);
      return names.length <= mostNames
        ? undefined
        : `the certificate has ${names.length} names: AWS takes ${mostNames} without a raised quota`;
    },
  },
  {
    source: "ACM User Guide, certificate characteristics: key algorithms of public certificates",
    check: ({ keyAlgorithm, certificateAuthorityArn }) => {
      const algorithm = text(keyAlgorithm);
      return algorithm === undefined || certificateAuthorityArn !== undefined || publicAlgorithms.includes(algorithm)
        ? undefined
        : `the certificate's keyAlgorithm is ${algorithm}: public certificates take ${publicAlgorithms.join(", ")}`;
    },
  },
];

/** The validation options of a certificate that is only recorded, in the emulator's form. */
function recordedOptions(inputs: Properties): Properties[] {
  return namesOf(inputs).map((domainName) => {
    const plain = domainName.replace(/^\*\./, "");
    return {
      domainName,
      resourceRecordName: `_acme-challenge.${plain}.`,
      resourceRecordType: "CNAME",
      resourceRecordValue: `fake-validation-${derivedHex(plain, 8)}.acm.amazonaws.com.`,
    };
  });
}

function liveOptions(options: readonly Properties[] = []): Properties[] {
  return options.map(({ DomainName, ResourceRecord }) => ({
    domainName: DomainName,
    resourceRecordName: ResourceRecord?.Name,
    resourceRecordType: ResourceRecord?.Type,
    resourceRecordValue: ResourceRecord?.Value,
  }));
}

/** The further names as the program gave them: ACM lists the main name among them. */
function alternativeNames(live: readonly string[], state: Properties): unknown {
  const wanted = texts(state.subjectAlternativeNames);
  const others = wanted.includes(state.domainName) ? live : live.filter((name) => name !== state.domainName);
  return orderAsWanted(others, state.subjectAlternativeNames);
}

function liveProperties(answer: Properties, state: Properties): Properties | undefined {
  const found = answer.Certificate;
  if (!found) return undefined;
  return {
    arn: found.CertificateArn,
    domainName: found.DomainName,
    ...(state.subjectAlternativeNames === undefined
      ? {}
      : { subjectAlternativeNames: alternativeNames(found.SubjectAlternativeNames ?? [], state) }),
    // The key's algorithm and the options are not read back: the emulator keeps neither.
    validationMethod: found.DomainValidationOptions?.[0]?.ValidationMethod,
    domainValidationOptions: liveOptions(found.DomainValidationOptions),
    status: found.Status,
    type: found.Type,
    tagsAll: tagRecord(answer.Tags),
  };
}

function requestParameters(inputs: Properties, facts: Facts): Properties {
  const { domainName, subjectAlternativeNames, validationMethod, keyAlgorithm, certificateAuthorityArn } = inputs;
  const given = {
    DomainName: domainName,
    SubjectAlternativeNames: subjectAlternativeNames,
    ValidationMethod: validationMethod,
    KeyAlgorithm: keyAlgorithm,
    CertificateAuthorityArn: certificateAuthorityArn,
    Options: renameKeys(inputs.options, upperFirst),
    Tags: Object.keys(facts.tags).length === 0 ? undefined : tagList(facts.tags),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function tagCalls(id: string, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  const gone = removed.map((Key) => ({ Key }));
  return [
    ...(gone.length > 0 ? [acm("RemoveTagsFromCertificate", { CertificateArn: id, Tags: gone })] : []),
    ...(Object.keys(set).length > 0 ? [acm("AddTagsToCertificate", { CertificateArn: id, Tags: tagList(set) })] : []),
  ];
}

/** Type `aws:acm/certificate:Certificate`. Its id is its ARN. Certificates that are imported are not known to the rehearsal. */
export const certificate: Row = {
  type: certificateType,
  taggable: true,
  required: ["domainName"],
  replaceOn: [
    "domainName",
    "subjectAlternativeNames",
    "validationMethod",
    "keyAlgorithm",
    "certificateAuthorityArn",
    "validationOptions",
  ],
  conflicts: [
    ["certificateAuthorityArn", "validationMethod"],
    ["earlyRenewalDuration", "validationMethod"],
  ],
  identify: (_inputs, facts) =>
    facts.arn("acm", `certificate/${facts.hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")}`),
  attributes: (inputs, id) => ({
    arn: id,
    domainValidationOptions: recordedOptions(inputs),
    status: "ISSUED",
    type: "AMAZON_ISSUED",
  }),
  create: {
    call: (inputs, facts) => acm("RequestCertificate", requestParameters(inputs, facts)),
    id: (answer) => answer.CertificateArn,
  },
  read: {
    call: (id) => acm("DescribeCertificate", { CertificateArn: id }),
    also: (id) => [acm("ListTagsForCertificate", { CertificateArn: id })],
    properties: (answer, _id, state) => liveProperties(answer, state),
    gone: [notFound],
  },
  update: (id, inputs, previous, facts) => [
    ...(inputs.options === previous.options || inputs.options === undefined
      ? []
      : [
          acm("UpdateCertificateOptions", {
            CertificateArn: id,
            Options: renameKeys(inputs.options, upperFirst) as Properties,
          }),
        ]),
    ...tagCalls(id, previous, facts),
  ],
  delete: (id) => [acm("DeleteCertificate", { CertificateArn: id }, [notFound])],
  rules,
};
