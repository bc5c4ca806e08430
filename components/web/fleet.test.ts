import assert from "node:assert/strict";
import { collect, type Properties } from "../../test/pulumi-mocks.ts";
import { Fleet, type FleetArgs } from "./fleet.ts";
import { fleetTestArgs } from "./fleet-test-args.ts";

const name = "acme-dev-web";

/** Web servers with these changes to the smallest set of arguments. */
const build = (change: Partial<FleetArgs> = {}) => collect(() => new Fleet(name, { ...fleetTestArgs, ...change }));

const group = "aws:autoscaling/group:Group";
const template = "aws:ec2/launchTemplate:LaunchTemplate";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const schedule = "aws:autoscaling/schedule:Schedule";
const mixedVersion = "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.version";

const tags = { ...fleetTestArgs.context.tags, Name: name };

describe("Fleet", () => {
  it("EC2.3, EC2.8, EC2.17, EC2.25, EC2.28, EC2.170, EC2.180, EC2.181: launches exactly this", async () => {
    const { only } = await build();
    const { inputs, options } = only(template);
    assert.match(inputs.iamInstanceProfile.arn, /:instance-profile\/acme-dev-web-[0-9a-f]{7}$/);
    const { userData, ...others } = inputs;
    assert.deepEqual(others, {
      imageId: "ami-0123456789abcdef0",
      instanceType: "m6g.large",
      iamInstanceProfile: inputs.iamInstanceProfile,
      instanceInitiatedShutdownBehavior: "terminate",
      monitoring: { enabled: true },
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            encrypted: "true",
            kmsKeyId: fleetTestArgs.volumesKeyArn,
            volumeType: "gp3",
            volumeSize: 20,
            deleteOnTermination: "true",
          },
        },
      ],
      networkInterfaces: [
        {
          deviceIndex: 0,
          associatePublicIpAddress: "false",
          deleteOnTermination: "true",
          securityGroups: ["sg-0123456789abcdef0", "sg-0123456789abcdef1", "sg-0123456789abcdef2"],
        },
      ],
      tagSpecifications: [
        { resourceType: "instance", tags },
        { resourceType: "volume", tags: { ...tags, backup: "daily" } },
        { resourceType: "network-interface", tags },
      ],
      updateDefaultVersion: true,
      tags: { Name: name },
    });
    assert.deepEqual(options.ignoreChanges, ["imageId"]);
    const script = Buffer.from(userData, "base64").toString();
    assert.match(script, /^FILES_ACCESS_POINT_ID="fsap-0123456789abcdef0"$/m);
    assert.match(
      script,
      /^DATABASE_SECRET_ARN="arn:aws:secretsmanager:af-south-1:111122223333:secret:rds!db-0a1b-AbCdEf"$/m,
    );
  });

  it("AutoScaling.1, AutoScaling.2, AutoScaling.6, AutoScaling.9, EC2.9: scales several types over both zones", async () => {
    const { only, ofType, outputs } = await build();
    const { inputs, options } = only(group);
    assert.deepEqual(inputs, {
      minSize: 2,
      maxSize: 6,
      desiredCapacity: 2,
      vpcZoneIdentifiers: fleetTestArgs.privateSubnetIds,
      mixedInstancesPolicy: {
        instancesDistribution: {
          onDemandAllocationStrategy: "prioritized",
          onDemandBaseCapacity: 0,
          onDemandPercentageAboveBaseCapacity: 100,
          spotAllocationStrategy: "price-capacity-optimized",
        },
        launchTemplate: {
          launchTemplateSpecification: { launchTemplateId: outputs.launchTemplateId, version: "1" },
          overrides: [{ instanceType: "m6g.large" }, { instanceType: "t4g.large" }],
        },
      },
      capacityRebalance: false,
      targetGroupArns: [fleetTestArgs.loadBalancer.targetGroupArn],
      healthCheckType: "ELB",
      healthCheckGracePeriod: 300,
      defaultInstanceWarmup: 120,
      maxInstanceLifetime: 2_592_000,
      instanceMaintenancePolicy: { minHealthyPercentage: 100, maxHealthyPercentage: 150 },
      terminationPolicies: ["OldestLaunchTemplate", "Default"],
      serviceLinkedRoleArn: fleetTestArgs.serviceLinkedRoleArn,
      enabledMetrics: inputs.enabledMetrics,
      forceDelete: false,
      tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
    });
    assert.equal(inputs.enabledMetrics.length, 7);
    assert.deepEqual(options.ignoreChanges, ["desiredCapacity", mixedVersion]);
    assert.equal(ofType(alarm).length, 2);
  });

  it("uses Spot Instances above the base, and replaces them before they are taken away", async () => {
    const { inputs } = (await build({ onDemandBase: 2, onDemandPercent: 25 })).only(group);
    const { instancesDistribution } = inputs.mixedInstancesPolicy;
    assert.equal(instancesDistribution.onDemandBaseCapacity, 2);
    assert.equal(instancesDistribution.onDemandPercentageAboveBaseCapacity, 25);
    assert.equal(inputs.capacityRebalance, true);
  });

  it("launches from the template itself beside a warm pool", async () => {
    const { only, outputs } = await build({ instanceTypes: ["m6g.large"], warmPoolInstances: 1 });
    const { inputs, options } = only(group);
    assert.deepEqual(options.ignoreChanges, ["desiredCapacity", "launchTemplate.version"]);
    assert.deepEqual(inputs.launchTemplate, { id: outputs.launchTemplateId, version: "1" });
    assert.deepEqual(inputs.warmPool, { poolState: "Running", minSize: 1 });
    assert.equal(inputs.mixedInstancesPolicy, undefined);
    assert.equal(inputs.capacityRebalance, undefined);
  });

  it("CloudWatch.15, CloudWatch.17: has alarms that tell a topic and stop a refresh", async () => {
    const { only } = await build();
    const dimensions = {
      LoadBalancer: "app/acme-dev/0123456789abcdef",
      TargetGroup: "targetgroup/acme-dev/fedcba9876543210",
    };
    const common = {
      alarmActions: [fleetTestArgs.alarmTopicArn],
      okActions: [fleetTestArgs.alarmTopicArn],
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
    };
    const count = (id: string, metricName: string, of: object = dimensions) => ({
      id,
      metric: { namespace: "AWS/ApplicationELB", metricName, dimensions: of, period: 60, stat: "Sum" },
    });
    assert.deepEqual(only(alarm, `${name}-errors`).inputs, {
      ...common,
      alarmDescription: "5 per cent of the answers of acme-dev-web are errors (5xx), in 2 of 3 minutes",
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      threshold: 5,
      metricQueries: [
        {
          id: "percent",
          label: "Answers with 5xx, per cent",
          expression:
            "IF(FILL(requests, 0) + FILL(failures, 0) >= 20, " +
            "100 * (FILL(errors, 0) + FILL(failures, 0)) / (FILL(requests, 0) + FILL(failures, 0)), 0)",
          returnData: true,
        },
        count("errors", "HTTPCode_Target_5XX_Count"),
        count("failures", "HTTPCode_ELB_5XX_Count", { LoadBalancer: dimensions.LoadBalancer }),
        count("requests", "RequestCount"),
      ],
    });
    assert.deepEqual(only(alarm, `${name}-unhealthy`).inputs, {
      ...common,
      alarmDescription: "A target of acme-dev-web has been unhealthy for 7 minutes",
      namespace: "AWS/ApplicationELB",
      metricName: "UnHealthyHostCount",
      dimensions,
      statistic: "Maximum",
      period: 60,
      evaluationPeriods: 7,
      threshold: 1,
    });
  });

  it("keeps requests and processor at their targets", async () => {
    const { ofType, outputs } = await build({ cpuPercent: 40, requestsPerMinute: 600 });
    assert.deepEqual(
      ofType("aws:autoscaling/policy:Policy").map(({ name: policy, inputs }) => [policy, inputs]),
      [
        ["cpu", { predefinedMetricType: "ASGAverageCPUUtilization" }, 40] as const,
        [
          "requests",
          {
            predefinedMetricType: "ALBRequestCountPerTarget",
            resourceLabel: "app/acme-dev/0123456789abcdef/targetgroup/acme-dev/fedcba9876543210",
          },
          600,
        ] as const,
      ].map(([suffix, predefinedMetricSpecification, targetValue]) => [
        `${name}-${suffix}`,
        {
          autoscalingGroupName: outputs.autoScalingGroupName,
          policyType: "TargetTrackingScaling",
          targetTrackingConfiguration: { predefinedMetricSpecification, targetValue },
        },
      ]),
    );
  });

  it("changes its size at fixed times, and then leaves the lower limit to them", async () => {
    const changes = [
      { name: "morning", recurrence: "0 6 * * MON-FRI", minInstances: 4, desiredInstances: 5 },
      { name: "night", recurrence: "0 20 * * *", minInstances: 2 },
    ];
    const { ofType, only, outputs } = await build({ schedule: changes, scheduleTimeZone: "Africa/Johannesburg" });
    const common = { autoscalingGroupName: outputs.autoScalingGroupName, timeZone: "Africa/Johannesburg", maxSize: -1 };
    assert.deepEqual(
      ofType(schedule).map(({ inputs }) => inputs),
      [
        {
          ...common,
          scheduledActionName: `${name}-morning`,
          recurrence: "0 6 * * MON-FRI",
          minSize: 4,
          desiredCapacity: 5,
        },
        { ...common, scheduledActionName: `${name}-night`, recurrence: "0 20 * * *", minSize: 2, desiredCapacity: -1 },
      ],
    );
    assert.deepEqual(only(group).options.ignoreChanges, ["desiredCapacity", mixedVersion, "minSize"]);
    assert.equal((await build()).ofType(schedule).length, 0);
  });

  it("CloudWatch.16: keeps its logs encrypted for a year, under the environment's name", async () => {
    const { only, outputs } = await build();
    assert.deepEqual(only("aws:cloudwatch/logGroup:LogGroup", `${name}-logs`).inputs, {
      name: "/acme/dev/web",
      retentionInDays: 365,
      kmsKeyId: fleetTestArgs.logsKeyArn,
    });
    assert.equal(outputs.metricNamespace, "acme/dev/web");
  });

  it("runs the operator's own user data with the facts in their places, and none of ours", async () => {
    const userData = "#!/bin/sh\necho {{DATABASE_HOST}} {{SMTP_HOST}}\n";
    const { only } = await build({ userData });
    assert.equal(
      Buffer.from(only(template).inputs.userData, "base64").toString(),
      "#!/bin/sh\necho acme-dev.c0ffee.af-south-1.rds.amazonaws.com \n",
    );
  });

  it("mounts nothing and may mount nothing without shared files", async () => {
    const { only, ofType } = await build({ files: undefined });
    assert.doesNotMatch(Buffer.from(only(template).inputs.userData, "base64").toString(), /fstab/);
    const policies = ofType("aws:iam/rolePolicy:RolePolicy")
      .map(({ inputs }: Properties) => inputs.policy)
      .join();
    assert.doesNotMatch(policies, /elasticfilesystem/);
  });

  it("keeps its type token, protects nothing, and makes exactly these", async () => {
    const { only, resources } = await build();
    assert.equal(only("platform:web:Fleet").name, name);
    assert.ok(resources.every(({ options }) => options.protect === undefined));
    assert.deepEqual(resources.map(({ type, name: child }) => `${type.split(":").at(-1)} ${child}`).sort(), [
      "Fleet acme-dev-web",
      "Function acme-dev-web-refresher",
      "Group acme-dev-web",
      "InstanceProfile acme-dev-web",
      "Invocation acme-dev-web-refresh",
      "LaunchTemplate acme-dev-web",
      "LogGroup acme-dev-web-logs",
      "LogGroup acme-dev-web-refresher-log",
      "MetricAlarm acme-dev-web-errors",
      "MetricAlarm acme-dev-web-unhealthy",
      "OpsFunction acme-dev-web-refresher",
      "Policy acme-dev-web-cpu",
      "Policy acme-dev-web-requests",
      "Role acme-dev-web",
      "Role acme-dev-web-refresher",
      "RolePolicy acme-dev-web-own",
      "RolePolicy acme-dev-web-refresher-rights",
      "RolePolicy acme-dev-web-sessions",
    ]);
  });
});
