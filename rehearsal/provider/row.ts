/**
 * The shape of the rehearsal provider's table: one row for each resource type, one for each invoke.
 *
 * A row is data and pure functions. It never talks to the network: it says which AWS calls make, read, change and
 * delete a resource, and the provider sends them to the emulator, or only checks and records them. So the same row
 * serves the rehearsal, record-only previews, and unit tests without a network.
 */

/** Stands for a value that is not known before the resource it comes from has been made (previews only). */
export class Unknown {
  /** Keeps TypeScript from taking every object for an unknown. */
  readonly kind = "unknown";

  /** Makes an unknown visible in messages: `(known after up)`. */
  toString(): string {
    return "(known after up)";
  }
}

/** The one unknown value. Compare with `isUnknown`. */
export const unknown = new Unknown();

/** True when the value is not known yet. */
export function isUnknown(value: unknown): value is Unknown {
  return value instanceof Unknown;
}

/** A resource's properties in Pulumi's names (`cidrBlock`). Values are JSON values, or `Unknown` in a preview. */
// biome-ignore lint/suspicious/noExplicitAny: properties of 120 resource types; each row knows its own, and the service model checks what is sent.
export type Properties = Record<string, any>;

/** AWS services by botocore's name of their data folder; `clients.ts` maps each to its SDK client. */
export type Service =
  | "acm"
  | "autoscaling"
  | "backup"
  | "budgets"
  | "ce"
  | "cloudfront"
  | "cloudtrail"
  | "cloudwatch"
  | "config"
  | "dynamodb"
  | "ec2"
  | "ecr"
  | "efs"
  | "elbv2"
  | "events"
  | "guardduty"
  | "iam"
  | "kms"
  | "lambda"
  | "logs"
  | "rds"
  | "route53"
  | "s3"
  | "s3control"
  | "scheduler"
  | "secretsmanager"
  | "sesv2"
  | "sns"
  | "sqs"
  | "ssm"
  | "sts"
  | "wafv2";

/** One call of AWS's API, in the names of its service model (`CreateVpc`, `CidrBlock`). */
export interface Call {
  /** The service that is called. */
  readonly service: Service;
  /** Name of the operation, e.g. `CreateVpc`. */
  readonly operation: string;
  /** Its parameters; undefined members are not sent. */
  readonly parameters: Properties;
  /** Another region than the resource's own (`region` property, else the provider's), e.g. for global services. */
  readonly region?: string;
  /** Error codes of AWS that count as success, e.g. `NoSuchEntity` when deleting what is gone. */
  readonly ignore?: readonly string[];
  /**
   * Parameters that only AWS's answer to the call before this one tells, in a list of calls: the ETag or lock token of what is
   * about to change. Laid over `parameters`, and left out when nothing was answered. Default: none.
   */
  readonly follow?: (answer: Properties) => Properties;
}

/** What every row may rely on, beside its own inputs. */
export interface Facts {
  /** The emulator's account, twelve digits. */
  readonly accountId: string;
  /** The region of this resource: its `region` property, else the provider's. */
  readonly region: string;
  /** The resource's own tags merged over the provider's default tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** An ARN in this account and region; pass `{ region: "" }` or `{ account: "" }` where the service leaves them out. */
  arn(service: string, resource: string, parts?: { region?: string; account?: string }): string;
  /** Hexadecimal characters that differ for each resource and stay the same for one URN and set of inputs. */
  hex(length: number): string;
}

/** A resource that this workspace's provider made, as a rule sees it. */
export interface Known {
  /** AWS's id, as the row gives it. */
  readonly id: string;
  /** URN of the resource in the stack's state. */
  readonly urn: string;
  /** Inputs and outputs, in Pulumi's names. */
  readonly properties: Properties;
}

/** All resources made so far in the workspace; rules look up what their resource refers to. */
export interface World {
  /** The resource of that type and id, or undefined when the provider did not make it. */
  find(type: string, id: string): Known | undefined;
  /** All resources of the type, without the one that is being checked. */
  all(type: string): readonly Known[];
}

/** Something that AWS or the real provider refuses and the emulator does not. Checked in the preview as far as values are known, again at creation. */
export interface Rule {
  /** Where the rule is documented: page or API and its section. */
  readonly source: string;
  /**
   * `creation`: not checked in previews, because the rule looks for other resources (a bucket's policy, a role) that a
   * preview has not made yet; only before AWS is called to create or update. Default: checked in both.
   */
  readonly when?: "creation";
  /** The problem in one sentence (what is wrong, value got, what is allowed, what to do), or undefined. */
  readonly check: (inputs: Properties, world: World, facts: Facts) => string | undefined;
}

/** How the real provider names a resource whose name is not given: logical name, `-`, seven hexadecimal characters. */
export interface AutoName {
  /** The property that takes the name, e.g. `name` or `bucket`. */
  readonly property: string;
  /** Longest name that the service takes, in characters. */
  readonly maxLength: number;
  /** Lower case only (S3). Default: false. */
  readonly lowerCase?: boolean;
  /** Put before the whole name unless the logical name starts with it: `alias/` (KMS). Not counted in `maxLength`. Default: nothing. */
  readonly prefix?: string;
  /** Put after the whole name for inputs that ask for it: `.fifo` (SQS). Counted in `maxLength`. Default: nothing. */
  readonly suffix?: (inputs: Properties) => string;
}

