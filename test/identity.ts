/** Who the environment of unit tests belongs to. */
import type { Identity } from "../components/shared/context.ts";

/** An environment's identity, complete; tests lay their own values over it. */
export const testIdentity: Identity = {
  project: "acme",
  environment: "dev",
  region: "af-south-1",
  accountId: "111122223333",
  owner: "platform-team",
  costCenter: "cc-1042",
  repository: "acme/platform",
};
