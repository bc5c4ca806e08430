/** The little of a browser that the page uses. The project's types have none of it, so that Node's programs cannot use it by mistake. */

/** A stream of events from the server, which connects again by itself. */
export interface EventStream {
  onopen: (() => void) | null;
  onerror: (() => void) | null;
  onmessage: ((event: { readonly data: string }) => void) | null;
  close(): void;
}

/** An element as the page uses it. */
export interface PageElement {
  readonly dataset: Readonly<Record<string, string | undefined>>;
  readonly scrollHeight: number;
  readonly clientHeight: number;
  scrollTop: number;
  focus(): void;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

interface Browser {
  readonly document: { title: string; readonly activeElement: unknown; getElementById(id: string): PageElement | null };
  readonly EventSource: new (url: string) => EventStream;
}

/** The browser that runs the page. */
export const browser = globalThis as unknown as Browser;
