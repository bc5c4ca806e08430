import assert from "node:assert/strict";
import { collect } from "../../test/pulumi-mocks.ts";
import { planHttps } from "./https-plan.ts";
import { WebSecurityGroups, type WebSecurityGroupsArgs } from "./security-groups.ts";

const vpcId = "vpc-0123456789abcdef0";
const prefixListId = "pl-0123456789abcdef0";
const domain = { name: "shop.example.com", alternativeNames: [] };

const build = (change: Partial<WebSecurityGroupsArgs> = {}) =>
  collect(
    () =>
      new WebSecurityGroups("acme-dev-web", {
        vpcId,
        listeners: planHttps({ domain, cdn: true }).listeners,
        webPort: 8080,
        prefixListId,
        ...change,
      }),
  );

type Built = Awaited<ReturnType<typeof build>>;

/** The rules of one direction by name, each with its name in the tags. */
const rules = ({ ofType }: Built, direction: "Ingress" | "Egress") => {
  const found = ofType(`aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`);
  return [...found]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ inputs, name }) => {
      assert.deepEqual(inputs.tags, { Name: name });
      return { name, ...inputs, tags: undefined };
    });
};

const tcp = (name: string, securityGroupId: string, port: number, description: string, peer: object) => ({
  name: `acme-dev-web-${name}`,
  securityGroupId,
  description,
  ipProtocol: "tcp",
  fromPort: port,
  toPort: port,
  ...peer,
  tags: undefined,
});

const internet = { cidrIpv4: "0.0.0.0/0" };

describe("WebSecurityGroups", () => {
  it("EC2.18, EC2.19: lets only CloudFront in, and only the load balancer to the web servers", async () => {
    const built = await build();
    const { loadBalancerSecurityGroupId: balancer, webSecurityGroupId: web } = built.outputs;
    assert.deepEqual(rules(built, "Ingress"), [
      tcp("load-balancer-from-cloudfront", balancer, 443, "HTTPS from CloudFront only", { prefixListId }),
      tcp("servers-from-load-balancer", web, 8080, "Requests from the load balancer", {
        referencedSecurityGroupId: balancer,
      }),
    ]);
    assert.deepEqual(rules(built, "Egress"), [
      tcp("load-balancer-to-servers", balancer, 8080, "Requests and health checks to web servers", {
        referencedSecurityGroupId: web,
      }),
      tcp("servers-https", web, 443, "HTTPS to AWS services and package repositories", internet),
    ]);
  });

  it("EC2.18: without a CDN lets the world reach ports 443 and 80 and nothing else", async () => {
    const built = await build({ listeners: planHttps({ domain, cdn: false }).listeners, prefixListId: undefined });
    const { loadBalancerSecurityGroupId: balancer } = built.outputs;
    const redirected = "HTTP from the internet; with a domain it is only redirected";
    assert.deepEqual(rules(built, "Ingress").slice(0, -1), [
      tcp("load-balancer-from-internet-443", balancer, 443, "HTTPS from the internet", internet),
      tcp("load-balancer-from-internet-80", balancer, 80, redirected, internet),
    ]);
  });

  it("makes two groups that say what they are", async () => {
    const { ofType } = await build();
    assert.deepEqual(
      ofType("aws:ec2/securityGroup:SecurityGroup").map(({ inputs }) => inputs),
      [
        { vpcId, description: "Load balancer", tags: { Name: "acme-dev-web-load-balancer" } },
        { vpcId, description: "Web servers", tags: { Name: "acme-dev-web-servers" } },
      ],
    );
  });

  it("opens the way to SMTP only where mail is on", async () => {
    const built = await build({ smtpPort: 587 });
    const web = built.outputs.webSecurityGroupId;
    assert.deepEqual(
      rules(built, "Egress").at(-1),
      tcp("servers-smtp", web, 587, "Mail to SES by SMTP with TLS", internet),
    );
  });

  it("refuses CloudFront without its prefix list, and two ports with it, in one error", async () => {
    const [listener] = planHttps({ domain, cdn: true }).listeners;
    assert.ok(listener);
    await assert.rejects(
      build({ listeners: [listener, { ...listener, port: 80 }], prefixListId: undefined, webPort: 0 }),
      {
        message:
          "The web security groups' arguments are refused:\n" +
          "- prefixListId: got none, but a listener takes only CloudFront. Give the id of the managed prefix list " +
          "com.amazonaws.global.cloudfront.origin-facing.\n" +
          "- listeners: got 2 that take only CloudFront, allowed is one, because CloudFront's prefix list counts as 55 of " +
          "the 60 rules of a security group. Close one of the ports.\n" +
          "- webPort: got 0, allowed are 1 to 65535. Give the TCP port of the web servers.",
      },
    );
  });
});
