import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type Collected, type CollectOptions, collect } from "../../test/pulumi-mocks.ts";
import { AwsxProvider, awsxVersion } from "./provider.ts";
import { Vpc, vpcType } from "./vpc.ts";

const zones = ["af-south-1a", "af-south-1b"];
const lookup = "aws:index/getAvailabilityZones:getAvailabilityZones";
const twoTiers = [{ type: "Public" }, { type: "Private" }];

/** Makes the component `net` in two zones through the provider and gives back what it registered and put out. */
function construct(inputs: pulumi.Inputs, options: CollectOptions = {}): Promise<Collected> {
  return collect(async () => {
    const all = { availabilityZoneNames: zones, subnetStrategy: "Auto", subnetSpecs: twoTiers, ...inputs };
    return (await new AwsxProvider().construct("net", vpcType, all, {})).state;
  }, options);
}

/** `type name < parent` of each child, sorted; types without their module. */
function inventory({ resources }: Collected): string[] {
  return resources.map(({ type, name, parent }) => `${type.split(":").at(-1)} ${name} < ${parent ?? "stack"}`).sort();
}

const ofSubnet = (name: string) => [
  `RouteTable ${name} < ${name}`,
  `RouteTableAssociation ${name} < ${name}`,
  `Subnet ${name} < net`,
];
const ofRoutedSubnet = (name: string) => [...ofSubnet(name), `Route ${name} < ${name}`];
const always = ["InternetGateway net < net", "Vpc net < net", "Vpc net < stack"];

describe("awsx.ec2.Vpc: what it makes", () => {
  it("makes a NAT gateway in each zone by default, below the zone's public subnet", async () => {
    const made = await construct({});
    assert.deepEqual(
      inventory(made),
      [
        ...always,
        ...["net-public-1", "net-private-1", "net-public-2", "net-private-2"].flatMap(ofRoutedSubnet),
        "Eip net-1 < net-public-1",
        "NatGateway net-1 < net-public-1",
        "Eip net-2 < net-public-2",
        "NatGateway net-2 < net-public-2",
      ].sort(),
    );
  });

  it("routes each private subnet through its own zone's NAT gateway", async () => {
    const made = await collect(async () => {
      const vpc = new Vpc("net", { availabilityZoneNames: zones, subnetStrategy: "Auto", subnetSpecs: twoTiers });
      return { natGatewayIds: (await vpc.children()).natGateways.map(({ id }) => id) };
    });
    const through = (name: string) => made.only("aws:ec2/route:Route", name).inputs.natGatewayId;
    const [first, second] = made.outputs.natGatewayIds;
    assert.notEqual(first, second);
    assert.deepEqual([through("net-private-1"), through("net-private-2")], [first, second]);
  });

  it("makes one NAT gateway that all private subnets use", async () => {
    const made = await construct({ natGateways: { strategy: "Single" } });
    const natGateway = made.only("aws:ec2/natGateway:NatGateway");
    assert.equal(natGateway.name, "net-1");
    const targets = made.ofType("aws:ec2/route:Route").map(({ inputs }) => inputs.natGatewayId ?? inputs.gatewayId);
    assert.equal(new Set(targets).size, 2);
    assert.equal(made.ofType("aws:ec2/route:Route").filter(({ inputs }) => inputs.natGatewayId).length, 2);
  });

  it("makes no NAT gateway, no address and no private route without NAT", async () => {
    const made = await construct({ natGateways: { strategy: "None" } });
    const subnets = ["net-public-1", "net-public-2"].flatMap(ofRoutedSubnet);
    const closed = ["net-private-1", "net-private-2"].flatMap(ofSubnet);
    assert.deepEqual(inventory(made), [...always, ...subnets, ...closed].sort());
  });

  it("uses the given addresses, one for each zone", async () => {
    const made = await construct({
      natGateways: { strategy: "OnePerAz", elasticIpAllocationIds: ["eipalloc-1", pulumi.output("eipalloc-2")] },
    });
    assert.equal(made.ofType("aws:ec2/eip:Eip").length, 0);
    const allocations = made
      .ofType("aws:ec2/natGateway:NatGateway")
      .map(({ name, inputs }) => [name, inputs.allocationId]);
    assert.deepEqual(allocations.sort(), [
      ["net-1", "eipalloc-1"],
      ["net-2", "eipalloc-2"],
    ]);
  });

  it("gives isolated subnets no route, unused ranges no subnet, and a zone's second public subnet no NAT gateway", async () => {
    const subnetSpecs = [{ type: "Isolated" }, { type: "Unused" }, ...twoTiers, { type: "Public", name: "edge" }];
    const made = await construct({ availabilityZoneNames: ["af-south-1a"], subnetSpecs });
    assert.deepEqual(
      inventory(made),
      [
        ...always,
        ...["net-public-1", "net-edge-1", "net-private-1"].flatMap(ofRoutedSubnet),
        ...ofSubnet("net-isolated-1"),
        "Eip net-1 < net-public-1",
        "NatGateway net-1 < net-public-1",
      ].sort(),
    );
  });

  it("makes endpoints as they are specified, named after their service", async () => {
    const spec = { serviceName: "com.amazonaws.af-south-1.s3", routeTableIds: ["rtb-1"], tags: { tier: "data" } };
    const made = await construct({ vpcEndpointSpecs: [spec], tags: { owner: "web" } });
    const { name, parent, inputs } = made.only("aws:ec2/vpcEndpoint:VpcEndpoint");
    assert.deepEqual([name, parent], ["com.amazonaws.af-south-1.s3", "net"]);
    assert.deepEqual(inputs, { ...spec, vpcId: made.outputs.vpcId, tags: { Name: "net", owner: "web", tier: "data" } });
  });
});

