import assert from "node:assert/strict";
import { type Group, problemsOf, valid } from "../../test/settings.ts";
import { instanceTypeProblem } from "./instance-types.ts";

/** The problems of web servers whose settings are bent, as `path: what is wrong`. */
function problems(bent: Group, environment = "dev", more: Group = {}): string[] {
  return problemsOf({ ...valid, ...more, "platform:web": bent }, `Pulumi.${environment}.yaml`)
    .filter(({ path }) => path.startsWith("platform:web"))
    .map(({ path, problem, got }) => `${path.replace("platform:web.", "")}: ${problem ?? got}`);
}

const change = { name: "morning", recurrence: "0 6 * * MON-FRI", minInstances: 3 };
const fewTypes = /^spot: Spot Instances of few types/;

const refused: readonly [title: string, bent: Group, problem: RegExp, environment?: string][] = [
  ["more at least than at most", { minInstances: 7 }, /^minInstances: There would be more/],
  [
    "a desired number below the least",
    { desiredInstances: 1 },
    /^desiredInstances: The number of web servers is outside/,
  ],
  [
    "a desired number above the most",
    { desiredInstances: 7 },
    /^desiredInstances: The number of web servers is outside/,
  ],
  [
    "a change above the most",
    { scaling: { schedule: [{ ...change, minInstances: 7 }] } },
    /^scaling.schedule\[0\]\.minInstances: /,
  ],
  [
    "a change below its own least",
    { scaling: { schedule: [{ ...change, desiredInstances: 2 }] } },
    /^scaling.schedule\[0\]: /,
  ],
  ["two changes of one name", { scaling: { schedule: [change, change] } }, /^scaling.schedule: morning: listed twice/],
  [
    "six fields of cron",
    { scaling: { schedule: [{ ...change, recurrence: "0 0 6 * * *" }] } },
    /schedule\[0\].recurrence/,
  ],
  ["an unknown time zone", { scaling: { timeZone: "Cape Town" } }, /^scaling.timeZone: /],
  [
    "a type that does not exist",
    { instanceTypes: ["m6g.large", "m6g.gigantic"] },
    /^instanceTypes\[1\]: There is no such/,
  ],
  [
    "a family that the region lacks",
    { instanceTypes: ["t3a.large", "t3.large"] },
    /^instanceTypes\[0\]: There is no such/,
  ],
  ["a type twice", { instanceTypes: ["m6g.large", "m6g.large"] }, /^instanceTypes: m6g.large: listed twice/],
  [
    "types of two architectures",
    { instanceTypes: ["m6g.large", "m6i.large"] },
    /^instanceTypes: All web servers share/,
  ],
  [
    "types of another architecture than the image's",
    { image: { id: "ami-0123456789abcdef0", architecture: "x86_64" } },
    /^instanceTypes: All web servers share/,
  ],
  ["an image by its parameter", { image: { id: "resolve:ssm:/image", architecture: "arm64" } }, /^image.id: /],
  ["one web server in prod", { minInstances: 1 }, /^minInstances: The loss of one zone would take prod down/, "prod"],
  ["spot of two types in prod", { instanceTypes: ["m6g.large", "t4g.large"], spot: {} }, fewTypes, "prod"],
  [
    "spot of one family in prod",
    { instanceTypes: ["m6g.large", "m6g.xlarge", "m6g.2xlarge"], spot: {} },
    fewTypes,
    "prod",
  ],
  ["spot of few types in staging", { instanceTypes: ["m6g.large"], spot: {} }, fewTypes, "staging"],
  ["spot that is none", { spot: { onDemandPercent: 100 } }, /^spot.onDemandPercent: /],
  [
    "a warm pool of several types",
    { scaling: { warmPoolInstances: 1 } },
    /^scaling.warmPoolInstances: AWS keeps no warm pool/,
  ],
  [
    "a warm pool with spot",
    { instanceTypes: ["m6g.large"], spot: {}, scaling: { warmPoolInstances: 1 } },
    /^scaling.warmPoolInstances: AWS keeps no warm pool/,
  ],
  [
    "user data that names no fact",
    { userData: "echo {{DATABASE_PASSWORD}}" },
    /^userData: {{DATABASE_PASSWORD}} has no value/,
  ],
  ["a folder with spaces", { filesPath: "/mnt/my files" }, /^filesPath: /],
];

describe("the web servers' settings", () => {
  for (const [title, bent, expected, environment] of refused) {
    it(`refuse ${title}`, () => {
      const found = problems(bent, environment);
      assert.equal(found.length, 1, JSON.stringify(found));
      assert.match(found[0] as string, expected);
    });
  }

  it("EC2.24: refuse paravirtual types", () => {
    assert.match(problems({ instanceTypes: ["m1.small"] }).join(), /^instanceTypes\[0\]: There is no such/);
  });

  it("AutoScaling.6: refuse a single type in prod", () => {
    assert.match(problems({ instanceTypes: ["m6g.large"] }, "prod").join(), /^instanceTypes: When a zone is short/);
  });

  const accepted: readonly [title: string, bent: Group, environment: string][] = [
    ["nothing at all", {}, "prod"],
    ["one web server in dev", { minInstances: 1, maxInstances: 1, instanceTypes: ["t4g.small"] }, "dev"],
    ["spot of one type in a preview environment", { instanceTypes: ["t4g.small"], spot: {} }, "pr-12"],
    ["spot of three types and families in prod", { spot: { onDemandBase: 2, onDemandPercent: 25 } }, "prod"],
    [
      "your own image and user data",
      {
        image: { id: "ami-0123456789abcdef0", architecture: "arm64" },
        userData: "#!/bin/sh\necho {{ DATABASE_HOST }} {{ jinja }}",
      },
      "prod",
    ],
    ["a schedule", { scaling: { schedule: [change], timeZone: "Africa/Johannesburg" } }, "prod"],
  ];
  for (const [title, bent, environment] of accepted) {
    it(`take ${title}`, () => assert.deepEqual(problems(bent, environment), []));
  }
});

describe("instanceTypeProblem", () => {
  it("says what there is instead", () => {
    assert.match(
      instanceTypeProblem("t3a.small", "af-south-1") ?? "",
      /^in af-south-1, types of the families c5, c5a, .*t3, t4g$/,
    );
    assert.equal(instanceTypeProblem("t3a.small", "eu-west-1"), undefined);
    assert.equal(
      instanceTypeProblem("t4g.4xlarge", "af-south-1"),
      "of the family t4g, the sizes nano, micro, small, medium, large, xlarge, 2xlarge",
    );
  });
});
