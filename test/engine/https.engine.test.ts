import assert from "node:assert/strict";
import { DescribeSecurityGroupsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DescribeListenersCommand, ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { outputsOf } from "../../rehearsal/state.ts";
import { changeSettings, environmentPlan, sdkClient, startRehearsal, type TestRehearsal } from "../rehearsals.ts";

/** One cell of the table in docs/https.md: what visitors see, and what the load balancer has. */
interface Cell {
  readonly domain: boolean;
  readonly cdn: boolean;
  readonly url: RegExp;
  /** Port, protocol and what happens to a request that no rule matches. */
  readonly listeners: readonly string[];
  /** Ports that are open, and to whom: the world, or a prefix list. */
  readonly open: readonly string[];
}

/** In an order in which each step changes one thing of a running environment. */
const cells: readonly Cell[] = [
  {
    domain: false,
    cdn: true,
    url: /^https:\/\/[a-z0-9]+\.cloudfront\.net$/,
    listeners: ["80 HTTP fixed-response"],
    open: ["80 pl"],
  },
  {
    domain: true,
    cdn: true,
    url: /^https:\/\/dev\.acme\.example$/,
    listeners: ["443 HTTPS fixed-response"],
    open: ["443 pl"],
  },
  {
    domain: true,
    cdn: false,
    url: /^https:\/\/dev\.acme\.example$/,
    listeners: ["443 HTTPS forward", "80 HTTP redirect"],
    open: ["443 0.0.0.0/0", "80 0.0.0.0/0"],
  },
  {
    domain: false,
    cdn: false,
    url: /^http:\/\/.*elb\.amazonaws\.com$/,
    listeners: ["80 HTTP forward"],
    open: ["80 0.0.0.0/0"],
  },
];

describe("HTTPS by domain and CDN, each changed into the next while it runs", () => {
  let test: TestRehearsal;

  before(async () => {
    test = await startRehearsal("https", environmentPlan("dev"));
    for (const project of ["account", "foundation"]) await up(project);
  });
  after(() => test?.close());

  async function up(project: string): Promise<Record<string, string>> {
    const stack = test.stack(project);
    const { code, output } = await test.rehearsal.pulumi(stack, ["up", "--yes", "--skip-preview"]);
    assert.equal(code, 0, output);
    return outputsOf((await test.rehearsal.state(stack)) ?? { version: 3, deployment: {} }) as Record<string, string>;
  }

  for (const { domain, cdn, url, listeners, open } of cells) {
    it(`${domain ? "a domain" : "no domain"}, ${cdn ? "a CDN" : "no CDN"}`, async () => {
      changeSettings(test, test.stack("platform"), (config) => {
        config["platform:edge"].enabled = cdn;
        if (domain) config["platform:domain"] = { hostedZone: "acme.example", name: "dev.acme.example" };
        else delete config["platform:domain"];
      });
      const outputs = await up("platform");
      assert.match(String(outputs.url), url);

      const balancers = sdkClient(ElasticLoadBalancingV2Client, test);
      const command = new DescribeListenersCommand({ LoadBalancerArn: outputs.loadBalancerArn });
      const { Listeners = [] } = await balancers.send(command);
      const seen = Listeners.map(
        ({ Port, Protocol, DefaultActions }) => `${Port} ${Protocol} ${DefaultActions?.[0]?.Type}`,
      );
      assert.deepEqual(seen.sort(), listeners);

      const GroupIds = [String(outputs.loadBalancerSecurityGroupId)];
      const { SecurityGroups = [] } = await sdkClient(EC2Client, test).send(
        new DescribeSecurityGroupsCommand({ GroupIds }),
      );
      const sources = (SecurityGroups[0]?.IpPermissions ?? []).flatMap(
        ({ FromPort, IpRanges = [], PrefixListIds = [] }) => [
          ...IpRanges.map(({ CidrIp }) => `${FromPort} ${CidrIp}`),
          ...PrefixListIds.map(({ PrefixListId }) => `${FromPort} ${PrefixListId?.slice(0, 2)}`),
        ],
      );
      assert.deepEqual(sources.sort(), open);
    });
  }
});
