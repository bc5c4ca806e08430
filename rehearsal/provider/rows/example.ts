/** Examples of rows: the smallest valid inputs of each type, and how they depend on each other. Lifecycle tests make, change and delete them. */
import type { Facts, Properties } from "../row.ts";

/** One resource to make. */
export interface Example {
  /** Unique among all examples of all services: `s3-bucket`. Other examples refer to it by this name. */
  readonly name: string;
  /** Pulumi's type token. */
  readonly type: string;
  /** Names of the examples (of any service) that must be made first, because the inputs use them or AWS looks at them. Default: none. */
  readonly needs?: readonly string[];
  /** The inputs. `made(name)` gives the inputs and outputs of an example named in `needs`, with its `id`. */
  readonly inputs: (made: Made, facts: ExampleFacts) => Properties;
  /** Inputs to lay over the first ones for a change in place. Default: the row has no change in place worth trying. */
  readonly change?: (made: Made, facts: ExampleFacts) => Properties;
  /** Why a setting of AWS's own is still there to read after the deletion. Default: reading says that it is gone. */
  readonly stays?: string;
}

/** Inputs and outputs of an example that was made, with its `id`. */
export type Made = (name: string) => Properties;

/** What examples may use of the account they are made in. */
export type ExampleFacts = Pick<Facts, "accountId" | "region">;
