import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { architectureOf } from "../../components/access/machine-image.ts";
import type { AccountReference } from "../account/outputs.ts";

/**
 * The account's hosted zone, when it is the one that the settings name.
 *
 * @param account the account stack's outputs
 * @param hostedZone its domain, from `platform:domain.hostedZone`
 * @returns the zone's id; another zone, or none, fails the deployment before anything is made that needs it
 */
export function demandHostedZone(account: AccountReference, hostedZone: string): pulumi.Output<string> {
  return pulumi.all([account.hostedZoneId, account.hostedZoneName]).apply(([id, name]) => {
    if (id !== null && name === hostedZone) return id;
    throw new Error(
      `The account stack has ${name === null ? "no hosted zone" : `the hosted zone ${name}`}, but platform:domain.hostedZone is ` +
        `${hostedZone}: allowed is only the account's own. Correct one of the settings, platform:hostedZone.domainName in the ` +
        "account's file or platform:domain.hostedZone here, and deploy the account stack first.",
    );
  });
}

/**
 * The managed prefix list of the servers from which CloudFront asks origins, in the provider's region.
 *
 * @returns its id, pl-…
 */
export function cloudFrontPrefixListId(provider: aws.Provider): pulumi.Output<string> {
  const name = "com.amazonaws.global.cloudfront.origin-facing";
  return aws.ec2.getManagedPrefixListOutput({ name }, { provider }).id;
}

/**
 * The newest Amazon Linux 2023 for the web servers, as an id that an instance refresh can roll back to.
 *
 * @param instanceTypes their first one decides the architecture, which all have in common
 * @returns id of the image, ami-…
 */
export function webImageId(instanceTypes: readonly string[], provider: aws.Provider): pulumi.Output<string> {
  const architecture = architectureOf(instanceTypes[0] ?? "");
  const filters = [
    { name: "name", values: ["al2023-ami-2023.*-kernel-*"] },
    { name: "architecture", values: [architecture] },
    { name: "virtualization-type", values: ["hvm"] },
  ];
  return aws.ec2.getAmiOutput({ owners: ["amazon"], mostRecent: true, filters }, { provider }).id;
}
