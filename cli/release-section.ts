/** What a release says of itself. */

/**
 * The section of a version in the changelog, without its heading.
 *
 * @param tag for example `v1.2.3` or `v2.0.0-rc.1`
 * @param changelog text in the form of Keep a Changelog: `## [1.2.3] - 2026-09-01`
 * @param packageVersion version that package.json says
 * @throws Error with all that does not agree
 */
export function releaseNotes(tag: string, changelog: string, packageVersion: string): string {
  const version = /^v(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/.exec(tag)?.[1];
  if (version === undefined)
    throw new Error(`The tag is ${JSON.stringify(tag)}; it must be v and a version, as in v1.2.3.`);
  const problems: string[] = [];
  if (packageVersion !== version)
    problems.push(`package.json has the version ${packageVersion}: set it to ${version}.`);
  const sections = changelog.split(/^## /m);
  const section = sections.find((text) => text.startsWith(`[${version}]`)) ?? "";
  const heading = section.split("\n")[0] ?? "";
  const notes = section
    .slice(heading.length)
    .replace(/^\[[^\]]+\]: .*$/gm, "")
    .trim();
  if (section === "")
    problems.push(`CHANGELOG.md has no section ## [${version}]: give what is unreleased its version and date.`);
  else if (!/^\[[^\]]+\] - \d{4}-\d{2}-\d{2}$/.test(heading))
    problems.push(`Its heading in CHANGELOG.md is "## ${heading}": it must end in " - " and a date.`);
  else if (notes === "") problems.push(`The section ## [${version}] of CHANGELOG.md is empty.`);
  if (problems.length > 0)
    throw new Error(`${tag} cannot be released.\n${problems.map((each) => `  ${each}`).join("\n")}`);
  return `${notes}\n`;
}
