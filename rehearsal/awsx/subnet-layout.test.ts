import assert from "node:assert/strict";
import fc from "fast-check";
import { blockSize, type Ipv4Block, overlap, parseBlock } from "./ipv4.ts";
import { ArgumentProblems } from "./problems.ts";
import {
  type LayoutRequest,
  planSubnets,
  type SubnetSpec,
  subnetsToCreate,
  subnetTypes,
  zoneSuffix,
} from "./subnet-layout.ts";

const zones = ["af-south-1a", "af-south-1b", "af-south-1c"];

/** The blocks of a layout of `net` in 10.0.0.0/16, by the name of the subnet. */
function blocks(request: Partial<LayoutRequest>): Record<string, string> {
  const base = { vpcName: "net", cidrBlock: "10.0.0.0/16", availabilityZones: zones.slice(0, 2) };
  const { subnets } = planSubnets({ ...base, ...request });
  return Object.fromEntries(subnets.map((subnet) => [subnet.resourceName.replace("net-", ""), subnet.cidrBlock]));
}

function refusal(request: Partial<LayoutRequest>): string {
  try {
    blocks(request);
  } catch (error) {
    assert.ok(error instanceof ArgumentProblems, String(error));
    return error.message;
  }
  return assert.fail("the layout is not refused");
}

describe("subnet layout by size", () => {
  const table: { title: string; request: Partial<LayoutRequest>; expected: Record<string, string> }[] = [
    {
      title: "no specs: a private and a public subnet, the private one twice as large",
      request: { availabilityZones: zones },
      expected: {
        "private-1": "10.0.0.0/19",
        "public-1": "10.0.32.0/20",
        "private-2": "10.0.64.0/19",
        "public-2": "10.0.96.0/20",
        "private-3": "10.0.128.0/19",
        "public-3": "10.0.160.0/20",
      },
    },
    {
      title: "no specs in a /8: a zone uses its first /16",
      request: { cidrBlock: "10.0.0.0/8", availabilityZones: zones.slice(0, 1) },
      expected: { "private-1": "10.0.0.0/17", "public-1": "10.0.128.0/18" },
    },
    {
      title: "specs without sizes share a zone evenly, in their order",
      request: { subnetSpecs: [{ type: "Public" }, { type: "Private" }] },
      expected: {
        "public-1": "10.0.0.0/18",
        "private-1": "10.0.64.0/18",
        "public-2": "10.0.128.0/18",
        "private-2": "10.0.192.0/18",
      },
    },
    {
      title: "a small subnet before a large one leaves a gap",
      request: {
        availabilityZones: zones.slice(0, 1),
        subnetSpecs: [
          { type: "Public", cidrMask: 24 },
          { type: "Private", cidrMask: 20 },
        ],
      },
      expected: { "public-1": "10.0.0.0/24", "private-1": "10.0.16.0/20" },
    },
    {
      title: "sizes stand for masks; unused ranges take their place; names replace types",
      request: {
        availabilityZones: zones.slice(0, 1),
        subnetSpecs: [
          { type: "Unused", size: 4096 },
          { type: "Private", name: "app", size: 4096 },
          { type: "Private", cidrMask: 20 },
        ],
      },
      expected: { "unused-1": "10.0.0.0/20", "app-1": "10.0.16.0/20", "private-1": "10.0.32.0/20" },
    },
    {
      title: "a given mask aligns the zones",
      request: { availabilityZoneCidrMask: 20, subnetSpecs: [{ type: "Isolated", cidrMask: 24 }] },
      expected: { "isolated-1": "10.0.0.0/24", "isolated-2": "10.0.16.0/24" },
    },
    {
      title: "explicit blocks stay where they are",
      request: {
        subnetSpecs: [
          { type: "Public", cidrBlocks: ["10.0.1.0/24", "10.0.2.0/24"] },
          { type: "Private", cidrBlocks: ["10.0.16.0/20", "10.0.32.0/20"], cidrMask: 20, size: 4096 },
        ],
      },
      expected: {
        "public-1": "10.0.1.0/24",
        "private-1": "10.0.16.0/20",
        "public-2": "10.0.2.0/24",
        "private-2": "10.0.32.0/20",
      },
    },
  ];
  for (const { title, request, expected } of table) {
    it(title, () => assert.deepEqual(blocks(request), expected));
  }

  it("tells the specs with the sizes that follow from them", () => {
    const specs: SubnetSpec[] = [
      { type: "Public", cidrMask: 24 },
      { type: "Private", size: 4096 },
      { type: "Isolated" },
    ];
    const { specs: resolved } = planSubnets({
      vpcName: "net",
      cidrBlock: "10.0.0.0/16",
      availabilityZones: zones,
      subnetSpecs: specs,
    });
    assert.deepEqual(resolved, [
      { type: "Public", cidrMask: 24, size: 256 },
      { type: "Private", cidrMask: 20, size: 4096 },
      { type: "Isolated" },
    ]);
  });

  it("tells the masks of the default specs", () => {
    const { specs } = planSubnets({ vpcName: "net", cidrBlock: "10.0.0.0/16", availabilityZones: zones });
    assert.deepEqual(specs, [
      { type: "Private", cidrMask: 19 },
      { type: "Public", cidrMask: 20 },
    ]);
  });
});

