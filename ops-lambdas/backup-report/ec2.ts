/** When volumes and machines of EC2 were made: its Query interface, without its client. */
import { partitionOf } from "../slack-alerts/places.ts";
import { type Credentials, signed } from "./signature.ts";

/** Ids that EC2 takes as values of one filter, at most. Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html */
const mostIds = 200;

/** Milliseconds after which a call is given up; Lambda calls the function again then. */
const patience = 10_000;

/** What the calls need. */
export interface Ec2Place {
  /** Region's code. */
  readonly region: string;
  readonly credentials: () => Promise<Credentials>;
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
  const request = { url: addressOf(place), parameters, region: place.region, service: "ec2" };
  const { url, headers } = signed(request, await place.credentials(), Date.now());
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(patience) });
  const text = await answer.text();
  if (answer.ok) return text;
  const code = /<Code>([\w.]+)<\/Code>/.exec(text)?.[1] ?? "no code";
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

/** Reads EC2's XML: what stands between one id and the next is told of it. */
function parse(kind: keyof typeof kinds, xml: string): readonly (readonly [id: string, moment: number])[] {
  // A volume's attachments name it again, with no time of its making behind that.
  const parts = xml.split(/<(?:volume|instance)Id>(?=(?:vol|i)-)/).slice(1);
  const times = kind === "volume" ? /<createTime>([^<]+)</g : /<(?:launchTime|attachTime)>([^<]+)</g;
  const found = new Map<string, number>();
  let id = "";
  for (const part of parts) {
    const own = part.slice(0, part.indexOf("<"));
    if (own.startsWith(kind === "volume" ? "vol-" : "i-")) id = own;
    // A machine that was stopped is launched again; its first network interface and volume are as old as it is.
    const moments = [...part.matchAll(times)].map(([, time]) => Date.parse(time ?? "")).filter((time) => time > 0);
    const all = [...moments, found.get(id)].filter((moment) => moment !== undefined);
    if (id !== "" && all.length > 0) found.set(id, Math.min(...all));
  }
  return [...found];
}
