/**
 * When volumes and machines of EC2 were made: its Query interface, without its client, which would be 0.8 MB of the function's program for
 * two calls.
 */
import { Sha256 } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";
import type { AwsCredentialIdentity } from "@smithy/types";
import { XMLParser } from "fast-xml-parser";
import { partitionOf } from "../slack-alerts/places.ts";

/** Ids that EC2 takes as values of one filter, at most. Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html */
const mostIds = 200;

/** Milliseconds after which a call is given up; Lambda calls the function again then. */
const patience = 10_000;

/** What the calls need. */
export interface Ec2Place {
  /** Region's code. */
  readonly region: string;
  readonly credentials: () => Promise<AwsCredentialIdentity>;
  /** Default: the region's own, or that of the environment variable AWS_ENDPOINT_URL. */
  readonly endpoint?: string | undefined;
}

/** What is asked for: EC2 tells for a while of what is gone, too, so that the state is asked for. */
const kinds = {
  volume: {
    action: "DescribeVolumes",
    filter: "volume-id",
    state: "status",
    there: ["creating", "available", "in-use"],
  },
  instance: {
    action: "DescribeInstances",
    filter: "instance-id",
    state: "instance-state-name",
    there: ["pending", "running", "stopping", "stopped"],
  },
} as const;

/**
 * Asks EC2 for volumes or machines.
 *
 * @param kind what the ids are of
 * @param ids of this region
 * @returns when each was made, in milliseconds since 1970, by id; what does not exist is left out
 * @throws Error with EC2's code when it does not answer so
 */
export async function madeAt(
  kind: keyof typeof kinds,
  ids: readonly string[],
  place: Ec2Place,
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (let first = 0; first < ids.length; first += mostIds) {
    const asked = ids.slice(first, first + mostIds);
    for (const [id, moment] of parse(kind, await call(kind, asked, place))) found.set(id, moment);
  }
  return found;
}

async function call(kind: keyof typeof kinds, ids: readonly string[], place: Ec2Place): Promise<string> {
  const { action, filter, state, there } = kinds[kind];
  const parameters = {
    Action: action,
    Version: "2016-11-15",
    ...filterOf(1, filter, ids),
    ...filterOf(2, state, there),
  };
  const url = addressOf(place);
  const { headers } = await signerOf(place).sign({
    method: "GET",
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: parameters,
    headers: { host: url.host },
  });
  url.search = new URLSearchParams(parameters).toString();
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(patience) });
  const text = await answer.text();
  if (answer.ok) return text;
  const code = everyIn(parser.parse(text), "Code").find((each) => typeof each === "string") ?? "no code";
  throw new Error(`EC2 does not answer ${action}: ${answer.status}, ${code}.`);
}

function filterOf(position: number, name: string, values: readonly string[]): Record<string, string> {
  return {
    [`Filter.${position}.Name`]: name,
    ...Object.fromEntries(values.map((value, index) => [`Filter.${position}.Value.${index + 1}`, value])),
  };
}

function addressOf({ region, endpoint = process.env.AWS_ENDPOINT_URL }: Ec2Place): URL {
  if (endpoint !== undefined) return new URL("/", endpoint);
  return new URL(`https://ec2.${region}.amazonaws.com${partitionOf(region) === "aws-cn" ? ".cn" : ""}/`);
}

function signerOf({ region, credentials }: Ec2Place): SignatureV4 {
  return new SignatureV4({ service: "ec2", region, credentials, applyChecksum: false, sha256: Sha256 });
}

const parser = new XMLParser({ parseTagValue: false });

type Node = Readonly<Record<string, unknown>>;

/** The values of all elements of a name, however deep; those inside of one that was found are not looked at. */
function everyIn(node: unknown, name: string): readonly unknown[] {
  if (Array.isArray(node)) return node.flatMap((each) => everyIn(each, name));
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([member, value]) => {
    if (member !== name) return everyIn(value, name);
    return Array.isArray(value) ? value : [value];
  });
}

/** The items of EC2's lists of volumes or machines, with the moments that tell their age. */
function parse(kind: keyof typeof kinds, xml: string): readonly (readonly [id: string, moment: number])[] {
  const document = parser.parse(xml);
  const items = everyIn(document, kind === "volume" ? "volumeSet" : "instancesSet").flatMap((set) =>
    everyIn(set, "item"),
  );
  return items.flatMap((item) => {
    const id = (item as Node)[kind === "volume" ? "volumeId" : "instanceId"];
    // A machine that was stopped is launched again; its first network interface and volume are as old as it is.
    const told =
      kind === "volume" ? [(item as Node).createTime] : [(item as Node).launchTime, ...everyIn(item, "attachTime")];
    const moments = told.map((time) => Date.parse(String(time))).filter((moment) => moment > 0);
    return typeof id === "string" && moments.length > 0 ? [[id, Math.min(...moments)] as const] : [];
  });
}
