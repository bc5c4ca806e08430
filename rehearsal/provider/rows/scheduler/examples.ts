/** Examples of EventBridge Scheduler. */
import type { Example } from "../example.ts";

/** The examples. */
export const examples: readonly Example[] = [
  {
    name: "scheduler-group",
    type: "aws:scheduler/scheduleGroup:ScheduleGroup",
    inputs: () => ({ name: "rehearsal-example" }),
    change: () => ({ tags: { kind: "second" } }),
  },
  {
    name: "scheduler-role",
    type: "aws:iam/role:Role",
    inputs: () => ({
      name: "rehearsal-scheduler-example",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    }),
  },
  {
    name: "scheduler-role-policy",
    type: "aws:iam/rolePolicy:RolePolicy",
    needs: ["scheduler-role", "events-topic"],
    inputs: (made) => ({
      name: "publish",
      role: made("scheduler-role").id,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "sns:Publish", Resource: made("events-topic").arn }],
      }),
    }),
  },
  {
    name: "scheduler-schedule",
    type: "aws:scheduler/schedule:Schedule",
    needs: ["scheduler-group", "scheduler-role", "scheduler-role-policy", "events-topic"],
    inputs: (made) => ({
      name: "rehearsal-example",
      groupName: made("scheduler-group").name,
      description: "first",
      scheduleExpression: "cron(0 7 * * ? *)",
      scheduleExpressionTimezone: "Africa/Johannesburg",
      flexibleTimeWindow: { mode: "OFF" },
      startDate: "2030-01-01T01:00:00Z",
      target: {
        arn: made("events-topic").arn,
        roleArn: made("scheduler-role").arn,
        input: JSON.stringify({ source: "example" }),
        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
      },
    }),
    change: (made) => ({
      description: "second",
      scheduleExpression: "rate(12 hours)",
      scheduleExpressionTimezone: "UTC",
      state: "DISABLED",
      startDate: "2031-01-01T01:00:00Z",
      flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 5 },
      target: {
        arn: made("events-topic").arn,
        roleArn: made("scheduler-role").arn,
        input: JSON.stringify({ source: "changed" }),
        retryPolicy: { maximumEventAgeInSeconds: 7200, maximumRetryAttempts: 20 },
      },
    }),
  },
];
