/** Row of launch templates. */
import { isDeepStrictEqual } from "node:util";
import type { Call, Properties, Row, Rule, World } from "../../row.ts";
import { camel, tagRecord } from "../helpers.ts";
import { text, texts } from "../known.ts";
import { dataProperties, launchTemplateData } from "./launch-template-data.ts";
import { ec2, securityGroupsProblem, tagCalls, types, vpcOfSubnet } from "./shared.ts";

/** User data before encoding, in bytes (EC2 User Guide, Run commands when you launch an instance with user data input). */
const largestUserDataBytes = 16 * 1024;

function userDataProblem({ userData }: Properties): string | undefined {
  const encoded = text(userData);
  if (encoded === undefined) return undefined;
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(encoded)) {
    return `the launch template's userData is not base64 (it begins with ${JSON.stringify(encoded.slice(0, 20))}): encode it`;
  }
  const bytes = Buffer.from(encoded, "base64").length;
  return bytes > largestUserDataBytes
    ? `the launch template's userData has ${bytes} bytes before encoding: AWS takes at most ${largestUserDataBytes}; move the rest to a file in S3`
    : undefined;
}

function securityGroupProblem(inputs: Properties, world: World): string | undefined {
  const interfaces: Properties[] = Array.isArray(inputs.networkInterfaces) ? inputs.networkInterfaces : [];
  const groups = [...texts(inputs.vpcSecurityGroupIds), ...interfaces.flatMap((item) => texts(item.securityGroups))];
  const vpcId = interfaces.map((item) => vpcOfSubnet(world, item.subnetId)).find((vpc) => vpc !== undefined);
  return securityGroupsProblem(world, groups, vpcId, "the launch template");
}

const rules: readonly Rule[] = [
  { source: "EC2 User Guide, user data: at most 16 KB before it is encoded", check: userDataProblem },
  {
    source: "EC2 API, RunInstances: security groups and network interfaces must be of the same network",
    check: securityGroupProblem,
  },
  {
    source: "EC2 API error InvalidParameterCombination: network interfaces and instance-level security groups",
    check: ({ vpcSecurityGroupIds, networkInterfaces }) =>
      texts(vpcSecurityGroupIds).length > 0 && Array.isArray(networkInterfaces) && networkInterfaces.length > 0
        ? "the launch template has vpcSecurityGroupIds and networkInterfaces: give the security groups in networkInterfaces"
        : undefined,
  },
  {
    source: "EC2 API, RequestLaunchTemplateData, ImageId; error InvalidAMIID.Malformed",
    check: ({ imageId }) => {
      const image = text(imageId);
      return image === undefined || /^(ami-[0-9a-f]{8}([0-9a-f]{9})?$|resolve:ssm:)/.test(image)
        ? undefined
        : `the launch template's imageId ${image} is no image: give ami-… or resolve:ssm:<parameter>`;
    },
  },
  {
    source: "terraform-provider-aws, aws_launch_template, http_put_response_hop_limit; EC2 API",
    check: ({ metadataOptions }) => {
      const limit = metadataOptions?.httpPutResponseHopLimit;
      return typeof limit === "number" && (limit < 1 || limit > 64)
        ? `the launch template's metadataOptions.httpPutResponseHopLimit is ${limit}: AWS takes 1 to 64`
        : undefined;
    },
  },
  {
    source: "EC2 API error InvalidIamInstanceProfile",
    when: "creation",
    check: ({ iamInstanceProfile }, world) => {
      const [name, arn] = [text(iamInstanceProfile?.name), text(iamInstanceProfile?.arn)];
      if (name === undefined && arn === undefined) return undefined;
      const known = world.all("aws:iam/instanceProfile:InstanceProfile");
      return known.some(
        ({ id, properties }) => (name === undefined || id === name) && (arn === undefined || properties.arn === arn),
      )
        ? undefined
        : `the launch template's instance profile ${name ?? arn} does not exist: give one that this workspace made`;
    },
  },
];

