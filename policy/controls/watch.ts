/** Guard rails of alarms, logs, trails and detectors. */
import { type Control, isKey, list, must } from "../control.ts";

const alarm = ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"];
const trail = ["aws:cloudtrail/trail:Trail"];

/** What watches. */
export const watch: readonly Control[] = [
  {
    control: "CloudTrail.1",
    severity: "high",
    title: "One trail takes the events of all regions.",
    remedy: "Set isMultiRegionTrail, includeGlobalServiceEvents and enableLogging.",
    types: trail,
    check: must(
      (props) =>
        props.isMultiRegionTrail === true &&
        props.enableLogging !== false &&
        props.includeGlobalServiceEvents !== false,
      "events of a region or of global services are not taken",
    ),
  },
  {
    control: "CloudTrail.2",
    severity: "medium",
    title: "The trail is encrypted by a customer key.",
    remedy: "Set kmsKeyId.",
    types: trail,
    check: must(({ kmsKeyId }) => isKey(kmsKeyId), "there is no customer key"),
  },
  {
    control: "CloudTrail.4",
    severity: "low",
    title: "Digests show when the trail's files are changed.",
    remedy: "Set enableLogFileValidation.",
    types: trail,
    check: must((props) => props.enableLogFileValidation === true, "enableLogFileValidation is off"),
  },
  {
    control: "CloudTrail.5",
    severity: "medium",
    title: "The trail's events go to CloudWatch Logs.",
    remedy: "Set cloudWatchLogsGroupArn.",
    types: trail,
    check: must((props) => "cloudWatchLogsGroupArn" in props, "there is no log group"),
  },
  {
    control: "CloudWatch.15",
    severity: "high",
    title: "Alarms tell somebody.",
    remedy: "Give alarmActions a topic.",
    types: alarm,
    check: must(({ alarmActions }) => list(alarmActions).length > 0, "there is no alarm action"),
  },
  {
    control: "CloudWatch.16",
    severity: "medium",
    title: "Log groups are kept for a year or longer, and not for ever.",
    remedy: "Set retentionInDays to 365 or more.",
    types: ["aws:cloudwatch/logGroup:LogGroup"],
    check: must(({ retentionInDays: days }) => days >= 365, "it is kept for less than a year, or for ever"),
  },
  {
    control: "CloudWatch.17",
    severity: "high",
    title: "Alarms are not switched off.",
    remedy: "Leave actionsEnabled on.",
    types: alarm,
    check: must(({ actionsEnabled }) => actionsEnabled !== false, "actionsEnabled is off"),
  },
  {
    control: "Config.1",
    severity: "critical",
    title: "AWS Config records everything, by its service-linked role.",
    remedy: "Set recordingGroup.allSupported and includeGlobalResourceTypes, and give the service-linked role.",
    types: ["aws:cfg/recorder:Recorder"],
    check: must(
      ({ recordingGroup: group, roleArn }) =>
        (group?.allSupported ?? true) === true &&
        group?.includeGlobalResourceTypes === true &&
        /:role\/aws-service-role\/config\.amazonaws\.com\//.test(roleArn),
      "not everything is recorded, or by another role",
    ),
  },
  {
    control: "GuardDuty.1",
    severity: "high",
    title: "GuardDuty is on.",
    remedy: "Set enable.",
    types: ["aws:guardduty/detector:Detector"],
    check: must(({ enable }) => enable !== false, "enable is off"),
  },
];
