import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { NamePlan } from "../web/https-plan.ts";

/** What an alias record leads to. */
export interface AliasTarget {
  /** AWS's name of it. */
  readonly dnsName: pulumi.Input<string>;
  /** Hosted zone of that name, AWS's own. */
  readonly zoneId: pulumi.Input<string>;
}

/** Where names may lead. */
export interface AliasTargets {
  /** The distribution; undefined without a CDN. */
  readonly cloudfront: AliasTarget | undefined;
  readonly loadBalancer: AliasTarget;
}

/**
 * The alias records of the site's names. Names at CloudFront have IPv4 and IPv6 addresses; those at the load balancer have IPv4
 * only, as the network does. The records cost nothing, and queries of them neither.
 *
 * @param name prefix of the records' logical names; the name itself follows, so that another list of names moves none
 * @param names the names, and where each leads
 * @param hostedZoneId the zone of all of them
 * @param targets where names may lead
 * @param parent the component that they belong to
 */
export function createAliasRecords(
  name: string,
  names: readonly NamePlan[],
  hostedZoneId: pulumi.Input<string>,
  targets: AliasTargets,
  parent: pulumi.Resource,
): void {
  for (const { name: domainName, target: where } of names) {
    const target = targets[where];
    if (target === undefined) continue;
    const atCloudFront = where === "cloudfront";
    for (const type of atCloudFront ? ["A", "AAAA"] : ["A"]) {
      new aws.route53.Record(
        `${name}-${domainName}-${type.toLowerCase()}`,
        {
          zoneId: hostedZoneId,
          name: domainName,
          type,
          // Route 53 cannot tell whether CloudFront is well.
          aliases: [{ name: target.dnsName, zoneId: target.zoneId, evaluateTargetHealth: !atCloudFront }],
        },
        { parent },
      );
    }
  }
}
