/** Which alarms there are for which kind of thing: pure data. `alarms.ts` beside this folder makes them. */
export type {
  AlarmDefinition,
  AlarmOverride,
  AlarmRegion,
  Comparison,
  Metric,
  MissingData,
  Statistic,
  Watched,
} from "./alarm-definition.ts";
export {
  type AlarmId,
  type AnyAlarmId,
  alarmFacts,
  alarmIds,
  type CompositeId,
  compositeIds,
  defaultSeverity,
  isAlarmId,
  type Unit,
} from "./alarm-ids.ts";
export { type AlertPathSubject, alertPathAlarms, type PathPart } from "./alert-path.ts";
export { type AutoScalingSubject, autoScalingAlarms } from "./auto-scaling.ts";
export { type BrokerSubject, brokerAlarms } from "./broker.ts";
export { type CertificateSubject, certificateAlarms } from "./certificates.ts";
export { type CompositeDefinition, siteComposites } from "./composite-definition.ts";
export { type ServiceSubject, serviceAlarms } from "./containers.ts";
export { type DatabaseSubject, databaseAlarms } from "./database.ts";
export { distributionAlarms, globalMetricsRegion, healthCheckAlarms } from "./edge.ts";
export { type FilesSubject, filesAlarms } from "./files.ts";
export { dailyFunctionAlarms, type FunctionSubject, functionAlarms } from "./functions.ts";
export { type LoadBalancerSubject, loadBalancerAlarms } from "./load-balancer.ts";
export { type MailSubject, mailAlarms } from "./mail.ts";
export { type NatGatewaySubject, natGatewayAlarms } from "./network.ts";
export { type QueueSubject, queueAlarms } from "./queues.ts";
export { type ReplicationSubject, replicationAlarms } from "./replication.ts";
export { type TableSubject, tableAlarms } from "./tables.ts";
export { type VpnSubject, vpnAlarms, vpnComposites } from "./vpn.ts";
