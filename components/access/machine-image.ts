/** Processor architectures of EC2 instances that run Amazon Linux. */
export type Architecture = "arm64" | "x86_64";

/**
 * The architecture of an instance type.
 *
 * @param instanceType family and size, for example "t4g.nano"
 * @returns arm64 for Graviton: the letter g among those that follow the family's number, and the first family, a1.
 *   Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function architectureOf(instanceType: string): Architecture {
  const [family = ""] = instanceType.split(".");
  return family === "a1" || /^[a-z]+\d+[a-z]*g/.test(family) ? "arm64" : "x86_64";
}

/**
 * The public parameter that holds the AMI id of the newest Amazon Linux 2023. It has no paravirtual image.
 * Source: https://docs.aws.amazon.com/linux/al2023/ug/ec2.html
 *
 * @param instanceType decides the architecture, for example "t4g.nano"
 * @returns for example `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64`
 */
export function amazonLinuxParameter(instanceType: string): string {
  return `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architectureOf(instanceType)}`;
}

/**
 * The newest Amazon Linux 2023 for an instance type, as a launch template takes it: EC2 looks it up at each launch, so
 * a renewed instance has the newest image without any change here.
 *
 * @param instanceType decides the architecture, for example "t4g.nano"
 * @returns for example `resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64`
 */
export function amazonLinuxImage(instanceType: string): string {
  return `resolve:ssm:${amazonLinuxParameter(instanceType)}`;
}
