import assert from "node:assert/strict";
import { madeAt } from "./ec2.ts";
import { credentials, serve } from "./test-server.ts";

describe("madeAt", () => {
  const place = (endpoint: string) => ({ region: "af-south-1", endpoint, credentials: async () => credentials });

  it("reads volumes as EC2 documents them, beside what they are attached to", async () => {
    const item = (id: string, time: string) =>
      `<item><volumeId>${id}</volumeId><size>8</size><snapshotId>snap-1</snapshotId><status>in-use</status><createTime>${time}</createTime>` +
      `<attachmentSet><item><volumeId>${id}</volumeId><instanceId>i-0aa</instanceId><device>/dev/xvda</device>` +
      `<attachTime>2026-03-02T10:00:01.000Z</attachTime></item></attachmentSet></item>`;
    const ec2 = await serve(() => ({
      body: `<DescribeVolumesResponse><volumeSet>${item("vol-0aa", "2026-03-02T10:00:00.000Z")}${item("vol-0bb", "2026-01-02T10:00:00.000Z")}</volumeSet></DescribeVolumesResponse>`,
    }));
    const ids = Array.from({ length: 201 }, (_, index) => `vol-${index}`);
    const found = await madeAt("volume", ids, place(ec2.endpoint));
    ec2.close();
    assert.deepEqual(
      [...found],
      [
        ["vol-0aa", Date.parse("2026-03-02T10:00:00Z")],
        ["vol-0bb", Date.parse("2026-01-02T10:00:00Z")],
      ],
    );
    const [first, second] = ec2.asked.map(({ url }) => Object.fromEntries(url.searchParams));
    assert.equal(Object.keys(first ?? {}).length, 3 + 200 + 1 + 3);
    assert.deepEqual(second, {
      Action: "DescribeVolumes",
      Version: "2016-11-15",
      "Filter.1.Name": "volume-id",
      "Filter.1.Value.1": "vol-200",
      "Filter.2.Name": "status",
      "Filter.2.Value.1": "creating",
      "Filter.2.Value.2": "available",
      "Filter.2.Value.3": "in-use",
    });
    assert.match(
      String(ec2.asked[0]?.headers.authorization),
      /\/af-south-1\/ec2\/aws4_request, SignedHeaders=host;x-amz-date,/,
    );
  });

  it("takes a machine for as old as its first interface or volume, since it may have been stopped", async () => {
    const ec2 = await serve(() => ({
      body:
        "<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>i-0aa</instanceId>" +
        "<launchTime>2026-03-03T10:00:00.000Z</launchTime><blockDeviceMapping><item><ebs><volumeId>vol-0aa</volumeId>" +
        "<attachTime>2026-01-02T10:00:00.000Z</attachTime></ebs></item></blockDeviceMapping></item><item><instanceId>i-0bb</instanceId>" +
        "<launchTime>2026-02-03T10:00:00.000Z</launchTime></item></instancesSet></item></reservationSet></DescribeInstancesResponse>",
    }));
    const found = await madeAt("instance", ["i-0aa", "i-0bb"], place(ec2.endpoint));
    ec2.close();
    assert.deepEqual(
      [...found],
      [
        ["i-0aa", Date.parse("2026-01-02T10:00:00Z")],
        ["i-0bb", Date.parse("2026-02-03T10:00:00Z")],
      ],
    );
  });

  it("throws EC2's code", async () => {
    const body = "<Response><Errors><Error><Code>UnauthorizedOperation</Code></Error></Errors></Response>";
    const ec2 = await serve(() => ({ status: 403, body }));
    await assert.rejects(madeAt("volume", ["vol-1"], place(ec2.endpoint)), {
      message: "EC2 does not answer DescribeVolumes: 403, UnauthorizedOperation.",
    });
    ec2.close();
  });
});
