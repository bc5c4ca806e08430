import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What the suppression lists are made from. */
export interface MailSuppressionArgs {
  /** Regions from which environments of the account send mail; each has a list of its own. At least one. */
  readonly regions: readonly string[];
}

/**
 * Puts every address that bounces for good or complains on the account's suppression list of a region, so that no program of the
 * account sends there again: it is the account's reputation that suffers. Deleting it leaves AWS's setting as it is.
 */
export class MailSuppression extends pulumi.ComponentResource {
  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: MailSuppressionArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:account:MailSuppression", name, {}, options);
    for (const region of new Set(args.regions)) {
      new aws.sesv2.AccountSuppressionAttributes(
        `${name}-${region}`,
        { suppressedReasons: ["BOUNCE", "COMPLAINT"], region },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
