/** Addresses of CloudWatch's console. */
import { consoleUrl } from "../../places.ts";

/**
 * A name as the console takes it in its fragment. Quotes, brackets and stars are encoded too, so that no one who reads the address
 * out of a text ends it too early.
 */
export function encoded(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** An alarm's page. */
export function alarmUrl(region: string | undefined, name: string): string {
  return consoleUrl(region, "/cloudwatch/home", `alarmsV2:alarm/${encoded(name)}`);
}

/** The console encodes names of log groups twice, with "$" for the second "%". */
function twice(name: string): string {
  return encoded(encoded(name)).replaceAll("%", "$");
}

/** A log group's page. */
export function logGroupUrl(region: string | undefined, name: string): string {
  return consoleUrl(region, "/cloudwatch/home", `logsV2:log-groups/log-group/${twice(name)}`);
}

/**
 * The list of log groups whose names have a text in them. AWS documents no form of it; this is the console's own, with the same signs.
 * Example: https://github.com/kislyuk/watchtower, "Lambda".
 */
export function logGroupsUrl(region: string | undefined, part: string): string {
  return consoleUrl(region, "/cloudwatch/home", `logsV2:log-groups$3FlogGroupNameFilter$3D${twice(part)}`);
}
