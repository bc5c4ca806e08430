import { type AlarmDefinition, alarm, type Metric } from "./alarm-definition.ts";

/** A RabbitMQ broker of Amazon MQ. */
export interface BrokerSubject<V> {
  /** Name of the broker, as the dimension Broker has it. */
  readonly brokerName: V;
  /** Its nodes, as the dimension Node has them, each with a short name in kebab case that ends the alarm's name. */
  readonly nodes: readonly { readonly subject: string; readonly node: V }[];
}

/**
 * The alarm of each node of a broker. From the limit on RabbitMQ blocks whoever publishes.
 * Metrics: https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-logging-monitoring.html
 *
 * @param broker the broker
 */
export function brokerAlarms<V>({ brokerName, nodes }: BrokerSubject<V>): AlarmDefinition<V>[] {
  return nodes.map(({ subject, node }) => {
    const of = (name: string): Metric<V> => ({
      namespace: "AWS/AmazonMQ",
      name,
      dimensions: { Broker: brokerName, Node: node },
      statistic: "Average",
    });
    return alarm("broker-memory", {
      subject,
      watched: {
        expression: "used / limit",
        label: "Share of the memory limit",
        metrics: { used: of("RabbitMQMemUsed"), limit: of("RabbitMQMemLimit") },
      },
      comparison: ">",
      threshold: 0.8,
      periodSeconds: 60,
      datapoints: [5, 5],
      meaning: "The broker is nearly out of memory; then it takes no more messages, and what sends them stands still.",
    });
  });
}
