import assert from "node:assert/strict";
import {
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
} from "@aws-sdk/client-ec2";
import { outputsOf } from "../../rehearsal/state.ts";
import { type GivenAcl, withAclPorts } from "../reachability/acl-ports.ts";
import { describeNetwork } from "../reachability/describe-network.ts";
import type { Placement } from "../reachability/model.ts";
import { reachability } from "../reachability/reachability.ts";
import { environmentPlan, sdkClient, startRehearsal, type TestRehearsal } from "../rehearsals.ts";

/** Beginning of the names of prod's security groups. */
const prefix = "acme-prod-";

/**
 * What stands in the network: in which tier, and with which security groups, by the ends of their names. A group that stands
 * nowhere fails the test: so a new one must be entered here.
 */
const standing: readonly { name: string; tier: "public" | "private"; groups: readonly string[] }[] = [
  { name: "load balancer", tier: "public", groups: ["web-load-balancer"] },
  { name: "bastion", tier: "public", groups: ["bastion"] },
  { name: "web", tier: "private", groups: ["web-servers", "database-clients", "files-clients"] },
  { name: "worker", tier: "private", groups: ["database-clients", "files-clients"] },
  { name: "database", tier: "private", groups: ["database"] },
  { name: "files", tier: "private", groups: ["files"] },
  { name: "endpoints", tier: "private", groups: ["network-endpoints"] },
];

/** Every path that prod has. */
const expected: readonly string[] = [
  "cloudfront → load balancer tcp 443 by igw",
  "load balancer → web tcp 80",
  "web → database tcp 3306",
  "worker → database tcp 3306",
  "bastion → database tcp 3306",
  "web → files tcp 2049",
  "worker → files tcp 2049",
  "web → endpoints tcp 443",
  "bastion → endpoints tcp 443",
  "web → internet tcp 443 by nat",
  "bastion → internet tcp 443 by igw",
];

describe("who reaches whom in prod", () => {
  let test: TestRehearsal;
  let ec2: EC2Client;
  let vpcId: string;
  let acl: GivenAcl;
  let placements: readonly Placement[];
  let groupIds: ReadonlyMap<string, string>;

  before(async () => {
    test = await startRehearsal("reachability", environmentPlan("prod"));
    for (const stack of test.rehearsal.plan.stacks) {
      const { code, output } = await test.rehearsal.pulumi(stack, ["up", "--yes", "--skip-preview"]);
      assert.equal(code, 0, output);
    }
    ec2 = sdkClient(EC2Client, test);
    const state = await test.rehearsal.state(test.stack("foundation"));
    assert.ok(state);
    const outputs = outputsOf(state) as Record<string, Record<string, string>> & { vpcId: string };
    vpcId = outputs.vpcId;
    const { resources = [] } = state.deployment;
    acl = resources.find(({ type }) => type === "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl")
      ?.inputs as unknown as GivenAcl;
    groupIds = await securityGroups();
    const subnets = { public: outputs.publicSubnetIds, private: outputs.privateSubnetIds };
    placements = standing.map(({ name, tier, groups }) => ({
      name,
      groupIds: groups.map((group) => idOf(group)),
      subnetIds: Object.values(subnets[tier] ?? {}),
      isPublic: tier === "public",
    }));
  });
  after(() => test?.close());

  /** The ids of the VPC's groups by name, without its default group, which nothing carries. */
  async function securityGroups(): Promise<ReadonlyMap<string, string>> {
    const { SecurityGroups = [] } = await ec2.send(
      new DescribeSecurityGroupsCommand({ Filters: [{ Name: "vpc-id", Values: [vpcId] }] }),
    );
    const own = SecurityGroups.filter(({ GroupName }) => GroupName !== "default");
    const nameOf = (tags: (typeof own)[number]["Tags"]) =>
      tags?.find(({ Key }) => Key === "Name")?.Value ?? "without a name";
    return new Map(own.map(({ GroupId = "", Tags }) => [nameOf(Tags).replace(prefix, ""), GroupId]));
  }

  function idOf(group: string): string {
    const id = groupIds.get(group);
    assert.ok(id, `no security group ${prefix}${group}; there are ${[...groupIds.keys()].join(", ")}`);
    return id;
  }

  /** The lines; the only list of AWS in front of the load balancer is CloudFront's. */
  async function lines(): Promise<string[]> {
    const network = withAclPorts(await describeNetwork(ec2, vpcId), acl);
    return reachability(network, placements).map((line) =>
      line.replace(/^pl-\w+ → load balancer/, "cloudfront → load balancer"),
    );
  }

  it("every security group stands somewhere", () => {
    const entered = standing.flatMap(({ groups }) => groups);
    assert.deepEqual([...new Set(entered)].sort(), [...groupIds.keys()].sort());
  });

  it("these paths and no others", async () => {
    assert.deepEqual(await lines(), expected.toSorted());
  });

  /** A rule that somebody adds for everybody, and takes away again. */
  async function whileOpen(group: string, port: number, source: object, look: () => Promise<void>): Promise<void> {
    const IpPermissions = [{ IpProtocol: "tcp", FromPort: port, ToPort: port, ...source }];
    const rule = { GroupId: idOf(group), IpPermissions };
    await ec2.send(new AuthorizeSecurityGroupIngressCommand(rule));
    try {
      await look();
    } finally {
      await ec2.send(new RevokeSecurityGroupIngressCommand(rule));
    }
  }

  const world = { IpRanges: [{ CidrIp: "0.0.0.0/0" }] };

  it("shows a port that somebody opens to the world on a bastion", () =>
    whileOpen("bastion", 8080, world, async () => {
      assert.deepEqual(
        (await lines()).filter((line) => !expected.includes(line)),
        ["internet → bastion tcp 8080 by igw"],
      );
    }));

  it("shows that port 22, opened to the world by mistake, is still kept out by the network ACL", () =>
    whileOpen("bastion", 22, world, async () => assert.deepEqual(await lines(), expected.toSorted())));

  it("shows that a database opened to the world is still reached by nobody new from outside", () =>
    whileOpen("database", 3306, world, async () => {
      const more = (await lines()).filter((line) => !expected.includes(line));
      assert.deepEqual(
        more.filter((line) => line.includes(" by ")),
        [],
      );
    }));
});