/** One resource type. */
export interface Row {
  /** Pulumi's type token, e.g. `aws:ec2/subnet:Subnet`. */
  readonly type: string;
  /** Why the resource is only recorded, when the emulator lacks or botches it. Its calls are checked and not sent. */
  readonly recorded?: string;
  /** Has `tags`, and so takes the provider's default tags and gives `tagsAll`. Default: false. */
  readonly taggable?: boolean;
  /** How a name is made when none is given. Default: no name is made. */
  readonly autoName?: AutoName;
  /** Inputs without which the real provider's Check fails. */
  readonly required: readonly string[];
  /** Properties whose change replaces the resource. A path may go deeper: `ebs.volumeId`. `region` always replaces. */
  readonly replaceOn: readonly string[];
  /** The real provider replaces this type by deleting first. Default: false. */
  readonly deleteBeforeReplace?: boolean;
  /** Values that the real provider's Check fills in where the program gives none. */
  readonly defaults?: Properties;
  /** Sets of properties of which at most one (`conflicts`) or exactly one (`exactlyOne`) may be given. */
  readonly conflicts?: readonly (readonly string[])[];
  /**
   * Properties whose live values an import takes as the resource's first inputs, as the real provider does with all that are no
   * mere outputs. Left out is what the provider computes where the program gives nothing, unless every program gives it; tags go by themselves. Default: the type cannot be imported in a rehearsal.
   */
  readonly importedInputs?: readonly string[];
  /** Sets of properties of which exactly one must be given. Default: none. */
  readonly exactlyOne?: readonly (readonly string[])[];
  /** The id that a recorded resource gets, in AWS's form (`subnet-` and 17 hexadecimal characters). */
  readonly identify: (inputs: Properties, facts: Facts) => string;
  /** The outputs that AWS adds to the inputs (ARNs, endpoints, owner), as far as they follow from inputs and id. */
  readonly attributes?: (inputs: Properties, id: string, facts: Facts) => Properties;
  /**
   * Members that AWS adds inside a group of the inputs, by path: `dkimSigningAttributes.tokens`. They are outputs only: a
   * refresh does not take them for inputs. Default: none.
   */
  readonly addedMembers?: readonly string[];
  /** The call that makes (or adopts) it; its parameters are checked in previews too, so it takes unknowns. */
  readonly create: {
    readonly call: (inputs: Properties, facts: Facts) => Call;
    /** The id in AWS's answer. Default: `identify`, for resources whose id follows from their inputs. */
    readonly id?: (answer: Properties, inputs: Properties) => string;
    /**
     * Outputs that AWS tells in this answer only, and no read does: the result of a call. Throws when the answer says that
     * nothing was made. Default: none.
     */
    readonly outputs?: (answer: Properties) => Properties;
  };
  /** Further calls after creation, from the live properties to the wanted ones. */
  readonly afterCreate?: (id: string, inputs: Properties, live: Properties, facts: Facts) => readonly Call[];
  /** The live resource. `properties` gives what AWS tells, in Pulumi's names; undefined when it is gone. */
  readonly read?: {
    readonly call: (id: string, state: Properties, facts: Facts) => Call;
    /**
     * Further calls whose answers `properties` needs, e.g. the tags of a log group. Sent one after another when `call` was
     * answered (`answer`) and only when that was not one of the `gone` errors; their members are laid over those of its
     * answer (`{ ...answer, ...more }`). Default: none.
     */
    readonly also?: (id: string, state: Properties, facts: Facts, answer: Properties) => readonly Call[];
    readonly properties: (answer: Properties, id: string, state: Properties, facts: Facts) => Properties | undefined;
    /** Error codes that mean it is gone. */
    readonly gone: readonly string[];
  };
  /**
   * Properties that AWS tells and the emulator does not keep. A refresh reads them from the provider's store, where tests can
   * change them behind Pulumi's back as those of a recorded resource. Default: none.
   */
  readonly kept?: readonly string[];
  /** The calls that change it in place, from its previous properties. Without it a change that does not replace is an error. */
  readonly update?: (id: string, inputs: Properties, previous: Properties, facts: Facts) => readonly Call[];
  /**
   * Names of the outputs that a change in place makes anew, so that its preview shows them as unknown: `latestVersion` when a
   * launch template's data change. Default: none, all outputs stay.
   */
  readonly renewed?: (inputs: Properties, previous: Properties) => readonly string[];
  /** The calls that delete it. An empty list for what AWS cannot delete (default security group, account settings). */
  readonly delete: (id: string, state: Properties, facts: Facts) => readonly Call[];
  /**
   * Inputs that turn off what AWS itself puts before a deletion: its deletion protection, a final snapshot. The rehearsal's
   * `down` lays them over the resource before it destroys. Needs `update`. Default: AWS deletes without more ado.
   */
  readonly unlock?: Properties;
  /** What AWS refuses beside its service model. Default: nothing. */
  readonly rules?: readonly Rule[];
}

/** One function of the provider (`aws.getCallerIdentity`), answered from facts, from what was made, or from AWS's answer to one call. */
export interface Invoke {
  /** Pulumi's token, e.g. `aws:index/getCallerIdentity:getCallerIdentity`. */
  readonly token: string;
  /**
   * The call that the real function makes, when facts do not tell its result. It is checked against AWS's service model
   * always, and sent when there is an emulator. Default: none is made.
   */
  readonly call?: (args: Properties, facts: Facts) => Call;
  /**
   * The result in Pulumi's names. Throws with a clear sentence for what the real function would refuse. `told` is AWS's
   * answer to `call`; empty when there is none: no `call`, record-only mode, or an error that the call ignores.
   */
  readonly answer: (args: Properties, facts: Facts, world: World, told: Properties) => Properties;
}
