import assert from "node:assert/strict";
import fc from "fast-check";
import { inboundEntries, type NetworkAclEntry, outboundEntries } from "./network-acl.ts";

const closed = { cidrBlock: "10.10.0.0/16", connectedCidrBlocks: [], sshCidrBlocks: [] };

/** Whether the entries let a packet from the internet reach a port. */
const letsIn = (entries: readonly NetworkAclEntry[], protocol: string, port: number) =>
  entries.some(
    (entry) =>
      entry.cidrBlock === "0.0.0.0/0" &&
      (entry.protocol === "-1" || (entry.protocol === protocol && entry.fromPort <= port && port <= entry.toPort)),
  );

describe("inboundEntries", () => {
  it("EC2.21: lets everything in from the internet but SSH and RDP, with TCP and UDP", () => {
    const entries = inboundEntries(closed);
    fc.assert(
      fc.property(fc.constantFrom("tcp", "udp"), fc.integer({ min: 0, max: 65535 }), (protocol, port) => {
        assert.equal(letsIn(entries, protocol, port), port !== 22 && port !== 3389);
      }),
      { examples: [0, 21, 22, 23, 3388, 3389, 3390, 65535].map((port) => ["tcp", port]), numRuns: 1000 },
    );
  });

  it("lets in whatever comes from the network itself and from connected networks, and SSH from listed ranges", () => {
    const entries = inboundEntries({
      cidrBlock: "10.10.0.0/16",
      connectedCidrBlocks: ["192.168.0.0/16"],
      sshCidrBlocks: ["203.0.113.7/32", "198.51.100.0/24"],
    });
    const all = { action: "allow", protocol: "-1", fromPort: 0, toPort: 0 };
    const ssh = { action: "allow", protocol: "tcp", fromPort: 22, toPort: 22 };
    assert.deepEqual(entries.slice(0, 4), [
      { ...all, ruleNo: 100, cidrBlock: "10.10.0.0/16" },
      { ...all, ruleNo: 101, cidrBlock: "192.168.0.0/16" },
      { ...ssh, ruleNo: 200, cidrBlock: "203.0.113.7/32" },
      { ...ssh, ruleNo: 201, cidrBlock: "198.51.100.0/24" },
    ]);
  });

  it("numbers every entry differently and stays below AWS's limit with as many ranges as are allowed", () => {
    fc.assert(
      fc.property(fc.nat(10), (connected) => {
        const entries = inboundEntries({
          ...closed,
          connectedCidrBlocks: Array.from({ length: connected }, (_, index) => `172.16.${index}.0/24`),
          sshCidrBlocks: Array.from({ length: 10 - connected }, (_, index) => `203.0.113.${index}/32`),
        });
        assert.equal(entries.length, 18);
        assert.equal(new Set(entries.map((entry) => entry.ruleNo)).size, 18);
      }),
    );
  });

  it("lets everything out: security groups decide", () => {
    assert.deepEqual(outboundEntries(), [
      { action: "allow", ruleNo: 100, protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" },
    ]);
  });
});
