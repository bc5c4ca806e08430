import type { Context } from "../../shared/context.ts";
import type { Statement } from "../../shared/policy-document.ts";
import { environmentPatterns } from "./environment-names.ts";

/** Key of SNS's encryption context, which names the topic that a message is encrypted for. */
const topicContext = "kms:EncryptionContext:aws:sns:topicArn";

/** Severities that a search for drift publishes with (`drift/notify.ts`). */
const severities = ["info", "warning"];

/** Where environments have their alerts. */
export type AlertScope = Pick<Context, "accountId" | "project" | "region">;

/** ARN patterns of the topics that drift is told to: a topic's name ends with what Pulumi adds. */
function topicArns({ accountId, project, region }: AlertScope, environments: readonly string[]): readonly string[] {
  return environments
    .flatMap(environmentPatterns)
    .flatMap((environment) =>
      severities.map((severity) => `arn:aws:sns:${region}:${accountId}:${project}-${environment}-alerts-${severity}-*`),
    );
}

/**
 * What the drift role may do beside describing: tell the environments' alerts. Whoever publishes to an encrypted topic needs two
 * actions on its key; here only through SNS, and only for these topics.
 * Source: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 *
 * @param environments entries of the account's settings
 */
export function driftStatements(scope: AlertScope, environments: readonly string[]): readonly Statement[] {
  const { accountId, region } = scope;
  const topics = topicArns(scope, environments);
  return [
    { Sid: "TellOfDrift", Effect: "Allow", Action: "sns:Publish", Resource: topics },
    {
      Sid: "EncryptWhatIsTold",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: `arn:aws:kms:${region}:${accountId}:key/*`,
      Condition: {
        StringEquals: { "kms:ViaService": `sns.${region}.amazonaws.com` },
        StringLike: { [topicContext]: topics },
      },
    },
  ];
}

/**
 * The denials of data as they hold for the drift role: as `denials`, but decryption for the topics is left open.
 *
 * @param denials those of the preview role
 * @param environments entries of the account's settings
 */
export function driftDenials(
  denials: readonly Statement[],
  scope: AlertScope,
  environments: readonly string[],
): readonly Statement[] {
  const elsewhere = { StringNotLike: { [topicContext]: topicArns(scope, environments) } };
  // A request without the context differs, too.
  return denials.map((denial) => (denial.Sid === "NoDecryption" ? { ...denial, Condition: elsewhere } : denial));
}
