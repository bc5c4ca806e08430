import assert from "node:assert/strict";
import { withAclPorts } from "./acl-ports.ts";
import { reachability } from "./reachability.ts";
import { emptyNetwork, rule } from "./test-network.ts";

const everywhere = { cidr: "0.0.0.0/0" };
const bastion = { name: "bastion", groupIds: ["sg-1"], subnetIds: ["subnet-public"], isPublic: true };

/** A network whose ACLs let TCP in from everywhere, as the emulator tells it: without ports. */
const told = {
  ...emptyNetwork,
  groups: [{ id: "sg-1", ingress: [rule(everywhere, 22), rule(everywhere, 443)], egress: [] }],
  subnets: emptyNetwork.subnets.map((subnet) => ({
    ...subnet,
    ingress: [
      { number: 310, allow: true, protocol: "tcp" as const, ports: { first: 0, last: 65535 }, cidr: "0.0.0.0/0" },
    ],
  })),
};

describe("ports of ACL entries", () => {
  it("close what the program does not open", () => {
    assert.deepEqual(reachability(told, [bastion]), ["internet → bastion tcp 22,443 by igw"]);
    const given = { ingress: [{ ruleNo: 310, fromPort: 23, toPort: 3388 }], egress: [] };
    assert.deepEqual(reachability(withAclPorts(told, given), [bastion]), ["internet → bastion tcp 443 by igw"]);
  });

  it("stay as they are told where the program says nothing", () => {
    assert.deepEqual(withAclPorts(told, { ingress: [], egress: [] }), told);
  });
});
