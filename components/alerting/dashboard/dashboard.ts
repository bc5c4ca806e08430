import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { layOut } from "./layout.ts";
import { type DashboardSubjects, dashboardSections } from "./sections.ts";

/** What a dashboard is made from. */
export interface DashboardArgs {
  /** What there is to show. */
  readonly subjects: pulumi.Input<DashboardSubjects>;
}

/**
 * An environment's CloudWatch dashboard: visitors, web servers, database, files, backups, mail, the alert path, and the account's cost. Three
 * dashboards of an account are free, each further one costs about three US dollars a month. It holds nothing.
 * Source: https://aws.amazon.com/cloudwatch/pricing/
 */
export class Dashboard extends pulumi.ComponentResource {
  /** Name of the dashboard. */
  public readonly dashboardName: pulumi.Output<string>;

  /** @param name name of the dashboard, from the context; a change makes a new one */
  constructor(name: string, args: DashboardArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:alerting:Dashboard", name, {}, options);
    const dashboard = new aws.cloudwatch.Dashboard(
      name,
      {
        // People look for it by name, and alerts link to it: it gets no suffix.
        dashboardName: name,
        dashboardBody: pulumi
          .output(args.subjects)
          .apply((subjects) => JSON.stringify(layOut(dashboardSections(subjects as DashboardSubjects)))),
      },
      { parent: this },
    );
    this.dashboardName = dashboard.dashboardName;
    this.registerOutputs({ dashboardName: this.dashboardName });
  }
}

/**
 * Address of a dashboard in the AWS console.
 *
 * @param name of the dashboard
 * @param region home region
 */
export function dashboardUrl(name: string, region: string): string {
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${encodeURIComponent(name)}`;
}
