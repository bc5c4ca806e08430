import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { statefulOptions } from "../shared/stateful.ts";

/** What the image repositories are made of. */
export interface ImageRepositoriesArgs {
  /** Names of the repositories, each once. Removing a name asks for the deletion of its images, which is refused until unlocked. */
  readonly repositoryNames: readonly string[];
  /** Tagged images that each repository keeps, the newest first. Default: 100. Keep more than anybody would roll back. */
  readonly keptImages?: number | undefined;
}

/** Days after which an image without a tag goes. */
const untaggedDays = 7;

/**
 * Container image repositories: scanned on push, tags that never move, encrypted by AWS's key for ECR, old images expired. A
 * repository that holds images cannot be deleted.
 */
export class ImageRepositories extends pulumi.ComponentResource {
  /** URL of each repository (registry and name, without a tag), by name. */
  public readonly urls: pulumi.Output<Record<string, string>>;

  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: ImageRepositoriesArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:account:ImageRepositories", name, {}, options);
    const urls: Record<string, pulumi.Output<string>> = {};
    for (const repositoryName of args.repositoryNames) {
      const repository = new aws.ecr.Repository(
        `${name}-${repositoryName}`,
        {
          name: repositoryName,
          imageTagMutability: "IMMUTABLE",
          imageScanningConfiguration: { scanOnPush: true },
          // The encryption of a repository cannot be changed later: choose what also passes stricter rules.
          encryptionConfigurations: [{ encryptionType: "KMS" }],
          forceDelete: false,
        },
        { parent: this, ...statefulOptions },
      );
      new aws.ecr.LifecyclePolicy(
        `${name}-${repositoryName}-lifecycle`,
        { repository: repository.name, policy: imageLifecycle(args.keptImages ?? 100) },
        { parent: this },
      );
      urls[repositoryName] = repository.repositoryUrl;
    }
    this.urls = pulumi.all(urls);
    this.registerOutputs({ urls: this.urls });
  }
}

/**
 * Writes the lifecycle of a repository. ECR applies rules by priority, and wants the rule for any tag last.
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 *
 * @param keptImages images that stay, the newest first
 */
export function imageLifecycle(keptImages: number): string {
  return JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: `Images without a tag go after ${untaggedDays} days`,
        selection: {
          tagStatus: "untagged",
          countType: "sinceImagePushed",
          countUnit: "days",
          countNumber: untaggedDays,
        },
        action: { type: "expire" },
      },
      {
        rulePriority: 2,
        description: `The newest ${keptImages} images stay`,
        selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: keptImages },
        action: { type: "expire" },
      },
    ],
  });
}
