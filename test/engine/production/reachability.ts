/** Calculates who reaches whom in prod, and shows that the calculation sees what somebody opens. */
import assert from "node:assert/strict";
import type { Placement } from "../../reachability/model.ts";
import { pathsOf, placementsOf, productionPaths, securityGroups } from "./paths.ts";
import type { Production } from "./production.ts";

const world = { IpRanges: [{ CidrIp: "0.0.0.0/0" }] };

/** Defines the tests. */
export function reachabilityTests(prod: Production): void {
  describe("who reaches whom", () => {
    let placements: readonly Placement[];

    before(async () => {
      placements = await placementsOf(prod);
    });

    const groupOf = (name: string) => placements.find((each) => each.name === name)?.groupIds[0];
    const more = async () => (await pathsOf(prod, placements)).filter((line) => !productionPaths.includes(line));

    /** A rule that somebody adds, and takes away again. */
    async function whileOpen(
      direction: "Ingress" | "Egress",
      group: string,
      port: number,
      peer: object,
      look: () => Promise<void>,
    ): Promise<void> {
      const IpPermissions = [{ IpProtocol: "tcp", FromPort: port, ToPort: port, ...peer }];
      const rule = { GroupId: groupOf(group), IpPermissions };
      await prod.ask("ec2", `AuthorizeSecurityGroup${direction}`, rule);
      try {
        await look();
      } finally {
        await prod.ask("ec2", `RevokeSecurityGroup${direction}`, rule);
      }
    }

    it("every security group is carried by something", async () => {
      const carried = new Set(placements.flatMap(({ groupIds }) => groupIds));
      assert.deepEqual([...carried].sort(), await securityGroups(prod));
    });

    it("only load balancer and bastions have public addresses, and nothing else stands in a public subnet", () => {
      const isOutside = ({ isPublic, subnetIds }: Placement) =>
        isPublic === true || subnetIds.some((id) => prod.publicSubnets.includes(id));
      assert.deepEqual(
        placements.filter(isOutside).map(({ name }) => name),
        ["load balancer", "bastion"],
      );
    });

    it("these paths and no others; from the internet CloudFront reaches the load balancer, and nobody anything else", async () => {
      assert.deepEqual(await pathsOf(prod, placements), productionPaths.toSorted());
    });

    it("shows a port that somebody opens to the world on a bastion", () =>
      whileOpen("Ingress", "bastion", 8080, world, async () => {
        assert.deepEqual(await more(), ["internet → bastion tcp 8080 by igw"]);
      }));

    it("shows the load balancer's port, opened to the world", () =>
      whileOpen("Ingress", "load balancer", 443, world, async () => {
        assert.deepEqual(await more(), [
          "bastion → load balancer tcp 443",
          "internet → load balancer tcp 443 by igw",
          "web → load balancer tcp 443",
        ]);
      }));

    it("shows that port 22, opened to the world by mistake, is still kept out by the network ACL", () =>
      whileOpen("Ingress", "bastion", 22, world, async () => {
        assert.deepEqual(await more(), ["bastion → bastion tcp 22"]);
      }));

    it("shows that a private address, opened to the world, is still reached by nobody from outside", () =>
      whileOpen("Ingress", "database", 3306, world, () =>
        whileOpen("Ingress", "web", 80, world, async () => assert.deepEqual(await more(), [])),
      ));

    it("shows whom a web server reaches when it may go out to every database port", () =>
      whileOpen("Egress", "web", 5432, world, async () => {
        assert.deepEqual(await more(), ["web → internet tcp 443,587,5432 by nat"]);
      }));
  });
}
