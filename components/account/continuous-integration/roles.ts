import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../../shared/context.ts";
import { nameLimits } from "../../shared/names.ts";
import { policyJson, type Statement } from "../../shared/policy-document.ts";
import { boundaryStatements } from "./boundary.ts";
import {
  type DeployScope,
  decryptionDenials,
  identityStatements,
  serviceStatements,
  unlockStatements,
} from "./deploy.ts";
import { driftDenials, driftStatements } from "./drift.ts";
import {
  boundaryArn,
  boundaryDenial,
  type Guarded,
  guardedPath,
  guardRailDenials,
  identityDenial,
  isolationDenial,
  statefulDenial,
} from "./guard-rails.ts";
import { dataDenialStatements, describeStatements } from "./preview.ts";
import { ownStateStatements, type StateBackend, stateDenials, unlockStateStatements } from "./state-access.ts";
import { awsAudience, githubHost, githubTrust, type RepositoryIds, subjectName } from "./trust.ts";

/** What the roles must not change beside themselves and the OIDC provider; see `Guarded`. */
export interface GuardedResources {
  /** ARNs of the audit bucket and of its access logs' bucket. */
  readonly bucketArns: readonly pulumi.Input<string>[];
  /** ARNs of the keys of audit, sessions and cost alerts. */
  readonly keyArns: readonly pulumi.Input<string>[];
  /** ARNs of the log groups of audit and sessions, without ":*". */
  readonly logGroupArns: readonly pulumi.Input<string>[];
  /** ARN of the topic of cost alerts. */
  readonly topicArn: pulumi.Input<string>;
}

/** What the roles of continuous integration are made of. */
export interface ContinuousIntegrationArgs {
  /** Where the deployment goes. Workloads may use the keys of its region. */
  readonly context: Context;
  /** Region beside it whose keys workloads may use, for what AWS keeps there. */
  readonly globalRegion: string;
  /** Regions to which backups are copied: AWS Backup's role uses the keys of their vaults. Default: none. */
  readonly copyRegions?: readonly string[] | undefined;
  /** organisation/repository, as GitHub spells it. */
  readonly repository: string;
  /**
   * Numbers of the repository and its owner. Needed where GitHub writes them into the subjects of its tokens: repositories made,
   * renamed or moved since 15 July 2026, and those that have chosen it. Default: its subjects have names only.
   */
  readonly repositoryIds?: RepositoryIds | undefined;
  /** Environments that get a deploying role; each is a GitHub environment, too. "pr" stands for every pr-N. */
  readonly environments: readonly string[];
  /** ARN of GitHub's OIDC provider. Default: it is made; an account takes one only. */
  readonly oidcProviderArn?: string | undefined;
  /** Where Pulumi's state is. Default: not in this account. */
  readonly state?: StateBackend | undefined;
  /** What the roles must not change. */
  readonly guarded: GuardedResources;
}

/** A managed policy and the part of its name that tells it apart. */
interface NamedPolicy {
  readonly part: string;
  readonly arn: pulumi.Output<string>;
}

/** Part of the name of an environment's permissions boundary. */
function boundaryPart(environment: string): string {
  return `boundary-${environment}`;
}

/**
 * GitHub environments whose jobs preview: `preview` for the code of pull requests, which a reviewer must have approved, and `plan` for that
 * of the main branch, which was reviewed as it was merged.
 */
export const previewEnvironments = ["preview", "plan"] as const;

/** Seconds that a preview, a search for drift or an unlocking may take: an hour, AWS's least maximum. */
const shortSessionSeconds = 3600;

/** Seconds that a deployment may take: databases are slow to change. */
const deploySessionSeconds = 4 * 3600;

/**
 * The roles that GitHub Actions takes without any stored secret: `preview` describes, `drift` describes and tells alerts, `deploy-<environment>` makes and changes,
 * `unlock` deletes what is stateful. Each trusts one GitHub environment of one repository, `preview` two (`previewEnvironments`).
 *
 * The account stack itself is brought up by a person: it holds the guard rails, which no role here may change.
 */
