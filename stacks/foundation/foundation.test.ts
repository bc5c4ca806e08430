import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { type Collected, collect, type Properties } from "../../test/pulumi-mocks.ts";
import { type FoundationOutputs, readFoundation } from "./outputs.ts";

/** The account stack's outputs, as far as they are in AWS's form. */
const account = {
  auditBucketName: "acme-account-audit",
  budgetTopicArn: "arn:aws:sns:us-east-1:111122223333:budgets",
  deployRoleArns: { dev: "arn:aws:iam::111122223333:role/deploy-dev" },
  guardDutyDetectorId: "0123456789abcdef0123456789abcdef",
  hostedZoneId: null,
  hostedZoneName: null,
  hostedZoneNameServers: [],
  imageRepositoryUrls: {},
  permissionsBoundaryArns: Object.fromEntries(
    ["dev", "staging", "prod"].map((name) => [name, `arn:aws:iam::111122223333:policy/boundary-${name}`]),
  ),
  previewRoleArn: "arn:aws:iam::111122223333:role/preview",
  sessionKeyArn: "arn:aws:kms:af-south-1:111122223333:key/11111111-2222-4333-8444-555555555555",
  sessionLogGroupArn: "arn:aws:logs:af-south-1:111122223333:log-group:sessions",
  sessionLogGroupName: "sessions",
  unlockRoleArn: "arn:aws:iam::111122223333:role/unlock",
};

/** Runs the stack's own entry file with an environment's own settings; `deployed` are the outputs of its last run. */
function deploy(
  environment: string,
  change: Properties = {},
  preview = false,
  deployed: Properties = {},
): Promise<Collected> {
  const url = new URL(`../../Pulumi.${environment}.yaml`, import.meta.url);
  const { config } = parse(readFileSync(url, "utf8")) as { config: Properties };
  const run = `${environment}-${JSON.stringify(change)}-${performance.now()}`;
  return collect(() => import(`./index.ts?${encodeURIComponent(run)}`), {
    project: "foundation",
    stack: environment,
    config: { ...config, ...change },
    preview,
    stacks: { "organization/account/account": account, [`organization/foundation/${environment}`]: deployed },
  });
}

/** Types and names, sorted: what a rename or a replacement would change. */
const inventory = (collected: Collected) =>
  collected.resources.map((resource) => `${resource.type} ${resource.name}`).sort();

/** What every environment has, without the prefix of its names. */
const common = [
  "aws:autoscaling/group:Group bastion",
  "aws:cloudwatch/logGroup:LogGroup network-flow-logs",
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl network-default",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup network-default",
  "aws:ec2/flowLog:FlowLog network-flow-logs",
  "aws:ec2/launchTemplate:LaunchTemplate bastion",
  "aws:ec2/securityGroup:SecurityGroup bastion",
  "aws:ec2/securityGroup:SecurityGroup network-endpoints",
  "aws:ec2/vpcEndpoint:VpcEndpoint network-dynamodb",
  "aws:ec2/vpcEndpoint:VpcEndpoint network-s3",
  "aws:iam/instanceProfile:InstanceProfile bastion",
  "aws:iam/role:Role bastion",
  "aws:iam/role:Role network-flow-logs",
  "aws:iam/rolePolicy:RolePolicy bastion-sessions",
  "aws:iam/rolePolicy:RolePolicy network-flow-logs",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule bastion-https",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule bastion-port-22",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule bastion-port-3306",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule bastion-port-5432",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule network-endpoints-https",
  "awsx:ec2:Vpc network",
  "platform:access:Bastion bastion",
  "platform:network:Network network",
];

/** The inventory of an environment with these interface endpoints beside what all have. */
const expected = (environment: string, endpoints: readonly string[]) =>
  [...common, ...endpoints.map((service) => `aws:ec2/vpcEndpoint:VpcEndpoint network-${service}`)]
    .map((line) => line.replace(" ", ` acme-${environment}-`))
    .concat("pulumi:providers:aws aws")
    .sort();

const prodEndpoints = [
  "ec2",
  "ec2messages",
  "ecr-api",
  "ecr-dkr",
  "kms",
  "logs",
  "monitoring",
  "secretsmanager",
  "ssm",
  "ssmmessages",
  "sts",
];