function dataOf(properties: Properties): Properties {
  return Object.fromEntries(
    [...dataProperties, "description"]
      .map((name) => [name, properties[name]])
      .filter(([, value]) => value !== undefined),
  );
}

function versionDescription(inputs: Properties): Properties {
  return inputs.description === undefined ? {} : { VersionDescription: inputs.description };
}

/** A changed template gets a new version; the default version moves when the program says so. */
function versionCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  const changed = !isDeepStrictEqual(dataOf(inputs), dataOf(previous));
  const latest = (previous.latestVersion ?? 1) + (changed ? 1 : 0);
  const wanted = inputs.updateDefaultVersion === true ? latest : inputs.defaultVersion;
  return [
    ...(changed
      ? [
          ec2("CreateLaunchTemplateVersion", {
            LaunchTemplateId: id,
            LaunchTemplateData: launchTemplateData(inputs),
            ...versionDescription(inputs),
          }),
        ]
      : []),
    ...(wanted !== undefined && wanted !== previous.defaultVersion
      ? [ec2("ModifyLaunchTemplate", { LaunchTemplateId: id, DefaultVersion: String(wanted) })]
      : []),
  ];
}

/** Type `aws:ec2/launchTemplate:LaunchTemplate`. */
export const launchTemplate: Row = {
  type: types.launchTemplate,
  taggable: true,
  autoName: { property: "name", maxLength: 128 },
  required: [],
  replaceOn: ["name", "namePrefix"],
  conflicts: [
    ["name", "namePrefix"],
    ["defaultVersion", "updateDefaultVersion"],
    ["instanceRequirements", "instanceType"],
    ["securityGroupNames", "vpcSecurityGroupIds"],
  ],
  identify: (_inputs, facts) => `lt-${facts.hex(17)}`,
  attributes: (_inputs, id, facts) => ({
    arn: facts.arn("ec2", `launch-template/${id}`),
    latestVersion: 1,
    defaultVersion: 1,
  }),
  create: {
    call: (inputs, facts) =>
      ec2("CreateLaunchTemplate", {
        LaunchTemplateName: inputs.name ?? `${inputs.namePrefix}${facts.hex(8)}`,
        LaunchTemplateData: launchTemplateData(inputs),
        ...versionDescription(inputs),
      }),
    id: (answer) => answer.LaunchTemplate.LaunchTemplateId,
  },
  // The emulator never changes tags that are given with the creation; so they are set after it.
  afterCreate: (id, inputs, live, facts) => [
    ...tagCalls(id, live, facts),
    ...versionCalls(id, inputs, { ...inputs, ...live }),
  ],
  read: {
    call: (id) => ec2("DescribeLaunchTemplates", { LaunchTemplateIds: [id] }),
    also: (id) => [ec2("DescribeLaunchTemplateVersions", { LaunchTemplateId: id, Versions: ["$Latest"] })],
    properties: (answer) => {
      const template = answer.LaunchTemplates?.[0];
      const data = answer.LaunchTemplateVersions?.[0]?.LaunchTemplateData;
      return (
        template && {
          name: template.LaunchTemplateName,
          latestVersion: template.LatestVersionNumber,
          defaultVersion: template.DefaultVersionNumber,
          ...camel(data, "ImageId", "InstanceType", "KeyName", "UserData"),
          tagsAll: tagRecord(template.Tags),
        }
      );
    },
    gone: ["InvalidLaunchTemplateId.NotFoundException", "InvalidLaunchTemplateId.NotFound"],
  },
  renewed: (inputs, previous) =>
    isDeepStrictEqual(dataOf(inputs), dataOf(previous)) ? [] : ["latestVersion", "defaultVersion"],
  update: (id, inputs, previous, facts) => [...versionCalls(id, inputs, previous), ...tagCalls(id, previous, facts)],
  delete: (id) => [
    ec2("DeleteLaunchTemplate", { LaunchTemplateId: id }, [
      "InvalidLaunchTemplateId.NotFoundException",
      "InvalidLaunchTemplateId.NotFound",
    ]),
  ],
  rules,
};
