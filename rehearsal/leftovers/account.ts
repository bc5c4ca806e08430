/** What an account holds beside its environments: costs, records, images, identities, keys and secrets. */
import { byCall, type Listing, listAll, type Send } from "./listing.ts";

/** Keys cannot be deleted at once: those that wait for their deletion are not left. */
async function listKeys(send: Send): Promise<string[]> {
  const keys = await listAll(send, "ListKeys", "Keys");
  const found = await Promise.all(keys.map((key) => send("DescribeKey", { KeyId: key.KeyId })));
  return found
    .filter(({ KeyMetadata }) => KeyMetadata.KeyState !== "PendingDeletion")
    .map(({ KeyMetadata }) => KeyMetadata.Arn);
}

/** The aliases of AWS's own keys are nobody's to delete. */
async function listAliases(send: Send): Promise<string[]> {
  const aliases = await listAll(send, "ListAliases", "Aliases");
  return aliases.map(({ AliasName }) => String(AliasName)).filter((name) => !name.startsWith("alias/aws/"));
}

/** Budgets are an account's, which the call names. */
async function listBudgets(send: Send, accountId: string): Promise<string[]> {
  const budgets = await listAll(send, "DescribeBudgets", "Budgets", { AccountId: accountId });
  return budgets.map(({ BudgetName }) => String(BudgetName));
}

/** The listings of this part. */
export const account: readonly Listing[] = [
  { kind: "budget", types: ["aws:budgets/budget:Budget"], service: "budgets", list: listBudgets },
  byCall("trail", "cloudtrail/trail:Trail", "cloudtrail", "DescribeTrails", "trailList", "TrailARN"),
  byCall(
    "configuration recorder",
    "cfg/recorder:Recorder",
    "config",
    "DescribeConfigurationRecorders",
    "ConfigurationRecorders",
    "name",
  ),
  byCall(
    "delivery channel",
    "cfg/deliveryChannel:DeliveryChannel",
    "config",
    "DescribeDeliveryChannels",
    "DeliveryChannels",
    "name",
  ),
  byCall(
    "image repository",
    "ecr/repository:Repository",
    "ecr",
    "DescribeRepositories",
    "repositories",
    "repositoryArn",
  ),
  byCall("role", "iam/role:Role", "iam", "ListRoles", "Roles", "RoleName"),
  byCall("policy", "iam/policy:Policy", "iam", "ListPolicies", "Policies", "Arn", { Scope: "Local" }),
  byCall(
    "instance profile",
    "iam/instanceProfile:InstanceProfile",
    "iam",
    "ListInstanceProfiles",
    "InstanceProfiles",
    "InstanceProfileName",
  ),
  byCall(
    "OIDC provider",
    "iam/openIdConnectProvider:OpenIdConnectProvider",
    "iam",
    "ListOpenIDConnectProviders",
    "OpenIDConnectProviderList",
    "Arn",
  ),
  { kind: "key", types: ["aws:kms/key:Key"], service: "kms", list: listKeys },
  { kind: "key alias", types: ["aws:kms/alias:Alias"], service: "kms", list: listAliases },
  byCall("secret", "secretsmanager/secret:Secret", "secretsmanager", "ListSecrets", "SecretList", "ARN"),
];
