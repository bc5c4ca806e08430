import { type AgentArgs, agentConfiguration } from "./user-data-agent.ts";
import { environmentFile, type Facts, factLines } from "./user-data-facts.ts";

/** What our own user data is made of. */
export interface UserDataArgs extends AgentArgs {
  /** Where everything is. */
  readonly facts: Facts;
}

/** The file with which an image says that it has an application: then no placeholder page is started. */
export const applicationMark = "/etc/platform/application";

const agentFolder = "/opt/aws/amazon-cloudwatch-agent";

/** Functions that the steps use. Packages that the image has are not asked for again; what the network may refuse is tried again. */
const functions = `again() {
  local attempt
  for attempt in 1 2 3 4 5; do
    if "$@"; then return 0; fi
    echo "attempt $attempt failed: $*" >&2
    sleep $((attempt * 5))
  done
  return 1
}

install_missing() {
  local package missing=()
  for package in "$@"; do
    rpm --query --quiet "$package" || missing+=("$package")
  done
  if ((\${#missing[@]} > 0)); then again dnf install --assumeyes "\${missing[@]}"; fi
}`;

function writeFile(path: string, content: string): string {
  return `cat > ${path} <<'END_OF_FILE'\n${content}\nEND_OF_FILE`;
}

/** Mounts the shared files with TLS, as the instance's role, through the access point; also after each start. */
function mountFiles(facts: Facts): string {
  if (facts.FILES_ID === "") return "# This environment has no shared files.";
  const { FILES_ID: id, FILES_ACCESS_POINT_ID: accessPoint, FILES_PATH: path } = facts;
  const entry = `${id}:/ ${path} efs _netdev,tls,iam,accesspoint=${accessPoint} 0 0`;
  return [
    "# Shared files: over TLS, as the instance's role, through the access point.",
    "install_missing amazon-efs-utils",
    `mkdir -p '${path}'`,
    `grep --quiet --fixed-strings --line-regexp '${entry}' /etc/fstab || echo '${entry}' >> /etc/fstab`,
    `mountpoint --quiet '${path}' || again mount '${path}'`,
  ].join("\n");
}

/** Starts the agent. Without it an instance is blind and not useless, so it serves all the same. */
function startAgent(args: AgentArgs): string {
  return [
    "# Memory, disk and logs to CloudWatch. An instance without them still serves.",
    "start_agent() {",
    "  install_missing amazon-cloudwatch-agent rsyslog &&",
    "    systemctl enable --now rsyslog &&",
    `    ${agentFolder}/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:${agentFolder}/etc/platform.json`,
    "}",
    `mkdir -p ${agentFolder}/etc`,
    writeFile(`${agentFolder}/etc/platform.json`, agentConfiguration(args)),
    'start_agent || echo "the CloudWatch agent did not start" >&2',
  ].join("\n");
}

/** Answers every path, the load balancer's health check among them, until the image brings an application. */
function startPlaceholder(facts: Facts): string {
  return [
    "# A page that answers until the image brings an application. Last, so that it answers only when all else is there.",
    `if [[ ! -e ${applicationMark} ]]; then`,
    "  install_missing httpd",
    `  sed --in-place 's/^Listen .*/Listen ${facts.WEB_PORT}/' /etc/httpd/conf/httpd.conf`,
    "  rm --force /etc/httpd/conf.d/welcome.conf",
    "  echo 'FallbackResource /index.html' > /etc/httpd/conf.d/placeholder.conf",
    `  echo '${facts.ENVIRONMENT}: no application yet' > /var/www/html/index.html`,
    "  systemctl enable httpd",
    "  systemctl restart httpd",
    "fi",
  ].join("\n");
}

/**
 * Our own user data, a script for Amazon Linux 2023 that runs once, when an instance is launched. It writes where everything is
 * into `/etc/platform/environment`, mounts the shared files, starts the CloudWatch agent and, when the image has no
 * application (no file `/etc/platform/application`), a page that answers the health check. When a step fails, the instance
 * never becomes healthy and Auto Scaling replaces it; its log is in CloudWatch as far as the agent came.
 *
 * @returns the script, not encoded
 * @throws Error when a fact cannot be written into a shell's file
 */
export function renderUserData(args: UserDataArgs): string {
  return `${[
    "#!/bin/bash",
    "# Made from the environment's settings: change it there.",
    "set -euo pipefail",
    "",
    functions,
    "",
    "# Where things are. Secrets are read from Secrets Manager by the instance's role.",
    "mkdir -p /etc/platform",
    writeFile(environmentFile, factLines(args.facts)),
    "",
    startAgent(args),
    "",
    mountFiles(args.facts),
    "",
    startPlaceholder(args.facts),
  ].join("\n")}\n`;
}
