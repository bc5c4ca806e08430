/**
 * How urgent the events of RDS are. The rules of EventBridge and the source of notices read the same lists, so that an event is told
 * alike however it comes.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
 */
import type { Severity } from "../notice.ts";

/** Full ids of events. */
const ids = (...numbers: readonly number[]): readonly string[] =>
  numbers.map((number) => `RDS-EVENT-${String(number).padStart(4, "0")}`);

/**
 * The database is down, or will be, and stays so until somebody acts: storage consumed (7), failed (31), invalid parameters (35),
 * incompatible network (36), failover of a cluster failed (69), of a global one (187), shut down because storage is full (221), or about to be (222).
 */
export const criticalRdsEvents = ids(7, 31, 35, 36, 69, 187, 221, 222);

/**
 * Worth a look in working hours, in categories that otherwise are not: deleted (3), shut down (4), recovery started (20, 52), restart
 * failed (22), automatic backups off (28), note from AWS (44), replication broken (45, 57), mirror lost (66), password not reset (67),
 * cannot be upgraded (158), export failed (159), burst credits low (189), storage near its maximum (225), storage not modified (231),
 * replica not made (202).
 */
export const warningRdsEvents = ids(3, 4, 20, 22, 28, 44, 45, 52, 57, 66, 67, 158, 159, 189, 202, 225, 231);

/** Good ends, and what needs nobody, in categories that otherwise are worth a look: failover over or not needed, autoscaling that tries again. */
export const infoRdsEvents = ids(15, 34, 49, 51, 65, 71, 219, 220, 237);

/** Categories whose events are warnings unless the lists say otherwise. */
export const warningRdsCategories = ["failover", "failure", "low storage"] as const;

/** Categories whose events are told for information unless the lists say otherwise. */
export const infoRdsCategories = ["maintenance", "recovery"] as const;

/** Events of `warningRdsCategories`, for messages of SNS, which do not tell the category. */
const categoryOf: Readonly<Record<string, readonly string[]>> = {
  failover: ids(13, 15, 34, 49, 50, 51, 65, 69, 70, 71, 72, 73),
  failure: ids(
    31,
    35,
    36,
    39,
    58,
    79,
    80,
    81,
    165,
    188,
    195,
    198,
    219,
    220,
    223,
    224,
    237,
    243,
    245,
    249,
    252,
    254,
    261,
  ),
  "low storage": ids(7, 89, 227),
  maintenance: ids(26, 27, 47, 155),
  recovery: ids(20, 21, 23, 52, 53, 66, 166),
  availability: ids(4, 6, 22, 221, 222),
  "read replica": ids(45, 46, 57, 62, 63, 202),
  "configuration change": ids(9, 10, 11, 12, 14, 16, 17, 18, 24, 25, 28, 29, 30, 32, 33, 37, 38, 67, 78, 92, 217, 218),
  notification: ids(44, 48, 54, 55, 56, 64, 84, 87, 88, 154, 157, 158, 167, 189, 225, 231, 253),
  creation: ids(5, 40, 42, 90, 91, 170),
  deletion: ids(3, 41),
  restoration: ids(19, 43),
  security: ids(68),
};

/** Category of an event by its id; undefined for an id that is not in the table. */
export function rdsCategory(eventId: string): string | undefined {
  return Object.keys(categoryOf).find((category) => categoryOf[category]?.includes(eventId));
}

/**
 * How urgent an event is.
 *
 * @param eventId for example "RDS-EVENT-0049"; undefined when the event does not tell
 * @param categories what the event tells of them
 * @param message tells what no list does
 */
export function rdsSeverity(eventId: string | undefined, categories: readonly string[], message: string): Severity {
  if (eventId !== undefined) {
    if (criticalRdsEvents.includes(eventId)) return "critical";
    if (warningRdsEvents.includes(eventId)) return "warning";
    if (infoRdsEvents.includes(eventId)) return "info";
  }
  const known = eventId === undefined ? undefined : rdsCategory(eventId);
  const all = known === undefined ? categories : [...categories, known];
  if (all.some((category) => (warningRdsCategories as readonly string[]).includes(category))) return "warning";
  return all.length === 0 && /\b(fail|error|unable|cannot|can't|incompatible|exceed)/i.test(message)
    ? "warning"
    : "info";
}
