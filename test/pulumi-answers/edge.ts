/** What AWS adds to certificates, distributions, names and web ACLs. */
import { arn, type Form, hex, type Properties, region, uuid } from "./form.ts";

/** What ACM asks for to validate a certificate: the same record for a name in every region, and for a wildcard that of the name below it. */
function validationOptions(inputs: Properties): Properties[] {
  return [inputs.domainName, ...(inputs.subjectAlternativeNames ?? [])].map((domainName: string) => {
    const plain = domainName.replace(/^\*\./, "");
    return {
      domainName,
      resourceRecordName: `_${hex(plain, 32)}.${plain}.`,
      resourceRecordType: "CNAME",
      resourceRecordValue: `_${hex(`value ${plain}`, 32)}.acm-validations.aws.`,
    };
  });
}

/** Forms by type token. */
export const edge: Readonly<Record<string, Form>> = {
  "aws:acm/certificate:Certificate": {
    id: (_name, seed, inputs) => arn("acm", `certificate/${uuid(seed)}`, { region: inputs.region ?? region }),
    adds: (id, _name, inputs) => ({ arn: id, domainValidationOptions: validationOptions(inputs) }),
  },
  "aws:cloudfront/distribution:Distribution": {
    id: (_name, seed) => `E${hex(seed, 13).toUpperCase()}`,
    adds: (id) => ({
      arn: arn("cloudfront", `distribution/${id}`, { region: "" }),
      domainName: `d${id.slice(1).toLowerCase()}.cloudfront.net`,
      hostedZoneId: "Z2FDTNDATAQYW2",
    }),
  },
  "aws:wafv2/webAcl:WebAcl": {
    id: (_name, seed) => uuid(seed),
    adds: (id, name, inputs) => ({
      name,
      arn: arn("wafv2", `${inputs.scope === "CLOUDFRONT" ? "global" : "regional"}/webacl/${name}/${id}`, {
        region: inputs.region,
      }),
    }),
  },
  "aws:route53/zone:Zone": {
    id: (_name, seed) => `Z${hex(seed, 20).toUpperCase()}`,
    adds: (id) => ({
      zoneId: id,
      arn: arn("route53", `hostedzone/${id}`, { region: "", account: "" }),
      nameServers: [1, 2, 3, 4].map((number) => `ns-${number}.awsdns-0${number}.org`),
    }),
  },
};
