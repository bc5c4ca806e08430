import type { AlarmId, CompositeId } from "./alarm-ids.ts";

/**
 * An alarm that sums up others, as data. It pages in the place of its members, which tell at "warning" while it is there: one outage pages
 * once in each region. CloudWatch sums up alarms of one region only, so an outage of the whole site pages twice: the load balancer's alarms
 * are at home, those of CloudFront and Route 53 in us-east-1.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html
 */
export interface CompositeDefinition {
  readonly id: CompositeId;
  /** Which of several, in kebab case; ends the alarm's name. Undefined: there is one. */
  readonly subject?: string | undefined;
  /** The alarms that it sums up, by id and subject. Those that are not made are left out. */
  readonly members: readonly { readonly id: AlarmId; readonly subject?: string | undefined }[];
  /** How many of them must be in ALARM. */
  readonly needs: "any" | "all";
  /** Region of the members, as alarms name it. */
  readonly region: string;
  /** What it means to a user, in one sentence. */
  readonly meaning: string;
}

/**
 * The alarms that sum up the site's: one outage is seen by several of them. Each is made only where at least two of its members are; a
 * single one pages by itself.
 */
export const siteComposites: readonly CompositeDefinition[] = [
  {
    id: "site-down",
    members: [{ id: "load-balancer-healthy-hosts" }, { id: "load-balancer-error-ratio" }],
    needs: "any",
    region: "home",
    meaning: "The site is down or answers with errors, as its load balancer sees it.",
  },
  {
    id: "site-unreachable",
    members: [{ id: "health-check" }, { id: "cdn-errors" }],
    needs: "any",
    region: "us-east-1",
    meaning: "Visitors cannot reach the site or get errors, as CloudFront and Route 53 see it.",
  },
];
