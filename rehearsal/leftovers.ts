/** Lists through the AWS SDK what an emulator holds, so that "nothing is left" is AWS's word and not Pulumi's. */
import { account } from "./leftovers/account.ts";
import { data } from "./leftovers/data.ts";
import type { Listing, Send } from "./leftovers/listing.ts";
import { network } from "./leftovers/network.ts";
import { operations } from "./leftovers/operations.ts";
import { web } from "./leftovers/web.ts";
import { Clients } from "./provider/clients.ts";

/** Everything that is looked for at the end. */
export const listings: readonly Listing[] = [...account, ...network, ...web, ...data, ...operations];

/** Global services and CloudFront's metrics live there, whatever the region of the environment. */
const globalRegion = "us-east-1";

/**
 * Everything that the emulator holds, as lines `kind name (region)`, sorted.
 * @param endpoint the emulator's.
 * @param regions where to look; us-east-1 is listed anyway.
 */
export async function listResources(
  endpoint: string,
  accountId: string,
  regions: readonly string[],
): Promise<string[]> {
  const clients = new Clients(endpoint, accountId);
  const lines = new Set<string>();
  for (const at of new Set([...regions, globalRegion])) {
    for (const { kind, service, list } of listings) {
      const send: Send = (operation, parameters = {}) => clients.send({ service, operation, parameters }, at);
      const names = await list(send, accountId);
      for (const name of names) lines.add(`${kind} ${name} (${at})`);
    }
  }
  return [...lines].sort();
}
