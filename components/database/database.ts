import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Context } from "../shared/context.ts";
import { limitName } from "../shared/names.ts";
import { checkDatabase } from "./check-database.ts";
import { type DatabaseDials, type Generation, isPasswordManaged } from "./dials.ts";
import { engineParameters, engines } from "./engine.ts";
import { createInstance, createReplicas, type InstanceSurroundings } from "./generation.ts";
import { createMonitoringRole } from "./monitoring-role.ts";
import { createNotifications } from "./notifications.ts";
import { createProxy } from "./proxy.ts";
import { RotatedSecret } from "./rotation.ts";
import { admitToDatabase, createDatabaseSecurityGroups, type DatabaseSecurityGroups } from "./security-groups.ts";

/** What the database is made from. */
export interface DatabaseArgs extends DatabaseDials {
  /** Names, tags, region and account. */
  readonly context: Context;
  /** VPC of the security groups. */
  readonly vpcId: pulumi.Input<string>;
  /** Private subnets, in two zones or more (RDS.46). */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The bastions' security group: people come through them. */
  readonly bastionSecurityGroupId: pulumi.Input<string>;
  /** Key of storage and insights. Another one replaces the database, which is refused. */
  readonly keyArn: pulumi.Input<string>;
  /** Key of the admin's secret. */
  readonly secretsKeyArn: pulumi.Input<string>;
  /** Key of the exported logs; it must let in `/aws/rds/instance/<project>-<environment>-*`. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** Topic that takes RDS's events. */
  readonly eventTopicArn: pulumi.Input<string>;
  /** Boundary of the roles. */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
}

/** Characters of a subnet group's and a parameter group's name less Pulumi's suffix. Source: RDS API, CreateDBSubnetGroup. */
const maxGroupName = 247;

/** Characters of the first password. RDS takes up to 41 for MySQL and 128 for PostgreSQL. Source: RDS API, CreateDBInstance. */
const initialPasswordLength = 40;

/** A generation that was made. */
interface MadeGeneration {
  readonly instance: aws.rds.Instance;
  readonly replicas: readonly aws.rds.Instance[];
  readonly rotationFunctionNames: readonly pulumi.Output<string>[];
  readonly secretArn: pulumi.Output<string>;
}

/**
 * A relational database: encrypted, private, over TLS only, backed up, watched. Its generations are instances side by side,
 * of which the last one serves: so a snapshot comes back without touching what runs (docs/restoring.md).
 */
export class Database extends pulumi.ComponentResource {
  /** Host name of the instance that serves. */
  public readonly endpointAddress: pulumi.Output<string>;
  /** TCP port. */
  public readonly port: number;
  /** The first database. */
  public readonly databaseName: pulumi.Output<string>;
  /** Secret with the admin's `username` and `password`. */
  public readonly secretArn: pulumi.Output<string>;
  /** Security group of the database. */
  public readonly securityGroupId: pulumi.Output<string>;
  /** Security group that whoever may reach the database carries. */
  public readonly clientSecurityGroupId: pulumi.Output<string>;
  /** Identifier of the instance that serves. */
  public readonly instanceIdentifier: pulumi.Output<string>;
  /** ARN of the instance that serves. */
  public readonly instanceArn: pulumi.Output<string>;
  /** Name of the subnet group: whoever restores a database beside this one takes it. */
  public readonly subnetGroupName: pulumi.Output<string>;
  /** RDS's own id of the instance that serves, `db-…`: IAM authentication names it. */
  public readonly instanceResourceId: pulumi.Output<string>;
  /** Name of the function that rotates the admin's password; empty where RDS does it. */
  public readonly rotationFunctionNames: readonly pulumi.Output<string>[];
  /** Identifiers of the read replicas of the instance that serves. */
  public readonly replicaIdentifiers: readonly pulumi.Output<string>[];
  /** Host names of the read replicas of the instance that serves. */
  public readonly readerEndpointAddresses: readonly pulumi.Output<string>[];
  /** Host name of the proxy; undefined without one. */
  public readonly proxyEndpoint: pulumi.Output<string> | undefined;

  /**
   * @param name prefix of the children's names, from the context
   * @throws pulumi.ResourceError with every problem of the arguments, before anything is made
   */
  constructor(name: string, args: DatabaseArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("platform:database:Database", name, {}, options);
    refuseProblems(args, this);
    this.port = args.port ?? engines[args.engine].port;

    const groups = createDatabaseSecurityGroups(
      name,
      { ...args, port: this.port, hasProxy: args.proxy !== "off" },
      { parent: this },
    );
    const surroundings = createSurroundings(name, args, groups, this);
    const made = args.generations.map((generation) =>
      createGeneration(name, generation, args, surroundings, groups, this.port, this),
    );
    // There is one: the arguments were checked.
    const serving = made.at(-1) as MadeGeneration;
    const all = made.flatMap(({ instance, replicas }) => [instance, ...replicas]);
    createNotifications(
      name,
      {
        topicArn: args.eventTopicArn,
        instanceIdentifiers: all.map(({ identifier }) => identifier),
        parameterGroupName: surroundings.parameterGroupName,
      },
      { parent: this },
    );
    this.proxyEndpoint = createOptionalProxy(name, args, groups, serving, this);

    this.endpointAddress = serving.instance.address;
    this.databaseName = serving.instance.dbName;
    this.secretArn = serving.secretArn;
    this.securityGroupId = groups.database;
    this.subnetGroupName = surroundings.subnetGroupName;
    this.clientSecurityGroupId = groups.clients;
    this.instanceIdentifier = serving.instance.identifier;
    this.instanceArn = serving.instance.arn;
    this.instanceResourceId = serving.instance.resourceId;
    this.rotationFunctionNames = serving.rotationFunctionNames;
    this.replicaIdentifiers = serving.replicas.map(({ identifier }) => identifier);
    this.readerEndpointAddresses = serving.replicas.map(({ address }) => address);
    this.registerOutputs({
      endpointAddress: this.endpointAddress,
      secretArn: this.secretArn,
      instanceIdentifier: this.instanceIdentifier,
      clientSecurityGroupId: this.clientSecurityGroupId,
    });
  }
}

