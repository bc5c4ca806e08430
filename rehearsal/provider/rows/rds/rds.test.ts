import { describeRules } from "../test-cases.ts";
import { type Made, testWorld } from "../test-world.ts";
import { eventSubscription } from "./event-subscription.ts";
import { parameterGroup } from "./parameter-group.ts";
import { proxy, proxyDefaultTargetGroup, proxyTarget } from "./proxy.ts";
import { types } from "./shared.ts";
import { subnetGroup } from "./subnet-group.ts";

const subnet = (id: string, vpcId: string, availabilityZone: string): Made => [
  "aws:ec2/subnet:Subnet",
  id,
  { vpcId, availabilityZone },
];
const topicArn = "arn:aws:sns:eu-west-1:123456789012:events";
const roleArn = "arn:aws:iam::123456789012:role/proxy";
const statement = { Effect: "Allow", Principal: { Service: "rds.amazonaws.com" }, Action: "sts:AssumeRole" };

const world = testWorld(
  subnet("subnet-a", "vpc-1", "eu-west-1a"),
  subnet("subnet-b", "vpc-1", "eu-west-1b"),
  subnet("subnet-a2", "vpc-1", "eu-west-1a"),
  subnet("subnet-x", "vpc-2", "eu-west-1c"),
  ["aws:ec2/securityGroup:SecurityGroup", "sg-2", { vpcId: "vpc-2" }],
  ["aws:sns/topic:Topic", topicArn],
  [types.instance, "db-1", { identifier: "one", engine: "mysql" }],
  [types.proxy, "mysql", { engineFamily: "MYSQL" }],
  [types.proxy, "postgres", { engineFamily: "POSTGRESQL" }],
  [
    "aws:iam/role:Role",
    "proxy",
    { arn: roleArn, assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) },
  ],
);

describeRules(
  subnetGroup,
  { name: "private", subnetIds: ["subnet-a", "subnet-b"] },
  [
    ["subnets of one zone", { subnetIds: ["subnet-a", "subnet-a2"] }, /in 1 zone: RDS needs subnets in two zones/],
    ["subnets of two VPCs", { subnetIds: ["subnet-a", "subnet-x"] }, /are of 2 VPCs/],
    ["a subnet that does not exist", { subnetIds: ["subnet-a", "subnet-gone"] }, /subnet-gone, which do not exist/],
    ["capital letters", { name: "Private" }, /small letters/],
  ],
  world,
);

describeRules(parameterGroup, { name: "mine", family: "mysql8.4", parameters: [] }, [
  ["an unknown family", { family: "mysql5.5" }, /family is mysql5.5/],
  ["a static parameter at once", { parameters: [{ name: "rds.logical_replication", value: "1" }] }, /is static/],
  [
    "a static parameter at the next restart",
    { parameters: [{ name: "rds.logical_replication", value: "1", applyMethod: "pending-reboot" }] },
    undefined,
  ],
  [
    "a parameter twice",
    {
      parameters: [
        { name: "a", value: "1" },
        { name: "a", value: "2" },
      ],
    },
    /a is given twice/,
  ],
]);

describeRules(
  eventSubscription,
  { name: "events", snsTopic: topicArn },
  [
    [
      "a category of another source",
      { sourceType: "db-security-group", eventCategories: ["backup"] },
      /backup: db-security/,
    ],
    ["sources without their type", { sourceIds: ["one"] }, /sourceIds are given without sourceType/],
    ["a source that does not exist", { sourceType: "db-instance", sourceIds: ["two"] }, /two, which do not exist/],
    ["a source that exists", { sourceType: "db-instance", sourceIds: ["one"] }, undefined],
    ["a missing topic", { snsTopic: "arn:aws:sns:eu-west-1:123456789012:gone" }, /gone, which does not exist/],
  ],
  world,
);

const auth = { authScheme: "SECRETS", secretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:one-abcdef" };

describeRules(
  proxy,
  { name: "mine", engineFamily: "MYSQL", roleArn, vpcSubnetIds: ["subnet-a", "subnet-b"], auths: [auth] },
  [
    ["no secret", { auths: [] }, /auths is empty/],
    ["IAM alone", { auths: [], defaultAuthScheme: "IAM_AUTH" }, undefined],
    [
      "a password type of another engine",
      { auths: [{ ...auth, clientPasswordAuthType: "POSTGRES_MD5" }] },
      /MYSQL takes MYSQL_/,
    ],
    ["one zone", { vpcSubnetIds: ["subnet-a", "subnet-a2"] }, /in 1 zone/],
    ["a security group elsewhere", { vpcSecurityGroupIds: ["sg-2"] }, /sg-2 of vpc-2/],
    ["a role that is not there", { roleArn: `${roleArn}-gone` }, /does not exist/],
  ],
  world,
);

describeRules(
  proxyDefaultTargetGroup,
  { dbProxyName: "mysql" },
  [["a proxy that does not exist", { dbProxyName: "gone" }, /gone, which does not exist/]],
  world,
);

describeRules(
  proxyTarget,
  { dbProxyName: "mysql", targetGroupName: "default", dbInstanceIdentifier: "one" },
  [
    ["an instance that does not exist", { dbInstanceIdentifier: "gone" }, /gone, which does not exist/],
    ["an instance of another engine", { dbProxyName: "postgres" }, /of mysql: the proxy takes POSTGRESQL/],
  ],
  world,
);
