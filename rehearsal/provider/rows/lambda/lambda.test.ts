import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { testWorld } from "../test-world.ts";
import { lambdaFunction } from "./function.ts";
import { permission } from "./permission.ts";

const key = "4dabf18193072939515e22adb298388d";
const code = (text: string, name = "index.js") => ({
  [key]: "0def7320c3a5731c473e5ecbe6d01bc7",
  assets: { [name]: { [key]: "c44067f5952c0a294b673a41bacd8c17", text } },
});

const role = "arn:aws:iam::123456789012:role/ops";
const statement = (...actions: string[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });
const trust = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
const worldWith = (service: string, ...actions: string[]) =>
  testWorld(
    ["aws:iam/role:Role", "ops", { arn: role, assumeRolePolicy: trust(service) }],
    ["aws:iam/rolePolicy:RolePolicy", "ops:policy", { role: "ops", policy: statement(...actions) }],
    ["aws:ec2/subnet:Subnet", "subnet-1", { vpcId: "vpc-1" }],
    ["aws:ec2/securityGroup:SecurityGroup", "sg-1", { vpcId: "vpc-1" }],
    ["aws:ec2/securityGroup:SecurityGroup", "sg-2", { vpcId: "vpc-2" }],
  );
const world = worldWith("lambda.amazonaws.com", "ec2:*");
const inVpc = { vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] } };

describeRules(
  lambdaFunction,
  {
    name: "ops",
    role,
    runtime: "nodejs24.x",
    handler: "index.handler",
    code: code("exports.handler = async () => {};"),
  },
  [
    ["a module that exports the handler", { code: code("export const handler = 1;", "index.mjs") }, undefined],
    [
      "what esbuild writes",
      { code: code("module.exports=x(y);0&&(module.exports={other,handler});var y;") },
      undefined,
    ],
    ["a handler without its file", { handler: "main.handler" }, /has no main\.js, \.mjs or \.cjs; it has index\.js/],
    ["a handler that is not exported", { handler: "index.start" }, /index\.js exports no start/],
    ["a file that does not load", { code: code("exports.handler = (;") }, /index\.js is no JavaScript/],
    ["code that is not known yet", { code: unknown }, undefined],
    ["an old runtime", { runtime: "nodejs20.x" }, /makes no function any more: take nodejs24\.x/],
    ["a timeout of a day", { timeout: 86_400 }, /timeout is 86400: allowed are 1 to 900 seconds/],
    ["too little memory", { memorySize: 64 }, /memorySize is 64: allowed are 128 to 10240 MiB/],
    [
      "variables of five KB",
      { environment: { variables: { TEXT: "x".repeat(5000) } } },
      /have 5004 bytes: allowed are 4096/,
    ],
    [
      "a variable of Lambda's own",
      { environment: { variables: { AWS_REGION: "x" } } },
      /AWS_REGION, which Lambda sets itself/,
    ],
    ["a name with a dot", { name: "a.b" }, /letters, digits, hyphens and underscores/],
    ["no handler", { handler: undefined }, /needs runtime and handler/],
    ["a VPC", inVpc, undefined],
    [
      "a VPC without groups",
      { vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: [] } },
      /at least one subnet and one/,
    ],
    [
      "two VPCs",
      { vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-2"] } },
      /several VPCs \(vpc-1, vpc-2\)/,
    ],
    [
      "a VPC that the role may not use",
      inVpc,
      /may not ec2:CreateNetworkInterface/,
      worldWith("lambda.amazonaws.com", "ec2:D*"),
    ],
    [
      "a role of another service",
      {},
      /which lambda\.amazonaws\.com may not assume/,
      worldWith("ec2.amazonaws.com", "ec2:*"),
    ],
  ],
  world,
);

const arn = "arn:aws:lambda:eu-west-1:123456789012:function:ops";

describeRules(
  permission,
  { statementId: "a", action: "lambda:InvokeFunction", function: arn, principal: "events.amazonaws.com" },
  [
    ["a function by its name", { function: "ops" }, undefined],
    ["another function", { function: "other" }, /function is other, which is no function of this stack/],
    ["a wrong account", { sourceAccount: "123" }, /an account's twelve digits/],
  ],
  testWorld(["aws:lambda/function:Function", "ops", { arn }]),
);
