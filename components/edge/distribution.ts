import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { autoNameLimit, limitName } from "../shared/names.ts";
import { deliverAccessLogs } from "./access-logs.ts";
import {
  applicationBehavior,
  assetsBehavior,
  errorResponses,
  type GeoRestriction,
  geoRestriction,
  originIds,
} from "./distribution-parts.ts";
import type { PriceClass } from "./price-classes.ts";
import { createResponseHeadersPolicy } from "./response-headers.ts";

/** What of a distribution may be chosen. */
export interface DistributionDials {
  /** Which edge locations serve; see `price-classes.ts`. */
  readonly priceClass: PriceClass;
  /** Paths that are served from the assets bucket under the same key, for example "/assets/*"; the first that matches wins. */
  readonly assetsPaths: readonly string[];
  /**
   * What the load balancer is asked for when a visitor asks for "/" (control CloudFront.1), without a slash in front; its rule turns
   * that back into "/".
   */
  readonly defaultRootObject: string;
  /** Value of the header Content-Security-Policy where the application sends none. Default: no header. */
  readonly contentSecurityPolicy?: string | undefined;
  /** Path of an HTML page inside the assets, shown while the application is down; it must be there. Default: none. */
  readonly errorPagePath?: string | undefined;
  /** From which countries the site may be seen. */
  readonly geoRestriction: GeoRestriction;
}

/** What a distribution is made of. */
export interface DistributionArgs {
  /** Names of the site; empty: CloudFront's own name serves. */
  readonly aliases: readonly string[];
  /** ARN of a validated certificate in us-east-1 for the names. Required when there are names, refused when not. */
  readonly certificateArn?: pulumi.Input<string> | undefined;
  /** How the load balancer is reached. */
  readonly origin: {
    /** Its name: on its certificate when the protocol is https-only. */
    readonly domainName: pulumi.Input<string>;
    readonly protocol: "https-only" | "http-only";
    /** The secret header that it asks for. */
    readonly header: { readonly name: string; readonly value: pulumi.Input<string> };
  };
  /** The assets bucket's regional name, `<bucket>.s3.<region>.amazonaws.com`; its policy lets CloudFront of this account read. */
  readonly assetsDomainName: pulumi.Input<string>;
  /** ARN of the bucket of access logs. */
  readonly logsBucketArn: pulumi.Input<string>;
  /** ARN of a web ACL of the scope CLOUDFRONT. */
  readonly webAclArn: pulumi.Input<string>;
  /** What may be chosen. */
  readonly dials: DistributionDials;
  /** What must be there before CloudFront sends the header's value: the load balancer with its rules. Default: nothing. */
  readonly originAccepts?: readonly pulumi.Resource[] | undefined;
}

/** Seconds that the application may take for an answer. CloudFront's default is 30, its most without a raised quota 120. */
const originReadTimeoutSeconds = 60;

/**
 * The CDN in front of the site: the application behind the load balancer, and assets in a bucket that only CloudFront reads.
 *
 * A change takes CloudFront some minutes, and the `up` waits for it. It holds no data; making it anew changes CloudFront's own
 * name. Costs by data and requests, by the region of the edge location.
 */
export class Distribution extends pulumi.ComponentResource {
  /** Id, for invalidations. */
  public readonly distributionId: pulumi.Output<string>;
  /** ARN of the distribution. */
  public readonly arn: pulumi.Output<string>;
  /** CloudFront's own name, `d….cloudfront.net`. */
  public readonly domainName: pulumi.Output<string>;
  /** Hosted zone that alias records to it name; the same for all distributions. */
  public readonly hostedZoneId: pulumi.Output<string>;

  /**
   * @param name prefix of the children's names, from the context
   * @throws pulumi.ResourceError when names and certificate do not fit
   */
  constructor(name: string, args: DistributionArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("platform:edge:Distribution", name, {}, options);
    refuseProblems(args, this);
    const { dials } = args;
    const headers = createResponseHeadersPolicy(name, dials.contentSecurityPolicy, { parent: this });
    const behavior = { responseHeadersPolicyId: headers.id };
    const distribution = new aws.cloudfront.Distribution(
      name,
      {
        comment: name,
        enabled: true,
        aliases: [...args.aliases],
        viewerCertificate: viewerCertificate(args),
        origins: [applicationOrigin(args), createAssetsOrigin(name, args, this)],
        defaultCacheBehavior: { ...applicationBehavior(), ...behavior },
        orderedCacheBehaviors: dials.assetsPaths.map((path) => ({ ...assetsBehavior(path), ...behavior })),
        customErrorResponses: errorResponses(dials.errorPagePath),
        defaultRootObject: dials.defaultRootObject,
        webAclId: args.webAclArn,
        priceClass: dials.priceClass,
        restrictions: { geoRestriction: geoRestriction(dials.geoRestriction) },
        httpVersion: "http2and3",
        isIpv6Enabled: true,
        waitForDeployment: true,
        staging: false,
      },
      { parent: this, dependsOn: [...(args.originAccepts ?? [])] },
    );
    deliverAccessLogs(`${name}-logs`, distribution.arn, args.logsBucketArn, this);
    this.distributionId = distribution.id;
    this.arn = distribution.arn;
    this.domainName = distribution.domainName;
    this.hostedZoneId = distribution.hostedZoneId;
    this.registerOutputs({
      distributionId: this.distributionId,
      arn: this.arn,
      domainName: this.domainName,
      hostedZoneId: this.hostedZoneId,
    });
  }
}

/** Stops when names and certificate do not fit. */
function refuseProblems({ aliases, certificateArn }: DistributionArgs, component: Distribution): void {
  if (aliases.length > 0 === (certificateArn !== undefined)) return;
  throw new pulumi.ResourceError(
    `certificateArn: got ${certificateArn === undefined ? "none" : "one"} for ${aliases.length} names; allowed is a certificate ` +
      "with names, and none without, because CloudFront's own name has CloudFront's certificate. Give both or neither.",
    component,
    true,
  );
}

/** The certificate that visitors see. TLSv1.2_2021 is what CloudFront recommends; with its own certificate it takes no policy. */
function viewerCertificate({ certificateArn }: DistributionArgs) {
  if (certificateArn === undefined) return { cloudfrontDefaultCertificate: true };
  return { acmCertificateArn: certificateArn, minimumProtocolVersion: "TLSv1.2_2021", sslSupportMethod: "sni-only" };
}

function applicationOrigin({ origin }: DistributionArgs) {
  return {
    originId: originIds.application,
    domainName: origin.domainName,
    customHeaders: [{ name: origin.header.name, value: pulumi.secret(origin.header.value) }],
    customOriginConfig: {
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: origin.protocol,
      originSslProtocols: ["TLSv1.2"],
      originReadTimeout: originReadTimeoutSeconds,
    },
  };
}

/** The bucket as origin: CloudFront signs each request, and the bucket's policy takes only those of this account. */
function createAssetsOrigin(name: string, { assetsDomainName }: DistributionArgs, parent: Distribution) {
  const accessControl = new aws.cloudfront.OriginAccessControl(
    limitName(name, autoNameLimit("originAccessControl")),
    {
      description: "CloudFront reads the assets",
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    },
    { parent },
  );
  return { originId: originIds.assets, domainName: assetsDomainName, originAccessControlId: accessControl.id };
}
