/** What serves the web: instances, load balancers, the edge, names and their certificates. */
import type { Properties } from "../provider/row.ts";
import { byCall, type Listing, listAll, type Send } from "./listing.ts";

/** A listing of CloudFront's, whose answers hold their list one level deeper. */
function byCloudFront(
  kind: string,
  type: string,
  list: string,
  id: (item: Properties) => unknown,
  parameters: Properties = {},
): Listing {
  const operation = `List${list.replace(/yList$/, "ies").replace(/List$/, "s")}`;
  return {
    kind,
    types: [`aws:cloudfront/${type}`],
    service: "cloudfront",
    list: async (send) =>
      ((await send(operation, parameters))[list].Items ?? []).map((item: Properties) => String(id(item))),
  };
}

/** Web ACLs of the region, and those of CloudFront, which every region of the emulator tells. */
async function listWebAcls(send: Send): Promise<string[]> {
  const found = await Promise.all(
    ["REGIONAL", "CLOUDFRONT"].map((Scope) => listAll(send, "ListWebACLs", "WebACLs", { Scope })),
  );
  return found.flat().map(({ ARN }) => String(ARN));
}

/** The listings of this part. */
export const web: readonly Listing[] = [
  byCall(
    "Auto Scaling group",
    "autoscaling/group:Group",
    "autoscaling",
    "DescribeAutoScalingGroups",
    "AutoScalingGroups",
    "AutoScalingGroupName",
  ),
  byCloudFront("distribution", "distribution:Distribution", "DistributionList", ({ Id }) => Id),
  byCloudFront(
    "origin access control",
    "originAccessControl:OriginAccessControl",
    "OriginAccessControlList",
    ({ Id }) => Id,
  ),
  byCloudFront(
    "response headers policy",
    "responseHeadersPolicy:ResponseHeadersPolicy",
    "ResponseHeadersPolicyList",
    ({ ResponseHeadersPolicy }) => ResponseHeadersPolicy.Id,
    // Those of CloudFront's own are nobody's to delete.
    { Type: "custom" },
  ),
  byCall(
    "certificate",
    "acm/certificate:Certificate",
    "acm",
    "ListCertificates",
    "CertificateSummaryList",
    "CertificateArn",
  ),
  byCall(
    "load balancer",
    "lb/loadBalancer:LoadBalancer",
    "elbv2",
    "DescribeLoadBalancers",
    "LoadBalancers",
    "LoadBalancerArn",
  ),
  byCall(
    "target group",
    "lb/targetGroup:TargetGroup",
    "elbv2",
    "DescribeTargetGroups",
    "TargetGroups",
    "TargetGroupArn",
  ),
  byCall(
    "launch template",
    "ec2/launchTemplate:LaunchTemplate",
    "ec2",
    "DescribeLaunchTemplates",
    "LaunchTemplates",
    "LaunchTemplateId",
  ),
  { kind: "web ACL", types: ["aws:wafv2/webAcl:WebAcl"], service: "wafv2", list: listWebAcls },
  byCall("health check", "route53/healthCheck:HealthCheck", "route53", "ListHealthChecks", "HealthChecks", "Id"),
  byCall("hosted zone", "route53/zone:Zone", "route53", "ListHostedZones", "HostedZones", "Id"),
];
