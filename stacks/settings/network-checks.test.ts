import assert from "node:assert/strict";
import { type Group, network, networkProblem, problemsOf, valid } from "../../test/settings.ts";

describe("the network's settings", () => {
  const zone = (index: number, letter: string, more: Group = {}) => ({ index, name: `af-south-1${letter}`, ...more });

  it("need two zones", () => {
    assert.match(networkProblem({ zones: [zone(0, "a")] }).todo, /at least two zones/);
    const problem = networkProblem({ zones: [zone(0, "a"), zone(1, "b", { retired: true })] });
    assert.equal(problem.path, "platform:network.zones");
    assert.match(problem.problem ?? "", /fewer than two zones/);
  });

  it("refuse more SSH ranges and connected networks than the network ACL has room for", () => {
    const connectedNetworks = [1, 2, 3, 4, 5].map((n) => ({ name: `branch-${n}`, cidrBlock: `192.168.${n}.0/24` }));
    const problemsWith = (ranges: number) => {
      const sshCidrBlocks = Array.from({ length: ranges }, (_, n) => `203.0.113.${n}/32`);
      const bent = { "platform:network": { ...network, connectedNetworks }, "platform:bastion": { sshCidrBlocks } };
      return problemsOf({ ...valid, ...bent }).map(({ path, got }) => `${path}: ${got}`);
    };
    assert.deepEqual(problemsWith(5), []);
    assert.deepEqual(problemsWith(6), ["platform:network.connectedNetworks: 5 connected networks and 6 SSH ranges"]);
  });

  it("take a zone once", () => {
    assert.match(networkProblem({ zones: [zone(0, "a"), zone(1, "a")] }).problem ?? "", /twice/);
  });

  it("refuse zones that were reordered or removed", () => {
    const reordered = problemsOf({ ...valid, "platform:network": { ...network, zones: [zone(1, "b"), zone(0, "a")] } });
    assert.deepEqual(
      reordered.map(({ path }) => path),
      ["platform:network.zones[0].index", "platform:network.zones[1].index"],
    );
    const removed = networkProblem({ zones: [zone(0, "a"), zone(2, "c")] });
    assert.match(removed.problem ?? "", /zones were reordered or one was removed/);
  });

  it("refuse a zone of another region", () => {
    const problem = networkProblem({ zones: [zone(0, "a"), { index: 1, name: "eu-west-1b" }] });
    assert.match(problem.problem ?? "", /not in the region af-south-1/);
  });

  for (const [cidrBlock, problem] of [
    ["10.10.0.0/25", /too small for its subnets/],
    ["10.0.0.0/15", /larger than AWS makes one/],
    ["10.10.3.0/16", /cannot be used/],
    ["10.10.0.256/24", /cannot be used/],
  ] as const) {
    it(`refuse the range ${cidrBlock}`, () => assert.match(networkProblem({ cidrBlock }).problem ?? "", problem));
  }

  it("refuse a range that overlaps a connected network, and name both", () => {
    const problem = networkProblem({ connectedNetworks: [{ name: "on-premises", cidrBlock: "10.0.0.0/8" }] });
    assert.match(problem.problem ?? "", /10\.10\.0\.0\/16 overlaps on-premises \(10\.0\.0\.0\/8\)/);
  });

  it("need the endpoints that stand in for a NAT gateway", () => {
    const problem = networkProblem({ natGateways: "none", interfaceEndpoints: ["ssm", "kms"] });
    assert.match(problem.todo, /^Add ec2messages, logs, ssmmessages,/);
  });

  it("name a service twice", () => {
    assert.match(networkProblem({ interfaceEndpoints: ["ssm", "kms", "ssm"] }).problem ?? "", /^ssm: listed twice/);
  });

  for (const environment of ["staging", "prod", "demo"]) {
    it(`need the endpoints of EC2.10, EC2.55, EC2.56 and EC2.57 in ${environment}`, () => {
      const problem = networkProblem({ interfaceEndpoints: ["ssm"] }, `Pulumi.${environment}.yaml`);
      assert.equal(problem.todo, "Add ec2 (control EC2.10), ecr.api (control EC2.55), ecr.dkr (control EC2.56).");
    });
  }

  it("may go without them in a pull request's environment", () => {
    assert.deepEqual(problemsOf(valid, "Pulumi.pr-12.yaml"), []);
  });
});
