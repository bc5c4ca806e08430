/** What stops a comment from being posted: told to a person without a stack trace. */
export class PostError extends Error {
  /** Status of GitHub's answer; undefined when there was none that says it. */
  readonly status: number | undefined;

  /** @param message what is wrong, and what to do */
  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}
