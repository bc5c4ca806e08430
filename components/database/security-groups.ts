import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** What the security groups are made of. */
export interface DatabaseSecurityGroupsArgs {
  /** VPC of the groups; another one replaces them. */
  readonly vpcId: pulumi.Input<string>;
  /** TCP port of the database. */
  readonly port: number;
  /** The bastions' security group. */
  readonly bastionSecurityGroupId: pulumi.Input<string>;
  /** Whether there is a proxy: clients then reach it too, and it reaches the database. */
  readonly hasProxy: boolean;
}

/** The groups' ids. */
export interface DatabaseSecurityGroups {
  /** What the database carries. */
  readonly database: pulumi.Output<string>;
  /** What a client carries: it lets out to the database (and the proxy) and nowhere else. */
  readonly clients: pulumi.Output<string>;
  /** What the proxy carries; undefined without one. */
  readonly proxy: pulumi.Output<string> | undefined;
}

/** A way from one group to another, open on the database's port. */
interface Way {
  readonly name: string;
  readonly from: pulumi.Input<string>;
  readonly to: pulumi.Input<string>;
  readonly description: string;
}

/** Lets the traffic in at its end. */
function admit(way: Way, port: number, options: pulumi.ResourceOptions): void {
  new aws.vpc.SecurityGroupIngressRule(
    way.name,
    {
      securityGroupId: way.to,
      referencedSecurityGroupId: way.from,
      description: way.description,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      tags: { Name: way.name },
    },
    options,
  );
}

/** Lets the traffic out at its beginning. */
function letOut(way: Way, port: number, options: pulumi.ResourceOptions): void {
  new aws.vpc.SecurityGroupEgressRule(
    way.name,
    {
      securityGroupId: way.from,
      referencedSecurityGroupId: way.to,
      description: way.description,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      tags: { Name: way.name },
    },
    options,
  );
}

/**
 * Lets a group's members into the database. The other side's rule is the caller's.
 *
 * @param name prefix of the rule's name
 * @param suffix who they are, for example "rotation"
 */
export function admitToDatabase(
  name: string,
  suffix: string,
  from: pulumi.Input<string>,
  { database, port }: { readonly database: pulumi.Input<string>; readonly port: number },
  options: pulumi.ResourceOptions,
): void {
  const way = { name: `${name}-from-${suffix}`, from, to: database, description: `Database port from ${suffix}` };
  admit(way, port, options);
}

/**
 * Makes the security groups of the database. In: its port, from the client group, the bastions and the proxy, each by a rule
 * of its own. Out: nothing, a database calls nobody.
 *
 * @param name prefix of the children's names
 */
export function createDatabaseSecurityGroups(
  name: string,
  args: DatabaseSecurityGroupsArgs,
  options: pulumi.ResourceOptions,
): DatabaseSecurityGroups {
  const group = (suffix: string, description: string) => {
    const full = suffix === "" ? name : `${name}-${suffix}`;
    return new aws.ec2.SecurityGroup(full, { vpcId: args.vpcId, description, tags: { Name: full } }, options).id;
  };
  const database = group("", "Database");
  const clients = group("clients", "Clients of the database");
  const proxy = args.hasProxy ? group("proxy", "Proxy of the database") : undefined;
  const open = (way: Way) => {
    admit(way, args.port, options);
    letOut({ ...way, name: way.name.replace("-from-", "-to-database-from-") }, args.port, options);
  };
  open({ name: `${name}-from-clients`, from: clients, to: database, description: "Clients to the database" });
  admitToDatabase(name, "bastions", args.bastionSecurityGroupId, { database, port: args.port }, options);
  if (proxy !== undefined) {
    open({ name: `${name}-from-proxy`, from: proxy, to: database, description: "Proxy to the database" });
    const toProxy = { from: clients, to: proxy, description: "Clients to the proxy" };
    admit({ ...toProxy, name: `${name}-proxy-from-clients` }, args.port, options);
    letOut({ ...toProxy, name: `${name}-clients-to-proxy` }, args.port, options);
  }
  return { database, clients, proxy };
}
