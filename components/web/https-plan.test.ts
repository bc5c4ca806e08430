import assert from "node:assert/strict";
import { type HttpsPlan, planHttps } from "./https-plan.ts";

const domain = { name: "shop.example.com", alternativeNames: ["www.shop.example.com"] };

const cells: readonly [title: string, domain: typeof domain | undefined, cdn: boolean, plan: HttpsPlan][] = [
  [
    "a domain and a CDN",
    domain,
    true,
    {
      listeners: [{ port: 443, protocol: "HTTPS", source: "cloudfront", action: "forward-with-header" }],
      loadBalancerCertificateNames: ["origin.shop.example.com", "shop.example.com", "www.shop.example.com"],
      cloudFrontCertificateNames: ["shop.example.com", "www.shop.example.com"],
      names: [
        { name: "shop.example.com", target: "cloudfront" },
        { name: "www.shop.example.com", target: "cloudfront" },
        { name: "origin.shop.example.com", target: "loadBalancer" },
      ],
      origin: { protocol: "https-only", domainName: "origin.shop.example.com" },
      regionalWebAcl: false,
      plainHttp: [],
    },
  ],
  [
    "a domain without a CDN",
    domain,
    false,
    {
      listeners: [
        { port: 443, protocol: "HTTPS", source: "internet", action: "forward" },
        { port: 80, protocol: "HTTP", source: "internet", action: "redirect" },
      ],
      loadBalancerCertificateNames: ["shop.example.com", "www.shop.example.com"],
      cloudFrontCertificateNames: [],
      names: [
        { name: "shop.example.com", target: "loadBalancer" },
        { name: "www.shop.example.com", target: "loadBalancer" },
      ],
      origin: undefined,
      regionalWebAcl: true,
      plainHttp: [],
    },
  ],
  [
    "a CDN without a domain",
    undefined,
    true,
    {
      listeners: [{ port: 80, protocol: "HTTP", source: "cloudfront", action: "forward-with-header" }],
      loadBalancerCertificateNames: [],
      cloudFrontCertificateNames: [],
      names: [],
      origin: { protocol: "http-only", domainName: undefined },
      regionalWebAcl: false,
      plainHttp: ["CloudFront to load balancer"],
    },
  ],
  [
    "neither",
    undefined,
    false,
    {
      listeners: [{ port: 80, protocol: "HTTP", source: "internet", action: "forward" }],
      loadBalancerCertificateNames: [],
      cloudFrontCertificateNames: [],
      names: [],
      origin: undefined,
      regionalWebAcl: true,
      plainHttp: ["visitor to load balancer"],
    },
  ],
];

describe("the HTTPS plan", () => {
  for (const [title, given, cdn, plan] of cells) {
    it(`with ${title}`, () => assert.deepEqual(planHttps({ domain: given, cdn }), plan));
  }

  it("names each name once", () => {
    const plan = planHttps({ domain: { name: "a.example", alternativeNames: ["a.example"] }, cdn: false });
    assert.deepEqual(plan.loadBalancerCertificateNames, ["a.example"]);
  });

  it("opens one port only to CloudFront, whose prefix list fits into a security group once", () => {
    for (const [, given, cdn] of cells) {
      const fromCloudFront = planHttps({ domain: given, cdn }).listeners.filter(
        ({ source }) => source === "cloudfront",
      );
      assert.equal(fromCloudFront.length, cdn ? 1 : 0);
    }
  });

  it("demands the secret header wherever CloudFront comes in, and nowhere else", () => {
    for (const [, given, cdn] of cells) {
      for (const { source, action } of planHttps({ domain: given, cdn }).listeners) {
        assert.equal(action === "forward-with-header", source === "cloudfront");
      }
    }
  });
});
