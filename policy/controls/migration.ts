/**
 * Guard rails of database migrations. No stack uses DMS yet.
 * Source: https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html
 */
import { type Control, must, type Properties } from "../control.ts";

const instance = ["aws:dms/replicationInstance:ReplicationInstance"];
const task = ["aws:dms/replicationTask:ReplicationTask"];

/** What is always reached by TLS, without a setting: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.SSL.html */
const alwaysTls = ["dynamodb", "elasticsearch", "kinesis", "opensearch", "redshift", "redshift-serverless"];

/** Redis and Kafka have settings of their own; of Redis TLS is the default, of Kafka plain text. */
function usesTls({ engineName, sslMode, redisSettings, kafkaSettings }: Properties): boolean {
  if (alwaysTls.includes(engineName)) return true;
  if (engineName === "redis") return redisSettings?.sslSecurityProtocol !== "plaintext";
  if (engineName === "kafka") return /^(ssl-|sasl-ssl$)/.test(kafkaSettings?.securityProtocol ?? "");
  return /^(require|verify-ca|verify-full)$/.test(sslMode ?? "none");
}

/** Severities at which a component tells at least what it tells by default. */
const telling = ["LOGGER_SEVERITY_DEFAULT", "LOGGER_SEVERITY_DEBUG", "LOGGER_SEVERITY_DETAILED_DEBUG"];

/** Whether a task logs some of its components; its settings are JSON. */
function logs({ replicationTaskSettings: settings }: Properties, components: readonly string[]): boolean {
  const { EnableLogging, LogComponents = [] }: Properties = JSON.parse(settings ?? "{}").Logging ?? {};
  return (
    EnableLogging === true &&
    components.every((id) => LogComponents.some((one: Properties) => one.Id === id && telling.includes(one.Severity)))
  );
}

const logged = (control: string, what: string, components: readonly string[]): Control => ({
  control,
  severity: "medium",
  title: `Replication tasks log what they do at the ${what}.`,
  remedy: `Set EnableLogging in replicationTaskSettings, and ${components.join(" and ")} to LOGGER_SEVERITY_DEFAULT.`,
  types: task,
  check: must((props) => logs(props, components), `${components.join(" or ")} is not logged`),
});

/** Replication instances, tasks and endpoints of DMS. */
export const migration: readonly Control[] = [
  {
    control: "DMS.1",
    severity: "critical",
    title: "Replication instances have no public address.",
    remedy: "Set publiclyAccessible to false; it replaces the instance.",
    types: instance,
    check: must(({ publiclyAccessible }) => publiclyAccessible === false, "publiclyAccessible is not false"),
  },
  {
    control: "DMS.6",
    severity: "medium",
    title: "Replication instances take minor upgrades.",
    remedy: "Set autoMinorVersionUpgrade.",
    types: instance,
    check: must((props) => props.autoMinorVersionUpgrade === true, "autoMinorVersionUpgrade is off"),
  },
  logged("DMS.7", "target", ["TARGET_APPLY", "TARGET_LOAD"]),
  logged("DMS.8", "source", ["SOURCE_CAPTURE", "SOURCE_UNLOAD"]),
  {
    control: "DMS.9",
    severity: "medium",
    title: "Endpoints use TLS.",
    remedy: "Set sslMode to require, verify-ca or verify-full; of Redis and Kafka their own security protocol.",
    types: ["aws:dms/endpoint:Endpoint"],
    check: must(usesTls, "the endpoint does not use TLS"),
  },
  {
    control: "DMS.13",
    severity: "medium",
    title: "Replication instances have a standby in a second zone.",
    remedy: "Set multiAz.",
    types: instance,
    check: must(({ multiAz }) => multiAz === true, "multiAz is off"),
  },
];
