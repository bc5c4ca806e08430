import assert from "node:assert/strict";
import {
  demandOfEvery,
  everythingMade,
  list,
  makeEverything,
  type Ruled,
  statementsOf,
} from "../../test/all-stacks.ts";
import { answerResource } from "../../test/pulumi-answers.ts";

const passwordType = "random:index/randomPassword:RandomPassword";

/** Statements that allow something. */
async function allowing(): Promise<readonly Ruled[]> {
  return statementsOf(await everythingMade()).filter(({ statement }) => statement.Effect === "Allow");
}

/** Who breaks a rule, with the statement's name. */
const named = (ruled: readonly Ruled[]) => ruled.map(({ by, statement }) => `${by} ${statement.Sid}`);

describe("controls of all keys, policies, topics and secrets that foundation and services make", () => {
  before(makeEverything);

  it("KMS.3: every key is protected, and kept for thirty days when it is to be deleted", async () => {
    await demandOfEvery(
      "kms/key:Key",
      ({ inputs, options }) => options.protect === true && inputs.deletionWindowInDays === 30,
    );
  });

  it("KMS.4: every key rotates, also those in other regions", async () => {
    await demandOfEvery("kms/key:Key", ({ inputs }) => inputs.enableKeyRotation === true);
    const keys = (await everythingMade()).filter(({ type }) => type === "aws:kms/key:Key");
    assert.deepEqual([...new Set(keys.map(({ inputs }) => inputs.region))], [undefined, "us-east-1", "eu-west-1"]);
  });

  it("KMS.5, S3.6: no policy of a resource or role lets everybody or another account in", async () => {
    const ruled = (await allowing()).filter(({ kind }) => kind !== "identity");
    const wrong = ruled.filter(({ statement: { Principal } }) => {
      if (Principal === undefined || Principal === "*") return true;
      return Object.entries(Principal).some(([kind, names]) =>
        list(names).some((name) => {
          if (kind === "AWS") return !/^arn:aws:iam::(111122223333|123456789012):(root$|role\/[^*]+$)/.test(name);
          return kind !== "Service" || name.includes("*");
        }),
      );
    });
    assert.deepEqual(named(wrong), []);
    assert.ok(ruled.length > 100, `${ruled.length} statements`);
  });

  it("allows no action by a wildcard, and nothing by exception", async () => {
    const wrong = (await allowing()).filter(
      ({ statement }) =>
        statement.Action === undefined ||
        list(statement.Action).some((action) => action.includes("*")) ||
        statement.NotResource !== undefined,
    );
    assert.deepEqual(named(wrong), []);
  });

  it("KMS.1, KMS.2: every identity decrypts with keys that are named one by one", async () => {
    const uses = /^kms:(Decrypt|Encrypt|ReEncrypt|GenerateDataKey|CreateGrant)/;
    const ruled = (await allowing()).filter(
      ({ kind, statement }) => kind === "identity" && list(statement.Action).some((action) => uses.test(action)),
    );
    const wrong = ruled.filter(({ statement }) =>
      list(statement.Resource).some((resource) => !/^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-f-]{36}$/.test(resource)),
    );
    assert.deepEqual(named(wrong), []);
    assert.deepEqual([...new Set(ruled.map(({ by }) => by.replace(/^.*RolePolicy acme-[a-z]+-/, "")))].sort(), [
      "alerts-heartbeat-rights",
      "alerts-intake-rights",
      "alerts-sender-rights",
      "backup-report-rights",
      "backup-report-start-rights",
      "bastion-sessions",
      "database-1-secret-rotator-rights",
      "database-proxy",
      "web-own",
      "web-sessions",
    ]);
  });

  it("KMS.1: attaches AWS's own policies to the role of AWS Backup only, and writes no policy beside the role's own", async () => {
    const all = await everythingMade();
    assert.deepEqual(
      all.filter(({ type }) => type === "aws:iam/policy:Policy").map(({ name }) => name),
      [],
    );
    const attached = all.filter(({ type }) => type === "aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    assert.deepEqual([...new Set(attached.map(({ inputs }) => inputs.policyArn))].sort(), [
      "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
      "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
    ]);
    const roles = all.filter(({ type }) => type === "aws:iam/role:Role");
    assert.deepEqual(
      roles.filter(({ inputs }) => inputs.inlinePolicies ?? inputs.managedPolicyArns).map(({ name }) => name),
      [],
    );
  });

  it("allows on all resources only what AWS cannot tie to one", async () => {
    const everywhere = (await allowing()).filter(
      ({ kind, statement }) => kind === "identity" && list(statement.Resource).includes("*"),
    );
    const services = new Set(everywhere.flatMap(({ statement }) => list(statement.Action)).map((a) => a.split(":")[0]));
    const known = ["autoscaling", "backup", "cloudwatch", "ec2", "secretsmanager", "ssm", "ssmmessages", "tag", "xray"];
    assert.deepEqual([...services].sort(), known);
    const writing = everywhere
      .flatMap(({ statement }) => list(statement.Action))
      .filter((action) => !/^(ssm|ssmmessages|xray):|:(Describe|Get|List)/.test(action));
    assert.deepEqual([...new Set(writing)].sort(), [
      "cloudwatch:PutMetricData",
      "ec2:AssignPrivateIpAddresses",
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
      // From the web servers' template only, by its condition.
      "ec2:RunInstances",
      "ec2:UnassignPrivateIpAddresses",
    ]);
  });

  it("SNS.1: every topic is encrypted by a customer key", async () => {
    await demandOfEvery("sns/topic:Topic", ({ inputs }) => /^arn:aws:kms:.*:key\//.test(inputs.kmsMasterKeyId));
  });

  it("SNS.4: every topic has a policy that lets named services of this account publish or none, over TLS", async () => {
    await demandOfEvery("sns/topic:Topic", ({ name }, all) =>
      all.some(({ type, name: own, inputs }) => {
        if (type !== "aws:sns/topicPolicy:TopicPolicy" || own !== `${name}-policy`) return false;
        const ruled = JSON.parse(inputs.policy).Statement as Ruled["statement"][];
        const allowed = ruled.filter(({ Effect }) => Effect === "Allow");
        return (
          allowed.every(({ Condition, Principal }) => {
            // They do not say for which account they publish: with a condition their messages would be lost.
            const isSilent = ["events.amazonaws.com", "backup.amazonaws.com"].some(
              (service) => JSON.stringify(Principal) === JSON.stringify({ Service: service }),
            );
            return isSilent
              ? Condition === undefined
              : Condition?.StringEquals?.["aws:SourceAccount"] === "111122223333";
          }) &&
          ruled.some(
            ({ Effect, Condition }) => Effect === "Deny" && Condition?.Bool?.["aws:SecureTransport"] === "false",
          )
        );
      }),
    );
  });

  it("SecretsManager.1, SecretsManager.4: every secret has a customer key; all but SMTP's and Slack's are rotated within 90 days", async () => {
    await demandOfEvery("secretsmanager/secret:Secret", ({ name, inputs }, all) => {
      if (!/^arn:aws:kms:.*:key\//.test(inputs.kmsKeyId) || inputs.recoveryWindowInDays !== 30) return false;
      const rotation = all.find(
        ({ type, parent }) => type === "aws:secretsmanager/secretRotation:SecretRotation" && parent === name,
      );
      if (/-mail-smtp$|-slack-[a-z0-9-]+$/.test(name)) return rotation === undefined;
      return rotation !== undefined && rotation.inputs.rotationRules.automaticallyAfterDays <= 90;
    });
  });

  it("SecretsManager.1: RDS manages, and so rotates, the password of every database without replicas", async () => {
    await demandOfEvery("rds/instance:Instance", ({ inputs, shape }) => {
      const isOwn = shape.startsWith("prod with all options");
      return isOwn
        ? inputs.manageMasterUserPassword === undefined
        : inputs.manageMasterUserPassword === true &&
            inputs.password === undefined &&
            /^arn:aws:kms:.*:key\//.test(inputs.masterUserSecretKmsKeyId);
    });
  });

  it("marks every generated password as a secret wherever it is written, and writes it where it must be only", async () => {
    const all = await everythingMade();
    const passwords = all
      .filter(({ type }) => type === passwordType)
      .map(({ type, name, inputs }) => answerResource(type, name, inputs, false).state.result.value as string);
    const holders = all.flatMap((made) =>
      Object.entries(made.inputs)
        .filter(([, value]) => passwords.some((password) => JSON.stringify(value).includes(password)))
        .map(([input]) => ({ input: `${made.type} ${input}`, isSecret: made.secretInputs?.includes(input) })),
    );
    assert.deepEqual(
      [...new Set(holders.map(({ input, isSecret }) => `${input}: ${isSecret ? "secret" : "plain"}`))].sort(),
      [
        "aws:cloudfront/distribution:Distribution origins: secret",
        "aws:lb/listenerRule:ListenerRule conditions: secret",
        "aws:rds/instance:Instance password: secret",
        "aws:secretsmanager/secretVersion:SecretVersion secretString: secret",
      ],
    );
  });
});
