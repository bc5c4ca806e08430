import { isUnlockable, parseUrn } from "../components/shared/unlock.ts";

/**
 * Tells an operator how to unlock a resource whose replacement or deletion was refused.
 *
 * @param urn the resource's
 * @param today the day from which the example counts. Default: now
 * @returns lines to print; for a resource that no setting unlocks, how to go on without
 */
export function unlockHint(urn: string, today: Date = new Date()): string {
  const parts = parseUrn(urn);
  if (parts === undefined || !isUnlockable(urn)) {
    return `${urn} is protected, and no setting unlocks it: its type is not in components/shared/stateful.ts. Take the change back.`;
  }
  const expires = new Date(today.getTime() + 2 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  return [
    `${parts.name} holds what cannot be made anew, so nothing replaces or deletes it by accident. Nothing of it was changed.`,
    "If you did not mean to replace or delete it, take the change back.",
    `If you did, unlock it first. In Pulumi.${parts.stack}.yaml:`,
    "",
    "  platform:unlock:",
    `    - urn: ${urn}`,
    "      reason: <why it may go, and who agreed>",
    `      expires: "${expires}"`,
    "",
    "1. Deploy that without the change: it takes the protection off, and nothing else.",
    "2. Deploy the change.",
    "3. Take the setting out again and deploy.",
    "Back-ups first, and who may delete: docs/unlocking.md.",
  ].join("\n");
}

/**
 * Finds the resources that the engine refused to replace or delete because they are protected.
 *
 * @param output what the engine said
 * @returns their URNs, each once, in the order of the output
 */
export function refusedByProtection(output: string): string[] {
  const refusals = [
    /unable to replace resource "(urn:pulumi:[^"]+)"(?: as part of replacing "[^"]+")?\s+as it is currently marked for protection/g,
    /[Rr]esource "(urn:pulumi:[^"]+)" cannot be deleted\s+because it is protected/g,
  ];
  const found = refusals.flatMap((pattern) =>
    [...output.matchAll(pattern)].map((match) => ({ urn: match[1] as string, at: match.index })),
  );
  return [...new Set(found.toSorted((a, b) => a.at - b.at).map(({ urn }) => urn))];
}
