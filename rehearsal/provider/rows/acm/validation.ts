/** The row of the wait for a certificate's validation, which is the provider's own and no resource of AWS. */
import type { Known, Properties, Row, Rule, World } from "../../row.ts";
import { texts } from "../known.ts";
import { plainName } from "../route53/shared.ts";
import { acm, certificateType, notFound, validationType } from "./shared.ts";

const recordType = "aws:route53/record:Record";

function found(arn: unknown, world: World): Known | undefined {
  return typeof arn === "string" ? world.find(certificateType, arn) : undefined;
}

function optionsOf(certificate: Known): readonly Properties[] {
  return certificate.properties.domainValidationOptions ?? [];
}

const certificateRule: Rule = {
  source: "ACM API, DescribeCertificate: ResourceNotFoundException, in the region that is asked",
  when: "creation",
  check: ({ certificateArn }, world, facts) => {
    if (typeof certificateArn !== "string") return undefined;
    const region = found(certificateArn, world)?.properties.region;
    if (region === undefined) {
      return `the certificate ${certificateArn} does not exist: take it from the certificate's output "arn"`;
    }
    return region === facts.region
      ? undefined
      : `the certificate ${certificateArn} is in ${region}, its validation in ${facts.region}: give both the same region`;
  },
};

const completeRule: Rule = {
  source: "terraform-provider-aws, aws_acm_certificate_validation: validation_record_fqdns must be those of all names",
  when: "creation",
  check: ({ certificateArn, validationRecordFqdns }, world) => {
    const certificate = found(certificateArn, world);
    if (!certificate || validationRecordFqdns === undefined) return undefined;
    const given = texts(validationRecordFqdns).map(plainName);
    const missing = optionsOf(certificate).filter(
      ({ resourceRecordName }) => !given.includes(plainName(String(resourceRecordName))),
    );
    return missing.length === 0
      ? undefined
      : `validationRecordFqdns lacks the records of ${missing.map(({ domainName }) => domainName).join(", ")}: give all`;
  },
};

const recordsRule: Rule = {
  source: "ACM User Guide, DNS validation: the certificate stays pending until each CNAME record is found",
  when: "creation",
  check: ({ certificateArn }, world) => {
    const certificate = found(certificateArn, world);
    if (!certificate) return undefined;
    const missing = optionsOf(certificate).filter(
      (option) => !world.all(recordType).some(({ properties }) => isRecordOf(properties, option)),
    );
    return missing.length === 0
      ? undefined
      : `the certificate ${certificateArn} would stay pending: there is no record ${missing
          .map(({ resourceRecordName, resourceRecordValue }) => `${resourceRecordName} CNAME ${resourceRecordValue}`)
          .join(", ")}; make it in the domain's hosted zone`;
  },
};

function isRecordOf(record: Properties, option: Properties): boolean {
  return (
    plainName(String(record.name)) === plainName(String(option.resourceRecordName)) &&
    record.type === option.resourceRecordType &&
    texts(record.records).some((value) => plainName(value) === plainName(String(option.resourceRecordValue)))
  );
}

/**
 * Type `aws:acm/certificateValidation:CertificateValidation`. Its id here is the certificate's ARN; the real provider's is the time
 * of issue, which no program reads and two certificates may share.
 */
export const certificateValidation: Row = {
  type: validationType,
  required: ["certificateArn"],
  replaceOn: ["certificateArn", "validationRecordFqdns"],
  identify: ({ certificateArn }) => String(certificateArn),
  create: { call: ({ certificateArn }) => acm("DescribeCertificate", { CertificateArn: certificateArn }) },
  read: {
    call: (id) => acm("DescribeCertificate", { CertificateArn: id }),
    properties: ({ Certificate }) =>
      Certificate?.Status === "ISSUED" ? { certificateArn: Certificate.CertificateArn } : undefined,
    gone: [notFound],
  },
  delete: () => [],
  rules: [certificateRule, completeRule, recordsRule],
};
