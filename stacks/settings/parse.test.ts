import assert from "node:assert/strict";
import { parseAccount, parseEnvironment } from "./parse.ts";
import { type Problem, SettingsError } from "./problems.ts";

/** A group of settings that a test may bend. */
type Group = Record<string, unknown>;

const network: Group = {
  cidrBlock: "10.10.0.0/16",
  zones: [
    { index: 0, name: "af-south-1a" },
    { index: 1, name: "af-south-1b" },
  ],
};

const identity: Group = {
  "platform:account": "111122223333",
  "platform:region": "af-south-1",
  "platform:project": "acme",
  "platform:owner": "platform-team",
  "platform:costCenter": "cc-1042",
  "platform:repository": "acme/platform",
};

const valid: Group = { ...identity, "platform:network": network };

/** The problems of a configuration. */
function problemsOf(raw: Group, file = "Pulumi.dev.yaml", secretKeys?: ReadonlySet<string>): readonly Problem[] {
  try {
    parseEnvironment(raw, file, secretKeys);
  } catch (error) {
    assert.ok(error instanceof SettingsError, String(error));
    return error.problems;
  }
  return [];
}

/** The only problem of a network whose settings are bent. */
function networkProblem(bent: Group, file?: string): Problem {
  const problems = problemsOf({ ...valid, "platform:network": { ...network, ...bent } }, file);
  assert.equal(problems.length, 1, JSON.stringify(problems));
  return problems[0] as Problem;
}

function bastionProblem(bent: Group): Problem {
  const problems = problemsOf({ ...valid, "platform:bastion": bent });
  assert.equal(problems.length, 1, JSON.stringify(problems));
  return problems[0] as Problem;
}

describe("parseEnvironment", () => {
  it("fills in defaults", () => {
    assert.deepEqual(parseEnvironment(valid, "Pulumi.dev.yaml"), {
      account: "111122223333",
      region: "af-south-1",
      project: "acme",
      owner: "platform-team",
      costCenter: "cc-1042",
      repository: "acme/platform",
      accountStack: "account",
      network: {
        cidrBlock: "10.10.0.0/16",
        zones: [
          { index: 0, name: "af-south-1a", retired: false },
          { index: 1, name: "af-south-1b", retired: false },
        ],
        tiers: ["public", "private"],
        natGateways: "perZone",
        interfaceEndpoints: [],
        connectedNetworks: [],
        flowLogRetentionDays: 365,
      },
      bastion: { instanceType: "t4g.nano", sshCidrBlocks: [], volumeGiB: 8 },
    });
  });

  it("reads groups as Pulumi gives them to a program, and leaves other namespaces alone", () => {
    const raw = { ...valid, "platform:network": JSON.stringify(network), "aws:region": "x", "pulumi:tags": "{}" };
    assert.equal(parseEnvironment(raw, "Pulumi.dev.yaml").network.cidrBlock, "10.10.0.0/16");
  });

  it("tells every problem of a file in one error that says where, what, what is allowed and what to do", () => {
    const raw = {
      ...valid,
      "platform:account": 11122223333,
      "platform:regoin": "x",
      "platform:bastion": { volumeGiB: 4 },
    };
    assert.throws(() => parseEnvironment(raw, "Pulumi.dev.yaml"), {
      name: "SettingsError",
      message: `Pulumi.dev.yaml has 3 problems; nothing was read or made.

1. platform:account
   got:        11122223333 (a number)
   allowed:    twelve digits in quotes
   what to do: Put the account id in quotes, for example "111122223333": without them YAML reads a number and leading zeros are lost.

2. platform:bastion.volumeGiB
   got:        4 (a number)
   allowed:    at least 8
   what to do: Choose a value in that range.

3. platform:regoin
   got:        "x"
   allowed:    only known settings: account, region, project, owner, costCenter, repository, accountStack, network, bastion
   what to do: Did you mean region? Correct the name or remove it.
`,
    });
  });

  it("names what is missing", () => {
    const { "platform:owner": _, ...raw } = valid;
    assert.deepEqual(problemsOf(raw), [
      {
        path: "platform:owner",
        problem: undefined,
        got: undefined,
        allowed: "1 to 256 letters, digits, spaces and _ . : / = + - @, as AWS demands of a tag",
        todo: 'Add the setting. Write a value such as "platform-team".',
      },
    ]);
  });

  it("names the nearest known key at every depth", () => {
    const zones = [
      { index: 0, name: "af-south-1a", retird: true },
      { index: 1, name: "af-south-1b" },
    ];
    const problem = networkProblem({ zones });
    assert.equal(problem.path, "platform:network.zones[0].retird");
    assert.equal(problem.todo, "Did you mean retired? Correct the name or remove it.");
    assert.match(networkProblem({ natGateway: "none" }).todo, /^Did you mean natGateways\?/);
    assert.match(bastionProblem({ instancetype: "t4g.nano" }).todo, /^Did you mean instanceType\?/);
  });

  it("finds keys that slipped out of the namespace", () => {
    const slips = problemsOf({ ...valid, "platfrom:network": "{}", bastoin: {} });
    assert.deepEqual(
      slips.map(({ path, todo }) => [path, todo]),
      [
        ["platfrom:network", "Did you mean platform:network? Correct the key or remove it."],
        ["bastoin", "Did you mean platform:bastion? Correct the key or remove it."],
      ],
    );
  });

  it("still checks zones when one has an unknown key, and others when one is malformed", () => {
    const zones = [
      { index: 0, name: "af-south-1a", retird: true },
      { index: 1, name: "af-south-1a" },
    ];
    const bent = { ...network, zones, natGateways: "None", cidrBlock: "10.10.0.0/26" };
    assert.deepEqual(
      problemsOf({ ...valid, "platform:network": bent }).map(({ path }) => path),
      [
        "platform:network.zones[0].retird",
        "platform:network.natGateways",
        "platform:network.cidrBlock",
        "platform:network.zones[1].name",
      ],
    );
  });

  for (const [value, todo] of [
    ["perzone", /^Did you mean perZone\?/],
    [true, /^Choose one of them/],
  ] as const) {
    it(`says what natGateways may be instead of ${value}`, () => {
      const problem = networkProblem({ natGateways: value });
      assert.equal(problem.allowed, "one of none, single, perZone");
      assert.match(problem.todo, todo);
    });
  }

  it("says that a number in quotes is none", () => {
    assert.equal(networkProblem({ flowLogRetentionDays: "365" }).todo, "Write 365 without quotes.");
  });

  it("refuses another file name, and an account stack's", () => {
    assert.equal(problemsOf(valid, "settings.yaml")[0]?.path, "(the file's name)");
    assert.match(problemsOf(valid, "Pulumi.account.yaml")[0]?.allowed ?? "", /does not begin with account/);
  });
});

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

