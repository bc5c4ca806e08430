/** Brings prod up with other settings: a proxy, a replica, no NAT gateway, and the next value of the origin header. */
import assert from "node:assert/strict";
import type { Properties } from "../../../rehearsal/provider/row.ts";
import { changeSettings } from "../../rehearsals.ts";
import { distribution, originOf } from "./edge.ts";
import { pathsOf, placementsOf, productionPaths, securityGroups } from "./paths.ts";
import type { Production } from "./production.ts";
import { originHeader } from "./web.ts";

/** What becomes of the paths. */
const added: readonly string[] = [
  "proxy → database tcp 3306",
  "rotation → database tcp 3306",
  "rotation → endpoints tcp 443",
  "web → proxy tcp 3306",
  "worker → proxy tcp 3306",
];

/** Defines the tests. */
export function variantTests(prod: Production): void {
  let header: Awaited<ReturnType<typeof originHeader>>;

  before(async () => {
    header = await originHeader(prod);
    changeSettings(prod.test, prod.test.stack("foundation"), (config) => {
      config["platform:network"].natGateways = "none";
      Object.assign(config["platform:database"], { proxy: "password", replicas: 1 });
    });
    changeSettings(prod.test, prod.test.stack("platform"), (config) => {
      config["platform:edge"].originHeaderGeneration = 2;
    });
    for (const stack of ["foundation", "platform"]) await prod.up(stack);
    await prod.open(prod.test);
  });

  it("natGateways none: there is no NAT gateway, and the private subnets have no way to the internet", async () => {
    const { NatGateways } = await prod.ask("ec2", "DescribeNatGateways", { Filter: prod.inVpc });
    assert.deepEqual(
      NatGateways.filter(({ State }: Properties) => !State.startsWith("delet")),
      [],
    );
    const { RouteTables } = await prod.ask("ec2", "DescribeRouteTables", { Filters: prod.inVpc });
    const tables = RouteTables.filter(({ Associations }: Properties) =>
      Associations.some(({ SubnetId }: Properties) => prod.privateSubnets.includes(SubnetId)),
    );
    assert.equal(tables.length, 2);
    const targets = tables.flatMap(({ Routes }: Properties) =>
      Routes.filter(({ DestinationCidrBlock }: Properties) => DestinationCidrBlock === "0.0.0.0/0"),
    );
    assert.deepEqual(targets, []);
  });

  it("the database has a replica, as private and encrypted as itself, and its endpoint is the proxy's", async () => {
    const { DBInstances } = await prod.ask("rds", "DescribeDBInstances");
    const seen = DBInstances.map(({ PubliclyAccessible, StorageEncrypted, KmsKeyId }: Properties) => [
      PubliclyAccessible,
      StorageEncrypted,
      KmsKeyId,
    ]);
    const expected = [false, true, prod.foundation.keyArns.database];
    assert.deepEqual(seen, [expected, expected]);
    assert.equal(prod.foundation.database.readerEndpointAddresses.length, 1);
    assert.match(prod.foundation.database.endpointAddress, /\.proxy-/);
  });

  it("SecretsManager.1: the admin's secret is rotated, and encrypted with the secrets' key", async () => {
    const SecretId = prod.foundation.database.secretArn;
    const secret = await prod.ask("secretsmanager", "DescribeSecret", { SecretId });
    assert.deepEqual([secret.RotationEnabled, secret.KmsKeyId], [true, prod.foundation.keyArns.secrets]);
  });

  it("rotation and proxy reach the database, the ways through NAT are gone, and nothing else is new", async () => {
    const placements = await placementsOf(prod);
    const carried = new Set(placements.flatMap(({ groupIds }) => groupIds));
    assert.deepEqual([...carried].sort(), await securityGroups(prod));
    const kept = productionPaths.filter((line) => !line.endsWith(" by nat"));
    assert.deepEqual(await pathsOf(prod, placements), [...kept, ...added].sort());
  });

  it("the load balancer takes the new value of the header and the one before, and CloudFront sends the new one", async () => {
    const { values } = await originHeader(prod);
    assert.deepEqual(values.length, 2);
    const [sent] = originOf(await distribution(prod), "application").CustomHeaders.Items;
    assert.deepEqual(values.toSorted(), [sent.HeaderValue, ...header.values].sort());
    assert.notEqual(sent.HeaderValue, header.values[0]);
  });
}
