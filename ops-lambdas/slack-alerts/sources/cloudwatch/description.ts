/** Reads an alarm's description: what it means, and below that the lines `Runbook: <url>` and `Severity: <severity>`. */
import { type Severity, severities } from "../../notice.ts";

/** A description taken apart. */
export interface Description {
  /** Without the two lines; may be empty. */
  readonly meaning: string;
  readonly severity?: Severity | undefined;
  /** An address over http. */
  readonly runbook?: string | undefined;
}

/** Takes a description apart. A line whose value is none of the allowed stays in the meaning. */
export function readDescription(description: string | undefined): Description {
  let severity: Severity | undefined;
  let runbook: string | undefined;
  const meaning = (description ?? "").split("\n").filter((line) => {
    const [, label, value] = /^\s*(Runbook|Severity):\s*(\S+)\s*$/i.exec(line) ?? [];
    if (label?.toLowerCase() === "runbook" && /^https?:\/\/[^\s<>|"]+$/.test(value ?? "")) runbook = value;
    else if (label?.toLowerCase() === "severity" && isSeverity(value?.toLowerCase()))
      severity = value?.toLowerCase() as Severity;
    else return true;
    return false;
  });
  return { meaning: meaning.join("\n").trim(), severity, runbook };
}

/** Whether it is one of the three. */
function isSeverity(value: string | undefined): boolean {
  return severities.some((severity) => severity === value);
}
