import assert from "node:assert/strict";
import { build, sound, types } from "./test-database.ts";

const postgres = { engine: "postgres", engineVersion: "17" } as const;
const keepsOwnPassword: readonly [string, object][] = [
  ["replicas", { replicas: 1 }],
  ["blue/green updates", { blueGreenUpdates: true }],
];

describe("Database", () => {
  it("RDS.1, .2, .3, .4, .5, .6, .8, .10, .11, .13, .17, .25, .26, .46, RDS.23 (waiver): makes exactly this instance", async () => {
    const { only, outputs } = await build();
    const { inputs, options, name } = only(types.instance);
    assert.equal(name, "acme-prod-database-1");
    const { monitoringRoleArn, finalSnapshotIdentifier } = inputs;
    assert.match(finalSnapshotIdentifier, /^acme-prod-database-1-final-[0-9a-f]{8}$/);
    assert.match(monitoringRoleArn, /^arn:aws:iam::\d{12}:role\/acme-prod-database-monitoring-[0-9a-f]{7}$/);
    assert.deepEqual(inputs, {
      identifier: "acme-prod-database-1",
      engine: "mysql",
      engineVersion: "8.4",
      engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      allowMajorVersionUpgrade: false,
      autoMinorVersionUpgrade: true,
      instanceClass: "db.m6g.large",
      allocatedStorage: 100,
      maxAllocatedStorage: 1000,
      storageType: "gp3",
      storageEncrypted: true,
      kmsKeyId: sound.keyArn,
      multiAz: true,
      publiclyAccessible: false,
      port: 3306,
      dbName: "app",
      username: "dbowner",
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: sound.secretsKeyArn,
      iamDatabaseAuthenticationEnabled: true,
      vpcSecurityGroupIds: [outputs.securityGroupId],
      dbSubnetGroupName: "private-subnets",
      parameterGroupName: "parameters",
      caCertIdentifier: "rds-ca-rsa2048-g1",
      maintenanceWindow: "sun:00:00-sun:01:00",
      backupWindow: "22:00-23:00",
      backupRetentionPeriod: 35,
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: false,
      deletionProtection: true,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier,
      enabledCloudwatchLogsExports: ["audit", "error", "general", "slowquery"],
      monitoringInterval: 60,
      monitoringRoleArn,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: sound.keyArn,
      performanceInsightsRetentionPeriod: 7,
      databaseInsightsMode: "standard",
      applyImmediately: false,
      tags: { Name: "acme-prod-database-1", backup: "daily" },
    });
    assert.deepEqual(only("aws:rds/subnetGroup:SubnetGroup").inputs.subnetIds, sound.subnetIds);
    assert.deepEqual([options.protect, options.retainOnDelete, options.deleteBeforeReplace], [true, false, true]);
  });

  for (const [engine, dials, controls, expected] of [
    [
      "MySQL",
      {},
      "RDS.39",
      { log_output: "FILE", require_secure_transport: "1", slow_query_log: "1", long_query_time: "2" },
    ],
    ["PostgreSQL", postgres, "RDS.38", { "rds.force_ssl": "1", log_min_duration_statement: "2000" }],
  ] as const) {
    it(`RDS.38, .39: takes connections over TLS only (${engine}, ${controls})`, async () => {
      const { inputs } = (await build(dials)).only("aws:rds/parameterGroup:ParameterGroup");
      assert.equal(inputs.family, engine === "MySQL" ? "mysql8.4" : "postgres17");
      const given = inputs.parameters.map(({ name, value }: { name: string; value: string }) => [name, value]);
      assert.deepEqual(Object.fromEntries(given), expected);
    });
  }

  for (const [dials, logs] of [
    [{}, ["audit", "error", "general", "slowquery"]],
    [postgres, ["postgresql", "upgrade"]],
  ] as const) {
    it(`RDS.9, .36: exports ${logs.join(", ")} to log groups that are there before`, async () => {
      const { only, ofType } = await build(dials);
      const { inputs, options } = only(types.instance);
      assert.deepEqual(inputs.enabledCloudwatchLogsExports, logs);
      const groups = ofType("aws:cloudwatch/logGroup:LogGroup");
      assert.deepEqual(
        groups.map((group) => group.inputs),
        logs.map((log) => ({
          name: `/aws/rds/instance/acme-prod-database-1/${log}`,
          retentionInDays: 365,
          kmsKeyId: sound.logsKeyArn,
        })),
      );
      for (const group of groups) assert.ok(options.dependsOn?.includes(group.name), group.name);
    });
  }

  it("RDS.20, .21, .22: tells of critical events of its own instances and parameters, and of any DB security group", async () => {
    const { ofType } = await build();
    const subscriptions = ofType("aws:rds/eventSubscription:EventSubscription")
      .map(({ inputs }) => inputs)
      .sort((one, other) => one.sourceType.localeCompare(other.sourceType));
    assert.deepEqual(
      subscriptions.map(({ snsTopic, sourceType, sourceIds = [] }) => [snsTopic, sourceType, sourceIds.length]),
      [
        [sound.eventTopicArn, "db-instance", 1],
        [sound.eventTopicArn, "db-parameter-group", 1],
        [sound.eventTopicArn, "db-security-group", 0],
      ],
    );
    for (const category of ["maintenance", "configuration change", "failure"]) {
      assert.ok(subscriptions[0]?.eventCategories.includes(category), category);
    }
    assert.deepEqual(subscriptions[1]?.eventCategories, ["configuration change"]);
    assert.deepEqual(subscriptions[2]?.eventCategories, ["configuration change", "failure"]);
  });

  it("RDS.6: lets enhanced monitoring write to its one log group, within the boundary", async () => {
    const { only } = await build();
    const { inputs } = only("aws:iam/role:Role");
    assert.equal(inputs.permissionsBoundary, sound.permissionsBoundaryArn);
    assert.deepEqual(JSON.parse(inputs.assumeRolePolicy).Statement, [
      {
        Sid: "EnhancedMonitoring",
        Effect: "Allow",
        Principal: { Service: "monitoring.rds.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      },
    ]);
    const name = "arn:aws:logs:af-south-1:111122223333:log-group:RDSOSMetrics";
    const group = [name, `${name}:*`];
    assert.deepEqual(JSON.parse(only("aws:iam/rolePolicy:RolePolicy").inputs.policy).Statement, [
      { Sid: "Group", Effect: "Allow", Action: ["logs:CreateLogGroup", "logs:PutRetentionPolicy"], Resource: group },
      {
        Sid: "Streams",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:GetLogEvents", "logs:PutLogEvents"],
        Resource: group,
      },
    ]);
  });

  it("leaves the password to RDS, and no password in the state", async () => {
    const { ofType, outputs } = await build();
    assert.equal(outputs.secretArn, "arn:aws:secretsmanager:af-south-1:111122223333:secret:rds!db-1");
    assert.equal(ofType("random:index/randomPassword:RandomPassword").length, 0);
    assert.equal(ofType("platform:database:RotatedSecret").length, 0);
  });

  for (const [title, change] of keepsOwnPassword) {
    it(`never lets RDS manage the password of an instance with ${title}`, async () => {
      const { ofType, only } = await build(change);
      const { inputs, options } = only(types.instance, "acme-prod-database-1");
      assert.equal(inputs.manageMasterUserPassword, undefined);
      assert.equal(inputs.masterUserSecretKmsKeyId, undefined);
      assert.equal(inputs.password, "not-a-real-one");
      // Ignored, it would never reach a running database whose password RDS managed before.
      assert.equal(options.ignoreChanges?.includes("password"), false);
      assert.equal(ofType("platform:database:RotatedSecret").length, 1);
    });
  }

  it("refuses everything that is wrong at once, before it makes anything", async () => {
    const bad = build({ engineVersion: "5.7", adminUserName: "root", maxStorageGiB: 100, generations: [] });
    await assert.rejects(bad, (error: Error) => {
      for (const dial of ["engineVersion", "adminUserName", "maxStorageGiB", "generations"]) {
        assert.match(error.message, new RegExp(`- ${dial}: `));
      }
      return true;
    });
  });

  it("has a last snapshot of another name whenever another instance may have the same identifier", async () => {
    const nameOf = async (change: object) => (await build(change)).only(types.instance).inputs.finalSnapshotIdentifier;
    const changes = [
      {},
      { keyArn: `${sound.keyArn}6` },
      { adminUserName: "other" },
      { databaseName: "other" },
      postgres,
    ];
    const names = await Promise.all(changes.map(nameOf));
    assert.equal(new Set(names).size, changes.length);
    assert.equal(await nameOf({}), names[0]);
    const skipped = (await build({ finalSnapshot: false })).only(types.instance).inputs;
    assert.deepEqual([skipped.skipFinalSnapshot, skipped.finalSnapshotIdentifier], [true, undefined]);
  });
});