describe("awsx.ec2.Vpc: with which properties", () => {
  it("passes the VPC's own arguments on, with the default block", async () => {
    const made = await construct({
      enableDnsHostnames: true,
      enableDnsSupport: pulumi.output(true),
      region: "eu-west-1",
    });
    assert.deepEqual(made.only("aws:ec2/vpc:Vpc").inputs, {
      cidrBlock: "10.0.0.0/16",
      enableDnsHostnames: true,
      enableDnsSupport: true,
      region: "eu-west-1",
      tags: { Name: "net" },
    });
    const regional = made.resources.filter(({ type }) => type !== vpcType);
    assert.deepEqual([...new Set(regional.map(({ inputs }) => inputs.region))], ["eu-west-1"]);
  });

  it("tags each kind of child in its own way", async () => {
    const made = await construct({
      tags: { owner: "web" },
      subnetSpecs: [{ type: "Public", tags: { tier: "edge", Name: "lost" } }, { type: "Private" }],
      subnetNameTagStrategy: "AvailabilityZone",
    });
    const tags = (type: string, name: string) => made.only(type, name).inputs.tags;
    const shared = { Name: "net", owner: "web" };
    const named = { owner: "web", Name: "net-public-1a", SubnetType: "Public" };
    assert.deepEqual(tags("aws:ec2/vpc:Vpc", "net"), shared);
    assert.deepEqual(tags("aws:ec2/internetGateway:InternetGateway", "net"), shared);
    assert.deepEqual(tags("aws:ec2/subnet:Subnet", "net-public-1"), { ...named, tier: "edge" });
    assert.deepEqual(tags("aws:ec2/routeTable:RouteTable", "net-public-1"), named);
    assert.deepEqual(tags("aws:ec2/eip:Eip", "net-1"), { owner: "web", Name: "net-1" });
    assert.deepEqual(tags("aws:ec2/natGateway:NatGateway", "net-1"), { owner: "web", Name: "net-1" });
  });

  it("maps public addresses in public subnets only, and waits for the VPC", async () => {
    const made = await construct({});
    const subnet = made.only("aws:ec2/subnet:Subnet", "net-private-2");
    const { tags: _, ...properties } = subnet.inputs;
    assert.deepEqual(properties, {
      vpcId: made.outputs.vpcId,
      availabilityZone: "af-south-1b",
      cidrBlock: "10.0.192.0/18",
      mapPublicIpOnLaunch: false,
      assignIpv6AddressOnCreation: false,
    });
    assert.deepEqual(subnet.options.dependsOn, ["net"]);
    assert.equal(made.only("aws:ec2/subnet:Subnet", "net-public-2").inputs.mapPublicIpOnLaunch, true);
  });

  it("sends the internet's traffic of public subnets through the internet gateway", async () => {
    const made = await construct({});
    const { inputs } = made.only("aws:ec2/route:Route", "net-public-1");
    assert.deepEqual(Object.keys(inputs).sort(), ["destinationCidrBlock", "gatewayId", "routeTableId"]);
    assert.equal(inputs.destinationCidrBlock, "0.0.0.0/0");
  });

  it("numbers the IPv6 blocks by zone, then by tier, public first", async () => {
    const made = await construct(
      { assignGeneratedIpv6CidrBlock: true, subnetSpecs: [{ type: "Private" }, { type: "Public" }] },
      { answers: { "aws:ec2/vpc:Vpc": { ipv6CidrBlock: "2600:1f18:1234:5600::/56" } } },
    );
    const blocks = made.ofType("aws:ec2/subnet:Subnet").map(({ name, inputs }) => `${name} ${inputs.ipv6CidrBlock}`);
    assert.deepEqual(blocks.sort(), [
      "net-private-1 2600:1f18:1234:5602::/64",
      "net-private-2 2600:1f18:1234:5603::/64",
      "net-public-1 2600:1f18:1234:5600::/64",
      "net-public-2 2600:1f18:1234:5601::/64",
    ]);
  });
});

