/** The provider behind the plugin `resource-random`: makes passwords, and keeps them nowhere but in the stack's state. */
import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type * as pulumi from "@pulumi/pulumi";
import { unknownToken } from "../provider/codec.ts";
import { installedVersion } from "../toolchain/versions.ts";
import { makePassword, type PasswordArguments, passwordDefaults, passwordProblems } from "./password.ts";

/** The one type that the stand-in makes. */
export const randomPasswordType = "random:index/randomPassword:RandomPassword";

/** The arguments; a change of any of them makes a new password. */
const argumentNames = [...Object.keys(passwordDefaults), "length", "overrideSpecial", "keepers"];

// biome-ignore lint/suspicious/noExplicitAny: properties as the engine sends them, checked before they are used.
type Properties = Record<string, any>;

/** A value as a secret in the engine's protocol (SDK: `runtime/rpc.ts`, specialSigKey and specialSecretSig). */
function secret(value: string): Properties {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}

/** Answers the engine's calls. The SDK serves no previews of a creation, so all outputs are unknown there. */
export class RandomProvider {
  readonly version = installedVersion("@pulumi/random");
  /** The engine asks for no schema where the program has its SDK. */
  readonly schema = JSON.stringify({ name: "random", version: this.version });

  /** Refuses what the real provider refuses; the inputs stay as they are. */
  async check(urn: string, _olds: unknown, news: Properties): Promise<pulumi.provider.CheckResult> {
    const type = urn.split("::")[2]?.split("$").at(-1);
    if (type !== randomPasswordType) {
      throw new Error(
        `the rehearsal has no stand-in for the resource type ${type}; it has ${randomPasswordType}. Add one in rehearsal/random/provider.ts.`,
      );
    }
    if (news.length === undefined) {
      return { failures: [{ property: "length", reason: "the required property length is not given" }] };
    }
    const isUnknown = argumentNames.some((name) => news[name] === unknownToken);
    return isUnknown ? { inputs: news } : { inputs: news, failures: passwordProblems(argumentsOf(news)) };
  }

  /** Every change makes a new password: the provider's documentation marks each argument so. */
  async diff(_id: string, _urn: string, olds: Properties, news: Properties): Promise<pulumi.provider.DiffResult> {
    const before = withDefaults(olds);
    const after = withDefaults(news);
    const replaces = argumentNames.filter((name) => !isDeepStrictEqual(before[name], after[name]));
    return { changes: replaces.length > 0, replaces };
  }

  /** Makes a password. `bcryptHash` has bcrypt's form only: nothing can be verified against it. */
  async create(_urn: string, inputs: Properties): Promise<pulumi.provider.CreateResult> {
    const result = makePassword(argumentsOf(inputs));
    const hash = `$2a$10$${randomBytes(40).toString("base64").replaceAll(/[+=]/g, ".").slice(0, 53)}`;
    // The real provider gives this id to every password.
    return { id: "none", outs: { ...withDefaults(inputs), result: secret(result), bcryptHash: secret(hash) } };
  }
}

function withDefaults(inputs: Properties): Properties {
  const numeric = inputs.numeric ?? inputs.number ?? true;
  return { ...passwordDefaults, ...inputs, numeric, number: numeric };
}

function argumentsOf(inputs: Properties): PasswordArguments {
  return withDefaults(inputs) as PasswordArguments;
}
