/** Arguments for tests of the web servers: the smallest set, without mistakes. */
import { testIdentity } from "../../test/identity.ts";
import { createContext } from "../shared/context.ts";
import type { FleetArgs } from "./fleet-args.ts";

const key = (name: string) => `arn:aws:kms:af-south-1:111122223333:key/${name}`;

/** The smallest set of arguments. */
export const fleetTestArgs: FleetArgs = {
  context: createContext(testIdentity),
  privateSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
  webSecurityGroupId: "sg-0123456789abcdef0",
  clientSecurityGroupIds: ["sg-0123456789abcdef1", "sg-0123456789abcdef2"],
  imageId: "ami-0123456789abcdef0",
  instanceTypes: ["m6g.large", "t4g.large"],
  minInstances: 2,
  maxInstances: 6,
  loadBalancer: {
    arnSuffix: "app/acme-dev/0123456789abcdef",
    targetGroupArn: "arn:aws:elasticloadbalancing:af-south-1:111122223333:targetgroup/acme-dev/fedcba9876543210",
    targetGroupArnSuffix: "targetgroup/acme-dev/fedcba9876543210",
    webPort: 8080,
    healthCheckPath: "/health",
  },
  database: {
    secretArn: "arn:aws:secretsmanager:af-south-1:111122223333:secret:rds!db-0a1b-AbCdEf",
    endpointAddress: "acme-dev.c0ffee.af-south-1.rds.amazonaws.com",
    port: 3306,
    databaseName: "app",
  },
  files: {
    fileSystemId: "fs-0123456789abcdef0",
    fileSystemArn: "arn:aws:elasticfilesystem:af-south-1:111122223333:file-system/fs-0123456789abcdef0",
    accessPointId: "fsap-0123456789abcdef0",
    mountPath: "/mnt/files",
  },
  assets: { bucketName: "acme-dev-assets", bucketArn: "arn:aws:s3:::acme-dev-assets", keyArn: key("objects") },
  volumesKeyArn: key("volumes"),
  secretsKeyArn: key("secrets"),
  logsKeyArn: key("logs"),
  serviceLinkedRoleArn:
    "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling_acme-dev",
  sessionLogGroupArn: "arn:aws:logs:af-south-1:111122223333:log-group:sessions",
  sessionKeyArn: key("sessions"),
  alarmTopicArn: "arn:aws:sns:af-south-1:111122223333:acme-dev-alarms",
};
