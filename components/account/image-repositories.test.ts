import assert from "node:assert/strict";
import { keeping, kept } from "../../test/account.ts";
import { type Collected, collect } from "../../test/pulumi-mocks.ts";
import { ImageRepositories } from "./image-repositories.ts";

describe("the image repositories", () => {
  let collected: Collected;
  before(async () => {
    collected = await collect(() => {
      const images = new ImageRepositories("acme-account-images", { repositoryNames: ["acme/web", "acme/worker"] });
      return { urls: images.urls };
    });
  });

  it("ECR.1, ECR.2: scan what is pushed, never move a tag, and are kept", () => {
    const repositories = collected.ofType("aws:ecr/repository:Repository");
    assert.deepEqual(
      repositories.map(({ inputs }) => inputs),
      ["acme/web", "acme/worker"].map((name) => ({
        name,
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "KMS" }],
        forceDelete: false,
      })),
    );
    for (const repository of repositories) assert.deepEqual(keeping(repository), kept);
  });

  it("ECR.3: let go of untagged images after a week, and keep the newest hundred", () => {
    const policies = collected.ofType("aws:ecr/lifecyclePolicy:LifecyclePolicy");
    assert.deepEqual(
      policies.map(({ inputs }) => inputs.repository),
      ["acme/web", "acme/worker"],
    );
    for (const { inputs } of policies) {
      assert.deepEqual(JSON.parse(inputs.policy), {
        rules: [
          {
            rulePriority: 1,
            description: "Images without a tag go after 7 days",
            selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 7 },
            action: { type: "expire" },
          },
          {
            rulePriority: 2,
            description: "The newest 100 images stay",
            selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 100 },
            action: { type: "expire" },
          },
        ],
      });
    }
  });

  it("tell their URLs by name", () => {
    assert.deepEqual(collected.outputs.urls, {
      "acme/web": "123456789012.dkr.ecr.af-south-1.amazonaws.com/acme/web",
      "acme/worker": "123456789012.dkr.ecr.af-south-1.amazonaws.com/acme/worker",
    });
  });
});
