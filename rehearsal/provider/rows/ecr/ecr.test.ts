import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { assertCase, type RuleCase, testWorld } from "../test-world.ts";
import { lifecyclePolicy } from "./lifecycle-policy.ts";
import { lifecyclePolicyProblems } from "./lifecycle-rules.ts";
import { repository } from "./repository.ts";

describe("ECR repository", () => {
  for (const name of ["web", "acme/web", "a1/b2__c3/d-e.f"]) {
    it(`accepts the name ${name}`, () => assertCase(repository, { title: "", inputs: { name } }));
  }
  for (const name of ["Web", "a", "web/", "-web", "acme//web", "web..app"]) {
    it(`refuses the name ${name}`, () =>
      assertCase(repository, { title: "", inputs: { name }, refused: /refuses the repository name/ }));
  }

  const filters = [{ filterType: "WILDCARD", filter: "latest" }];
  const cases: readonly RuleCase[] = [
    {
      title: "exclusions",
      inputs: {
        name: "web",
        imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters: filters,
      },
    },
    {
      title: "exclusions of nothing",
      inputs: { name: "web", imageTagMutability: "IMMUTABLE_WITH_EXCLUSION" },
      refused: /needs imageTagMutabilityExclusionFilters/,
    },
    {
      title: "useless exclusions",
      inputs: { name: "web", imageTagMutability: "IMMUTABLE", imageTagMutabilityExclusionFilters: filters },
      refused: /need imageTagMutability IMMUTABLE_WITH_EXCLUSION/,
    },
    {
      title: "a key for AES256",
      inputs: { name: "web", encryptionConfigurations: [{ kmsKey: "k" }] },
      refused: /encryptionType AES256/,
    },
    {
      title: "a key for KMS",
      inputs: { name: "web", encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: "k" }] },
    },
  ];
  for (const item of cases)
    it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(repository, item));
});

describe("ECR lifecycle policy", () => {
  const untagged = {
    rulePriority: 1,
    selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 7 },
    action: { type: "expire" },
  };
  const any = {
    ...untagged,
    rulePriority: 2,
    selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 100 },
  };
  const tagged = {
    ...untagged,
    rulePriority: 3,
    selection: { ...untagged.selection, tagStatus: "tagged", tagPatternList: ["v*"] },
  };
  const selecting = (changes: object) => ({ ...untagged, selection: { ...untagged.selection, ...changes } });
  const cases: readonly (readonly [string, object[], RegExp?])[] = [
    ["untagged images, then any", [untagged, any]],
    ["tagged images by pattern", [untagged, tagged]],
    ["no rules", [], /no "rules"/],
    ["a priority twice", [untagged, { ...any, rulePriority: 1 }], /must be there once, twice: 1/],
    ["a priority of 0", [{ ...untagged, rulePriority: 0 }], /rulePriority is 0/],
    ["any image before others", [any, tagged], /must be evaluated last/],
    [
      "two rules for untagged images",
      [untagged, { ...untagged, rulePriority: 2 }],
      /only one rule may select untagged images/,
    ],
    [
      "tagged images without a pattern",
      [selecting({ tagStatus: "tagged" })],
      /exactly one of tagPatternList and tagPrefixList/,
    ],
    ["untagged images with a pattern", [selecting({ tagPrefixList: ["v"] })], /takes neither tagPatternList/],
    ["an age without a unit", [selecting({ countUnit: undefined })], /needs the countUnit days/],
    ["a number with a unit", [selecting({ countType: "imageCountMoreThan" })], /takes no countUnit/],
    ["a number of 0", [selecting({ countNumber: 0 })], /countNumber is 0/],
    ["another tag status", [selecting({ tagStatus: "old" })], /tagStatus is "old", allowed are tagged, untagged, any/],
    ["another action", [{ ...untagged, action: { type: "delete" } }], /action.type is "delete"/],
  ];
  for (const [title, rules, refused] of cases) {
    it(`${refused ? "refuses" : "accepts"} ${title}`, () => {
      const found = lifecyclePolicyProblems(JSON.stringify({ rules }));
      if (!refused) assert.deepEqual(found, []);
      else assert.match(found.join("; "), refused);
    });
  }

  it("refuses a repository that is not there, and text that is no JSON", () => {
    const policy = JSON.stringify({ rules: [untagged] });
    const world = testWorld(["aws:ecr/repository:Repository", "web"]);
    assertCase(lifecyclePolicy, { title: "", inputs: { repository: "web", policy }, world });
    assertCase(lifecyclePolicy, { title: "", inputs: { repository: unknown, policy: unknown } });
    assertCase(lifecyclePolicy, {
      title: "",
      inputs: { repository: "api", policy },
      world,
      refused: /repository api does not exist/,
    });
    assertCase(lifecyclePolicy, {
      title: "",
      inputs: { repository: "web", policy: "{" },
      world,
      refused: /not valid JSON/,
    });
  });
});
