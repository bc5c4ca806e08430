/** Examples of Config's rows. */
import type { Example } from "../example.ts";

/** All examples of Config. */
export const examples: readonly Example[] = [
  {
    name: "config-recorder",
    type: "aws:cfg/recorder:Recorder",
    inputs: (_made, { accountId }) => ({
      name: "default",
      roleArn: `arn:aws:iam::${accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: false },
    }),
    change: () => ({ recordingGroup: { allSupported: true, includeGlobalResourceTypes: true } }),
  },
  {
    name: "config-delivery-channel",
    type: "aws:cfg/deliveryChannel:DeliveryChannel",
    needs: ["config-recorder", "cloudtrail-bucket", "cloudtrail-bucket-policy", "kms-key"],
    inputs: (made) => ({
      name: "default",
      s3BucketName: made("cloudtrail-bucket").bucket,
      s3KmsKeyArn: made("kms-key").arn,
      snapshotDeliveryProperties: { deliveryFrequency: "TwentyFour_Hours" },
    }),
    change: () => ({ snapshotDeliveryProperties: { deliveryFrequency: "Six_Hours" } }),
  },
  {
    name: "config-recorder-status",
    type: "aws:cfg/recorderStatus:RecorderStatus",
    needs: ["config-recorder", "config-delivery-channel"],
    inputs: (made) => ({ name: made("config-recorder").name, isEnabled: true }),
    change: () => ({ isEnabled: false }),
  },
];
