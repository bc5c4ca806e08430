/** The row of dashboards. */
import type { Row } from "../../row.ts";
import { text } from "../known.ts";
import { policyAsWanted } from "../policy-document.ts";
import { bodyProblem } from "./dashboard-body.ts";
import { cloudwatch } from "./shared.ts";

const put = (name: unknown, body: unknown) => cloudwatch("PutDashboard", { DashboardName: name, DashboardBody: body });

/** A dashboard, made in the emulator, which keeps its body as it is. */
export const dashboard: Row = {
  type: "aws:cloudwatch/dashboard:Dashboard",
  required: ["dashboardName", "dashboardBody"],
  replaceOn: ["dashboardName"],
  identify: (inputs) => String(inputs.dashboardName),
  // Dashboards are the account's: their ARN has no region.
  attributes: (_inputs, id, facts) => ({ dashboardArn: facts.arn("cloudwatch", `dashboard/${id}`, { region: "" }) }),
  create: { call: (inputs) => put(inputs.dashboardName, inputs.dashboardBody) },
  read: {
    call: (id) => cloudwatch("GetDashboard", { DashboardName: id }),
    properties: (answer, _id, state) => ({
      dashboardName: answer.DashboardName,
      dashboardArn: answer.DashboardArn,
      // The real provider compares bodies as JSON.
      dashboardBody: policyAsWanted(answer.DashboardBody, state.dashboardBody),
    }),
    gone: ["ResourceNotFound", "ResourceNotFoundException", "DashboardNotFoundError"],
  },
  update: (id, inputs) => [put(id, inputs.dashboardBody)],
  delete: (id) => [
    cloudwatch("DeleteDashboards", { DashboardNames: [id] }, ["ResourceNotFound", "DashboardNotFoundError"]),
  ],
  rules: [
    {
      source: "CloudWatch API, PutDashboard: DashboardName",
      check: ({ dashboardName }) =>
        typeof dashboardName !== "string" || /^[\w-]{1,255}$/.test(dashboardName)
          ? undefined
          : `dashboardName is ${dashboardName}: allowed are 1 to 255 letters, digits, - and _`,
    },
    {
      source:
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html",
      check: ({ dashboardBody }) => {
        const body = text(dashboardBody);
        const problem = body === undefined ? undefined : bodyProblem(body);
        return problem && `CloudWatch refuses the dashboardBody: ${problem}`;
      },
    },
  ],
};
