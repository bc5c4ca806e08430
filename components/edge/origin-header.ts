import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/** Name of the header by which the load balancer knows our own distribution. */
export const originHeaderName = "X-Origin-Verify";

/** What the secret header is made of. */
export interface OriginHeaderArgs {
  /**
   * Number of the value in use, from 1. Raise it by one to change the value, and wait for the end of the `up` before raising it
   * again: the value before stays accepted meanwhile, the one before that does not.
   */
  readonly generation: number;
}

/** Letters and digits of a value: about 380 bits, and no character that a rule of the load balancer would take for a pattern. */
const valueLength = 64;

/**
 * The secret that CloudFront sends with every request to the load balancer, so that no other distribution of anybody can use
 * the load balancer, though CloudFront's addresses are admitted. It is made here and lives, encrypted, in the stack's state.
 *
 * To change it, raise the generation: the load balancer accepts the new value and the one before, then CloudFront changes to
 * the new one, place after place. The next change removes the oldest value.
 */
export class OriginHeader extends pulumi.ComponentResource {
  /** Name of the header. */
  public readonly headerName: string;
  /** What CloudFront sends; a secret. */
  public readonly currentValue: pulumi.Output<string>;
  /** What the load balancer accepts: the current value and, from the second generation on, the one before; secrets. */
  public readonly acceptedValues: pulumi.Output<string[]>;

  /**
   * @param name prefix of the children's names, from the context
   * @throws pulumi.ResourceError when the generation is no whole number from 1
   */
  constructor(name: string, args: OriginHeaderArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("platform:edge:OriginHeader", name, {}, options);
    const { generation } = args;
    if (!Number.isInteger(generation) || generation < 1) {
      throw new pulumi.ResourceError(
        `generation: got ${generation}, allowed is a whole number from 1. Begin with 1 and raise it by one for a new value.`,
        this,
        true,
      );
    }
    const value = (number: number) =>
      // Named by its number: the value stays the same when the next one comes.
      new random.RandomPassword(`${name}-${number}`, { length: valueLength, special: false }, { parent: this }).result;
    this.headerName = originHeaderName;
    this.currentValue = pulumi.secret(value(generation));
    const values = generation === 1 ? [this.currentValue] : [this.currentValue, value(generation - 1)];
    this.acceptedValues = pulumi.secret(pulumi.all(values));
    this.registerOutputs({
      headerName: this.headerName,
      currentValue: this.currentValue,
      acceptedValues: this.acceptedValues,
    });
  }
}
