import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { PriceFile } from "../price-table.ts";
import { fieldsOf, rowsOfList } from "./csv.ts";
import { PriceListError, refreshFile } from "./refresh.ts";
import { knownItems, selectorOf } from "./selectors.ts";

/** The lines before the columns, and the columns, as AWS's lists have them. */
const header = `"FormatVersion","v1.0"
"Disclaimer","This pricing list is for informational purposes only."
"Publication Date","2026-10-01T00:00:00Z"
"Version","20261001000000"
"OfferCode","x"
"SKU","TermType","PriceDescription","EffectiveDate","StartingRange","EndingRange","Unit","PricePerUnit","Currency","usageType","operation","Operating System","Tenancy","Pre Installed S/W","CapacityStatus","Database Engine","Access Type"
`;

interface Row {
  readonly usageType: string;
  readonly price: string;
  readonly operation?: string;
  readonly term?: string;
  readonly start?: string;
  readonly os?: string;
  readonly engine?: string;
  readonly access?: string;
}

const line = ({
  usageType,
  price,
  operation = "",
  term = "OnDemand",
  start = "0",
  os = "",
  engine = "",
  access = "",
}: Row) => {
  const server = os === "" ? ["", "", ""] : ["Shared", "NA", "Used"];
  const about = `$${price} per unit, "list" price`.replaceAll('"', '""');
  const fields = [
    "S1",
    term,
    about,
    "2026-10-01",
    start,
    "Inf",
    "Hrs",
    price,
    "USD",
    usageType,
    operation,
    os,
    ...server,
    engine,
    access,
  ];
  return fields.map((field) => `"${field}"`).join(",");
};

const lists: Readonly<Record<string, readonly Row[]>> = {
  AmazonEC2: [
    { usageType: "AFS1-BoxUsage:t4g.small", price: "9.9", term: "Reserved", os: "Linux" },
    { usageType: "AFS1-BoxUsage:t4g.small", price: "0.05", os: "Windows" },
    { usageType: "AFS1-BoxUsage:t4g.small", price: "0.0217000000", os: "Linux" },
    { usageType: "AFS1-NatGateway-Hours", price: "0.07", operation: "NatGateway" },
  ],
  AWSDataTransfer: [
    { usageType: "AFS1-DataTransfer-Out-Bytes", price: "0.0000000000" },
    { usageType: "AFS1-DataTransfer-Out-Bytes", price: "0.14", start: "10240" },
    { usageType: "AFS1-DataTransfer-Out-Bytes", price: "0.154", start: "1" },
  ],
  AmazonEFS: [
    { usageType: "AFS1-ETDataAccess-Bytes", price: "0.0800000000", access: "Write" },
    { usageType: "AFS1-ETDataAccess-Bytes", price: "0.0400000000", access: "Read" },
  ],
  AWSQueueService: [
    { usageType: "AFS1-Requests-FIFO-Tier1", price: "0.0000006" },
    { usageType: "AFS1-Requests-Tier1", price: "0.0000004500" },
  ],
  AmazonRDS: [
    { usageType: "AFS1-Multi-AZUsage:db.m6g.large", price: "0.5", engine: "PostgreSQL" },
    { usageType: "AFS1-Multi-AZUsage:db.m6g.large", price: "0.42", engine: "MySQL" },
    { usageType: "AFS1-InstanceUsage:db.t4g.2xl", price: "0.7", engine: "MySQL" },
  ],
};

