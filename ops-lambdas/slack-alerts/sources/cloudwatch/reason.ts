/**
 * Why an alarm changed: CloudWatch tells it in a sentence, and only that sentence is in all envelopes. Its forms are in the examples of
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html and
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html.
 */

/** What the sentence says. Members that it does not have are undefined. */
export interface Reason {
  /** Datapoints, the latest first, as many as it names. */
  readonly values: readonly number[];
  /** "≥", "<", "outside". */
  readonly comparison?: string | undefined;
  /** Of an alarm with a fixed threshold. */
  readonly threshold?: number | undefined;
  /** Edges of an anomaly detector's band at the latest datapoint. */
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
  /** "3 of the last 5"; undefined where it was one alone. */
  readonly datapoints?: string | undefined;
  /** Datapoints that never came, and how the alarm counts them ("Breaching"). */
  readonly missing?: { readonly periods: number; readonly treatedAs?: string | undefined } | undefined;
  /** Whether not one datapoint came. */
  readonly hasNoData: boolean;
}

/** The sentence is read up to here: no sentence of CloudWatch is longer than 1,024 characters. */
const longest = 1500;

const comparisons: readonly (readonly [RegExp, string])[] = [
  [/less than the lower thresholds? .* or greater than the upper/, "outside"],
  [/(?:not|neither) greater than or equal to/, "<"],
  [/(?:not|neither) less than or equal to/, ">"],
  [/not greater than/, "≤"],
  [/not less than/, "≥"],
  [/greater than or equal to/, "≥"],
  [/less than or equal to/, "≤"],
  [/greater than/, ">"],
  [/less than/, "<"],
];

/** Reads the sentence; of a sentence in no known form nothing is known. */
export function readReason(sentence: string): Reason {
  const text = sentence.slice(0, longest);
  const isThreshold = /^Thresholds? Crossed:/.test(text);
  const values = isThreshold ? numbers(/datapoints? \[([^\]]*)\]/.exec(text)?.[1]) : [];
  const single = /thresholds? \((-?[\d.]+(?:E-?\d+)?)\)/.exec(text)?.[1];
  const lower = numbers(/lower thresholds? \[([^\]]*)\]/.exec(text)?.[1])[0];
  const upper = numbers(/upper thresholds? \[([^\]]*)\]/.exec(text)?.[1])[0];
  const count = /(\d+) out of the last (\d+) datapoints?/.exec(text);
  return {
    values,
    comparison: values.length > 0 ? comparisons.find(([form]) => form.test(text))?.[1] : undefined,
    threshold: isThreshold && single !== undefined && Number.isFinite(Number(single)) ? Number(single) : undefined,
    lower: isThreshold ? lower : undefined,
    upper: isThreshold ? upper : undefined,
    datapoints: count === null || count[2] === "1" ? undefined : `${count[1]} of the last ${count[2]}`,
    missing: missing(text),
    hasNoData: /no datapoints were received/.test(text) || /^Insufficient Data/.test(text),
  };
}

/** The numbers of a list like "99.5 (02/10/19 16:59:00), 1.0E-4 (…)". */
function numbers(list: string | undefined): readonly number[] {
  return (list ?? "")
    .replace(/\([^)]*\)/g, "")
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(Number)
    .filter(Number.isFinite);
}

/** How many datapoints never came. */
function missing(text: string): Reason["missing"] {
  const treated = /(\d+) missing datapoints? (?:was|were) treated as \[(\w+)\]/.exec(text);
  if (treated !== null) return { periods: Number(treated[1]), treatedAs: treated[2] };
  const unknown = /^Insufficient Data: (\d+) datapoints? (?:was|were) unknown/.exec(text);
  return unknown === null ? undefined : { periods: Number(unknown[1]) };
}
