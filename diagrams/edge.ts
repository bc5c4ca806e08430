/** Draws the way of visitors: names, certificates, the web ACL, the CDN and its origins; and mail. */
import { count, type Draft } from "./draft.ts";
import type { Resource } from "./resources.ts";

const distributionType = "cloudfront/distribution:Distribution";
const balancerType = "lb/loadBalancer:LoadBalancer";

/** Adds visitors and what they meet before the network. To be called after the network and the buckets are drawn. */
export function drawEdge(draft: Draft): void {
  const { graph } = draft;
  drawNames(draft);
  const distributions = graph.ofType(distributionType);
  for (const each of distributions) drawDistribution(draft, each);
  const balancers = graph.ofType(balancerType).filter(({ inputs }) => inputs.internal !== true);
  if (distributions.length + balancers.length === 0) return;
  const row = { id: "visitors-row", icon: "people" as const, title: "Visitors" };
  draft.boxes.push({ id: "visitors", cells: [[row]] });
  const entrances = distributions.length > 0 ? distributions : balancers;
  for (const id of entrances.flatMap((each) => draft.rowsOf(each))) draft.connect(row.id, id, "traffic", "HTTPS");
}

function drawNames(draft: Draft): void {
  const { graph } = draft;
  const records = graph.ofType("route53/record:Record");
  const zones = graph.ofType("route53/zone:Zone");
  if (records.length === 0) return;
  const checks = graph.ofType("route53/healthCheck:HealthCheck");
  const detail = [
    count(records.length, "record"),
    ...(checks.length > 0 ? [count(checks.length, "health check")] : []),
  ];
  const row = { id: "names", icon: "dns" as const, title: "Route 53", detail: detail.join(", ") };
  draft.boxes.push({ id: "names-box", group: "global", cells: [[row]] });
  draft.show([...records, ...zones, ...checks], row.id);
}

function drawDistribution(draft: Draft, distribution: Resource): void {
  const { graph } = draft;
  const aliases = (distribution.inputs.aliases as readonly string[] | undefined) ?? [];
  const row = {
    id: `cdn ${distribution.name}`,
    icon: "globe" as const,
    title: "CloudFront",
    detail: aliases[0] ?? "its own domain name",
  };
  draft.boxes.push({ id: `box ${row.id}`, group: "global", cells: [[row]] });
  draft.show([distribution], row.id);
  const aliasing = graph
    .ofType("route53/record:Record")
    .filter(({ inputs }) => graph.named(inputs.aliases, distributionType).includes(distribution));
  if (aliasing.length > 0) draft.connect("names", row.id, "support", "names");
  drawGuards(draft, distribution, row.id);
  for (const origin of originsOf(draft, distribution)) {
    const isBucket = origin.type.includes("s3/");
    for (const id of draft.rowsOf(origin)) draft.connect(row.id, id, "traffic", isBucket ? "assets" : "HTTPS");
  }
}

/** Buckets and load balancers behind a distribution; an origin's name may be that of a record. */
function originsOf({ graph }: Draft, { inputs }: Resource): Resource[] {
  const records = graph.named(inputs.origins, "route53/record:Record");
  return graph.named(
    [inputs.origins, records.map((record) => record.inputs.aliases)],
    "s3/bucket:Bucket",
    balancerType,
  );
}

/** The web ACL: made through us-east-1, but of CloudFront's own scope, which AWS calls global. */
function drawGuards(draft: Draft, { inputs }: Resource, to: string): void {
  for (const acl of draft.graph.named(inputs.webAclId, "wafv2/webAcl:WebAcl")) {
    const row = { id: `guard ${acl.name}`, icon: "shield" as const, title: "WAF", detail: "web ACL" };
    draft.show([acl], row.id);
    draft.boxes.push({ id: `box ${row.id}`, group: "global", cells: [[row]] });
    draft.connect(row.id, to, "support", "filters");
  }
}

/** Adds SES and who gets its mail. */
export function drawMail(draft: Draft): void {
  for (const identity of draft.graph.ofType("sesv2/emailIdentity:EmailIdentity")) {
    const group = draft.regionOf(identity) === draft.place.region ? "data" : draft.regionOf(identity);
    const detail = typeof identity.inputs.emailIdentity === "string" ? identity.inputs.emailIdentity : "";
    const row = { id: `mail ${identity.name}`, icon: "mail" as const, title: "SES mail", detail };
    draft.shelve(group, row, [identity]);
  }
}
