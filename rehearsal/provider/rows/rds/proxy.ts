/** Rows of RDS Proxy: the proxy, its one target group, and the instance behind it. */
import type { Properties, Row, Rule } from "../../row.ts";
import { securityGroupsProblem, vpcOfSubnet } from "../ec2/shared.ts";
import { pascal, tagRecord } from "../helpers.ts";
import { orderAsWanted, text, texts } from "../known.ts";
import { roleProblem } from "../roles.ts";
import { engines } from "./engines.ts";
import { identifierProblem, rds, tagCalls, tags, types } from "./shared.ts";

function auths(inputs: Properties): Properties[] {
  return Array.isArray(inputs.auths) ? inputs.auths : [];
}

function authOnTheWire({ iamAuth, username, ...auth }: Properties): Properties {
  return {
    ...pascal(auth, "authScheme", "clientPasswordAuthType", "description", "secretArn"),
    ...(iamAuth !== undefined && { IAMAuth: iamAuth }),
    ...(username !== undefined && { UserName: username }),
  };
}

function liveAuths(live: readonly Properties[], wanted: readonly Properties[]): Properties[] {
  return live.map((auth, index) => {
    const all: Properties = {
      authScheme: auth.AuthScheme,
      clientPasswordAuthType: auth.ClientPasswordAuthType,
      description: auth.Description,
      iamAuth: auth.IAMAuth,
      secretArn: auth.SecretArn,
      username: auth.UserName,
    };
    const own = Object.keys(wanted[index] ?? all);
    return Object.fromEntries(Object.entries(all).filter(([key, value]) => value !== undefined && own.includes(key)));
  });
}

const rules: readonly Rule[] = [
  { source: "RDS API, CreateDBProxy: DBProxyName", check: ({ name }) => identifierProblem("name", name, 63) },
  {
    source: "RDS API, CreateDBProxy: Auth, DefaultAuthScheme",
    check: (inputs) =>
      auths(inputs).length === 0 && inputs.defaultAuthScheme !== "IAM_AUTH"
        ? "auths is empty: the proxy needs a secret, or defaultAuthScheme IAM_AUTH"
        : undefined,
  },
  {
    source: "RDS API, UserAuthConfig: ClientPasswordAuthType by engine family",
    check: (inputs) => {
      const prefix = { MYSQL: "MYSQL_", POSTGRESQL: "POSTGRES_" }[String(inputs.engineFamily)];
      const strange = auths(inputs).find(
        ({ clientPasswordAuthType: type }) => prefix && type && !String(type).startsWith(prefix),
      );
      return (
        strange &&
        `auths has clientPasswordAuthType ${strange.clientPasswordAuthType}: ${inputs.engineFamily} takes ${prefix}…`
      );
    },
  },
  {
    source: "RDS Proxy, quotas and limitations: a proxy is in the VPC of its database, in two zones",
    when: "creation",
    check: (inputs, world) => {
      const subnets = texts(inputs.vpcSubnetIds);
      const zones = new Set(subnets.map((id) => world.find("aws:ec2/subnet:Subnet", id)?.properties.availabilityZone));
      if (zones.size < 2) return `vpcSubnetIds are in ${zones.size} zone: RDS Proxy needs subnets in two zones or more`;
      const vpcId = subnets.map((id) => vpcOfSubnet(world, id)).find((vpc) => vpc !== undefined);
      return securityGroupsProblem(world, texts(inputs.vpcSecurityGroupIds), vpcId, "the proxy");
    },
  },
  {
    source: "RDS API, CreateDBProxy: RoleArn",
    when: "creation",
    check: ({ roleArn }, world) => roleProblem("roleArn", roleArn, "rds.amazonaws.com", world),
  },
];

