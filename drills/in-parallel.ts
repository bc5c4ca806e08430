/** Calls of CloudWatch at one time. It takes some dozens a second. */
const parallel = 10;

/** Does something with each, a few at a time, in their order. */
export async function inParallel<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await act(item);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}
