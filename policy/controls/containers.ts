/**
 * Guard rails of containers. No stack uses ECS yet.
 * Source: https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html
 */
import { type Control, must, type Properties, type Rule } from "../control.ts";

const task = ["aws:ecs/taskDefinition:TaskDefinition"];
/** A task set stands in for its service where another controller deploys. */
const service = ["aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet"];
const secretVariables = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "ECS_ENGINE_AUTH_DATA"];

/** An object whose members are named in small letters. */
const lowered = (_name: string, value: unknown): unknown =>
  value === null || typeof value !== "object" || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));

/**
 * The containers of a task definition, from their JSON, members in small letters: the provider reads them with Go's package, which
 * takes names in any case (https://pkg.go.dev/encoding/json#Unmarshal).
 */
const containersOf = ({ containerDefinitions }: Properties): readonly Properties[] =>
  JSON.parse(containerDefinitions, lowered);

const every =
  (holds: (container: Properties) => boolean): Rule =>
  (props) =>
    containersOf(props).every(holds);

/** Containers of Windows have neither root nor a root filesystem that can be closed. */
const isWindows = ({ runtimePlatform }: Properties): boolean =>
  (runtimePlatform?.operatingSystemFamily ?? "LINUX").startsWith("WINDOWS");

const everyLinux =
  (holds: (container: Properties) => boolean): Rule =>
  (props, resource) =>
    isWindows(props) || every(holds)(props, resource);

/** A user may be written with a group: `0:1000` is root. */
const isRoot = ({ user }: Properties): boolean => /^(root|0+)?$/.test(String(user ?? "").split(":")[0] ?? "");

/** Clusters, services and task definitions of ECS. */
export const containers: readonly Control[] = [
  {
    control: "ECS.2",
    severity: "high",
    title: "Tasks get no public address.",
    remedy: "Set networkConfiguration.assignPublicIp to false.",
    types: service,
    check: must(({ networkConfiguration: net }) => net?.assignPublicIp !== true, "assignPublicIp is on"),
  },
  {
    control: "ECS.3",
    severity: "high",
    title: "Tasks do not share the processes of their machine.",
    remedy: "Leave pidMode out, or set it to task.",
    types: task,
    check: must(({ pidMode }) => pidMode !== "host", "pidMode is host"),
  },
  {
    control: "ECS.4",
    severity: "high",
    title: "Containers are not privileged.",
    remedy: "Leave privileged out.",
    types: task,
    check: must(
      every(({ privileged }) => privileged !== true),
      "a container is privileged",
    ),
  },
  {
    control: "ECS.5",
    severity: "high",
    title: "Containers cannot write to their root filesystem.",
    remedy: "Set readonlyRootFilesystem of each container, and mount a volume for what is written.",
    types: task,
    check: must(
      everyLinux((one) => one.readonlyrootfilesystem === true),
      "a container may write to its root filesystem",
    ),
  },
  {
    control: "ECS.8",
    severity: "high",
    title: "Containers get no secrets as environment variables.",
    remedy: "Give the container a task role, or the value by secrets from Secrets Manager.",
    types: task,
    check: must(
      every(({ environment }) => !(environment ?? []).some(({ name }: Properties) => secretVariables.includes(name))),
      `a container has ${secretVariables.join(" or ")} in its environment`,
    ),
  },
  {
    control: "ECS.9",
    severity: "high",
    title: "Containers log.",
    remedy: "Give each container a logConfiguration with a logDriver.",
    types: task,
    check: must(
      every(({ logconfiguration }) => (logconfiguration?.logdriver ?? "") !== ""),
      "a container has no log driver",
    ),
  },
  {
    control: "ECS.10",
    severity: "medium",
    title: "Fargate runs tasks on its latest platform.",
    remedy: "Leave platformVersion out, or set it to LATEST.",
    types: service,
    // 1.4.0 is the latest of Linux: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html
    check: must(
      ({ platformVersion }) => ["LATEST", "1.4.0"].includes(platformVersion ?? "LATEST"),
      "the platform is an old one",
    ),
  },
  {
    control: "ECS.12",
    severity: "medium",
    title: "Clusters have Container Insights.",
    remedy: "Set containerInsights to enabled or enhanced in settings.",
    types: ["aws:ecs/cluster:Cluster"],
    check: must(
      ({ settings }) =>
        (settings ?? []).some(
          ({ name, value }: Properties) => name === "containerInsights" && /^(enabled|enhanced)$/.test(value),
        ),
      "containerInsights is off",
    ),
  },
  {
    control: "ECS.18",
    severity: "medium",
    title: "Tasks speak TLS with EFS.",
    remedy: "Set efsVolumeConfiguration.transitEncryption to ENABLED.",
    types: task,
    check: must(
      ({ volumes }) =>
        (volumes ?? []).every(
          ({ efsVolumeConfiguration: efs }: Properties) => efs === undefined || efs.transitEncryption === "ENABLED",
        ),
      "files go over the network in plain text",
    ),
  },
  {
    control: "ECS.20",
    severity: "medium",
    title: "Containers of Linux do not run as root.",
    remedy: "Set user of each container to another one.",
    types: task,
    check: must(
      everyLinux((one) => !isRoot(one)),
      "a container runs as root",
    ),
  },
];