export class ContinuousIntegration extends pulumi.ComponentResource {
  /** ARN of the role of previews. */
  public readonly previewRoleArn: pulumi.Output<string>;
  /** ARN of the role of the nightly search for drift. */
  public readonly driftRoleArn: pulumi.Output<string>;
  /** ARN of each environment's deploying role, by environment. */
  public readonly deployRoleArns: pulumi.Output<Record<string, string>>;
  /** ARN of the role that deletes. */
  public readonly unlockRoleArn: pulumi.Output<string>;
  /** ARN of the boundary that every role made by an environment's deploying role must carry, by environment. */
  public readonly permissionsBoundaryArns: pulumi.Output<Record<string, string>>;

  readonly #name: string;
  readonly #args: ContinuousIntegrationArgs;
  readonly #providerArn: pulumi.Output<string>;

  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: ContinuousIntegrationArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:account:ContinuousIntegration", name, {}, options);
    this.#name = name;
    this.#args = args;
    this.#providerArn = this.#findProvider();
    const stateKeys = args.state === undefined ? [] : [args.state.keyArn];
    const guarded = pulumi
      .output({ ...args.guarded, keyArns: [...args.guarded.keyArns, ...stateKeys], oidcProviderArn: this.#providerArn })
      .apply((kept): Guarded => ({ ...kept, accountId: args.context.accountId }));
    const describe = this.#createPolicy("describe", "Describes resources", describeStatements(args.state));
    const guardRails = this.#createPolicy(
      "guard-rails",
      "Keeps what watches the account",
      guarded.apply((kept) => [...guardRailDenials(kept), ...stateDenials(args.state)]),
    );
    const dataDenials = dataDenialStatements(args.state);
    const noData = this.#createPolicy("no-data", "Denies reading data", dataDenials);
    this.permissionsBoundaryArns = this.#createBoundaries(guarded);
    this.previewRoleArn = this.#createRole("preview", previewEnvironments, "Previews changes", shortSessionSeconds, [
      describe,
      noData,
    ]).arn;
    this.driftRoleArn = this.#createDriftRole(describe, dataDenials);
    this.deployRoleArns = this.#createDeployRoles(guardRails);
    const unlock = this.#createPolicy("unlock", "Deletes what is stateful", [
      ...unlockStatements(),
      ...unlockStateStatements(args.state),
    ]);
    this.unlockRoleArn = this.#createRole("unlock", ["unlock"], "Deletes what is stateful", shortSessionSeconds, [
      describe,
      guardRails,
      unlock,
    ]).arn;
    this.registerOutputs({
      previewRoleArn: this.previewRoleArn,
      driftRoleArn: this.driftRoleArn,
      deployRoleArns: this.deployRoleArns,
      unlockRoleArn: this.unlockRoleArn,
      permissionsBoundaryArns: this.permissionsBoundaryArns,
    });
  }

  /** ARN of GitHub's OIDC provider, made here or adopted. AWS trusts GitHub's certificates by its own list of authorities. */
  #findProvider(): pulumi.Output<string> {
    if (this.#args.oidcProviderArn !== undefined) return pulumi.output(this.#args.oidcProviderArn);
    return new aws.iam.OpenIdConnectProvider(
      `${this.#name}-github`,
      { url: `https://${githubHost}`, clientIdLists: [awsAudience] },
      { parent: this },
    ).arn;
  }

  /** One permissions boundary for each environment; its ARN is known before it is made, and used only when it is. */
  #createBoundaries(guarded: pulumi.Output<Guarded>): pulumi.Output<Record<string, string>> {
    const { context, globalRegion, copyRegions = [], state } = this.#args;
    const { project } = context;
    const keyRegions = [context.region, globalRegion, ...copyRegions];
    const arns = this.#args.environments.map((environment) => {
      const policy = this.#createPolicy(
        boundaryPart(environment),
        `The most that a workload's role may do in ${environment}`,
        guarded.apply((kept) => boundaryStatements(kept, { project, environment, keyRegions, state })),
      );
      return [environment, policy.arn] as const;
    });
    return pulumi.all(Object.fromEntries(arns));
  }

  /** The role of the nightly search for drift, one for all environments. */
  #createDriftRole(describe: NamedPolicy, dataDenials: readonly Statement[]): pulumi.Output<string> {
    const { context, environments } = this.#args;
    const tell = this.#createPolicy("drift", "Tells alerts of drift", driftStatements(context, environments));
    const noData = this.#createPolicy(
      "drift-no-data",
      "Denies reading data but for telling alerts",
      driftDenials(dataDenials, context, environments),
    );
    return this.#createRole("drift", ["drift"], "Searches for drift", shortSessionSeconds, [describe, tell, noData])
      .arn;
  }

  /** One deploying role for each environment. */
  #createDeployRoles(guardRails: NamedPolicy): pulumi.Output<Record<string, string>> {
    const services = this.#createPolicy("platform-services", "Makes and changes the platform's resources", [
      ...serviceStatements(this.#args.state),
    ]);
    const denials = this.#createPolicy("platform-denials", "Keeps what is stateful, and makes no other identities", [
      statefulDenial(),
      identityDenial(),
      ...decryptionDenials(this.#args.context, this.#args.state),
    ]);
    const arns = this.#args.environments.map((environment) => {
      const part = `deploy-${environment}`;
      const own = this.#createPolicy(part, `Roles and state of ${environment}`, this.#ownStatements(environment));
      const role = this.#createRole(part, [environment], `Deploys ${environment}`, deploySessionSeconds, [
        services,
        denials,
        guardRails,
        own,
      ]);
      return [environment, role.arn] as const;
    });
    return pulumi.all(Object.fromEntries(arns));
  }

  /** What the deploying roles differ in. */
  #ownStatements(environment: string): readonly Statement[] {
    const { accountId, project } = this.#args.context;
    const boundary = boundaryArn(accountId, this.#physicalName(boundaryPart(environment)));
    const scope: DeployScope = { accountId, project, environment, boundaryArn: boundary };
    return [
      ...identityStatements(scope),
      boundaryDenial(boundary),
      isolationDenial(environment),
      ...ownStateStatements(this.#args.state, environment),
    ];
  }

  /** Name of a role or policy: nothing is added to it, so that workflows and denials can rely on it. */
  #physicalName(part: string): string {
    return this.#args.context.name(part, nameLimits.iamRole.maxLength);
  }

  /** A managed policy under the guarded path. */
  #createPolicy(part: string, description: string, statements: pulumi.Input<readonly Statement[]>): NamedPolicy {
    const policy = new aws.iam.Policy(
      `${this.#name}-${part}-policy`,
      {
        name: this.#physicalName(part),
        path: guardedPath,
        description,
        policy: pulumi.output(statements).apply((known) => policyJson(known as readonly Statement[])),
      },
      { parent: this },
    );
    return { part, arn: policy.arn };
  }

  /** A role under the guarded path that trusts some GitHub environments, with its policies. */
  #createRole(
    part: string,
    githubEnvironments: readonly [string, ...string[]],
    description: string,
    maxSessionDurationSeconds: number,
    policies: readonly NamedPolicy[],
  ): aws.iam.Role {
    const subject = subjectName(this.#args.repository, this.#args.repositoryIds);
    const role = new aws.iam.Role(
      `${this.#name}-${part}`,
      {
        name: this.#physicalName(part),
        path: guardedPath,
        description,
        assumeRolePolicy: this.#providerArn.apply((arn) => githubTrust(arn, subject, githubEnvironments)),
        maxSessionDuration: maxSessionDurationSeconds,
      },
      { parent: this },
    );
    for (const policy of policies) {
      new aws.iam.RolePolicyAttachment(
        `${this.#name}-${part}-${policy.part}`,
        { role: role.name, policyArn: policy.arn },
        { parent: this },
      );
    }
    return role;
  }
}
