/** What AWS would answer when a resource is made, in its own forms of ids and ARNs. Used by `pulumi-mocks.ts` only. */
import { createHash } from "node:crypto";

/** The account of all answers, twelve digits. */
export const accountId = "123456789012";

/** The region of all answers that do not name one. */
export const region = "af-south-1";

// biome-ignore lint/suspicious/noExplicitAny: inputs and outputs of any resource type.
type Properties = Record<string, any>;

/** Hexadecimal characters that follow from the seed: the same in every run, different for each resource. */
function hex(seed: string, length: number): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, length);
}

/** An ARN in the test account; services without region or account pass an empty string. */
function arn(service: string, resource: string, parts: { region?: string; account?: string } = {}): string {
  return `arn:aws:${service}:${parts.region ?? region}:${parts.account ?? accountId}:${resource}`;
}

interface Form {
  /** The id that AWS gives; `name` is the physical name. */
  readonly id: (name: string, seed: string, inputs: Properties) => string;
  /** What AWS adds to the inputs. */
  readonly adds?: (id: string, name: string, inputs: Properties) => Properties;
}

/** Ids such as `subnet-` and seventeen hexadecimal characters, with EC2's ARN. */
function ec2(prefix: string, resource: string, adds: (id: string) => Properties = () => ({})): Form {
  return {
    id: (_name, seed) => `${prefix}-${hex(seed, 17)}`,
    adds: (id) => ({ arn: arn("ec2", `${resource}/${id}`), ...adds(id) }),
  };
}

/** Types whose id is their physical name. */
function named(adds: (name: string, inputs: Properties) => Properties): Form {
  return { id: (name) => name, adds: (_id, name, inputs) => ({ name, ...adds(name, inputs) }) };
}

/** Types whose id is their ARN. */
function byArn(make: (name: string, seed: string) => string): Form {
  return { id: (name, seed) => make(name, seed), adds: (id, name) => ({ arn: id, name }) };
}

