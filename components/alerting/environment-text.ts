/**
 * Bytes of all environment variables of a function together, at most.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const maxEnvironmentBytes = 4096;

/** Name of the variable, which counts, too. */
const variable = "ALERTING";

/**
 * Writes the settings of a function of the alert path for its environment.
 *
 * @param settings what it is told; members that are undefined are left out
 * @returns JSON
 * @throws Error with its size when Lambda would refuse it
 */
export function settingsText(settings: unknown): string {
  const text = JSON.stringify(settings);
  const bytes = variable.length + Buffer.byteLength(text);
  if (bytes <= maxEnvironmentBytes) return text;
  throw new Error(
    `The settings of alerting take ${bytes} bytes in the environment of a function: Lambda allows ${maxEnvironmentBytes}. Make ` +
      "platform:alerting shorter: fewer mutes, or fewer alarms in them.",
  );
}
