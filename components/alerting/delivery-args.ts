import type * as pulumi from "@pulumi/pulumi";
import type { IntakeLimits, Mute, QuietHours, Route } from "../../ops-lambdas/slack-alerts/settings.ts";
import type { AlertPlace } from "./alert-path-args.ts";

/** How alerts are told: what the settings say of it. */
export interface AlertingDials {
  /** Channels of Slack and what goes there; the first that matches takes a notice. */
  readonly routes: readonly Route[];
  /** Windows in which what is not critical is held back. Default: none. */
  readonly mutes?: readonly Mute[] | undefined;
  /** Hours of each day in which what is not critical is held back. Default: none. */
  readonly quietHours?: QuietHours | undefined;
  /** When posts become counts. Default: the intake's own. */
  readonly limits?: Partial<IntakeLimits> | undefined;
  /** Address of the folder of runbooks, without a slash at its end. */
  readonly runbookBaseUrl: string;
}

/** A bucket whose objects expire, under S3's own key: pictures of metrics lie there for Slack to fetch. */
export interface AlertGraphs {
  readonly bucketName: pulumi.Input<string>;
  readonly bucketArn: pulumi.Input<string>;
}

/** What the functions use and are made with. */
export interface AlertFunctionsArgs extends AlertPlace {
  /** How alerts are told. */
  readonly dials: AlertingDials;
  /** Table of incidents, under the home region's key of messages. */
  readonly table: pulumi.Input<{ readonly name: string; readonly arn: string }>;
  /** Key of secrets. */
  readonly secretsKeyArn: pulumi.Input<string>;
  /** Key of log groups. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** Pictures of metrics in messages. Default: none. */
  readonly graphs?: AlertGraphs | undefined;
  /** Address of the environment's dashboard. Default: none. */
  readonly dashboardUrl?: pulumi.Input<string> | undefined;
  /** Boundary of the roles. */
  readonly permissionsBoundaryArn: pulumi.Input<string>;
}
