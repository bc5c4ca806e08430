/**
 * The running Node when it runs TypeScript as it is, else one from the cache, installed at the first call.
 * @throws ToolchainError when there is none for this machine
 */
export declare function ensureNode(onProgress: (line: string) => void): Promise<string>;

/**
 * Runs npm with the Node that runs this.
 * @param options.directory where it runs
 * @param options.purpose what for, as the end of "npm …", for the error
 * @throws ToolchainError with the last lines that npm said
 */
export declare function runNpm(
  args: readonly string[],
  options: { directory: string; purpose: string },
): Promise<void>;
