import assert from "node:assert/strict";
import { bastionProblem, identity, network, networkProblem, problemsOf, valid } from "../../test/settings.ts";
import { environmentSettings } from "./environment.ts";
import { parseAccount, parseEnvironment } from "./parse.ts";
import { SettingsError } from "./problems.ts";

describe("parseEnvironment", () => {
  it("fills in defaults", () => {
    const { network, bastion, ...rest } = parseEnvironment(valid, "Pulumi.dev.yaml");
    // The other groups' defaults are tested beside each group.
    const { account, region, project, owner, costCenter, repository, accountStack } = rest;
    const got = { account, region, project, owner, costCenter, repository, accountStack, network, bastion };
    assert.deepEqual(got, {
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

2. platform:regoin
   got:        "x"
   allowed:    only known settings: account, region, project, owner, costCenter, repository, accountStack, ${Object.keys(environmentSettings.shape).slice(7).join(", ")}
   what to do: Did you mean region? Correct the name or remove it.

3. platform:bastion.volumeGiB
   got:        4 (a number)
   allowed:    8 to 100
   what to do: Choose a value in that range.
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

describe("what an operator is told", () => {
  const told = (bent: Record<string, unknown>) =>
    problemsOf({ ...valid, ...bent }).map(({ path, got, allowed, todo }) => [path, got, allowed, todo]);

  it("is both ends of a range", () => {
    assert.deepEqual(told({ "platform:backup": { retentionDays: 0 } }), [
      ["platform:backup.retentionDays", "0 (a number)", "1 to 36500", "Choose a value in that range."],
    ]);
  });

  it("is to take quotes off a number or a truth value", () => {
    assert.deepEqual(told({ "platform:database": { storageGiB: "50", multiAz: "true" } }), [
      ["platform:database.storageGiB", '"50"', "a number without quotes", "Write 50 without quotes."],
      ["platform:database.multiAz", '"true"', "true or false without quotes", "Write true without quotes."],
    ]);
  });

  it("is how an e-mail address is written", () => {
    assert.deepEqual(told({ "platform:backup": { emails: ["operations"] } }), [
      ["platform:backup.emails[0]", '"operations"', "an e-mail address", "Write it as name@example.com."],
    ]);
  });

  it("is nothing of what checks say about a setting that is ill-formed, and so missing for them", () => {
    const mail = { "platform:mail": { enabled: true, region: "Ireland" } };
    const domain = { "platform:domain": { hostedZone: "acme.example", name: "acme.example" } };
    assert.deepEqual(
      problemsOf({ ...valid, ...mail, ...domain }).map(({ path, got }) => [path, got]),
      [["platform:mail.region", '"Ireland"']],
    );
  });

  it("is that a bastion's instance type does not exist, or not in the region", () => {
    assert.deepEqual(told({ "platform:bastion": { instanceType: "t4g.tiny" } }), [
      [
        "platform:bastion.instanceType",
        '"t4g.tiny"',
        "of the family t4g, the sizes nano, micro, small, medium, large, xlarge, 2xlarge",
        "Choose one of these, for example t4g.nano.",
      ],
    ]);
  });
});
