/** Writes down what a Pulumi program registers, with the options that the SDK's own mocks do not tell. Used by `pulumi-mocks.ts` only. */
import * as pulumi from "@pulumi/pulumi";

/** Properties as they reach the engine: plain JSON values; secrets are unwrapped. */
// biome-ignore lint/suspicious/noExplicitAny: tests read the properties of many resource types and assert their values.
export type Properties = Record<string, any>;

/** Resource options as the program sent them. What was not given is left out. */
export interface RecordedOptions {
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly deleteBeforeReplace?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly replaceOnChanges?: readonly string[];
  /** Old names, types or parents, as `name`, `type` or full URN. */
  readonly aliases?: readonly string[];
  /** Logical names of the resources that this one waits for, sorted; those of `dependsOn` and of inputs alike. */
  readonly dependsOn?: readonly string[];
  /** Logical name of the explicit provider. */
  readonly provider?: string;
  /** The id that is adopted by `import`. */
  readonly import?: string;
}

/** One registered resource. */
export interface Recorded {
  /** Pulumi's type token, e.g. `aws:ec2/subnet:Subnet`. */
  readonly type: string;
  /** The logical name. */
  readonly name: string;
  /** Inputs as they are sent to the engine. */
  readonly inputs: Properties;
  /** Names of the inputs that are or hold secrets, and so are encrypted in the state; missing when there are none. */
  readonly secretInputs?: readonly string[];
  /** Logical name of the parent; missing for what hangs directly below the stack. */
  readonly parent?: string;
  /** The options that the engine is told. */
  readonly options: RecordedOptions;
}

/** The part of a registration request that the recorder reads. */
interface RegistrationRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  hasProtect(): boolean;
  getProtect(): boolean | undefined;
  hasRetainondelete(): boolean;
  getRetainondelete(): boolean | undefined;
  getDeletebeforereplace(): boolean;
  getDeletebeforereplacedefined(): boolean;
  getIgnorechangesList(): string[];
  getReplaceonchangesList(): string[];
  getDependenciesList(): string[];
  getProvider(): string;
  getImportid(): string;
  getAliasesList(): { getUrn(): string; getSpec(): { getName(): string; getType(): string } | undefined }[];
}

/** The mock monitor of the SDK, as far as the recorder wraps it. */
interface Monitor {
  registerResource(request: RegistrationRequest, done: (error: unknown, answer: unknown) => void): Promise<void>;
}

const stackType = "pulumi:pulumi:Stack";

/** The logical name at the end of a URN, or of a provider reference (`urn::id`). */
function nameOf(urn: string): string {
  return urn.split("::")[3] ?? urn;
}

/** The options of a request, without those that the program left out. */
function optionsOf(request: RegistrationRequest): RecordedOptions {
  const aliases = request.getAliasesList().map((alias) => {
    const spec = alias.getSpec();
    return alias.getUrn() || spec?.getName() || spec?.getType() || "";
  });
  const all = {
    protect: request.hasProtect() ? request.getProtect() : undefined,
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
    deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    aliases,
    dependsOn: [...new Set(request.getDependenciesList().map(nameOf))].sort(),
    provider: nameOf(request.getProvider()),
    import: request.getImportid(),
  };
  const isGiven = (value: unknown) => (Array.isArray(value) ? value.length > 0 : value !== undefined && value !== "");
  return Object.fromEntries(Object.entries(all).filter(([, value]) => isGiven(value))) as RecordedOptions;
}

/** Wraps the SDK's mock monitor so that each registration leaves a record with its options. */
export function recordRegistrations(
  inputsOf: Map<string, Properties>,
  secretsOf: Map<string, readonly string[]>,
  records: Recorded[],
): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  const seen = new Set<string>();
  monitor.registerResource = async (request, done) => {
    const type = request.getType();
    const name = request.getName();
    await register(request, (error, answer) => {
      if (type !== stackType) {
        const urn = (answer as { getUrn(): string } | undefined)?.getUrn() ?? "";
        if (seen.has(urn) && urn !== "") {
          done(
            new Error(`pulumi-mocks: duplicate resource ${urn}; names must differ below one parent type`),
            undefined,
          );
          return;
        }
        seen.add(urn);
        const parentType = request.getParent().split("::")[2]?.split("$").pop();
        const secretInputs = secretsOf.get(`${type}::${name}`) ?? [];
        const hangsBelowStack = request.getParent() === "" || parentType === stackType;
        records.push({
          type,
          name,
          inputs: inputsOf.get(`${type}::${name}`) ?? {},
          ...(secretInputs.length > 0 ? { secretInputs } : {}),
          ...(hangsBelowStack ? {} : { parent: nameOf(request.getParent()) }),
          options: optionsOf(request),
        });
      }
      done(error, answer);
    });
  };
}
