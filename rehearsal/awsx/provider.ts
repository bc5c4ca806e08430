/** The provider behind the plugin `resource-awsx`: makes the components that the rehearsal has a stand-in for. */
import * as pulumi from "@pulumi/pulumi";
import { ArgumentProblems } from "./problems.ts";
import { Vpc, vpcType } from "./vpc.ts";

/** The version of @pulumi/awsx that the stand-in was built after; the engine looks the plugin up by it. */
export const awsxVersion = "3.9.0";

/** Answers the engine's calls. */
export class AwsxProvider implements pulumi.provider.Provider {
  readonly version = awsxVersion;
  /** The engine asks for no schema where the program has its SDK. */
  readonly schema = JSON.stringify({ name: "awsx", version: awsxVersion });

  /**
   * Makes a component.
   *
   * @throws pulumi.InputPropertiesError with every problem of the arguments, which the engine shows by property; Error for
   *   another component than `awsx:ec2:Vpc`.
   */
  async construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ): Promise<pulumi.provider.ConstructResult> {
    if (type !== vpcType) {
      throw new Error(
        `The rehearsal has no stand-in for the component ${type}; it has ${vpcType}. Add one in rehearsal/awsx/provider.ts.`,
      );
    }
    const component = new Vpc(name, inputs, options);
    try {
      return { urn: component.urn, state: stateOf(await component.children()) };
    } catch (error) {
      if (error instanceof ArgumentProblems) {
        throw new pulumi.InputPropertiesError({
          message: `${vpcType} "${name}" cannot be made from these arguments`,
          errors: [...error.problems],
        });
      }
      throw error;
    }
  }
}

/**
 * The component's outputs. Taken out of one Output of everything, so that each depends on every child, as in the real
 * component: who uses `vpcId` is made after, and deleted before, the routes and NAT gateways too.
 */
function stateOf(children: Awaited<ReturnType<Vpc["children"]>>): pulumi.Inputs {
  // Read as properties of the Output, not by `apply`: in a preview that keeps what is known beside what is not yet.
  const all = pulumi.output(children as pulumi.Inputs) as unknown as pulumi.Inputs;
  return Object.fromEntries(Object.keys(children).map((name) => [name, all[name]]));
}
