/** Examples of Certificate Manager: a certificate, the record that validates it, and the wait for it. */
import type { Example } from "../example.ts";
import { derivedHex } from "../known.ts";

const domainName = "shop.rehearsal.example";

/** The emulator's validation record; it follows from the name. */
const validation = {
  name: `_acme-challenge.${domainName}.`,
  value: `fake-validation-${derivedHex(domainName, 8)}.acm.amazonaws.com.`,
};

/** The examples. */
export const examples: readonly Example[] = [
  {
    name: "acm-certificate",
    type: "aws:acm/certificate:Certificate",
    inputs: () => ({
      domainName,
      subjectAlternativeNames: [`*.${domainName}`],
      validationMethod: "DNS",
      keyAlgorithm: "RSA_2048",
    }),
    change: () => ({ tags: { kind: "second" } }),
  },
  {
    name: "acm-certificate-us-east-1",
    type: "aws:acm/certificate:Certificate",
    inputs: () => ({ domainName, validationMethod: "DNS", region: "us-east-1" }),
  },
  {
    name: "acm-validation-record",
    type: "aws:route53/record:Record",
    needs: ["route53-zone"],
    inputs: (made) => ({
      zoneId: made("route53-zone").id,
      name: validation.name,
      type: "CNAME",
      records: [validation.value],
      ttl: 300,
      allowOverwrite: true,
    }),
  },
  {
    name: "acm-validation",
    type: "aws:acm/certificateValidation:CertificateValidation",
    needs: ["acm-certificate", "acm-validation-record"],
    stays: "the certificate stays issued",
    inputs: (made) => ({
      certificateArn: made("acm-certificate").arn,
      validationRecordFqdns: [made("acm-validation-record").fqdn],
    }),
  },
];
