/** What receivers are asked to do with mail that claims to be from the domain and is not. */
export type DmarcPolicy = "none" | "quarantine" | "reject";

/**
 * The DMARC record of a mail domain. Alignment is relaxed, so that both DKIM's domain and the MAIL FROM subdomain count.
 * Source: https://www.rfc-editor.org/rfc/rfc7489, section 6.3
 *
 * @param policy what receivers are asked to do
 * @param reportAddress who gets the daily reports of receivers; undefined: nobody
 */
export function dmarcRecord(policy: DmarcPolicy, reportAddress: string | undefined): string {
  return ["v=DMARC1", `p=${policy}`, ...(reportAddress === undefined ? [] : [`rua=mailto:${reportAddress}`])].join(
    "; ",
  );
}
