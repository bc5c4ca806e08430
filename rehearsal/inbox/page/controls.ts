/** The page's foot: what Slack answers from now on. */
import { createElement as h, type ReactNode, useState } from "react";
import type { AnswerMode, AnswerPlan } from "../answers.ts";

const labels: readonly (readonly [mode: AnswerMode, label: string, meaning: string])[] = [
  ["ok", "200 ok", "takes every message"],
  ["429", "429", "too many messages: wait for Retry-After"],
  ["500", "500", "Slack's own trouble"],
  ["404", "404", "the webhook was revoked"],
  ["400", "400", "the message is refused"],
  ["403", "403", "the webhook's token is wrong"],
  ["410", "410", "the channel is archived"],
  ["hang", "hang", "the call is never answered"],
];

/** What the control shows and does. */
export interface AnswerControlProps {
  readonly plan: AnswerPlan;
  readonly onChange: (plan: AnswerPlan) => void;
}

/** A row of answers to choose from; for how many calls, and with which Retry-After. */
export function AnswerControl({ plan, onChange }: AnswerControlProps): ReactNode {
  const [count, setCount] = useState("");
  const [retryAfter, setRetryAfter] = useState("1");
  const choose = (mode: AnswerMode) =>
    onChange({
      mode,
      ...(mode !== "ok" && Number(count) >= 1 ? { count: Math.floor(Number(count)) } : {}),
      ...(mode === "429" ? { retryAfter: Math.max(0, Math.floor(Number(retryAfter))) } : {}),
    });
  const chosen = labels.find(([mode]) => mode === plan.mode);
  return h(
    "form",
    { className: "controls", onSubmit: (event) => event.preventDefault() },
    h(
      "fieldset",
      null,
      h("legend", null, "Slack answers"),
      h(
        "div",
        { className: "modes" },
        labels.map(([mode, label, meaning]) =>
          h(
            "label",
            { key: mode, className: `mode mode-${mode}`, title: meaning },
            h("input", {
              type: "radio",
              name: "mode",
              value: mode,
              checked: plan.mode === mode,
              onChange: () => choose(mode),
            }),
            h("span", null, label),
          ),
        ),
      ),
    ),
    h(NumberField, { label: "for calls", hint: "all", value: count, least: 1, onChange: setCount }),
    h(NumberField, { label: "Retry-After, s", hint: "1", value: retryAfter, least: 0, onChange: setRetryAfter }),
    h(
      "p",
      { role: "status", className: "meaning" },
      `${plan.mode}: ${chosen?.[2]}${plan.count === undefined ? "" : ` (${plan.count} more)`}`,
    ),
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly least: number;
  readonly onChange: (value: string) => void;
}

function NumberField({ label, hint, value, least, onChange }: NumberFieldProps): ReactNode {
  return h(
    "label",
    { className: "number" },
    label,
    h("input", {
      type: "number",
      min: least,
      step: 1,
      placeholder: hint,
      value,
      onChange: (event) => onChange((event.currentTarget as unknown as { value: string }).value),
    }),
  );
}
