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

/** A log group's page. The console encodes its name twice, with "$" for the second "%". */
export function logGroupUrl(region: string | undefined, name: string): string {
  const twice = encoded(encoded(name)).replaceAll("%", "$");
  return consoleUrl(region, "/cloudwatch/home", `logsV2:log-groups/log-group/${twice}`);
}
