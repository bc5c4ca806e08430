/** The addresses of the webhooks, out of Secrets Manager, kept in memory for some minutes. */

/** Reads a secret's text; undefined when the secret has none yet. Throws when Secrets Manager cannot be reached. */
export type ReadSecret = (arn: string) => Promise<string | undefined>;

/** Milliseconds for which an address is kept in memory. */
const keptMilliseconds = 300_000;

/** Addresses by route. */
export class Webhooks {
  readonly #known = new Map<string, { readonly url: string; readonly readAt: number }>();
  readonly #arns: Readonly<Record<string, string>>;
  readonly #read: ReadSecret;
  readonly #now: () => number;

  /** @param arns ARN of the secret by route */
  constructor(arns: Readonly<Record<string, string>>, read: ReadSecret, now: () => number) {
    this.#arns = arns;
    this.#read = read;
    this.#now = now;
  }

  /**
   * Address of a route's webhook.
   *
   * @param isFresh reads it anew, whatever is in memory
   * @returns undefined when the route is not connected: no secret, no value yet, or a value that is no address
   * @throws Error when the secret cannot be read, and no earlier value is in memory
   */
  async url(route: string, isFresh = false): Promise<string | undefined> {
    const known = this.#known.get(route);
    if (!isFresh && known !== undefined && this.#now() < known.readAt + keptMilliseconds) return known.url;
    const arn = Object.hasOwn(this.#arns, route) ? this.#arns[route] : undefined;
    if (arn === undefined) return undefined;
    let text: string | undefined;
    try {
      text = (await this.#read(arn))?.trim();
    } catch (error) {
      if (known === undefined) throw error;
      return known.url;
    }
    const isAddress = text !== undefined && /^https?:\/\//.test(text) && URL.canParse(text);
    if (text === undefined || !isAddress) {
      this.#known.delete(route);
      return undefined;
    }
    this.#known.set(route, { url: text, readAt: this.#now() });
    return text;
  }
}
