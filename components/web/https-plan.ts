/**
 * Who speaks HTTPS with whom, by whether the environment has a domain and whether CloudFront stands in front of the load
 * balancer. Load balancer, certificates and records all follow this one table; docs/https.md explains it.
 */

/** The names of a site. */
export interface SiteDomain {
  /** The site's main name, for example "dev.acme.example". */
  readonly name: string;
  /** Further names of the site, without the main one. */
  readonly alternativeNames: readonly string[];
}

/** What the plan follows from. */
export interface HttpsPlanArgs {
  /** The environment's domain. Default: none, AWS's own names serve. */
  readonly domain?: SiteDomain | undefined;
  /** Whether CloudFront stands in front of the load balancer. */
  readonly cdn: boolean;
}

/** One port of the load balancer. */
export interface ListenerPlan {
  /** 443 for HTTPS, 80 for HTTP. */
  readonly port: 80 | 443;
  readonly protocol: "HTTP" | "HTTPS";
  /** Who may reach the port: only CloudFront's servers, or the whole internet. */
  readonly source: "cloudfront" | "internet";
  /**
   * What happens to a request: it goes to the web servers; it does so only with the secret header and is answered with 403
   * without; or it is sent to HTTPS for good (301).
   */
  readonly action: "forward" | "forward-with-header" | "redirect";
}

/** A name that visitors or CloudFront use, and where its alias record points to. */
export interface NamePlan {
  readonly name: string;
  readonly target: "cloudfront" | "loadBalancer";
}

/** How CloudFront reaches the load balancer. */
export interface OriginPlan {
  /** CloudFront's origin protocol policy. */
  readonly protocol: "https-only" | "http-only";
  /** The name it asks for; undefined: the load balancer's own. */
  readonly domainName: string | undefined;
}

/** The whole plan. */
export interface HttpsPlan {
  /** The load balancer's ports, each once. */
  readonly listeners: readonly ListenerPlan[];
  /** Names on the load balancer's certificate in the home region; empty when it has none. */
  readonly loadBalancerCertificateNames: readonly string[];
  /** Names on CloudFront's certificate in us-east-1; empty when CloudFront's own certificate serves or there is no CloudFront. */
  readonly cloudFrontCertificateNames: readonly string[];
  /** Alias records; empty without a domain. */
  readonly names: readonly NamePlan[];
  /** How CloudFront reaches the load balancer; undefined without CloudFront. */
  readonly origin: OriginPlan | undefined;
  /** Whether a regional web ACL stands at the load balancer; with a CDN it stands at CloudFront. */
  readonly regionalWebAcl: boolean;
  /** The ways that are plain HTTP, in words; empty when none is. */
  readonly plainHttp: readonly string[];
}

/**
 * The name by which CloudFront reaches the load balancer over HTTPS. It is a name of its own because the site's name points
 * to CloudFront, and the load balancer's own name can be on no certificate of ours.
 *
 * @param domainName the site's main name
 */
export function originName(domainName: string): string {
  return `origin.${domainName}`;
}

/** Every name of the site, the main one first, each once. */
function siteNames({ name, alternativeNames }: SiteDomain): string[] {
  return [...new Set([name, ...alternativeNames])];
}

const noDomain = { loadBalancerCertificateNames: [], cloudFrontCertificateNames: [], names: [] } as const;

function withDomainAndCdn(domain: SiteDomain): HttpsPlan {
  const names = siteNames(domain);
  const origin = originName(domain.name);
  return {
    // No port 80: CloudFront redirects, and CloudFront's prefix list fits into a security group only once.
    listeners: [{ port: 443, protocol: "HTTPS", source: "cloudfront", action: "forward-with-header" }],
    // The site's names too, because CloudFront checks the certificate against the Host header that it forwards.
    loadBalancerCertificateNames: [origin, ...names],
    cloudFrontCertificateNames: names,
    names: [
      ...names.map((name) => ({ name, target: "cloudfront" as const })),
      { name: origin, target: "loadBalancer" as const },
    ],
    origin: { protocol: "https-only", domainName: origin },
    regionalWebAcl: false,
    plainHttp: [],
  };
}

function withDomainOnly(domain: SiteDomain): HttpsPlan {
  const names = siteNames(domain);
  return {
    listeners: [
      { port: 443, protocol: "HTTPS", source: "internet", action: "forward" },
      { port: 80, protocol: "HTTP", source: "internet", action: "redirect" },
    ],
    loadBalancerCertificateNames: names,
    cloudFrontCertificateNames: [],
    names: names.map((name) => ({ name, target: "loadBalancer" as const })),
    origin: undefined,
    regionalWebAcl: true,
    plainHttp: [],
  };
}

const withCdnOnly: HttpsPlan = {
  ...noDomain,
  listeners: [{ port: 80, protocol: "HTTP", source: "cloudfront", action: "forward-with-header" }],
  origin: { protocol: "http-only", domainName: undefined },
  regionalWebAcl: false,
  plainHttp: ["CloudFront to load balancer"],
};

const withNeither: HttpsPlan = {
  ...noDomain,
  listeners: [{ port: 80, protocol: "HTTP", source: "internet", action: "forward" }],
  origin: undefined,
  regionalWebAcl: true,
  plainHttp: ["visitor to load balancer"],
};

/**
 * Says who speaks HTTPS with whom.
 *
 * @param args whether there is a domain and a CDN
 * @returns the cell of the table in docs/https.md
 */
export function planHttps({ domain, cdn }: HttpsPlanArgs): HttpsPlan {
  if (domain !== undefined) return cdn ? withDomainAndCdn(domain) : withDomainOnly(domain);
  return cdn ? withCdnOnly : withNeither;
}
