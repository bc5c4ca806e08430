/**
 * Guard rails of message brokers. No stack makes one yet.
 * Source: https://docs.aws.amazon.com/securityhub/latest/userguide/mq-controls.html
 */
import { type Control, must, type Properties } from "../control.ts";

const broker = ["aws:mq/broker:Broker"];

/** AWS takes the engine's name in any case. */
const isEngine = ({ engineType }: Properties, name: "ACTIVEMQ" | "RABBITMQ"): boolean =>
  engineType.toUpperCase() === name;

/** Brokers of Amazon MQ. */
export const brokers: readonly Control[] = [
  {
    control: "MQ.2",
    severity: "medium",
    title: "ActiveMQ sends its audit log to CloudWatch Logs.",
    remedy: "Set logs.audit.",
    types: broker,
    check: must((props) => !isEngine(props, "ACTIVEMQ") || props.logs?.audit === true, "logs.audit is off"),
  },
  {
    control: "MQ.5",
    severity: "low",
    title: "ActiveMQ has a standby in a second zone.",
    remedy: "Set deploymentMode to ACTIVE_STANDBY_MULTI_AZ; it replaces the broker.",
    types: broker,
    check: must(
      (props) => !isEngine(props, "ACTIVEMQ") || props.deploymentMode === "ACTIVE_STANDBY_MULTI_AZ",
      "there is no standby",
    ),
  },
  {
    control: "MQ.6",
    severity: "low",
    title: "RabbitMQ is a cluster over several zones.",
    remedy: "Set deploymentMode to CLUSTER_MULTI_AZ; it replaces the broker.",
    types: broker,
    check: must(
      (props) => !isEngine(props, "RABBITMQ") || props.deploymentMode === "CLUSTER_MULTI_AZ",
      "there is one node",
    ),
  },
];
