import assert from "node:assert/strict";
import { collect } from "../../test/pulumi-mocks.ts";
import { Fleet, type FleetArgs } from "./fleet.ts";
import { fleetTestArgs } from "./fleet-test-args.ts";

const name = "acme-dev-web";
const refresher = `${name}-refresher`;

const build = (change: Partial<FleetArgs> = {}) => collect(() => new Fleet(name, { ...fleetTestArgs, ...change }));

describe("the renewal of web servers when a deployment changes their template", () => {
  it("AutoScaling.9: is one call, about the version that the deployment made, when group and function are there", async () => {
    const { only, outputs } = await build();
    const { inputs, options } = only("aws:lambda/invocation:Invocation");
    assert.deepEqual(Object.keys(inputs), ["functionName", "input"]);
    assert.match(inputs.functionName, /^acme-dev-web-refresher-[0-9a-f]{7}$/);
    // The default version: a release makes newer ones, which are no change here.
    assert.deepEqual(JSON.parse(inputs.input), {
      autoScalingGroupName: outputs.autoScalingGroupName,
      launchTemplateId: outputs.launchTemplateId,
      version: "1",
    });
    for (const needed of [name, refresher]) assert.ok(options.dependsOn?.includes(needed), needed);
  });

  it("Lambda.2, Lambda.7: is done by a traced function, which rolls back when it fails or an alarm goes off", async () => {
    const { only, outputs } = await build();
    const { inputs } = only("aws:lambda/function:Function");
    const { code, role, loggingConfig, environment, ...rest } = inputs;
    assert.deepEqual(Object.keys(await code.assets), ["index.js"]);
    assert.match(role, /:role\/acme-dev-web-refresher-[0-9a-f]{7}$/);
    assert.equal(loggingConfig.logGroup, "/acme/dev/lambda/acme-dev-web-refresher");
    assert.deepEqual(rest, {
      description: "Renews the web servers when a deployment changes their template",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      timeout: 120,
      memorySize: 256,
      tracingConfig: { mode: "Active" },
    });
    assert.deepEqual(Object.keys(environment.variables), ["PREFERENCES"]);
    assert.deepEqual(JSON.parse(environment.variables.PREFERENCES), {
      MinHealthyPercentage: 100,
      MaxHealthyPercentage: 150,
      SkipMatching: true,
      AutoRollback: true,
      AlarmSpecification: { Alarms: outputs.releaseAlarmNames },
    });
  });

  it("rolls nothing back where that is turned off", async () => {
    const { inputs } = (await build({ rollBack: false })).only("aws:lambda/function:Function");
    assert.equal(JSON.parse(inputs.environment.variables.PREFERENCES).AutoRollback, false);
  });

  it("KMS.2, Lambda.1: may renew this group from this template, and is called by deployments alone", async () => {
    const { only, ofType, outputs } = await build();
    const { policy } = only("aws:iam/rolePolicy:RolePolicy", `${refresher}-rights`).inputs;
    const [, , ...task] = JSON.parse(policy).Statement;
    const { region, accountId } = fleetTestArgs.context;
    const groupArn = task[1].Resource;
    assert.ok(groupArn.endsWith(`:autoScalingGroupName/${outputs.autoScalingGroupName}`), groupArn);
    const templateArn = task[2].Condition.ArnEquals["ec2:LaunchTemplate"];
    assert.ok(templateArn.endsWith(`:launch-template/${outputs.launchTemplateId}`), templateArn);
    assert.deepEqual(task, [
      {
        Sid: "SeesGroups",
        Effect: "Allow",
        Action: ["autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeInstanceRefreshes"],
        Resource: "*",
      },
      { Sid: "RenewsTheGroup", Effect: "Allow", Action: "autoscaling:StartInstanceRefresh", Resource: groupArn },
      {
        Sid: "LaunchesFromTheTemplate",
        Effect: "Allow",
        Action: "ec2:RunInstances",
        Resource: "*",
        Condition: { ArnEquals: { "ec2:LaunchTemplate": templateArn } },
      },
      {
        Sid: "TagsWhatItLaunches",
        Effect: "Allow",
        Action: "ec2:CreateTags",
        Resource: ["instance", "network-interface", "volume"].map(
          (kind) => `arn:aws:ec2:${region}:${accountId}:${kind}/*`,
        ),
        Condition: { StringEquals: { "ec2:CreateAction": "RunInstances" } },
      },
      {
        Sid: "GivesInstancesTheirRole",
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: outputs.roleArn,
        Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
      },
    ]);
    assert.equal(ofType("aws:lambda/permission:Permission").length, 0);
  });

  it("CloudWatch.16: keeps its log encrypted for a year, and its role takes the boundary", async () => {
    const permissionsBoundaryArn = "arn:aws:iam::111122223333:policy/boundary";
    const { only } = await build({ permissionsBoundaryArn });
    assert.deepEqual(only("aws:cloudwatch/logGroup:LogGroup", `${refresher}-log`).inputs, {
      name: `/acme/dev/lambda/${refresher}`,
      retentionInDays: 365,
      kmsKeyId: fleetTestArgs.logsKeyArn,
    });
    assert.equal(only("aws:iam/role:Role", refresher).inputs.permissionsBoundary, permissionsBoundaryArn);
  });
});
