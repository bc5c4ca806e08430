import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { backupTag } from "../shared/backup-tag.ts";
import { autoNameLimit, limitName } from "../shared/names.ts";
import type { CompleteFleetArgs } from "./fleet-args.ts";
import { renderUserData } from "./user-data.ts";
import { encodeUserData, type Facts, fillUserData } from "./user-data-facts.ts";

/** Facts about the environment, once everything is known. */
function factsOf(args: CompleteFleetArgs): pulumi.Output<Facts> {
  const { context, loadBalancer, database, files, assets, mail } = args;
  const readers = pulumi.output(database.readerEndpointAddresses ?? []).apply((names) => names.join(","));
  return pulumi
    .output({
      DATABASE_SECRET_ARN: database.secretArn,
      DATABASE_HOST: database.endpointAddress,
      DATABASE_READER_HOSTS: readers,
      DATABASE_PORT: pulumi.output(database.port).apply(String),
      DATABASE_NAME: database.databaseName,
      FILES_ID: files?.fileSystemId ?? "",
      FILES_ACCESS_POINT_ID: files?.accessPointId ?? "",
      ASSETS_BUCKET: assets.bucketName,
      SMTP_SECRET_ARN: mail?.smtpSecretArn ?? "",
      SMTP_HOST: mail?.smtpHost ?? "",
    })
    .apply((known) => ({
      ...known,
      ENVIRONMENT: context.environment,
      AWS_REGION: context.region,
      WEB_PORT: String(loadBalancer.webPort),
      HEALTH_CHECK_PATH: loadBalancer.healthCheckPath,
      FILES_PATH: files?.mountPath ?? "",
      SMTP_PORT: mail === undefined ? "" : String(mail.smtpPort),
      MAIL_PER_SECOND: mail === undefined ? "" : String(mail.maxSendRatePerSecond),
    }));
}

/** The operator's own user data with the facts in their places, or ours. */
function userDataOf(
  args: CompleteFleetArgs,
  logs: { readonly logGroupName: pulumi.Output<string>; readonly metricNamespace: string },
): pulumi.Output<string> {
  const { metricNamespace } = logs;
  return pulumi.all([factsOf(args), logs.logGroupName]).apply(([facts, logGroupName]) => {
    const text =
      args.userData === undefined
        ? renderUserData({ facts, logGroupName, metricNamespace })
        : fillUserData(args.userData, facts);
    return encodeUserData(text);
  });
}

/**
 * Makes what each instance is launched from. The image is that of the first version only: releases make further versions with
 * new images, and a version that is made here is built on the current one, which a refresh brings into the state.
 *
 * @param profileArn profile with the instances' role
 * @param logs log group and metric namespace of the instances
 */
export function createFleetTemplate(
  name: string,
  args: CompleteFleetArgs,
  profileArn: pulumi.Output<string>,
  logs: { readonly logGroupName: pulumi.Output<string>; readonly metricNamespace: string },
  parent: pulumi.Resource,
): aws.ec2.LaunchTemplate {
  // The provider's default tags do not reach what a launch makes.
  const tags = { ...args.context.tags, Name: name };
  const tagsOf = { instance: tags, volume: { ...tags, ...backupTag }, "network-interface": tags };
  return new aws.ec2.LaunchTemplate(
    limitName(name, autoNameLimit("launchTemplate")),
    {
      imageId: args.imageId,
      instanceType: args.instanceTypes[0] as string,
      iamInstanceProfile: { arn: profileArn },
      instanceInitiatedShutdownBehavior: "terminate",
      // Scaling sees the processor each minute instead of every five.
      monitoring: { enabled: true },
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            encrypted: "true",
            kmsKeyId: args.volumesKeyArn,
            volumeType: "gp3",
            volumeSize: args.volumeGiB,
            deleteOnTermination: "true",
          },
        },
      ],
      networkInterfaces: [
        {
          deviceIndex: 0,
          associatePublicIpAddress: "false",
          deleteOnTermination: "true",
          securityGroups: [args.webSecurityGroupId, ...args.clientSecurityGroupIds],
        },
      ],
      tagSpecifications: Object.entries(tagsOf).map(([resourceType, given]) => ({ resourceType, tags: given })),
      userData: userDataOf(args, logs),
      updateDefaultVersion: true,
      tags: { Name: name },
    },
    { parent, ignoreChanges: ["imageId"] },
  );
}
