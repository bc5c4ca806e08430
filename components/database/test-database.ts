/** A database without mistakes, which tests bend. */
import { testIdentity } from "../../test/identity.ts";
import { collect } from "../../test/pulumi-mocks.ts";
import { createContext } from "../shared/context.ts";
import { Database, type DatabaseArgs } from "./database.ts";

/** The context of the tests. */
export const context = createContext({ ...testIdentity, environment: "prod" });

const key = (digit: number) => `arn:aws:kms:af-south-1:111122223333:key/${digit}1111111-2222-4333-8444-555555555555`;

/** Arguments without mistakes: what settings give in prod, and its surroundings. */
export const sound: DatabaseArgs = {
  context,
  vpcId: "vpc-0123456789abcdef0",
  subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
  bastionSecurityGroupId: "sg-0000000000000b457",
  keyArn: key(1),
  secretsKeyArn: key(2),
  logsKeyArn: key(3),
  eventTopicArn: "arn:aws:sns:af-south-1:111122223333:database-events",
  permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/acme-prod-boundary",
  engine: "mysql",
  engineVersion: "8.4",
  instanceClass: "db.m6g.large",
  storageGiB: 100,
  maxStorageGiB: 1000,
  multiAz: true,
  databaseName: "app",
  adminUserName: "dbowner",
  backupRetentionDays: 35,
  backupWindow: "22:00-23:00",
  maintenanceWindow: "sun:00:00-sun:01:00",
  deletionProtection: true,
  finalSnapshot: true,
  monitoringIntervalSeconds: 60,
  insights: "standard",
  logRetentionDays: 365,
  replicas: 0,
  proxy: "off",
  blueGreenUpdates: false,
  allowMajorVersionUpgrade: false,
  applyImmediately: false,
  generations: [{ number: 1 }],
};

/** A database with these changes; RDS answers with a secret where it manages the password. */
export const build = (change: Partial<DatabaseArgs> = {}) =>
  collect(() => new Database("acme-prod-database", { ...sound, ...change }), {
    answers: {
      "aws:rds/instance:Instance": {
        address: "host.example",
        resourceId: "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        masterUserSecrets: [{ secretArn: "arn:aws:secretsmanager:af-south-1:111122223333:secret:rds!db-1" }],
      },
      "aws:rds/subnetGroup:SubnetGroup": { name: "private-subnets" },
      "aws:rds/parameterGroup:ParameterGroup": { name: "parameters" },
      "aws:rds/proxy:Proxy": { endpoint: "proxy.example" },
      "random:index/randomPassword:RandomPassword": { result: "not-a-real-one" },
    },
  });

/** Type tokens that the tests ask for. */
export const types = {
  instance: "aws:rds/instance:Instance",
  ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
} as const;