describe("subnet names", () => {
  const subnetSpecs: SubnetSpec[] = [
    { type: "Isolated" },
    { type: "Unused" },
    { type: "Private" },
    { type: "Public", name: "edge" },
  ];
  const layout = planSubnets({
    vpcName: "net",
    cidrBlock: "10.0.0.0/16",
    availabilityZones: zones,
    subnetSpecs,
    subnetNameTagStrategy: "AvailabilityZone",
  });

  it("makes public subnets first, then private, then isolated, and no unused ones", () => {
    const made = subnetsToCreate(layout, "af-south-1b").map((subnet) => [subnet.resourceName, subnet.nameTag]);
    assert.deepEqual(made, [
      ["net-edge-2", "net-edge-1b"],
      ["net-private-2", "net-private-1b"],
      ["net-isolated-2", "net-isolated-1b"],
    ]);
  });

  const suffixes = [
    ["us-east-1a", "1a"],
    ["us-west-2-lax-1a", "2-lax-1a"],
    ["us-gov-west-1b", "1b"],
    ["eu-isoe-west-1a", "1a"],
    ["elsewhere", "elsewhere"],
  ] as const;
  for (const [zone, suffix] of suffixes) {
    it(`ends ${zone} in ${suffix}`, () => assert.equal(zoneSuffix(zone), suffix));
  }
});

describe("a layout is refused", () => {
  const table: { title: string; request: Partial<LayoutRequest>; message: RegExp }[] = [
    { title: "without specs", request: { subnetSpecs: [] }, message: /subnetSpecs: The list is empty/ },
    {
      title: "with a block that is none",
      request: { cidrBlock: "10.0.0.1/16" },
      message: /cidrBlock: "10.0.0.1\/16" is not an IPv4 block/,
    },
    {
      title: "with too large subnets",
      request: { subnetSpecs: [{ type: "Public", cidrMask: 16 }] },
      message: /has 32768 addresses \(\/17\), and they need 65536/,
    },
    {
      title: "with too small a VPC for the default",
      request: { cidrBlock: "10.0.0.0/26" },
      message: /at least a \/26 for each availability zone, and here it is a \/27/,
    },
    {
      title: "with more specs than addresses",
      request: { cidrBlock: "10.0.0.0/31", subnetSpecs: [{ type: "Public" }, { type: "Private" }] },
      message: /too large/,
    },
    {
      title: "with two specs of one name",
      request: { subnetSpecs: [{ type: "Public" }, { type: "Public" }, { type: "Private", name: "public" }] },
      message: /subnetSpecs\[1\].name: Another subnet spec is called "public".*\nsubnetSpecs\[2\].name/,
    },
    {
      title: "with a size that is no power of two",
      request: { subnetSpecs: [{ type: "Public", size: 100 }] },
      message: /Size 100 is not a power of two/,
    },
    {
      title: "with a size against its mask",
      request: { subnetSpecs: [{ type: "Public", size: 256, cidrMask: 25 }] },
      message: /Size 256 contradicts cidrMask 25, which has 128 addresses/,
    },
    {
      title: "with blocks for some specs only, too few, malformed, or against mask and size: all in one error",
      request: {
        subnetSpecs: [
          { type: "Public" },
          { type: "Private", cidrBlocks: ["10.0.1.0/24"] },
          { type: "Isolated", cidrBlocks: ["10.0.2.0/33", "x"] },
          { type: "Unused", cidrBlocks: ["10.0.3.0/24", "10.0.4.0/25"], cidrMask: 24 },
          { type: "Private", name: "data", cidrBlocks: ["10.0.5.0/24", "10.0.6.0/25"], size: 256 },
        ],
      },
      message:
        /subnetSpecs\[0\].cidrBlocks: Other.*\nsubnetSpecs\[1\].cidrBlocks: There are 1 blocks for 2 .*\nsubnetSpecs\[2\].cidrBlocks\[0\].*\nsubnetSpecs\[2\].cidrBlocks\[1\].*\nsubnetSpecs\[3\].cidrBlocks\[1\]: 10.0.4.0\/25 contradicts cidrMask 24.*\nsubnetSpecs\[4\].cidrBlocks\[1\]: 10.0.6.0\/25 contradicts size 256/,
    },
    {
      title: "with overlapping blocks, naming those and no others",
      request: {
        subnetSpecs: [
          { type: "Public", cidrBlocks: ["10.0.0.0/24", "10.0.9.0/24"] },
          { type: "Private", cidrBlocks: ["10.0.0.128/25", "10.0.8.0/24"] },
        ],
      },
      message: /^subnetSpecs: These subnets overlap: net-public-1 10.0.0.0\/24, net-private-1 10.0.0.128\/25\. /,
    },
    {
      title: "with zones of the same ending",
      request: { availabilityZones: ["us-east-1a", "eu-west-1a"], subnetNameTagStrategy: "AvailabilityZone" },
      message: /availabilityZoneNames\[1\]: us-east-1a and eu-west-1a both end in "1a"/,
    },
  ];
  for (const { title, request, message } of table) {
    it(title, () => assert.match(refusal(request), message));
  }
});

