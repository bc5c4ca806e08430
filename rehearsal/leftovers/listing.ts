/** How one kind of resource is listed through the AWS SDK, over all pages. */
import type { Properties, Service } from "../provider/row.ts";

/** Sends one call of a listing's service. */
export type Send = (operation: string, parameters?: Properties) => Promise<Properties>;

/** One kind of resource: how to list it, as names that a reader recognises. */
export interface Listing {
  /** What a person calls it: `route table`. */
  readonly kind: string;
  /** Pulumi's type tokens of what the listing shows. */
  readonly types: readonly string[];
  /** Who is asked. */
  readonly service: Service;
  /** The names of what is there, in the account and region that `send` asks. */
  readonly list: (send: Send, accountId: string) => Promise<string[]>;
}

/** The parameters that ask for the next page, in the words of the service; undefined after the last one. */
function nextPage(answer: Properties): Properties | undefined {
  if (answer.NextToken) return { NextToken: answer.NextToken };
  if (answer.nextToken) return { nextToken: answer.nextToken };
  if (answer.ContinuationToken) return { ContinuationToken: answer.ContinuationToken };
  // Route 53 says the marker of this page in Marker, IAM and KMS that of the next one.
  if (answer.NextMarker) return { Marker: answer.NextMarker };
  return (answer.IsTruncated || answer.Truncated) && answer.Marker ? { Marker: answer.Marker } : undefined;
}

/**
 * All items of a listing, over all its pages.
 * @param list the member of an answer that holds a page's items.
 */
export async function listAll(
  send: Send,
  operation: string,
  list: string,
  parameters: Properties = {},
): Promise<Properties[]> {
  const items: Properties[] = [];
  for (let page: Properties | undefined = {}; page !== undefined; ) {
    const answer: Properties = await send(operation, { ...parameters, ...page });
    items.push(...(answer[list] ?? []));
    page = nextPage(answer);
  }
  return items;
}

/** A listing by one operation: the list in its answer, and the member that names an item. */
export function byCall(
  kind: string,
  type: string,
  service: Service,
  operation: string,
  list: string,
  name: string,
  parameters: Properties = {},
): Listing {
  return {
    kind,
    types: [`aws:${type}`],
    service,
    list: async (send) =>
      (await listAll(send, operation, list, parameters)).filter(isLeft).map((item) => String(item[name] ?? item)),
  };
}

/** What AWS still lists for a while after it was deleted is not left. */
function isLeft(item: Properties): boolean {
  return !["deleted", "deleting", "terminated"].includes(String(item.State?.Name ?? item.State ?? "").toLowerCase());
}
