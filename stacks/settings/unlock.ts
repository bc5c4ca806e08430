import { z } from "zod";
import { maxUnlockDays } from "../../components/shared/unlock.ts";
import { setting } from "./setting.ts";

/** The settings of `platform:unlock`. */
export const unlockSettings = setting(
  z.array(
    z.strictObject({
      urn: setting(
        z.string().regex(/^urn:pulumi:[^:]+::[^:]+::.+::.+$/),
        "URN of a stateful resource of one of the environment's own stacks, for example a database.",
        {
          allowed: "a URN: urn:pulumi:<environment>::<project>::<types>::<name>",
          todo: "Copy it from the message that refused the change, or from pulumi stack --show-urns.",
        },
      ),
      reason: setting(
        z
          .string()
          .trim()
          .regex(/^.{10,200}$/),
        "Why the resource may go, in 10 to 200 characters, for whoever reads it later.",
        { allowed: "one line of 10 to 200 characters", todo: "Say why it may go, and who agreed." },
      ),
      expires: setting(
        z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
        `Last day of the unlock in UTC, as "YYYY-MM-DD", at most ${maxUnlockDays} days from today.`,
        { allowed: 'a day as "YYYY-MM-DD", in quotes', todo: "Write the day on which you will be done." },
      ),
    }),
  ),
  "Stateful resources that may be replaced or deleted, from the second deployment on. Default: none. See docs/unlocking.md.",
);

/** The settings of `platform:unlock`, complete. */
export type UnlockSettings = z.infer<typeof unlockSettings>;