describe("foundation stack", () => {
  it("makes in dev exactly this", async () => {
    assert.deepEqual(inventory(await deploy("dev")), expected("dev", []));
  });

  it("makes in prod exactly this (EC2.10, EC2.55, EC2.56, EC2.57: endpoints of EC2, ECR and Systems Manager)", async () => {
    assert.deepEqual(inventory(await deploy("prod")), expected("prod", prodEndpoints));
  });

  it("exports what outputs.ts promises", async () => {
    const { outputs } = await deploy("dev");
    const names: { readonly [Name in keyof FoundationOutputs]: true } = {
      addressPlan: true,
      bastionAutoScalingGroupName: true,
      bastionSecurityGroupId: true,
      cidrBlock: true,
      endpointSecurityGroupId: true,
      flowLogGroupName: true,
      privateSubnetIds: true,
      publicSubnetIds: true,
      routeTableIds: true,
      vpcId: true,
      zones: true,
    };
    assert.deepEqual(Object.keys(outputs).sort(), Object.keys(names));
    assert.deepEqual(outputs.zones, ["af-south-1a", "af-south-1b"]);
    assert.deepEqual(Object.keys(outputs.privateSubnetIds), outputs.zones);
  });

  it("reads with readFoundation every output that it exports", async () => {
    const { outputs } = await deploy("dev");
    const { outputs: read } = await collect(() => readFoundation("organization/foundation/dev"), {
      stacks: { "organization/foundation/dev": outputs },
    });
    assert.deepEqual(read, outputs);
  });

  it("sends everything through the provider that is bound to the account and carries the tags", async () => {
    const { resources, only } = await deploy("prod");
    assert.deepEqual(only("pulumi:providers:aws").inputs, {
      region: "af-south-1",
      allowedAccountIds: JSON.stringify(["111122223333"]),
      defaultTags: JSON.stringify({
        tags: {
          project: "acme",
          environment: "prod",
          owner: "platform-team",
          "cost-center": "cc-1042",
          "managed-by": "pulumi",
          repository: "acme/platform",
        },
      }),
      skipCredentialsValidation: "false",
      skipRegionValidation: "true",
    });
    const others = resources.filter(({ type, options }) => type.startsWith("aws:") && options.provider !== "aws");
    assert.deepEqual(others, []);
    const orphans = resources.filter(({ type, parent }) => /^awsx?:/.test(type) && parent === undefined);
    assert.deepEqual(orphans, []);
  });

  it("gives every role the boundary of its environment, which deploying roles demand", async () => {
    for (const environment of ["dev", "prod"]) {
      const roles = (await deploy(environment)).ofType("aws:iam/role:Role");
      const boundary = account.permissionsBoundaryArns[environment];
      assert.ok(boundary);
      assert.deepEqual(
        roles.map((role) => role.inputs.permissionsBoundary),
        [boundary, boundary],
      );
    }
  });

  it("has one bastion in dev and one in each zone in prod, on an image of its instance type's architecture", async () => {
    const dev = await deploy("dev");
    const prod = await deploy("prod");
    assert.equal(dev.only("aws:autoscaling/group:Group").inputs.desiredCapacity, 1);
    assert.equal(prod.only("aws:autoscaling/group:Group").inputs.desiredCapacity, 2);
    assert.deepEqual(
      prod.only("aws:autoscaling/group:Group").inputs.vpcZoneIdentifiers,
      Object.values(prod.outputs.publicSubnetIds),
    );
    assert.equal(
      prod.only("aws:ec2/launchTemplate:LaunchTemplate").inputs.imageId,
      "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
    );
  });

  it("lets the settings' SSH ranges through the network ACL and the bastions' security group, and nobody else", async () => {
    const { only } = await deploy("dev", { "platform:bastion": { sshCidrBlocks: ["203.0.113.7/32"] } });
    const rule = only(
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      "acme-dev-bastion-ssh-203-0-113-7-32",
    );
    assert.equal(rule.inputs.cidrIpv4, "203.0.113.7/32");
    const { ingress } = only("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl").inputs;
    assert.deepEqual(
      ingress.filter((entry: Properties) => entry.fromPort === 22),
      [{ action: "allow", ruleNo: 200, protocol: "tcp", fromPort: 22, toPort: 22, cidrBlock: "203.0.113.7/32" }],
    );
  });

  it("moves no subnet when a third zone is added", async () => {
    const zones = ["a", "b", "c"].map((letter, index) => ({ index, name: `af-south-1${letter}` }));
    const network = { cidrBlock: "10.10.0.0/16", zones };
    const before = (await deploy("dev")).only("awsx:ec2:Vpc").inputs;
    const after = (await deploy("dev", { "platform:network": network })).only("awsx:ec2:Vpc").inputs;
    assert.equal(after.subnetSpecs[0].cidrBlocks.length, 3);
    assert.deepEqual(
      after.subnetSpecs.map((spec: Properties) => spec.cidrBlocks.slice(0, 2)),
      before.subnetSpecs.map((spec: Properties) => spec.cidrBlocks),
    );
  });

  it("refuses to move or remove a deployed zone before it makes anything, whatever its index says", async () => {
    const deployed = { addressPlan: { zones: ["af-south-1a", "af-south-1b"], tiers: ["public", "private"] } };
    const zones = ["b", "a"].map((letter, index) => ({ index, name: `af-south-1${letter}` }));
    await assert.rejects(
      deploy("dev", { "platform:network": { cidrBlock: "10.10.0.0/16", zones } }, false, deployed),
      /1\. platform:network\.zones\n +Zones that are deployed were reordered[\s\S]*got: +af-south-1b, af-south-1a/,
    );
    const { outputs } = await deploy("dev", {}, false, deployed);
    assert.deepEqual(outputs.addressPlan, deployed.addressPlan);
  });

  it("works out a preview of a new environment, when nothing is known yet", async () => {
    const { resources } = await deploy("prod", {}, true);
    assert.equal(resources.length, expected("prod", prodEndpoints).length);
  });

  it("stops with every problem of the settings before it makes anything", async () => {
    const zones = [{ index: 0, name: "af-south-1a" }];
    await assert.rejects(
      deploy("dev", { "platform:network": { cidrBlock: "10.10.0.1/16", zones } }),
      /2 problems[\s\S]*network\.zones[\s\S]*network\.cidrBlock[\s\S]*10\.10\.0\.0\/16/,
    );
  });
});
