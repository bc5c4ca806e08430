/** AWS SDK clients for the emulator, loaded when a service is first used. */
import type { Call, Properties, Service } from "./row.ts";

/** An SDK client as far as it is used here. */
interface Client {
  send(command: unknown): Promise<Properties>;
}

// biome-ignore lint/suspicious/noExplicitAny: the packages have one class for each operation, found here by name.
type ClientPackage = Record<string, any>;

/** For each service its SDK package and client class. Services without one here can only be recorded. */
const packages: Partial<Record<Service, { readonly load: () => Promise<ClientPackage>; readonly client: string }>> = {
  acm: { load: () => import("@aws-sdk/client-acm"), client: "ACMClient" },
  autoscaling: { load: () => import("@aws-sdk/client-auto-scaling"), client: "AutoScalingClient" },
  backup: { load: () => import("@aws-sdk/client-backup"), client: "BackupClient" },
  budgets: { load: () => import("@aws-sdk/client-budgets"), client: "BudgetsClient" },
  cloudfront: { load: () => import("@aws-sdk/client-cloudfront"), client: "CloudFrontClient" },
  cloudtrail: { load: () => import("@aws-sdk/client-cloudtrail"), client: "CloudTrailClient" },
  cloudwatch: { load: () => import("@aws-sdk/client-cloudwatch"), client: "CloudWatchClient" },
  config: { load: () => import("@aws-sdk/client-config-service"), client: "ConfigServiceClient" },
  dynamodb: { load: () => import("@aws-sdk/client-dynamodb"), client: "DynamoDBClient" },
  ec2: { load: () => import("@aws-sdk/client-ec2"), client: "EC2Client" },
  ecr: { load: () => import("@aws-sdk/client-ecr"), client: "ECRClient" },
  efs: { load: () => import("@aws-sdk/client-efs"), client: "EFSClient" },
  elbv2: { load: () => import("@aws-sdk/client-elastic-load-balancing-v2"), client: "ElasticLoadBalancingV2Client" },
  events: { load: () => import("@aws-sdk/client-eventbridge"), client: "EventBridgeClient" },
  iam: { load: () => import("@aws-sdk/client-iam"), client: "IAMClient" },
  kms: { load: () => import("@aws-sdk/client-kms"), client: "KMSClient" },
  lambda: { load: () => import("@aws-sdk/client-lambda"), client: "LambdaClient" },
  logs: { load: () => import("@aws-sdk/client-cloudwatch-logs"), client: "CloudWatchLogsClient" },
  rds: { load: () => import("@aws-sdk/client-rds"), client: "RDSClient" },
  route53: { load: () => import("@aws-sdk/client-route-53"), client: "Route53Client" },
  s3: { load: () => import("@aws-sdk/client-s3"), client: "S3Client" },
  s3control: { load: () => import("@aws-sdk/client-s3-control"), client: "S3ControlClient" },
  scheduler: { load: () => import("@aws-sdk/client-scheduler"), client: "SchedulerClient" },
  secretsmanager: { load: () => import("@aws-sdk/client-secrets-manager"), client: "SecretsManagerClient" },
  sesv2: { load: () => import("@aws-sdk/client-sesv2"), client: "SESv2Client" },
  sns: { load: () => import("@aws-sdk/client-sns"), client: "SNSClient" },
  sqs: { load: () => import("@aws-sdk/client-sqs"), client: "SQSClient" },
  ssm: { load: () => import("@aws-sdk/client-ssm"), client: "SSMClient" },
  sts: { load: () => import("@aws-sdk/client-sts"), client: "STSClient" },
  wafv2: { load: () => import("@aws-sdk/client-wafv2"), client: "WAFV2Client" },
};

/** Sends calls to the emulator. One client for each service and region. */
export class Clients {
  readonly #endpoint: string;
  readonly #accountId: string;
  readonly #clients = new Map<string, Promise<{ client: Client; commands: ClientPackage }>>();

  /**
   * @param endpoint the emulator's, loopback.
   * @param accountId the account that the emulator plays: it takes twelve digits as access key for the account's id.
   */
  constructor(endpoint: string, accountId: string) {
    this.#endpoint = endpoint;
    this.#accountId = accountId;
  }

  /**
   * Sends one call.
   * @throws the SDK's error; Error when the service has no client here.
   */
  async send(call: Call, region: string): Promise<Properties> {
    const { client, commands } = await this.#client(call.service, region);
    const Command = commands[`${call.operation}Command`];
    if (!Command) throw new Error(`the SDK of ${call.service} has no ${call.operation}Command`);
    return client.send(new Command(call.parameters));
  }

  #client(service: Service, region: string): Promise<{ client: Client; commands: ClientPackage }> {
    const key = `${service} ${region}`;
    const known = this.#clients.get(key) ?? this.#make(service, region);
    this.#clients.set(key, known);
    return known;
  }

  async #make(service: Service, region: string): Promise<{ client: Client; commands: ClientPackage }> {
    const entry = packages[service];
    if (!entry)
      throw new Error(`no SDK client for ${service}: add it to rehearsal/provider/clients.ts, or record the resource`);
    const commands = await entry.load();
    const client = new commands[entry.client]({
      region,
      endpoint: this.#endpoint,
      credentials: { accessKeyId: this.#accountId, secretAccessKey: "rehearsal" },
      forcePathStyle: true,
      disableHostPrefix: true,
      maxAttempts: 2,
    }) as Client;
    return { client, commands };
  }
}
