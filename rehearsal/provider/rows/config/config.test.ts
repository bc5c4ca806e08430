import { assertCase, type Made, type RuleCase, testWorld } from "../test-world.ts";
import { deliveryChannel } from "./delivery-channel.ts";
import { recorder, recorderStatus } from "./recorder.ts";

const account = "123456789012";
const linkedRole = `arn:aws:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
const ownRole = `arn:aws:iam::${account}:role/config`;
const keyArn = `arn:aws:kms:eu-west-1:${account}:key/k`;
const here = { region: "eu-west-1" };
const theRecorder: Made = ["aws:cfg/recorder:Recorder", "default", { ...here, roleArn: linkedRole }];
const theChannel: Made = ["aws:cfg/deliveryChannel:DeliveryChannel", "default", here];
const roleWith = (service: string): Made => [
  "aws:iam/role:Role",
  "config",
  {
    arn: ownRole,
    assumeRolePolicy: { Statement: { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" } },
  },
];

describe("Config recorder", () => {
  const inputs = { name: "default", roleArn: linkedRole };
  const cases: readonly RuleCase[] = [
    { title: "the service-linked role", inputs },
    {
      title: "a role that Config may assume",
      inputs: { ...inputs, roleArn: ownRole },
      world: testWorld(roleWith("config.amazonaws.com")),
    },
    {
      title: "a recorder of another region",
      inputs,
      world: testWorld(["aws:cfg/recorder:Recorder", "other", { region: "us-east-1" }]),
    },
    {
      title: "a second recorder",
      inputs,
      world: testWorld(["aws:cfg/recorder:Recorder", "other", here]),
      refused: /has the recorder other already, AWS allows one/,
    },
    {
      title: "a role that is not there",
      inputs: { ...inputs, roleArn: ownRole },
      refused: /role\/config, which does not exist/,
    },
    {
      title: "a role of another service",
      inputs: { ...inputs, roleArn: ownRole },
      world: testWorld(roleWith("ec2.amazonaws.com")),
      refused: /config.amazonaws.com may not assume/,
    },
    { title: "a role's name", inputs: { ...inputs, roleArn: "config" }, refused: /must be the ARN of a role/ },
    {
      title: "all types and some",
      inputs: { ...inputs, recordingGroup: { resourceTypes: ["AWS::EC2::VPC"] } },
      refused: /resourceTypes, but allSupported is true/,
    },
    {
      title: "some types",
      inputs: { ...inputs, recordingGroup: { allSupported: false, resourceTypes: ["AWS::EC2::VPC"] } },
    },
    {
      title: "global types without all",
      inputs: { ...inputs, recordingGroup: { allSupported: false, includeGlobalResourceTypes: true } },
      refused: /includeGlobalResourceTypes, but allSupported is false/,
    },
  ];
  for (const item of cases)
    it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(recorder, item));
});

describe("Config recorder's status", () => {
  const inputs = { name: "default", isEnabled: true };
  const cases: readonly RuleCase[] = [
    { title: "a start with a delivery channel", inputs, world: testWorld(theRecorder, theChannel) },
    {
      title: "a stop without a delivery channel",
      inputs: { ...inputs, isEnabled: false },
      world: testWorld(theRecorder),
    },
    {
      title: "a start without a delivery channel",
      inputs,
      world: testWorld(theRecorder),
      refused: /eu-west-1 has no delivery channel/,
    },
    {
      title: "a recorder that is not there",
      inputs,
      world: testWorld(theChannel),
      refused: /no recorder default in eu-west-1/,
    },
  ];
  for (const item of cases)
    it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(recorderStatus, item));
});

describe("Config delivery channel", () => {
  const inputs = { name: "default", s3BucketName: "logs" };
  const allow = (Action: string | string[], Resource: string) => ({
    Effect: "Allow",
    Principal: { Service: "config.amazonaws.com" },
    Action,
    Resource,
  });
  const look = allow(["s3:GetBucketAcl", "s3:ListBucket"], "arn:aws:s3:::logs");
  const write = allow("s3:PutObject", `arn:aws:s3:::logs/AWSLogs/${account}/Config/*`);
  const bucket = (...Statement: object[]): Made[] => [
    ["aws:s3/bucket:Bucket", "logs"],
    ["aws:s3/bucketPolicy:BucketPolicy", "logs", { policy: { Statement } }],
  ];
  const key = (...Statement: object[]): Made => ["aws:kms/key:Key", "k", { arn: keyArn, policy: { Statement } }];
  const customRecorder: Made = ["aws:cfg/recorder:Recorder", "default", { ...here, roleArn: ownRole }];
  const cases: readonly RuleCase[] = [
    { title: "a bucket that lets Config in", inputs, world: testWorld(theRecorder, ...bucket(look, write)) },
    {
      title: "a bucket that does not, when the recorder's own role may write",
      inputs,
      world: testWorld(customRecorder, ["aws:s3/bucket:Bucket", "logs"]),
    },
    {
      title: "a bucket that does not let Config look",
      inputs,
      world: testWorld(theRecorder, ...bucket(write)),
      refused: /do s3:GetBucketAcl on arn:aws:s3:::logs and s3:ListBucket/,
    },
    {
      title: "a bucket that does not let Config write",
      inputs,
      world: testWorld(theRecorder, ...bucket(look)),
      refused: /do s3:PutObject on arn:aws:s3:::logs\/AWSLogs\/123456789012\/Config\/\*/,
    },
    {
      title: "a bucket that is not there",
      inputs,
      world: testWorld(theRecorder),
      refused: /bucket logs does not exist/,
    },
    { title: "no recorder", inputs, world: testWorld(...bucket(look, write)), refused: /eu-west-1 has no recorder/ },
    {
      title: "a second channel",
      inputs,
      world: testWorld(theRecorder, ["aws:cfg/deliveryChannel:DeliveryChannel", "other", here], ...bucket(look, write)),
      refused: /has the delivery channel other already/,
    },
    {
      title: "a key that lets Config in",
      inputs: { ...inputs, s3KmsKeyArn: keyArn },
      world: testWorld(theRecorder, ...bucket(look, write), key(allow(["kms:Decrypt", "kms:GenerateDataKey"], "*"))),
    },
    {
      title: "a key that does not",
      inputs: { ...inputs, s3KmsKeyArn: keyArn },
      world: testWorld(theRecorder, ...bucket(look, write), key(allow("kms:Decrypt", "*"))),
      refused: /do kms:GenerateDataKey: allow/,
    },
  ];
  for (const item of cases)
    it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(deliveryChannel, item));
});
