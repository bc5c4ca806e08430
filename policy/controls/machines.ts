/** Guard rails of machines: launch templates, groups and what would stand beside them. */
import { type Control, list, must, type Properties } from "../control.ts";

const template = ["aws:ec2/launchTemplate:LaunchTemplate"];
const instance = "aws:ec2/instance:Instance";
const group = ["aws:autoscaling/group:Group"];
const paravirtual = /^(c1|c3|hi1|hs1|m1|m2|m3|t1)\./;

/** A launch template writes its switches as words. */
const isOn = (value: unknown) => value === true || value === "true";

const disksEncrypted = must(
  ({ blockDeviceMappings: disks }) => disks?.length > 0 && disks.every(({ ebs }: Properties) => isOn(ebs?.encrypted)),
  "a volume is not encrypted",
);
/** Volumes of machines that stand by themselves, and volumes by themselves. */
const everyDiskEncrypted = must(
  ({ rootBlockDevice, ebsBlockDevices, encrypted }, { type }) =>
    type === instance
      ? [rootBlockDevice ?? {}, ...(ebsBlockDevices ?? [])].every((disk) => isOn(disk.encrypted))
      : isOn(encrypted),
  "a volume is not encrypted",
);
const imdsV2 = must(
  ({ metadataOptions }) => metadataOptions?.httpTokens === "required",
  "the metadata service answers without a token",
);
const noPublicAddress = must(
  ({ networkInterfaces }) =>
    networkInterfaces?.length > 0 &&
    networkInterfaces.every(
      (one: Properties) => one.associatePublicIpAddress !== undefined && !isOn(one.associatePublicIpAddress),
    ),
  "machines have, or may have, a public address",
);

/** A subnet decides where nothing is said: EC2.15. */
const noAddressOfItsOwn = must((props) => props.associatePublicIpAddress !== true, "the machine has a public address");

const templateOf = ({ launchTemplate, mixedInstancesPolicy }: Properties): Properties | undefined =>
  launchTemplate ?? mixedInstancesPolicy?.launchTemplate?.launchTemplateSpecification;

/** Launch templates and Auto Scaling groups. */
export const machines: readonly Control[] = [
  {
    control: "AutoScaling.1",
    severity: "low",
    title: "A machine that its load balancer finds unhealthy is replaced.",
    remedy: 'Set healthCheckType to "ELB".',
    types: group,
    check: must(
      (props) => list(props.targetGroupArns).length === 0 || props.healthCheckType === "ELB",
      "the group does not listen to its load balancer",
    ),
  },
  {
    control: "AutoScaling.2",
    severity: "medium",
    title: "Groups span two zones.",
    remedy: "Give subnets of two zones or more.",
    types: group,
    check: must(({ vpcZoneIdentifiers }) => list(vpcZoneIdentifiers).length >= 2, "there is one subnet"),
  },
  {
    control: "AutoScaling.6",
    severity: "medium",
    title: "Groups have several instance types.",
    remedy: "Give mixedInstancesPolicy two or more overrides.",
    types: group,
    check: must(
      ({ mixedInstancesPolicy }) => (mixedInstancesPolicy?.launchTemplate?.overrides ?? []).length >= 2,
      "there is one instance type",
    ),
  },
  {
    control: "AutoScaling.9",
    severity: "medium",
    title: "Groups have a launch template of a certain version.",
    remedy: "Give launchTemplate an id and a number as version; $Latest excludes the roll-back.",
    types: group,
    check: must((props) => {
      const given = templateOf(props);
      return given !== undefined && !String(given.version ?? "$Default").startsWith("$");
    }, "there is no launch template, or no certain version"),
  },
  {
    control: "EC2.3",
    severity: "medium",
    title: "Volumes of machines are encrypted.",
    remedy: "Set ebs.encrypted of each volume.",
    types: [...template, instance, "aws:ebs/volume:Volume"],
    check: (resource) => (template.includes(resource.type) ? disksEncrypted : everyDiskEncrypted)(resource),
  },
  {
    control: "EC2.181",
    severity: "medium",
    title: "Launch templates encrypt the volumes that they attach.",
    remedy: "Set ebs.encrypted of each volume.",
    types: template,
    check: disksEncrypted,
  },
  {
    control: "EC2.8",
    severity: "high",
    title: "Machines give their metadata to IMDSv2 only.",
    remedy: 'Set metadataOptions.httpTokens to "required".',
    types: [...template, instance],
    check: imdsV2,
  },
  {
    control: "EC2.170",
    severity: "low",
    title: "Launch templates demand IMDSv2.",
    remedy: 'Set metadataOptions.httpTokens to "required".',
    types: template,
    check: imdsV2,
  },
  {
    control: "EC2.9",
    severity: "high",
    title: "Machines have no public address.",
    remedy: "Set associatePublicIpAddress of the network interface to false.",
    types: [...template, instance],
    check: (resource) => (template.includes(resource.type) ? noPublicAddress : noAddressOfItsOwn)(resource),
  },
  {
    control: "EC2.25",
    severity: "high",
    title: "Launch templates give no public address.",
    remedy: "Set associatePublicIpAddress of the network interface to false.",
    types: template,
    check: noPublicAddress,
  },
  {
    control: "EC2.17",
    severity: "low",
    title: "Machines have one network interface.",
    remedy: "Give one network interface.",
    types: template,
    check: must(
      ({ networkInterfaces }) => networkInterfaces?.length === 1,
      "there is not exactly one network interface",
    ),
  },
  {
    control: "EC2.24",
    severity: "medium",
    title: "Machines are not of a paravirtual type.",
    remedy: "Choose an instance type of a current generation.",
    types: [...template, instance],
    check: must(({ instanceType }) => !paravirtual.test(instanceType ?? ""), "the instance type is paravirtual"),
  },
  {
    control: "EC2.28",
    severity: "low",
    title: "The daily backup takes volumes.",
    remedy: 'Tag volumes backup = "daily" in tagSpecifications.',
    types: template,
    check: must(
      ({ tagSpecifications }) =>
        tagSpecifications?.some(
          ({ resourceType, tags }: Properties) => resourceType === "volume" && tags?.backup === "daily",
        ) === true,
      'volumes do not carry the tag backup = "daily"',
    ),
  },
];
