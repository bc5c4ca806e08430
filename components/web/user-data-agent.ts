/** What the CloudWatch agent shall collect. */
export interface AgentArgs {
  /** Namespace of its metrics; the instances' role may write to no other. */
  readonly metricNamespace: string;
  /** Log group that its logs go to, made elsewhere. */
  readonly logGroupName: string;
}

/**
 * The CloudWatch agent's configuration: memory and disk in per cent each minute, by instance and summed up over the group, and
 * the system's logs. It makes no log group and sets no retention, because the role may not.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
 *
 * @returns JSON
 */
export function agentConfiguration({ metricNamespace, logGroupName }: AgentArgs): string {
  const log = (path: string, name: string) => ({
    file_path: path,
    log_group_name: logGroupName,
    log_stream_name: `{instance_id}/${name}`,
  });
  const configuration = {
    agent: { metrics_collection_interval: 60 },
    metrics: {
      namespace: metricNamespace,
      append_dimensions: {
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the agent's own placeholders.
        AutoScalingGroupName: "${aws:AutoScalingGroupName}",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the agent's own placeholders.
        InstanceId: "${aws:InstanceId}",
      },
      aggregation_dimensions: [["AutoScalingGroupName"]],
      metrics_collected: {
        mem: { measurement: ["used_percent"] },
        disk: { measurement: ["used_percent"], resources: ["/"], drop_device: true },
      },
    },
    logs: {
      logs_collected: {
        files: {
          collect_list: [log("/var/log/messages", "messages"), log("/var/log/cloud-init-output.log", "cloud-init")],
        },
      },
    },
  };
  return JSON.stringify(configuration, null, 2);
}
