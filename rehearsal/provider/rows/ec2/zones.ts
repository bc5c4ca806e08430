/** Which Availability Zones a region has. */

/** Letters of the zones of regions that have other ones than a, b, c (AWS Global Infrastructure, "Regions and Availability Zones"). */
const zoneLetters: Readonly<Record<string, string>> = {
  "us-east-1": "abcdef",
  "us-west-2": "abcd",
  "ca-central-1": "abd",
  "ap-northeast-1": "acd",
  "ap-northeast-2": "abcd",
};

/** The names of a region's Availability Zones: `af-south-1a`, … Local and Wavelength Zones are not among them. */
export function zonesOf(region: string): readonly string[] {
  return [...(zoneLetters[region] ?? "abc")].map((letter) => `${region}${letter}`);
}

/** The id of a zone in the form of AWS (`afs1-az1`), which is the same place in every account. */
export function zoneIdOf(region: string, zone: string): string {
  const [area = "", direction = "", count = ""] = region.split("-");
  const short = ["northeast", "northwest", "southeast", "southwest"].includes(direction)
    ? `${direction[0]}${direction.at(5)}`
    : (direction[0] ?? "");
  return `${area}${short}${count}-az${zonesOf(region).indexOf(zone) + 1}`;
}

/** The sentence for a zone that is not of the region, or undefined. Local Zones (`us-west-2-lax-1a`) pass when they are of the region. */
export function zoneProblem(region: string, zone: string): string | undefined {
  if (zonesOf(region).includes(zone) || zone.startsWith(`${region}-`)) return undefined;
  return `the Availability Zone ${zone} is not of the region ${region}: its zones are ${zonesOf(region).join(", ")}`;
}
