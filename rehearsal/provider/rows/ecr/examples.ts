/** Examples of ECR's rows. */
import type { Example } from "../example.ts";

/** All examples of ECR. */
export const examples: readonly Example[] = [
  {
    name: "ecr-repository",
    type: "aws:ecr/repository:Repository",
    inputs: () => ({
      name: "rehearsal/example",
      imageTagMutability: "MUTABLE",
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfigurations: [{ encryptionType: "KMS" }],
    }),
    change: () => ({
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      tags: { kind: "second" },
    }),
  },
  {
    name: "ecr-lifecycle-policy",
    type: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    needs: ["ecr-repository"],
    inputs: (made) => ({
      repository: made("ecr-repository").name,
      policy: JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            description: "Images without a tag go after a week",
            selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 7 },
            action: { type: "expire" },
          },
        ],
      }),
    }),
  },
];
