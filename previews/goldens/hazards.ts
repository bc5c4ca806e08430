/** Goldens of changes that fail, break rules or touch secrets. */
import type { PreviewReport } from "../report.ts";
import { preview, reportOf, stackOf } from "./shapes.ts";
import { message, replacement, secret, step, subject, violation } from "./step-events.ts";

const foundation = stackOf("prod", "foundation");
const platform = stackOf("prod", "platform");

const policyBreak = (): PreviewReport => {
  const group = subject(platform, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "shop-prod-web-ssh");
  const texts = {
    title: "Security groups should not allow ingress from 0.0.0.0/0 to port 22",
    message: "the rule lets everybody in at port 22. Name the ranges, or use Session Manager.",
  };
  const tags = { title: "Resources carry the platform's tags", message: "owner is missing. Set the tag owner." };
  const end = { succeeded: false };
  const inputs = { cidrIpv4: "0.0.0.0/0", fromPort: 22, ipProtocol: "tcp", toPort: 22 };
  return reportOf(
    [
      preview(foundation),
      preview(
        platform,
        [
          ...step("create", group, undefined, inputs),
          violation("EC2.13", "high", texts, group),
          violation("platform.tags", "low", tags, group),
        ],
        end,
      ),
    ],
    {
      exceptions: [
        {
          control: "EC2.9",
          where: "bastions",
          reason: "Sessions need no NAT.",
          owner: "platform engineers",
          until: "permanent",
        },
        { control: "WAF.11", where: "prod", reason: "Logs move.", owner: "security", until: "2026-08-01" },
        { control: "RDS.5", where: "staging", reason: "Load test.", owner: "shop team", until: "2026-12-31" },
      ],
    },
  );
};

const failingProgram = (): PreviewReport => {
  const error = [
    "<{%reset%}>Running program 'stacks/foundation/index.ts' failed with an unhandled exception:",
    "Error: settings of prod: network.cidrBlock is 10.20.0.0/30, allowed is /16 to /24. Choose a larger range.",
    "    at readSettings (stacks/settings/settings.ts:80:11)<{%reset%}>",
  ].join("\n");
  return reportOf([
    preview(
      foundation,
      [message("debug", "password=hunter22222"), message("error", error), message("error", "preview failed")],
      {
        succeeded: false,
      },
    ),
    {
      ...preview(platform, [], { upstream: "blocked", reason: "foundation's preview failed." }),
      status: "skipped",
    },
  ]);
};

const secretChange = (): PreviewReport => {
  const version = subject(foundation, "aws:secretsmanager/secretVersion:SecretVersion", "shop-prod-origin-header");
  const lambda = subject(platform, "aws:lambda/function:Function", "shop-prod-sender");
  const environment = (word: string) => ({
    environment: { variables: { ALERTING: `{"route":"${word}"}` } },
    memorySize: 256,
  });
  return reportOf([
    preview(
      foundation,
      replacement(
        version,
        { secretString: secret, secretId: "arn:1" },
        { secretString: secret, secretId: "arn:1" },
        {
          keys: ["secretString"],
          detailedDiff: { secretString: "update-replace" },
        },
      ),
    ),
    preview(
      platform,
      step("update", lambda, environment("one"), environment("two"), {
        detailedDiff: { "environment.variables.ALERTING": "update" },
      }),
    ),
  ]);
};

/** The goldens of changes that fail, break rules or touch secrets, by the name of their file. */
export const hazards: Readonly<Record<string, () => PreviewReport>> = {
  "failing-program": failingProgram,
  "policy-break": policyBreak,
  "secret-change": secretChange,
};