describe("awsx.ec2.Vpc: zones", () => {
  const ask = { availabilityZoneNames: undefined };
  const region = (names?: string[]) => ({ calls: { [lookup]: () => ({ names }) } });

  it("takes the first three of the region by default", async () => {
    const made = await construct(ask, region([...zones, "af-south-1c", "af-south-1d"]));
    const used = made.ofType("aws:ec2/subnet:Subnet").map(({ inputs }) => inputs.availabilityZone);
    assert.deepEqual([...new Set(used)].sort(), [...zones, "af-south-1c"]);
  });

  it("looks up the region that is given", async () => {
    const asked: unknown[] = [];
    const answer = (inputs: unknown) => asked.push(inputs) && { names: ["eu-west-1a", "eu-west-1b"] };
    await construct(
      { ...ask, numberOfAvailabilityZones: 2, region: "eu-west-1" },
      { calls: { [lookup]: answer as () => { names: string[] } } },
    );
    assert.deepEqual(asked, [{ region: "eu-west-1" }]);
  });

  it("refuses to use more zones than there are", async () => {
    await assert.rejects(construct(ask, region(zones)), /has 2 availability zones and 3 are asked for/);
    await assert.rejects(construct(ask, region()), /has 0 availability zones .* opted in/);
  });
});

describe("awsx provider", () => {
  it("has the version of the SDK that programs use", async () => {
    const { default: sdk } = await import("@pulumi/awsx/package.json", { with: { type: "json" } });
    assert.equal(awsxVersion, sdk.version);
  });

  it("puts out every documented output, with the ids of each tier in the order of the zones", async () => {
    const made = await construct({ subnetSpecs: [...twoTiers, { type: "Isolated", cidrMask: 24 }] });
    assert.deepEqual(Object.keys(made.outputs).sort(), [
      "eips",
      "internetGateway",
      "isolatedSubnetIds",
      "isolatedSubnets",
      "natGateways",
      "privateSubnetIds",
      "privateSubnets",
      "publicSubnetIds",
      "publicSubnets",
      "routeTableAssociations",
      "routeTables",
      "routes",
      "subnetLayout",
      "subnets",
      "vpc",
      "vpcEndpoints",
      "vpcId",
    ]);
    const counts = [
      "subnets",
      "routeTables",
      "routeTableAssociations",
      "routes",
      "natGateways",
      "eips",
      "vpcEndpoints",
    ];
    assert.deepEqual(
      counts.map((name) => made.outputs[name].length),
      [6, 6, 6, 4, 2, 2, 0],
    );
    const idsInOrder = async (name: string) => Promise.all(made.outputs[name].map(nameOfSubnet));
    assert.deepEqual(await idsInOrder("privateSubnets"), ["net-private-1", "net-private-2"]);
    assert.deepEqual(await idsInOrder("isolatedSubnets"), ["net-isolated-1", "net-isolated-2"]);
    assert.equal(new Set([...made.outputs.publicSubnetIds, ...made.outputs.privateSubnetIds]).size, 4);
  });

  it("knows the layout in a preview, beside ids that are not known yet", async () => {
    const { outputs } = await collect(
      async () => {
        const inputs = { availabilityZoneNames: zones, subnetStrategy: "Auto", subnetSpecs: twoTiers };
        const { state } = await new AwsxProvider().construct("net", vpcType, inputs, {});
        const isKnown = (name: string) =>
          (state[name] as pulumi.Output<unknown> & { isKnown: Promise<boolean> }).isKnown;
        return { layout: state.subnetLayout, idIsKnown: await isKnown("vpcId") };
      },
      { preview: true },
    );
    assert.deepEqual(outputs, { layout: [{ type: "Public" }, { type: "Private" }], idIsKnown: false });
  });

  it("reports every problem of the arguments by property, and makes nothing but the component", async () => {
    const refused = construct({ cidrBlock: pulumi.output("10.0.0.0/16"), natGateways: { strategy: "Many" } });
    await assert.rejects(refused, (error) => {
      assert.ok(pulumi.InputPropertiesError.isInstance(error));
      assert.match(error.message, /awsx:ec2:Vpc "net" cannot be made/);
      assert.deepEqual(
        error.errors?.map(({ propertyPath }) => propertyPath),
        ["cidrBlock", "natGateways.strategy"],
      );
      return true;
    });
  });

  it("reports a layout that does not fit in the same way", async () => {
    const refused = construct({ subnetSpecs: [{ type: "Public", cidrMask: 16 }, { type: "Private" }] });
    await assert.rejects(
      refused,
      (error) => pulumi.InputPropertiesError.isInstance(error) && error.errors?.length === 1,
    );
  });

  it("refuses another component, naming the file to extend", async () => {
    const refused = new AwsxProvider().construct("app", "awsx:ecs:FargateService", {}, {});
    await assert.rejects(
      refused,
      /no stand-in for the component awsx:ecs:FargateService.*rehearsal\/awsx\/provider.ts/,
    );
  });
});

/** The logical name of a resource, from its URN. */
function nameOfSubnet(subnet: pulumi.Resource): Promise<string> {
  return new Promise((resolve) => {
    subnet.urn.apply((urn) => resolve(urn.split("::").at(-1) ?? ""));
  });
}

it("Vpc keeps its children to itself until they are declared", async () => {
  const { outputs } = await collect(async () => {
    const vpc = new Vpc("net", { availabilityZoneNames: zones, subnetStrategy: "Auto" });
    return { count: (await vpc.children()).subnets.length };
  });
  assert.equal(outputs.count, 4);
});