describe("costs/refresh", () => {
  let server: Server;
  let endpoint = "";
  const asked: string[] = [];
  let status = 200;

  before(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? "");
      const [, offer = ""] =
        /^\/offers\/v1\.0\/aws\/(\w+)\/current\/af-south-1\/index\.csv$/.exec(request.url ?? "") ?? [];
      const rows = lists[offer];
      response.writeHead(rows === undefined ? 404 : status);
      response.end(`${header}${(rows ?? []).map(line).join("\n")}\n`);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    asked.length = 0;
    status = 200;
  });
  after(() => server.close());

  const old = { usd: 1, source: "https://example.com/", date: "2020-01-01" };
  const fileOf = (...items: readonly (readonly [item: string, unit: string])[]): PriceFile => ({
    region: "af-south-1",
    prices: items.map(([item, unit]) => ({ item, unit, ...old })),
  });
  const urlOf = (offer: string) => `${endpoint}/offers/v1.0/aws/${offer}/current/af-south-1/index.csv`;

  it("takes on-demand prices of Linux, with the list as source and the row's date", async () => {
    const { file, updated, kept } = await refreshFile(fileOf(["ec2/t4g.small", "hour"]), [], endpoint);
    const source = { source: urlOf("AmazonEC2"), date: "2026-10-01" };
    assert.deepEqual(file.prices, [{ item: "ec2/t4g.small", unit: "hour", usd: 0.0217, ...source }]);
    assert.deepEqual([updated, kept], [["ec2/t4g.small"], []]);
  });

  const cases: readonly (readonly [item: string, unit: string, usd: number, why: string])[] = [
    ["ec2/transfer-out", "GB", 0.154, "the first tier that is not free"],
    ["efs/elastic-read", "GB", 0.04, "reads"],
    ["efs/elastic-write", "GB", 0.08, "writes"],
    ["sqs/requests", "million requests", 0.45, "a million, and not those of FIFO queues"],
    ["sqs/fifo-requests", "million requests", 0.6, "those of FIFO queues"],
    ["rds/mysql-db.m6g.large-multi-az", "hour", 0.42, "the engine's"],
    ["rds/mysql-db.t4g.2xlarge-single-az", "hour", 0.7, "RDS's short name of the size"],
  ];
  for (const [item, unit, usd, why] of cases) {
    it(`takes ${item}: ${why}`, async () => {
      const { file } = await refreshFile(fileOf([item, unit]), [], endpoint);
      assert.equal(file.prices[0]?.usd, usd);
    });
  }

  it("adds what is wanted, asks for each list once, sorts, and keeps what the list does not have", async () => {
    const before = fileOf(["ec2/t4g.small", "hour"], ["ec2/m6g.large", "hour"], ["own/item", "month"]);
    const { file, updated, kept } = await refreshFile(before, [{ item: "ec2/nat-gateway", unit: "hour" }], endpoint);
    assert.deepEqual(asked, ["/offers/v1.0/aws/AmazonEC2/current/af-south-1/index.csv"]);
    assert.deepEqual(updated, ["ec2/nat-gateway", "ec2/t4g.small"]);
    assert.deepEqual(kept, [
      { item: "ec2/m6g.large", reason: "the price list has no such row" },
      { item: "own/item", reason: "it is looked up by hand" },
    ]);
    assert.deepEqual(
      file.prices.map(({ item, usd }) => [item, usd]),
      [
        ["ec2/m6g.large", 1],
        ["ec2/nat-gateway", 0.07],
        ["ec2/t4g.small", 0.0217],
        ["own/item", 1],
      ],
    );
  });

  it("asks for nothing in the file of what costs the same everywhere", async () => {
    const before = { ...fileOf(["kms/key", "month"]), region: "global" };
    assert.deepEqual((await refreshFile(before, [], endpoint)).file, before);
    assert.deepEqual(asked, []);
  });

  it("says which list is refused, and that nothing was changed", async () => {
    status = 503;
    const refused = (error: Error) =>
      error instanceof PriceListError &&
      error.message === `AWS's price list answered 503 for ${urlOf("AmazonEC2")}. Nothing was changed.`;
    await assert.rejects(refreshFile(fileOf(["ec2/t4g.small", "hour"]), [], endpoint), refused);
  });

  it("says when the list cannot be reached", async () => {
    const closed = "http://127.0.0.1:1";
    await assert.rejects(
      refreshFile(fileOf(["ec2/t4g.small", "hour"]), [], closed),
      /^PriceListError: AWS's price list cannot be reached: http:\/\/127\.0\.0\.1:1\/.* Nothing was changed\. Run it where/,
    );
  });

  describe("reads lists", () => {
    async function* of(text: string) {
      yield* text.split("\n");
    }
    it("with commas and quotes in fields", () => {
      assert.deepEqual(fieldsOf('"a","b, c","d ""e""",,f'), ["a", "b, c", 'd "e"', "", "f"]);
    });
    it("and refuses what is none", async () => {
      const read = async () => {
        for await (const row of rowsOfList(of("<html>\n</html>"))) assert.fail(JSON.stringify(row));
      };
      await assert.rejects(read(), /there is no line with the columns' names/);
    });
  });

  it("knows how each of its items is found, and no other", () => {
    for (const item of knownItems) assert.ok(selectorOf(item), item);
    assert.equal(selectorOf("rds/oracle-db.m6g.large-multi-az"), undefined);
    assert.equal(selectorOf("waf/rule"), undefined);
  });
});