describe("every layout by size", () => {
  const specs = fc.array(
    fc.record({
      type: fc.constantFrom(...subnetTypes),
      cidrMask: fc.option(fc.integer({ min: 20, max: 28 }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 6 },
  );
  const requests = fc.record({
    prefix: fc.integer({ min: 8, max: 20 }),
    second: fc.nat(255),
    zoneCount: fc.integer({ min: 1, max: 6 }),
    specs,
  });

  function layoutOf({
    prefix,
    second,
    zoneCount,
    specs,
  }: {
    prefix: number;
    second: number;
    zoneCount: number;
    specs: { type: SubnetSpec["type"]; cidrMask: number | undefined }[];
  }) {
    const availabilityZones = Array.from({ length: zoneCount }, (_, zone) => `af-south-1${"abcdef"[zone]}`);
    const size = blockSize(prefix);
    const address = Math.floor((10 * 2 ** 24 + second * 2 ** 16) / size) * size;
    const cidrBlock = `${[24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join(".")}/${prefix}`;
    const subnetSpecs = specs.map(({ type, cidrMask }, index) => ({
      type,
      name: `s${index}`,
      ...(cidrMask && { cidrMask }),
    }));
    const request = { vpcName: "net", cidrBlock, availabilityZones, subnetSpecs };
    try {
      return { request, layout: planSubnets(request) };
    } catch (error) {
      // Too large is a legitimate answer; what is laid out must hold.
      fc.pre(!(error instanceof ArgumentProblems));
      throw error;
    }
  }
  const read = (text: string) => parseBlock(text) as Ipv4Block;

  it("has one subnet of each spec in each zone, no two of which overlap", () => {
    fc.assert(
      fc.property(requests, (input) => {
        const { request, layout } = layoutOf(input);
        assert.equal(layout.subnets.length, request.subnetSpecs.length * request.availabilityZones.length);
        const made = layout.subnets.map((subnet) => read(subnet.cidrBlock));
        made.forEach((one, index) => {
          for (const other of made.slice(index + 1)) {
            assert.ok(!overlap(one, other));
          }
        });
      }),
    );
  });

  it("begins in the VPC, keeps given masks, and is the same each time", () => {
    fc.assert(
      fc.property(requests, (input) => {
        const { request, layout } = layoutOf(input);
        assert.equal(read(layout.subnets[0]?.cidrBlock ?? "").firstAddress, read(request.cidrBlock).firstAddress);
        for (const subnet of layout.subnets) {
          const { cidrMask } = request.subnetSpecs[subnet.specIndex] ?? {};
          assert.ok(cidrMask === undefined || read(subnet.cidrBlock).prefixLength === cidrMask);
        }
        assert.deepEqual(planSubnets(request), layout);
      }),
    );
  });
});
