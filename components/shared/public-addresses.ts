/** Where a resource would give itself or others a public IPv4 address: pure decisions, for the guard of each stack. */

/** One place in a resource's inputs where a public address is asked for. */
export interface PublicAddress {
  /** Path of the input, for example `networkInterfaces[0].associatePublicIpAddress`. */
  readonly path: string;
  /** Its value, as it was given. */
  readonly value: unknown;
}

/** The inputs of each guarded type that decide about public addresses. */
const decidingInputs = {
  "aws:ec2/defaultSubnet:DefaultSubnet": ["mapPublicIpOnLaunch"],
  "aws:ec2/eip:Eip": ["instance", "networkInterface"],
  "aws:ec2/eipAssociation:EipAssociation": ["instanceId", "networkInterfaceId"],
  "aws:ec2/instance:Instance": ["associatePublicIpAddress"],
  "aws:ec2/launchConfiguration:LaunchConfiguration": ["associatePublicIpAddress"],
  "aws:ec2/launchTemplate:LaunchTemplate": ["networkInterfaces"],
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ["associatePublicIpAddress"],
  "aws:ec2/subnet:Subnet": ["mapPublicIpOnLaunch"],
  "aws:ecs/service:Service": ["networkConfiguration"],
} as const satisfies Record<string, readonly string[]>;

/** Types that the guard looks at. */
export type GuardedType = keyof typeof decidingInputs;

/** Names of inputs that are true or false; the provider takes some of them as text. */
const switches = ["associatePublicIpAddress", "assignPublicIp", "mapPublicIpOnLaunch"];

/** True for the types that can give a public address. */
export function isGuarded(type: string): type is GuardedType {
  return type in decidingInputs;
}

/**
 * The names of a type's inputs that the guard looks at.
 *
 * @param type one of the guarded types
 */
export function guardedInputs(type: GuardedType): readonly string[] {
  return decidingInputs[type];
}

/**
 * Finds every public address that an input asks for. An Elastic IP address that is bound to a machine counts; one of a NAT
 * gateway does not. What is not known yet is passed over.
 *
 * @param name the input's name
 * @param value its value, without Outputs
 */
export function publicAddresses(name: string, value: unknown): PublicAddress[] {
  return visit(name, name, value);
}

/** The members of a plain object that can decide: switches, and what may hold them. */
function decidingMembers(value: unknown): readonly (readonly [name: string, value: unknown])[] {
  // Outputs and promises are no plain objects, and are not looked into.
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return [];
  return Object.entries(value).filter(([name, item]) => switches.includes(name) || isContainer(item));
}

function isContainer(value: unknown): boolean {
  return Array.isArray(value) ? value.some(isContainer) : decidingMembers(value).length > 0;
}

function visit(path: string, name: string, value: unknown): PublicAddress[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => visit(`${path}[${index}]`, name, item));
  const members = decidingMembers(value);
  if (members.length > 0) return members.flatMap(([key, item]) => visit(`${path}.${key}`, key, item));
  if (switches.includes(name)) return value === true || value === "true" ? [{ path, value }] : [];
  const isBound = typeof value === "string" && value !== "" && /^(instance|networkInterface)(Id)?$/.test(path);
  return isBound ? [{ path, value }] : [];
}

/**
 * True when what decides about a public address is an Output or a promise, or lies in one.
 *
 * @param value of an input that the guard looks at
 * @param isLater tells Outputs and promises
 */
export function isDecidedLater(value: unknown, isLater: (value: unknown) => boolean): boolean {
  if (isLater(value)) return true;
  if (Array.isArray(value)) return value.some((item) => isDecidedLater(item, isLater));
  return decidingMembers(value).some(([, item]) => isDecidedLater(item, isLater));
}

/**
 * Words what is refused.
 *
 * @param type Pulumi's type token
 * @param name the resource's logical name
 * @param found at least one place
 */
export function publicAddressMessage(type: string, name: string, found: readonly PublicAddress[]): string {
  const places = found.map(({ path, value }) => `${path} is ${JSON.stringify(value)}`).join(", ");
  return (
    `${type} ${name} would have a public address: ${places}. Allowed are bastions, and the public subnets of the network ` +
    "(waivers EC2.9, EC2.15 and EC2.25 in docs/security.md). Leave it out: what serves visitors stands behind the load " +
    "balancer, and people reach machines by Session Manager."
  );
}