/** Stops with all problems of the arguments in one error. */
function refuseProblems(args: DatabaseArgs, component: Database): void {
  const lines = checkDatabase(args).map(
    ({ path, problem, got, allowed, todo }) =>
      `- ${path.join(".")}: ${problem} Got ${got}; allowed is ${allowed}. ${todo}`,
  );
  if (lines.length === 0) return;
  throw new pulumi.ResourceError(`The database's arguments are refused:\n${lines.join("\n")}`, component, true);
}

/** What all instances share: subnets, parameters, the monitoring role. */
function createSurroundings(
  name: string,
  args: DatabaseArgs,
  groups: DatabaseSecurityGroups,
  parent: Database,
): InstanceSurroundings {
  const { context, keyArn, logsKeyArn } = args;
  const subnetGroup = new aws.rds.SubnetGroup(
    limitName(name, maxGroupName),
    { description: "Private subnets of the database", subnetIds: args.subnetIds, tags: { Name: name } },
    { parent },
  );
  const family = engines[args.engine].parameterFamily(args.engineVersion);
  const parameterGroup = new aws.rds.ParameterGroup(
    // Another family is another group: the old one stays until no instance uses it.
    limitName(`${name}-${family.replaceAll(".", "-")}`, maxGroupName),
    {
      family,
      description: "Parameters of the database",
      parameters: engineParameters(args.engine, args.blueGreenUpdates).map((parameter) => ({ ...parameter })),
      tags: { Name: name },
    },
    { parent },
  );
  return {
    context,
    keyArn,
    logsKeyArn,
    subnetGroupName: subnetGroup.name,
    parameterGroupName: parameterGroup.name,
    securityGroupId: groups.database,
    monitoringRoleArn: createMonitoringRole(name, args, { parent }),
  };
}

/** One generation: its instance, its replicas, and its admin's secret. */
function createGeneration(
  name: string,
  generation: Generation,
  args: DatabaseArgs,
  surroundings: InstanceSurroundings,
  groups: DatabaseSecurityGroups,
  port: number,
  parent: Database,
): MadeGeneration {
  const options = { parent };
  const full = `${name}-${generation.number}`;
  if (isPasswordManaged(args)) {
    const instance = createInstance(
      full,
      generation,
      args,
      surroundings,
      { secretsKeyArn: args.secretsKeyArn },
      options,
    );
    const secretArn = instance.masterUserSecrets.apply((secrets) => secrets[0]?.secretArn ?? "");
    return {
      instance,
      replicas: [],
      rotationFunctionNames: [],
      secretArn: checkOrigin(generation, instance, secretArn),
    };
  }
  // RDS refuses "/", "@", the quotes and the space in passwords.
  const { result: initialPassword } = new random.RandomPassword(
    full,
    { length: initialPasswordLength, special: false },
    options,
  );
  const instance = createInstance(full, generation, args, surroundings, { initialPassword }, options);
  const secret = new RotatedSecret(
    `${full}-secret`,
    {
      ...args,
      database: {
        engine: args.engine,
        host: instance.address,
        port,
        username: instance.username,
        initialPassword,
        databaseName: instance.dbName,
        databaseSecurityGroupId: groups.database,
      },
    },
    options,
  );
  admitToDatabase(name, `rotation-${generation.number}`, secret.securityGroupId, { ...groups, port }, options);
  const replicas = createReplicas(full, instance, generation, args, surroundings, options);
  return {
    instance,
    replicas,
    rotationFunctionNames: [secret.functionName],
    secretArn: checkOrigin(generation, instance, secret.secretArn),
  };
}

/**
 * Hands on an output when the instance was made from what the settings say. A generation is made once: another snapshot for a
 * generation that is there would change nothing, and whoever asks for it must hear so.
 */
function checkOrigin<T>({ number, restoredFrom }: Generation, instance: aws.rds.Instance, value: pulumi.Output<T>) {
  if (restoredFrom === undefined || !("snapshotIdentifier" in restoredFrom)) return value;
  return pulumi.all([value, instance.snapshotIdentifier]).apply(([result, made]) => {
    if (made === restoredFrom.snapshotIdentifier) return result;
    throw new Error(
      `Generation ${number} of the database was not made from ${restoredFrom.snapshotIdentifier} (got ${made ?? "no snapshot"}): ` +
        "a generation is made once. Restore what it was made from in its entry, and append a new generation for the snapshot.",
    );
  });
}

function createOptionalProxy(
  name: string,
  args: DatabaseArgs,
  groups: DatabaseSecurityGroups,
  { instance, secretArn }: MadeGeneration,
  parent: Database,
): pulumi.Output<string> | undefined {
  if (args.proxy === "off" || groups.proxy === undefined) return undefined;
  const { context, engine, subnetIds, secretsKeyArn, permissionsBoundaryArn, proxy: mode } = args;
  const proxyArgs = { context, engine, mode, subnetIds, secretsKeyArn, permissionsBoundaryArn, secretArn };
  return createProxy(
    name,
    { ...proxyArgs, securityGroupId: groups.proxy, instanceIdentifier: instance.identifier },
    { parent },
  );
}
