import * as pulumi from "@pulumi/pulumi";
import { Bastion } from "../components/access/bastion.ts";
import {
  guardedInputs,
  isDecidedLater,
  isGuarded,
  publicAddresses,
  publicAddressMessage,
} from "../components/shared/public-addresses.ts";

/** Checks one input once it is known, in the Output that the resource consumes. */
function checkedLater(type: string, name: string, input: string, value: unknown): pulumi.Output<unknown> {
  const whole = pulumi.output(value) as pulumi.Output<unknown>;
  return whole.apply((known: unknown) => {
    const found = publicAddresses(input, known);
    if (found.length > 0) throw new Error(publicAddressMessage(type, name, found));
    return known;
  });
}

/** True for what is known later only. */
function isLater(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/**
 * Refuses every launch template, instance, address, subnet and service of the program that would have a public IPv4 address,
 * but for what a bastion component makes: the waivers EC2.9, EC2.15 and EC2.25 hold there only. Call it at the beginning of
 * a stack's program, before any resource is made.
 *
 * What is known is refused before the engine hears of the resource; what is an Output, when it is known, before AWS does.
 *
 * Not covered: children of remote components, which are made in another process. The only one is awsx's Vpc, whose public
 * subnets are the waiver EC2.15; tests look at the subnets and addresses that it really makes.
 */
export function refusePublicAddresses(): void {
  pulumi.runtime.registerStackTransformation(({ type, name, props, opts, resource }) => {
    if (!isGuarded(type) || opts.parent instanceof Bastion) return undefined;
    const given = guardedInputs(type).filter((input) => props[input] !== undefined);
    const found = given.flatMap((input) => publicAddresses(input, props[input]));
    if (found.length > 0) {
      throw new pulumi.ResourceError(publicAddressMessage(type, name, found), opts.parent ?? resource, true);
    }
    const later = given.filter((input) => isDecidedLater(props[input], isLater));
    if (later.length === 0) return undefined;
    const checked = later.map((input) => [input, checkedLater(type, name, input, props[input])]);
    return { props: { ...props, ...Object.fromEntries(checked) }, opts };
  });
}
