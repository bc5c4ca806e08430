/** The floor of the benchmarks: a fixed program with one resource of each plugin that the platform uses. Do not change it. */
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";

const key = new aws.kms.Key("floor", { description: "the floor of the benchmarks" });
const vpc = new awsx.ec2.Vpc("floor", {
  cidrBlock: "10.99.0.0/16",
  availabilityZoneNames: ["af-south-1a"],
  natGateways: { strategy: "None" },
  subnetStrategy: "Auto",
  subnetSpecs: [{ type: "Isolated", cidrMask: 24 }],
});

export const keyArn = key.arn;
export const vpcId = vpc.vpcId;
