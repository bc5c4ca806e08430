/** Examples of RDS's rows: an instance with a managed password, one with a replica behind it, and a proxy. */
import type { Properties } from "../../row.ts";
import type { Example } from "../example.ts";

/** A role that one service may take. */
function roleOf(name: string, service: string): Example {
  const statement = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  return {
    name: `rds-${name}-role`,
    type: "aws:iam/role:Role",
    inputs: () => ({
      name: `example-rds-${name}`,
      assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    }),
  };
}

/** What every instance of the examples has. */
const small = {
  instanceClass: "db.t4g.medium",
  storageType: "gp3",
  storageEncrypted: true,
  applyImmediately: true,
  parameterGroupName: "example-mysql",
} as const satisfies Properties;

const instances: readonly Example[] = [
  {
    name: "rds-instance",
    type: "aws:rds/instance:Instance",
    needs: ["rds-subnet-group", "rds-parameter-group", "rds-monitoring-role", "kms-key", "ec2-security-group"],
    inputs: (made) => ({
      ...small,
      identifier: "example",
      engine: "mysql",
      engineVersion: "8.4",
      allocatedStorage: 20,
      maxAllocatedStorage: 100,
      dbName: "app",
      username: "dbadmin",
      manageMasterUserPassword: true,
      kmsKeyId: made("kms-key").arn,
      masterUserSecretKmsKeyId: made("kms-key").arn,
      dbSubnetGroupName: made("rds-subnet-group").name,
      vpcSecurityGroupIds: [made("ec2-security-group").id],
      backupRetentionPeriod: 7,
      backupWindow: "01:00-02:00",
      maintenanceWindow: "sun:03:00-sun:04:00",
      caCertIdentifier: "rds-ca-rsa2048-g1",
      copyTagsToSnapshot: true,
      enabledCloudwatchLogsExports: ["error", "slowquery"],
      iamDatabaseAuthenticationEnabled: true,
      monitoringInterval: 60,
      monitoringRoleArn: made("rds-monitoring-role").arn,
      performanceInsightsEnabled: true,
      performanceInsightsRetentionPeriod: 7,
      databaseInsightsMode: "standard",
      multiAz: true,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: "example-final",
    }),
    change: () => ({
      instanceClass: "db.m6g.large",
      maxAllocatedStorage: 200,
      backupRetentionPeriod: 14,
      backupWindow: "02:00-02:30",
      maintenanceWindow: "mon:03:00-mon:04:00",
      monitoringInterval: 30,
      multiAz: false,
      iamDatabaseAuthenticationEnabled: false,
      copyTagsToSnapshot: false,
    }),
  },
  {
    name: "rds-instance-with-password",
    type: "aws:rds/instance:Instance",
    needs: ["rds-subnet-group", "rds-parameter-group"],
    inputs: (made) => ({
      ...small,
      identifier: "example-source",
      engine: "mysql",
      engineVersion: "8.4",
      allocatedStorage: 20,
      username: "dbadmin",
      password: "only-an-example",
      dbSubnetGroupName: made("rds-subnet-group").name,
      backupRetentionPeriod: 1,
      skipFinalSnapshot: true,
    }),
    change: () => ({ allocatedStorage: 30 }),
  },
  {
    name: "rds-replica",
    type: "aws:rds/instance:Instance",
    needs: ["rds-instance-with-password"],
    inputs: (made) => ({
      ...small,
      identifier: "example-replica",
      replicateSourceDb: made("rds-instance-with-password").identifier,
      backupRetentionPeriod: 0,
      skipFinalSnapshot: true,
    }),
    change: () => ({ instanceClass: "db.t4g.large" }),
  },
];

const proxies: readonly Example[] = [
  {
    name: "rds-proxy",
    type: "aws:rds/proxy:Proxy",
    needs: ["rds-proxy-role", "ec2-subnet-a", "ec2-subnet-b", "ec2-security-group"],
    inputs: (made, { accountId, region }) => ({
      name: "example",
      engineFamily: "MYSQL",
      requireTls: true,
      roleArn: made("rds-proxy-role").arn,
      vpcSubnetIds: [made("ec2-subnet-a").id, made("ec2-subnet-b").id],
      vpcSecurityGroupIds: [made("ec2-security-group").id],
      auths: [
        {
          authScheme: "SECRETS",
          iamAuth: "DISABLED",
          clientPasswordAuthType: "MYSQL_CACHING_SHA2_PASSWORD",
          secretArn: `arn:aws:secretsmanager:${region}:${accountId}:secret:example-abcdef`,
        },
      ],
    }),
    change: () => ({ requireTls: false, idleClientTimeout: 600 }),
  },
  {
    name: "rds-proxy-target-group",
    type: "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup",
    needs: ["rds-proxy"],
    stays: "a proxy always has its target group",
    inputs: (made) => ({
      dbProxyName: made("rds-proxy").name,
      connectionPoolConfig: { maxConnectionsPercent: 90, connectionBorrowTimeout: 60 },
    }),
    change: () => ({ connectionPoolConfig: { maxConnectionsPercent: 80, connectionBorrowTimeout: 60 } }),
  },
  {
    name: "rds-proxy-target",
    type: "aws:rds/proxyTarget:ProxyTarget",
    needs: ["rds-proxy", "rds-instance-with-password"],
    inputs: (made) => ({
      dbProxyName: made("rds-proxy").name,
      targetGroupName: "default",
      dbInstanceIdentifier: made("rds-instance-with-password").identifier,
    }),
  },
];

/** The examples. */
export const examples: readonly Example[] = [
  roleOf("monitoring", "monitoring.rds.amazonaws.com"),
  roleOf("proxy", "rds.amazonaws.com"),
  {
    name: "rds-subnet-group",
    type: "aws:rds/subnetGroup:SubnetGroup",
    needs: ["ec2-subnet-a", "ec2-subnet-b"],
    inputs: (made) => ({
      name: "example",
      description: "first",
      subnetIds: [made("ec2-subnet-a").id, made("ec2-subnet-b").id],
    }),
    change: () => ({ description: "second" }),
  },
  {
    name: "rds-parameter-group",
    type: "aws:rds/parameterGroup:ParameterGroup",
    inputs: () => ({
      name: "example-mysql",
      family: "mysql8.4",
      parameters: [
        { name: "require_secure_transport", value: "1" },
        { name: "slow_query_log", value: "1" },
      ],
    }),
    change: () => ({
      parameters: [
        { name: "long_query_time", value: "2" },
        { name: "require_secure_transport", value: "1", applyMethod: "pending-reboot" },
      ],
    }),
  },
  {
    name: "rds-event-subscription",
    type: "aws:rds/eventSubscription:EventSubscription",
    needs: ["sns-topic", "rds-instance"],
    inputs: (made) => ({
      name: "example",
      snsTopic: made("sns-topic").arn,
      sourceType: "db-instance",
      sourceIds: [made("rds-instance").identifier],
      eventCategories: ["failure", "maintenance"],
    }),
    change: () => ({ eventCategories: ["configuration change", "failure", "maintenance"] }),
  },
  ...instances,
  ...proxies,
];
