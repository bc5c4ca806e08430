/** What Lambda refuses of a function. */
import { Script } from "node:vm";
import { archiveFiles, isArchive } from "../../assets.ts";
import type { Properties, Rule, World } from "../../row.ts";
import { number, text, texts } from "../known.ts";
import { missingRoleActions, roleProblem } from "../roles.ts";
import { targetForm, targetPermission } from "./async-target.ts";

/** Names that a program exports, in the forms that Node knows without running it. */
function exportsName(source: string, name: string): boolean {
  const escaped = name.replaceAll("$", "\\$");
  const forms = [
    `exports\\.${escaped}\\s*=`,
    `module\\.exports\\s*=\\s*\\{[^}]*\\b${escaped}\\b`,
    `export\\s+(?:async\\s+)?(?:const|let|var|function\\*?|class)\\s+${escaped}\\b`,
    `export\\s*\\{[^}]*\\b${escaped}\\b`,
  ];
  return forms.some((form) => new RegExp(form).test(source));
}

/** The file of a handler of Node: `index.handler` is in index.js, index.mjs or index.cjs. */
function handlerProblem({ runtime, handler, code }: Properties): string | undefined {
  if (typeof handler !== "string" || typeof runtime !== "string" || !isArchive(code)) return undefined;
  if (!runtime.startsWith("nodejs")) return undefined;
  const [, module = "", name = ""] = /^(.+)\.([^.]+)$/.exec(handler) ?? [];
  const files = archiveFiles(code);
  const file = ["js", "mjs", "cjs"].map((ending) => `${module}.${ending}`).find((path) => files.has(path));
  if (file === undefined) {
    return `the handler is ${handler}, but the code has no ${module || "file"}.js, .mjs or .cjs; it has ${[...files.keys()].join(", ")}`;
  }
  const source = String(files.get(file));
  if (!exportsName(source, name)) return `the handler is ${handler}, but ${file} exports no ${name}`;
  if (/^\s*(?:import|export)\s/m.test(source)) return undefined;
  try {
    new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n});`);
    return undefined;
  } catch (error) {
    return `the handler's file ${file} is no JavaScript: ${(error as Error).message}`;
  }
}

/** Variables that Lambda sets itself. */
const reservedVariables = [
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_LAMBDA_RUNTIME_API",
  "LAMBDA_TASK_ROOT",
  "LAMBDA_RUNTIME_DIR",
];

const mostVariableBytes = 4096;

function variablesProblem(environment: unknown): string | undefined {
  const variables = Object.entries((environment as Properties | undefined)?.variables ?? {});
  const reserved = variables.map(([name]) => name).filter((name) => reservedVariables.includes(name));
  if (reserved.length > 0)
    return `environment has ${reserved.join(", ")}, which Lambda sets itself: name them otherwise`;
  const known = variables.filter(([, value]) => typeof value === "string") as [string, string][];
  const bytes = known.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (bytes <= mostVariableBytes) return undefined;
  return `the environment variables have ${bytes} bytes: allowed are ${mostVariableBytes} in all; keep more in a parameter`;
}

function networkProblem(vpcConfig: Properties | undefined, world: World): string | undefined {
  if (vpcConfig === undefined) return undefined;
  const [subnets, groups] = [texts(vpcConfig.subnetIds), texts(vpcConfig.securityGroupIds)];
  const hasUnknown = !Array.isArray(vpcConfig.subnetIds) || !Array.isArray(vpcConfig.securityGroupIds);
  if (hasUnknown) return undefined;
  if (vpcConfig.subnetIds.length === 0 || vpcConfig.securityGroupIds.length === 0) {
    return "vpcConfig needs at least one subnet and one security group: give both, or no vpcConfig";
  }
  const vpcs = [
    ...subnets.map((id) => world.find("aws:ec2/subnet:Subnet", id)),
    ...groups.map((id) => world.find("aws:ec2/securityGroup:SecurityGroup", id)),
  ].map((known) => text(known?.properties.vpcId));
  const different = new Set(vpcs.filter((id) => id !== undefined));
  if (different.size <= 1) return undefined;
  return `the subnets and security groups of vpcConfig are in several VPCs (${[...different].join(", ")}): take them from one`;
}

const networkActions = ["CreateNetworkInterface", "DescribeNetworkInterfaces", "DeleteNetworkInterface"].map(
  (action) => `ec2:${action}`,
);

function range(name: string, value: unknown, from: number, to: number, unit: string): string | undefined {
  const given = number(value);
  if (given === undefined || (given >= from && given <= to)) return undefined;
  return `${name} is ${given}: allowed are ${from} to ${to} ${unit}`;
}

/** All rules of functions. */
export const functionRules: readonly Rule[] = [
  {
    source: "Lambda API, CreateFunction: Handler; Runtime.HandlerNotFound at the first call",
    check: handlerProblem,
  },
  {
    source: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html: block function create",
    check: ({ runtime }) => {
      const major = /^nodejs(\d+)\.x$/.exec(String(runtime))?.[1];
      if (major === undefined || Number(major) >= 22) return undefined;
      return `runtime is ${runtime}, with which Lambda makes no function any more: take nodejs24.x or nodejs22.x`;
    },
  },
  {
    source: "Lambda API, CreateFunction: Runtime and Handler are required for Zip",
    check: ({ packageType, runtime, handler }) =>
      packageType === "Image" || (runtime !== undefined && handler !== undefined)
        ? undefined
        : "a function of a ZIP file needs runtime and handler: give both",
  },
  { source: "aws.lambda.Function: timeout", check: ({ timeout }) => range("timeout", timeout, 1, 900, "seconds") },
  {
    source: "Lambda API, CreateFunction: MemorySize",
    check: ({ memorySize }) => range("memorySize", memorySize, 128, 10_240, "MiB"),
  },
  {
    source: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
    check: ({ environment }) => variablesProblem(environment),
  },
  {
    source: "Lambda API, CreateFunction: FunctionName",
    check: ({ name }) =>
      typeof name !== "string" || /^[A-Za-z0-9-_]{1,64}$/.test(name)
        ? undefined
        : `the function's name is ${name}: allowed are 1 to 64 letters, digits, hyphens and underscores`,
  },
  {
    source: "Lambda API, VpcConfig",
    check: ({ vpcConfig }, world) => networkProblem(vpcConfig, world),
  },
  {
    source: "Lambda API, CreateFunction: Role; InvalidParameterValueException",
    when: "creation",
    check: ({ role }, world) => roleProblem("role", role, "lambda.amazonaws.com", world),
  },
  {
    source: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html: execution role",
    when: "creation",
    check: ({ role, vpcConfig }, world) => {
      if (typeof role !== "string" || vpcConfig === undefined) return undefined;
      const missing = missingRoleActions(role, networkActions, "*", world);
      if (missing.length === 0) return undefined;
      return `the function is in a VPC, and its role ${role} may not ${missing.join(", ")}: allow them, and make the function depend on the policy`;
    },
  },
  {
    source: "Lambda API, DeadLetterConfig: TargetArn of a standard queue or topic",
    check: ({ deadLetterConfig }) =>
      targetForm("deadLetterConfig.targetArn", deadLetterConfig?.targetArn, ["sns", "sqs"]),
  },
  {
    source:
      "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html: dead-letter queues; InvalidParameterValueException",
    when: "creation",
    check: ({ role, deadLetterConfig }, world) =>
      targetPermission("deadLetterConfig.targetArn", deadLetterConfig?.targetArn, role, world),
  },
];
