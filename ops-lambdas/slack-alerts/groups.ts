/** The message groups of the outbox. A route has two, so that what pages does not wait behind what does not. */

/** Ends the name of a group of what pages; no route's name has a full stop. */
const urgentEnd = ".critical";

/** @param isUrgent whether the message pages */
export function groupOf(route: string, isUrgent: boolean): string {
  return isUrgent ? `${route}${urgentEnd}` : route;
}

/** Whether the messages of a group page. */
export function isUrgentGroup(group: string): boolean {
  return group.endsWith(urgentEnd);
}