/** Forms by type token. A type without one gets a plain id and ARN. */
const forms: Readonly<Record<string, Form>> = {
  "aws:ec2/securityGroup:SecurityGroup": ec2("sg", "security-group"),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ec2("sg", "security-group"),
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": ec2("acl", "network-acl"),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ec2("sgr", "security-group-rule"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ec2("sgr", "security-group-rule"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("vpce", "vpc-endpoint"),
  "aws:ec2/flowLog:FlowLog": ec2("fl", "vpc-flow-log"),
  "aws:ec2/launchTemplate:LaunchTemplate": ec2("lt", "launch-template", () => ({
    latestVersion: 1,
    defaultVersion: 1,
  })),
  "aws:autoscaling/group:Group": named((name) => ({
    arn: arn(
      "autoscaling",
      `autoScalingGroup:${hex(name, 8)}-0000-4000-8000-${hex(name, 12)}:autoScalingGroupName/${name}`,
    ),
  })),
  "aws:cloudwatch/metricAlarm:MetricAlarm": named((name) => ({ arn: arn("cloudwatch", `alarm:${name}`) })),
  "aws:cloudwatch/logGroup:LogGroup": named((name, inputs) => ({
    arn: arn("logs", `log-group:${name}`, { region: inputs.region }),
  })),
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": named((name, inputs) => ({
    arn: arn("logs", `delivery-source:${name}`, { region: inputs.region }),
  })),
  "aws:iam/role:Role": named((name, inputs) => ({
    arn: arn("iam", `role${inputs.path ?? "/"}${name}`, { region: "" }),
    uniqueId: `AROA${hex(name, 17).toUpperCase()}`,
  })),
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": {
    id: (_name, _seed, { awsServiceName, customSuffix }) =>
      arn("iam", `role/aws-service-role/${awsServiceName}/AWSServiceRoleForAutoScaling_${customSuffix}`, {
        region: "",
      }),
    adds: (id) => ({ arn: id, name: id.split("/").at(-1) }),
  },
  "aws:iam/policy:Policy": byArn((name) => arn("iam", `policy/${name}`, { region: "" })),
  "aws:iam/rolePolicy:RolePolicy": { id: (name, _seed, inputs) => `${inputs.role}:${name}` },
  "aws:iam/instanceProfile:InstanceProfile": named((name) => ({
    arn: arn("iam", `instance-profile/${name}`, { region: "" }),
  })),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    id: (_name, _seed, inputs) => oidcArn(inputs),
    adds: (id) => ({ arn: id }),
  },
  "aws:kms/key:Key": {
    id: (_name, seed) => uuid(seed),
    adds: (id) => ({ keyId: id, arn: arn("kms", `key/${id}`) }),
  },
  "aws:kms/alias:Alias": { id: (name) => name, adds: (_id, name) => ({ name, arn: arn("kms", name) }) },
  "aws:lambda/function:Function": named((name) => ({ arn: arn("lambda", `function:${name}`) })),
  "aws:s3/bucket:Bucket": {
    id: (name) => name,
    adds: (_id, name) => ({
      bucket: name,
      arn: arn("s3", name, { region: "", account: "" }),
      bucketDomainName: `${name}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    }),
  },
  "aws:acm/certificate:Certificate": {
    id: (_name, seed, inputs) => arn("acm", `certificate/${uuid(seed)}`, { region: inputs.region ?? region }),
    adds: (id, _name, inputs) => ({ arn: id, domainValidationOptions: validationOptions(inputs) }),
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    id: (name, seed) => arn("elasticloadbalancing", `loadbalancer/app/${name}/${hex(seed, 16)}`),
    adds: (id, name) => ({
      arn: id,
      arnSuffix: id.split(":loadbalancer/")[1],
      dnsName: `${name}-1234567890.${region}.elb.amazonaws.com`,
      zoneId: "Z268VQBMOI5EKX",
      name,
    }),
  },
  "aws:lb/targetGroup:TargetGroup": {
    id: (name, seed) => arn("elasticloadbalancing", `targetgroup/${name}/${hex(seed, 16)}`),
    adds: (id, name) => ({ arn: id, arnSuffix: id.split(`:${accountId}:`)[1], name }),
  },
  "aws:lb/listener:Listener": {
    id: (_name, seed, inputs) =>
      `${String(inputs.loadBalancerArn).replace(":loadbalancer/", ":listener/")}/${hex(seed, 16)}`,
    adds: (id) => ({ arn: id }),
  },
  "aws:lb/listenerRule:ListenerRule": {
    id: (_name, seed, inputs) =>
      `${String(inputs.listenerArn).replace(":listener/", ":listener-rule/")}/${hex(seed, 16)}`,
    adds: (id) => ({ arn: id }),
  },
  "aws:backup/vault:Vault": named((name, inputs) => ({
    arn: arn("backup", `backup-vault:${name}`, { region: inputs.region }),
  })),
  "aws:efs/fileSystem:FileSystem": {
    id: (_name, seed) => `fs-${hex(seed, 17)}`,
    adds: (id) => ({ arn: arn("elasticfilesystem", `file-system/${id}`) }),
  },
  "aws:efs/accessPoint:AccessPoint": {
    id: (_name, seed) => `fsap-${hex(seed, 17)}`,
    adds: (id) => ({ arn: arn("elasticfilesystem", `access-point/${id}`) }),
  },
  "aws:rds/instance:Instance": {
    id: (_name, seed) => `db-${hex(seed, 26).toUpperCase()}`,
    adds: (id, name, inputs) => {
      const identifier = inputs.identifier ?? name;
      const secretArn = arn("secretsmanager", `secret:rds!${id}`);
      return {
        arn: arn("rds", `db:${identifier}`),
        identifier,
        address: `${identifier}.c0ffee.${region}.rds.amazonaws.com`,
        resourceId: id,
        masterUserSecrets: inputs.manageMasterUserPassword ? [{ secretArn, secretStatus: "active" }] : [],
      };
    },
  },
  "aws:sesv2/emailIdentity:EmailIdentity": {
    id: (_name, _seed, inputs) => inputs.emailIdentity,
    adds: (id, _name, inputs) => ({
      arn: arn("ses", `identity/${id}`, inputs.region === undefined ? {} : { region: inputs.region }),
      dkimSigningAttributes: {
        ...inputs.dkimSigningAttributes,
        tokens: ["one", "two", "three"].map((token) => hex(`${id} ${token}`, 32)),
      },
    }),
  },
  "aws:sns/topicPolicy:TopicPolicy": { id: (_name, _seed, inputs) => inputs.arn, adds: (id) => ({ arn: id }) },
  "aws:secretsmanager/secret:Secret": byArn((name, seed) => arn("secretsmanager", `secret:${name}-${hex(seed, 6)}`)),
  "aws:cloudfront/distribution:Distribution": {
    id: (_name, seed) => `E${hex(seed, 13).toUpperCase()}`,
    adds: (id) => ({
      arn: arn("cloudfront", `distribution/${id}`, { region: "" }),
      domainName: `d${id.slice(1).toLowerCase()}.cloudfront.net`,
      hostedZoneId: "Z2FDTNDATAQYW2",
    }),
  },
  "aws:wafv2/webAcl:WebAcl": {
    id: (_name, seed) => uuid(seed),
    adds: (id, name, inputs) => ({
      name,
      arn: arn("wafv2", `${inputs.scope === "CLOUDFRONT" ? "global" : "regional"}/webacl/${name}/${id}`, {
        region: inputs.region,
      }),
    }),
  },
  "aws:sns/topic:Topic": byArn((name) => arn("sns", name)),
  "aws:cloudtrail/trail:Trail": byArn((name) => arn("cloudtrail", `trail/${name}`)),
  "aws:ecr/repository:Repository": named((name) => ({
    arn: arn("ecr", `repository/${name}`),
    registryId: accountId,
    repositoryUrl: `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}`,
  })),
  "aws:guardduty/detector:Detector": {
    id: (_name, seed) => hex(seed, 32),
    adds: (id) => ({ accountId, arn: arn("guardduty", `detector/${id}`) }),
  },
  "aws:route53/zone:Zone": {
    id: (_name, seed) => `Z${hex(seed, 20).toUpperCase()}`,
    adds: (id) => ({
      zoneId: id,
      arn: arn("route53", `hostedzone/${id}`, { region: "", account: "" }),
      nameServers: [1, 2, 3, 4].map((number) => `ns-${number}.awsdns-0${number}.org`),
    }),
  },
};

/** What ACM asks for to validate a certificate: the same record for a name in every region, and for a wildcard that of the name below it. */
function validationOptions(inputs: Properties): Properties[] {
  return [inputs.domainName, ...(inputs.subjectAlternativeNames ?? [])].map((domainName: string) => {
    const plain = domainName.replace(/^\*\./, "");
    return {
      domainName,
      resourceRecordName: `_${hex(plain, 32)}.${plain}.`,
      resourceRecordType: "CNAME",
      resourceRecordValue: `_${hex(`value ${plain}`, 32)}.acm-validations.aws.`,
    };
  });
}

/** The ARN of an identity provider: the address without its scheme. */
function oidcArn(inputs: Properties): string {
  return arn("iam", `oidc-provider/${String(inputs.url ?? "").replace(/^https:\/\//, "")}`, { region: "" });
}

/** A UUID in AWS's form, from the seed. */
function uuid(seed: string): string {
  const digits = hex(seed, 32);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join("-");
}

/** The physical name: given, or the logical one with Pulumi's seven hexadecimal characters. */
function physicalName(type: string, name: string, inputs: Properties): string {
  const given = inputs.name ?? inputs.bucket;
  if (typeof given === "string") {
    return given;
  }
  const prefix = typeof inputs.namePrefix === "string" ? inputs.namePrefix : `${name}-`;
  return prefix + hex(`${type}::${name}`, 7);
}

/** The documented outputs of `awsx.ec2.Vpc`: zones in order and, inside each, public before private before isolated. */
function answerVpc(name: string, inputs: Properties): Properties {
  const zones: readonly string[] = inputs.availabilityZoneNames ?? [`${region}a`, `${region}b`, `${region}c`];
  const order = ["public", "private", "isolated"];
  const specs: Properties[] = [...(inputs.subnetSpecs ?? [{ type: "Public" }, { type: "Private" }])].sort(
    (a, b) => order.indexOf(a.type.toLowerCase()) - order.indexOf(b.type.toLowerCase()),
  );
  const part = (prefix: string, suffix: string) => ({ id: `${prefix}-${hex(`${name}-${prefix}-${suffix}`, 17)}` });
  const vpc = {
    ...part("vpc", ""),
    cidrBlock: inputs.cidrBlock,
    defaultSecurityGroupId: part("sg", "default").id,
    defaultNetworkAclId: part("acl", "default").id,
    defaultRouteTableId: part("rtb", "default").id,
    mainRouteTableId: part("rtb", "default").id,
  };
  const cells = zones.flatMap((zone, index) =>
    specs.map((spec) => {
      const key = `${spec.name ?? spec.type.toLowerCase()}-${index + 1}`;
      return {
        type: spec.type as string,
        subnet: { ...part("subnet", key), availabilityZone: zone, cidrBlock: spec.cidrBlocks?.[index], vpcId: vpc.id },
        routeTable: { ...part("rtb", key), vpcId: vpc.id },
      };
    }),
  );
  const subnets = (type: string) => cells.filter((cell) => cell.type === type).map((cell) => cell.subnet);
  const ids = (type: string) => subnets(type).map((subnet) => subnet.id);
  const strategy = inputs.natGateways?.strategy ?? "OnePerAz";
  const natCount = strategy === "None" ? 0 : strategy === "Single" ? 1 : zones.length;
  const numbers = Array.from({ length: natCount }, (_, index) => String(index + 1));
  return {
    vpcId: vpc.id,
    vpc,
    internetGateway: { ...part("igw", ""), vpcId: vpc.id },
    subnets: cells.map((cell) => cell.subnet),
    publicSubnets: subnets("Public"),
    privateSubnets: subnets("Private"),
    isolatedSubnets: subnets("Isolated"),
    publicSubnetIds: ids("Public"),
    privateSubnetIds: ids("Private"),
    isolatedSubnetIds: ids("Isolated"),
    routeTables: cells.map((cell) => cell.routeTable),
    routes: [],
    routeTableAssociations: [],
    natGateways: numbers.map((number) => part("nat", number)),
    eips: numbers.map((number) => part("eipalloc", number)),
    vpcEndpoints: [],
    subnetLayout: [],
  };
}

/** A password of the wanted length and its hash, marked as secrets in the engine's protocol. */
function answerPassword(name: string, inputs: Properties): Properties {
  const secret = (value: string) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });
  const length = Number(inputs.length);
  const characters = hex(name, 64).repeat(Math.ceil(length / 64));
  return { result: secret(characters.slice(0, length)), bcryptHash: secret(`$2a$10$${hex(name, 53)}`) };
}

/**
 * The answer to one registration.
 *
 * @param type Pulumi's type token.
 * @param name The logical name.
 * @param inputs As registered.
 * @param preview Then the id and what AWS adds are left out, as a preview does not know them.
 */
export function answerResource(
  type: string,
  name: string,
  inputs: Properties,
  preview: boolean,
): { id: string | undefined; state: Properties } {
  if (type === "awsx:ec2:Vpc") {
    return { id: undefined, state: preview ? inputs : { ...inputs, ...answerVpc(name, inputs) } };
  }
  const [namespace] = type.split(":");
  if (type === "random:index/randomPassword:RandomPassword" && !preview) {
    return { id: "none", state: { ...inputs, ...answerPassword(name, inputs) } };
  }
  if (namespace !== "aws" || preview) {
    return { id: preview || namespace === "platform" ? undefined : `${name}-id`, state: inputs };
  }
  const seed = `${type}::${name}`;
  const physical = physicalName(type, name, inputs);
  const form = forms[type] ?? {
    id: () => `${name}-id`,
    adds: (id: string) => ({ arn: arn(type.split("/")[0]?.slice("aws:".length) ?? "aws", id) }),
  };
  const id = form.id(physical, seed, inputs);
  return { id, state: { ...inputs, ...form.adds?.(id, physical, inputs) } };
}
