/** Examples of CloudTrail's rows, with the bucket, log group and role that a trail needs. */
import type { Example } from "../example.ts";

const trailName = "rehearsal-example";

/** All examples of CloudTrail. */
export const examples: readonly Example[] = [
  {
    name: "cloudtrail-bucket",
    type: "aws:s3/bucket:Bucket",
    inputs: () => ({ bucket: "rehearsal-example-trail-1234567" }),
  },
  {
    name: "cloudtrail-bucket-policy",
    type: "aws:s3/bucketPolicy:BucketPolicy",
    needs: ["cloudtrail-bucket"],
    inputs: (made, { accountId, region }) => {
      const bucket = made("cloudtrail-bucket").arn;
      const Principal = { Service: ["cloudtrail.amazonaws.com", "config.amazonaws.com"] };
      const source = `arn:aws:cloudtrail:${region}:${accountId}:trail/${trailName}`;
      const acl = { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } };
      const Resource = `${bucket}/AWSLogs/${accountId}/*`;
      return {
        bucket: made("cloudtrail-bucket").bucket,
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Principal, Action: ["s3:GetBucketAcl", "s3:ListBucket"], Resource: bucket },
            { Effect: "Allow", Principal, Action: "s3:PutObject", Resource, Condition: acl },
            {
              Effect: "Deny",
              Principal: { Service: "cloudtrail.amazonaws.com" },
              Action: "s3:PutObject",
              Resource,
              Condition: { StringNotEquals: { "aws:SourceArn": source } },
            },
          ],
        }),
      };
    },
  },
  {
    name: "cloudtrail-log-group",
    type: "aws:cloudwatch/logGroup:LogGroup",
    inputs: () => ({ name: "/rehearsal/example/trail", retentionInDays: 30 }),
  },
  {
    name: "cloudtrail-role",
    type: "aws:iam/role:Role",
    inputs: () => ({
      name: "rehearsal-example-trail",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    }),
  },
  {
    name: "cloudtrail-role-policy",
    type: "aws:iam/rolePolicy:RolePolicy",
    needs: ["cloudtrail-role", "cloudtrail-log-group"],
    inputs: (made) => ({
      name: "deliver",
      role: made("cloudtrail-role").name,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: `${made("cloudtrail-log-group").arn}:*`,
          },
        ],
      }),
    }),
  },
  {
    name: "cloudtrail-trail",
    type: "aws:cloudtrail/trail:Trail",
    needs: [
      "cloudtrail-bucket",
      "cloudtrail-bucket-policy",
      "cloudtrail-log-group",
      "cloudtrail-role",
      "cloudtrail-role-policy",
      "kms-key",
    ],
    inputs: (made) => ({
      name: trailName,
      s3BucketName: made("cloudtrail-bucket").bucket,
      kmsKeyId: made("kms-key").arn,
      cloudWatchLogsGroupArn: `${made("cloudtrail-log-group").arn}:*`,
      cloudWatchLogsRoleArn: made("cloudtrail-role").arn,
      isMultiRegionTrail: true,
      enableLogFileValidation: true,
    }),
    change: () => ({ enableLogFileValidation: false, enableLogging: false, tags: { kind: "second" } }),
  },
];