describe("the bastions' settings", () => {
  for (const sshCidrBlocks of [["0.0.0.0/0"], ["0.0.0.0/1", "128.0.0.0/1"], ["10.0.0.0/8", "11.0.0.0/32"]]) {
    it(`refuse port 22 open to ${sshCidrBlocks.join(" and ")}`, () => {
      const problem = bastionProblem({ sshCidrBlocks });
      assert.equal(problem.path, "platform:bastion.sshCidrBlocks");
      assert.equal(problem.problem, "Port 22 would be open to too many addresses.");
    });
  }

  it("take an office's addresses", () => {
    const sshCidrBlocks = ["203.0.113.7/32", "10.0.0.0/9"];
    assert.deepEqual(problemsOf({ ...valid, "platform:bastion": { sshCidrBlocks } }), []);
  });

  for (const range of ["::/0", "2001:db8:1::/48"]) {
    it(`refuse ${range}, because there is no IPv6`, () => {
      const problem = bastionProblem({ sshCidrBlocks: ["203.0.113.7/32", range] });
      assert.equal(problem.path, "platform:bastion.sshCidrBlocks[1]");
      assert.equal(
        problem.allowed,
        "an IPv4 range: network and bastions have no IPv6 addresses, and the whole internet is always refused",
      );
      assert.match(problem.todo, /^Write the IPv4 address that you work from/);
    });
  }

  it("refuse a range that is none, or not on its boundary", () => {
    assert.match(bastionProblem({ sshCidrBlocks: ["300.0.0.0/8"] }).path, /sshCidrBlocks\[0\]$/);
    assert.equal(bastionProblem({ sshCidrBlocks: ["203.0.113.7/24"] }).todo, "Write 203.0.113.0/24.");
  });

  it("refuse what is no whole number", () => {
    assert.equal(bastionProblem({ instances: 1.5 }).allowed, "a whole number without quotes");
  });
});

describe("encrypted settings", () => {
  it("are told of without their value", () => {
    const raw = {
      ...valid,
      "platform:owner": "s3cret<owner>",
      "platform:network": { ...network, cidrBlock: "10.66.6.6/26" },
    };
    const keys = new Set(["platform:owner", "platform:network"]);
    const problems = problemsOf(raw, "Pulumi.dev.yaml", keys);
    assert.deepEqual(
      problems.map(({ path, got }) => [path, got]),
      [
        ["platform:owner", "an encrypted value, not shown"],
        ["platform:network.cidrBlock", "an encrypted value, not shown"],
      ],
    );
    assert.doesNotMatch(new SettingsError("file", problems).message, /s3cret|10\.66/);
  });
});

describe("parseAccount", () => {
  const account = { ...identity, "platform:budget": { monthlyLimitUsd: 500 } };

  it("takes the identity and the account's own settings", () => {
    assert.equal(parseAccount(account, "Pulumi.account.yaml").account, "111122223333");
  });

  it("refuses a budget of less than a cent, which AWS would read as none", () => {
    const bent = { ...account, "platform:budget": { monthlyLimitUsd: 0.001 } };
    assert.throws(() => parseAccount(bent, "Pulumi.account.yaml"), {
      message: /platform:budget\.monthlyLimitUsd\n {3}got: .*0\.001.*\n {3}allowed: .*0\.01/,
    });
    const cent = parseAccount({ ...account, "platform:budget": { monthlyLimitUsd: 0.01 } }, "Pulumi.account.yaml");
    assert.equal(cent.budget.monthlyLimitUsd, 0.01);
  });

  it("refuses what is no ARN of a cost monitor, and says where to find it", () => {
    const bent = { ...account, "platform:costAnomaly": { adoptMonitorArn: "Default-Services-Monitor" } };
    assert.throws(() => parseAccount(bent, "Pulumi.account.yaml"), {
      message: /platform:costAnomaly\.adoptMonitorArn\n(.*\n)*.*aws ce get-anomaly-monitors/,
    });
  });

  it("refuses an environment's", () => {
    assert.throws(() => parseAccount({ ...account, "platform:network": network }, "Pulumi.account.yaml"), {
      message: /platform:network\n {3}got: .*\n {3}allowed: .*only known settings: account, region/,
    });
  });
});