/** A proxy, made in the emulator; nothing listens at its endpoint. */
export const proxy: Row = {
  type: types.proxy,
  taggable: true,
  autoName: { property: "name", maxLength: 63 },
  required: ["engineFamily", "roleArn", "vpcSubnetIds"],
  replaceOn: ["engineFamily", "vpcSubnetIds"],
  identify: (inputs) => String(inputs.name),
  attributes: (inputs, _id, facts) => ({
    arn: facts.arn("rds", `db-proxy:prx-${facts.hex(17)}`),
    endpoint: `${inputs.name}.proxy-c${facts.hex(11)}.${facts.region}.rds.amazonaws.com`,
  }),
  create: {
    call: (inputs, facts) =>
      rds("CreateDBProxy", {
        DBProxyName: inputs.name,
        EngineFamily: inputs.engineFamily,
        Auth: auths(inputs).map(authOnTheWire),
        RoleArn: inputs.roleArn,
        VpcSubnetIds: inputs.vpcSubnetIds,
        VpcSecurityGroupIds: inputs.vpcSecurityGroupIds,
        RequireTLS: inputs.requireTls,
        IdleClientTimeout: inputs.idleClientTimeout,
        DebugLogging: inputs.debugLogging,
        ...tags(facts),
      }),
    id: (answer) => answer.DBProxy.DBProxyName,
  },
  read: {
    call: (id) => rds("DescribeDBProxies", { DBProxyName: id }),
    also: (_id, _state, _facts, answer) => [
      rds("ListTagsForResource", { ResourceName: answer.DBProxies[0].DBProxyArn }),
    ],
    properties: (answer, _id, state) => {
      const live = answer.DBProxies?.[0];
      return (
        live && {
          arn: live.DBProxyArn,
          endpoint: live.Endpoint,
          engineFamily: live.EngineFamily,
          roleArn: live.RoleArn,
          auths: liveAuths(live.Auth ?? [], auths(state)),
          requireTls: live.RequireTLS === true,
          idleClientTimeout: live.IdleClientTimeout,
          debugLogging: live.DebugLogging === true,
          vpcSecurityGroupIds: orderAsWanted(live.VpcSecurityGroupIds ?? [], state.vpcSecurityGroupIds),
          vpcSubnetIds: orderAsWanted(live.VpcSubnetIds ?? [], state.vpcSubnetIds),
          tagsAll: tagRecord(answer.TagList),
        }
      );
    },
    gone: ["DBProxyNotFoundFault", "DBProxyNotFound"],
  },
  update: (id, inputs, previous, facts) => [
    rds("ModifyDBProxy", {
      DBProxyName: id,
      Auth: auths(inputs).map(authOnTheWire),
      RoleArn: inputs.roleArn,
      SecurityGroups: inputs.vpcSecurityGroupIds,
      RequireTLS: inputs.requireTls ?? false,
      IdleClientTimeout: inputs.idleClientTimeout ?? 1800,
      DebugLogging: inputs.debugLogging ?? false,
    }),
    ...tagCalls(previous.arn, previous, facts),
  ],
  delete: (id) => [rds("DeleteDBProxy", { DBProxyName: id }, ["DBProxyNotFoundFault"])],
  rules,
};

const proxyRule: Rule = {
  source: "RDS API error DBProxyNotFoundFault",
  when: "creation",
  check: ({ dbProxyName }, world) =>
    typeof dbProxyName === "string" && !world.find(types.proxy, dbProxyName)
      ? `dbProxyName is ${dbProxyName}, which does not exist: take the proxy's output "name"`
      : undefined,
};

const pool = [
  "connectionBorrowTimeout",
  "initQuery",
  "maxConnectionsPercent",
  "maxIdleConnectionsPercent",
  "sessionPinningFilters",
];

