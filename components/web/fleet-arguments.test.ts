import assert from "node:assert/strict";
import { collect, type Properties } from "../../test/pulumi-mocks.ts";
import { Fleet, type FleetArgs } from "./fleet.ts";
import { fleetTestArgs } from "./fleet-test-args.ts";

const build = (change: Partial<FleetArgs> = {}) =>
  collect(() => new Fleet("acme-dev-web", { ...fleetTestArgs, ...change }));

describe("the web servers' role", () => {
  const mail = {
    smtpSecretArn: "arn:aws:secretsmanager:af-south-1:111122223333:secret:acme-dev-smtp-AbCdEf",
    smtpHost: "email-smtp.af-south-1.amazonaws.com",
    smtpPort: 587,
    maxSendRatePerSecond: 14,
  };

  it("KMS.2: may do exactly this, beside what sessions need", async () => {
    const { only, outputs } = await build({
      mail,
      permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/boundary",
    });
    const role = only("aws:iam/role:Role", "acme-dev-web");
    assert.equal(role.inputs.permissionsBoundary, "arn:aws:iam::111122223333:policy/boundary");
    assert.deepEqual(JSON.parse(role.inputs.assumeRolePolicy).Statement, [
      { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
    const logGroup = "arn:aws:logs:af-south-1:123456789012:log-group:/acme/dev/web";
    const via = (service: string) => ({ StringEquals: { "kms:ViaService": `${service}.af-south-1.amazonaws.com` } });
    const statements: Properties[] = JSON.parse(
      only("aws:iam/rolePolicy:RolePolicy", "acme-dev-web-own").inputs.policy,
    ).Statement;
    assert.deepEqual(
      statements.map(({ Effect, Action, Resource, Condition }) => [Effect, Action, Resource, Condition]),
      [
        [
          "Allow",
          ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
          [fleetTestArgs.database.secretArn, mail.smtpSecretArn],
          undefined,
        ],
        ["Allow", ["kms:Decrypt"], fleetTestArgs.secretsKeyArn, via("secretsmanager")],
        ["Allow", ["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::acme-dev-assets/*", undefined],
        ["Allow", ["kms:Decrypt", "kms:GenerateDataKey"], fleetTestArgs.assets.keyArn, via("s3")],
        [
          "Allow",
          ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
          fleetTestArgs.files?.fileSystemArn,
          {
            StringEquals: {
              "elasticfilesystem:AccessPointArn":
                "arn:aws:elasticfilesystem:af-south-1:111122223333:access-point/fsap-0123456789abcdef0",
            },
          },
        ],
        [
          "Allow",
          ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          [logGroup, `${logGroup}:*`],
          undefined,
        ],
        ["Allow", "cloudwatch:PutMetricData", "*", { StringEquals: { "cloudwatch:namespace": "acme/dev/web" } }],
        ["Allow", "ec2:DescribeTags", "*", undefined],
      ],
    );
    assert.match(outputs.roleArn, /:role\/acme-dev-web-[0-9a-f]{7}$/);
  });
});

describe("what web servers know of mail", () => {
  const userData = "{{SMTP_HOST}} {{SMTP_PORT}} {{MAIL_PER_SECOND}}";
  const told = async (change: Partial<FleetArgs>) =>
    Buffer.from(
      (await build({ userData, ...change })).only("aws:ec2/launchTemplate:LaunchTemplate").inputs.userData,
      "base64",
    ).toString();

  it("is where it goes and how much of it may go, or nothing", async () => {
    const mail = { smtpSecretArn: "arn", smtpHost: "email-smtp.eu-west-1.amazonaws.com", smtpPort: 587 };
    assert.equal(
      await told({ mail: { ...mail, maxSendRatePerSecond: 14 } }),
      "email-smtp.eu-west-1.amazonaws.com 587 14",
    );
    assert.equal(await told({}), "  ");
  });
});

describe("the web servers' arguments", () => {
  it("are refused with everything that is wrong, before anything is made", async () => {
    await assert.rejects(
      build({
        imageId: "resolve:ssm:/image",
        instanceTypes: ["m6g.large", "m6i.large"],
        desiredInstances: 7,
        onDemandPercent: 101,
        warmPoolInstances: 1,
        maxInstanceLifetimeDays: 0.5,
        schedule: [{ name: "night", recurrence: "0 20 * * *", minInstances: 7 }],
      }),
      (error: Error) => {
        const lines = error.message.split("\n");
        assert.equal(lines[0], "The web servers' arguments are refused:");
        assert.deepEqual(
          lines.slice(1).map((line) => line.split(/[:,]/).slice(0, 2).join(":")),
          [
            "- desiredInstances: got 7 of 2 to 6",
            '- schedule: "night" wants 7 of 7 to 6',
            "- onDemandPercent: got 101",
            "- instanceTypes: got m6g.large",
            "- warmPoolInstances: got 1 with 2 instance types and 101 per cent on-demand",
            "- maxInstanceLifetimeDays: got 0.5",
            "- imageId: got resolve",
          ],
        );
        return true;
      },
    );
  });
});
