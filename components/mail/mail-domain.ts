/** A domain name of at least two parts, in lower case. Source: https://www.rfc-editor.org/rfc/rfc1123, section 2.1 */
const domainNamePattern = /^(?=.{4,246}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * Says whether mail can have this domain. Room is left for `bounce.` and `_dmarc.` before it.
 *
 * @param name the mail domain
 */
export function isMailDomain(name: string): boolean {
  return domainNamePattern.test(name);
}
