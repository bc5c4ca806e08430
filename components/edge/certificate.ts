import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** The only region whose certificates CloudFront takes. Source: https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html */
export const cloudFrontRegion = "us-east-1";

/** What the certificates of a site are made of. */
export interface CertificatesArgs {
  /** Id of the public hosted zone that all names are in. */
  readonly hostedZoneId: pulumi.Input<string>;
  /** Names on the certificate in the home region, the main one first; empty: none is made. A change makes a new certificate. */
  readonly loadBalancerNames: readonly string[];
  /** Names on CloudFront's certificate, the main one first; empty: none is made. A change makes a new certificate. */
  readonly cloudFrontNames: readonly string[];
}

/** One certificate before its validation. */
interface Requested {
  /** End of the children's names. */
  readonly suffix: string;
  /** Region of its own; undefined: the provider's. */
  readonly region: string | undefined;
  /** Names that it is for, the main one first. */
  readonly names: readonly string[];
  readonly certificate: aws.acm.Certificate;
}

/** Seconds that resolvers may keep a validation record. Its value never changes. */
const validationTtlSeconds = 300;

/**
 * The certificates of a site, validated by DNS and renewed by AWS as long as the validation records stay (control ACM.1).
 * One component makes both, because a name's validation record is the same for every certificate of an account, whatever the
 * region: each record is made once. Source: https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 *
 * Public certificates cost nothing. Validation takes minutes and waits for ever when the registrar does not point to the zone's
 * name servers.
 */
export class Certificates extends pulumi.ComponentResource {
  /** ARN of the certificate in the home region, after its validation; undefined when there are no names for it. */
  public readonly loadBalancerCertificateArn: pulumi.Output<string> | undefined;
  /** ARN of CloudFront's certificate in us-east-1, after its validation; undefined when there are no names for it. */
  public readonly cloudFrontCertificateArn: pulumi.Output<string> | undefined;

  /**
   * @param name prefix of the children's names, from the context
   * @throws pulumi.ResourceError when a certificate has more names than AWS takes
   */
  constructor(name: string, args: CertificatesArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("platform:edge:Certificates", name, {}, options);
    refuseProblems(args, this);
    const requested = [
      { suffix: "load-balancer", region: undefined, names: args.loadBalancerNames },
      { suffix: "cloudfront", region: cloudFrontRegion, names: args.cloudFrontNames },
    ]
      .filter(({ names }) => names.length > 0)
      .map((wanted) => ({ ...wanted, certificate: requestCertificate(`${name}-${wanted.suffix}`, wanted, this) }));
    const records = createRecords(name, requested, args.hostedZoneId, this);
    const validated = requested.map(({ suffix, ...wanted }) => ({
      suffix,
      arn: validate(`${name}-${suffix}`, { suffix, ...wanted }, records, this),
    }));
    const arnOf = (suffix: string) => validated.find((item) => item.suffix === suffix)?.arn;
    this.loadBalancerCertificateArn = arnOf("load-balancer");
    this.cloudFrontCertificateArn = arnOf("cloudfront");
    this.registerOutputs({
      loadBalancerCertificateArn: this.loadBalancerCertificateArn,
      cloudFrontCertificateArn: this.cloudFrontCertificateArn,
    });
  }
}

/** Names on a certificate without a raised quota. Source: https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html */
const maxNames = 10;

/** Stops with all problems of the arguments in one error. */
function refuseProblems(args: CertificatesArgs, component: Certificates): void {
  const problems = (["loadBalancerNames", "cloudFrontNames"] as const)
    .filter((property) => args[property].length > maxNames)
    .map(
      (property) =>
        `- ${property}: got ${args[property].length} names, allowed are ${maxNames}. Name fewer, or cover some by a wildcard.`,
    );
  if (problems.length === 0) return;
  throw new pulumi.ResourceError(`The certificates' arguments are refused:\n${problems.join("\n")}`, component, true);
}

/** A region argument only where it is another than the provider's. */
const at = (region: string | undefined) => (region === undefined ? {} : { region });

function requestCertificate(
  name: string,
  { region, names }: Omit<Requested, "certificate">,
  parent: Certificates,
): aws.acm.Certificate {
  const [domainName, ...others] = names as [string, ...string[]];
  return new aws.acm.Certificate(
    name,
    {
      domainName,
      ...(others.length === 0 ? {} : { subjectAlternativeNames: others }),
      validationMethod: "DNS",
      // Elliptic curve would be faster; every client and CloudFront's way to origins take RSA (control ACM.2: at least 2048 bits).
      keyAlgorithm: "RSA_2048",
      ...at(region),
      tags: { Name: name },
    },
    { parent },
  );
}

/** The name that a validation record belongs to: a wildcard's is that of the name below it. */
function validatedName(name: string): string {
  return name.replace(/^\*\./, "");
}

/** Makes each validation record once. Their number and names follow from the plain names, not from AWS's answer. */
function createRecords(
  name: string,
  requested: readonly Requested[],
  zoneId: pulumi.Input<string>,
  parent: Certificates,
): ReadonlyMap<string, aws.route53.Record> {
  const records = new Map<string, aws.route53.Record>();
  for (const { names, certificate } of requested) {
    for (const domainName of names) {
      const validated = validatedName(domainName);
      if (records.has(validated)) continue;
      const option = certificate.domainValidationOptions.apply((options) => {
        const found = options.find((candidate) => candidate.domainName === domainName);
        if (found) return found;
        throw new Error(`AWS gave no validation record for ${domainName}: is the certificate imported?`);
      });
      const record = new aws.route53.Record(
        `${name}-validation-${validated}`,
        {
          zoneId,
          name: option.resourceRecordName,
          type: option.resourceRecordType,
          records: [option.resourceRecordValue],
          ttl: validationTtlSeconds,
          // A certificate made by hand for the same name has left the very same record.
          allowOverwrite: true,
        },
        { parent },
      );
      records.set(validated, record);
    }
  }
  return records;
}

/** Waits until AWS has issued the certificate. */
function validate(
  name: string,
  { region, names, certificate }: Requested,
  records: ReadonlyMap<string, aws.route53.Record>,
  parent: Certificates,
): pulumi.Output<string> {
  const needed = [...new Set(names.map(validatedName))].flatMap((validated) => records.get(validated) ?? []);
  const validation = new aws.acm.CertificateValidation(
    name,
    {
      certificateArn: certificate.arn,
      validationRecordFqdns: needed.map(({ fqdn }) => fqdn),
      ...at(region),
    },
    { parent },
  );
  return validation.certificateArn;
}
