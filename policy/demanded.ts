/**
 * The controls of AWS Security Hub that the platform answers for: each holds, or is waived. Those that it leaves out are of services
 * or ways of use that it does not mean to have. For tests.
 */
const byService: Readonly<Record<string, readonly number[]>> = {
  ACM: [1, 2],
  AutoScaling: [1, 2, 6, 9],
  Backup: [1],
  CloudFront: [1, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 15, 17],
  CloudTrail: [1, 2, 4, 5],
  CloudWatch: [15, 16, 17],
  Config: [1],
  DMS: [1, 6, 7, 8, 9, 13],
  DynamoDB: [1, 2, 4, 6],
  EC2: [
    1, 2, 3, 4, 6, 7, 8, 9, 10, 15, 16, 17, 18, 19, 21, 24, 25, 28, 53, 54, 55, 56, 57, 58, 60, 170, 172, 180, 181, 182,
  ],
  ECR: [1, 2, 3],
  ECS: [2, 3, 4, 5, 8, 9, 10, 12, 18, 20],
  EFS: [1, 2, 3, 4, 6, 7, 8],
  ELB: [1, 4, 5, 6, 12, 13, 16, 17, 18, 21, 22],
  GuardDuty: [1, 6, 8, 9, 10, 11, 12, 13],
  KMS: [1, 2, 3, 4, 5],
  Lambda: [1, 2, 3, 7],
  MQ: [2, 5, 6],
  RDS: [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 13, 17, 20, 21, 22, 23, 25, 26, 36, 38, 39, 46],
  Route53: [2],
  S3: [1, 2, 3, 5, 6, 8, 9, 12, 13, 14, 17],
  SecretsManager: [1, 2, 3, 4],
  SES: [3],
  SNS: [1, 4],
  SQS: [1, 3],
  WAF: [10, 11, 12],
};

/** Their ids. */
export const demanded: readonly string[] = Object.entries(byService).flatMap(([service, numbers]) =>
  numbers.map((number) => `${service}.${number}`),
);