/** The target group that every proxy has, adopted: it comes and goes with its proxy. */
export const proxyDefaultTargetGroup: Row = {
  type: types.proxyDefaultTargetGroup,
  required: ["dbProxyName"],
  replaceOn: ["dbProxyName"],
  identify: (inputs) => String(inputs.dbProxyName),
  attributes: () => ({ name: "default" }),
  create: {
    call: (inputs) =>
      rds("ModifyDBProxyTargetGroup", {
        DBProxyName: inputs.dbProxyName,
        TargetGroupName: "default",
        ConnectionPoolConfig: pascal(inputs.connectionPoolConfig ?? {}, ...pool),
      }),
  },
  read: {
    call: (id) => rds("DescribeDBProxyTargetGroups", { DBProxyName: id, TargetGroupName: "default" }),
    properties: (answer, _id, state) => {
      const live = answer.TargetGroups?.[0];
      const config = live?.ConnectionPoolConfig ?? {};
      const wanted = Object.keys(state.connectionPoolConfig ?? {});
      const shown = wanted.map((key) => [key, config[`${key.charAt(0).toUpperCase()}${key.slice(1)}`]]);
      return (
        live && {
          arn: live.TargetGroupArn,
          ...(state.connectionPoolConfig && { connectionPoolConfig: Object.fromEntries(shown) }),
        }
      );
    },
    gone: ["DBProxyNotFoundFault", "DBProxyTargetGroupNotFoundFault"],
  },
  update: (id, inputs) => [
    rds("ModifyDBProxyTargetGroup", {
      DBProxyName: id,
      TargetGroupName: "default",
      ConnectionPoolConfig: pascal(inputs.connectionPoolConfig ?? {}, ...pool),
    }),
  ],
  delete: () => [],
  rules: [proxyRule],
};

/** The instance behind a proxy. */
export const proxyTarget: Row = {
  type: types.proxyTarget,
  required: ["dbProxyName", "targetGroupName"],
  exactlyOne: [["dbClusterIdentifier", "dbInstanceIdentifier"]],
  replaceOn: ["dbProxyName", "targetGroupName", "dbInstanceIdentifier", "dbClusterIdentifier"],
  identify: (inputs) => `${inputs.dbProxyName}/${inputs.targetGroupName}/RDS_INSTANCE/${inputs.dbInstanceIdentifier}`,
  attributes: (inputs) => ({ type: "RDS_INSTANCE", rdsResourceId: inputs.dbInstanceIdentifier }),
  create: {
    call: (inputs) =>
      rds("RegisterDBProxyTargets", {
        DBProxyName: inputs.dbProxyName,
        TargetGroupName: inputs.targetGroupName,
        DBInstanceIdentifiers: [inputs.dbInstanceIdentifier],
      }),
  },
  read: {
    call: (_id, state) =>
      rds("DescribeDBProxyTargets", { DBProxyName: state.dbProxyName, TargetGroupName: state.targetGroupName }),
    properties: (answer, _id, state) => {
      const targets: Properties[] = answer.Targets ?? [];
      return targets.some((target) => target.RdsResourceId === state.dbInstanceIdentifier) ? {} : undefined;
    },
    gone: ["DBProxyNotFoundFault", "DBProxyTargetGroupNotFoundFault", "DBProxyTargetNotFoundFault"],
  },
  delete: (_id, state) => [
    rds(
      "DeregisterDBProxyTargets",
      {
        DBProxyName: state.dbProxyName,
        TargetGroupName: state.targetGroupName,
        DBInstanceIdentifiers: [state.dbInstanceIdentifier],
      },
      ["DBProxyNotFoundFault", "DBProxyTargetNotFoundFault", "DBInstanceNotFound", "DBInstanceNotFoundFault"],
    ),
  ],
  rules: [
    proxyRule,
    {
      source: "RDS API, RegisterDBProxyTargets: InvalidDBInstanceState; engine family",
      when: "creation",
      check: ({ dbProxyName, dbInstanceIdentifier }, world) => {
        if (typeof dbInstanceIdentifier !== "string") return undefined;
        const found = world
          .all(types.instance)
          .find(({ properties }) => properties.identifier === dbInstanceIdentifier);
        if (!found) return `dbInstanceIdentifier is ${dbInstanceIdentifier}, which does not exist`;
        const family = world.find(types.proxy, String(dbProxyName))?.properties.engineFamily;
        const wanted = engines[text(found.properties.engine) ?? ""]?.proxyFamily;
        return wanted !== undefined && family !== undefined && family !== wanted
          ? `dbInstanceIdentifier is of ${found.properties.engine}: the proxy takes ${family}`
          : undefined;
      },
    },
  ],
};
