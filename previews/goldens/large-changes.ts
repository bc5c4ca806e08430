/** Goldens of changes to many stacks or many resources, and of none. */
import type { PreviewReport } from "../report.ts";
import { preview, quietAccount, reportOf, stackOf } from "./shapes.ts";
import { step } from "./step-events.ts";

const environments = ["prod", "dev", "staging"];

const nineStacks = (): PreviewReport =>
  reportOf(
    environments.flatMap((environment, index) =>
      ["account", "foundation", "platform"].map((project) => {
        const stack = stackOf(environment, project);
        const size = (minSize: number) => ({ minSize, maxSize: 6 });
        const group = { stack, type: "aws:autoscaling/group:Group", name: `shop-${environment}-web` };
        const events =
          project === "platform"
            ? step("update", group, size(2), size(3 + index), { detailedDiff: { minSize: "update" } })
            : [];
        return preview(stack, events);
      }),
    ),
  );

const manyResources = (): PreviewReport => {
  const foundation = stackOf("prod", "foundation");
  const platform = stackOf("prod", "platform");
  const tags = Array.from({ length: 1990 }, (_, index) =>
    step(
      "update",
      { stack: platform, type: "aws:cloudwatch/logGroup:LogGroup", name: `shop-prod-log-${index}` },
      { retentionInDays: 30, tags: { owner: "a" } },
      { retentionInDays: 90, tags: { owner: "b" } },
      { detailedDiff: { retentionInDays: "update", "tags.owner": "update", "tagsAll.owner": "update" } },
    ),
  );
  const buckets = Array.from({ length: 10 }, (_, index) =>
    step("delete", { stack: foundation, type: "aws:s3/bucket:Bucket", name: `shop-prod-b${index}` }, {}, undefined, {
      isProtected: index % 2 === 0,
    }),
  );
  return reportOf([preview(foundation, buckets.flat()), preview(platform, tags.flat())]);
};

const clean = (): PreviewReport =>
  reportOf([
    quietAccount,
    ...environments.flatMap((environment) =>
      ["foundation", "platform"].map((project) => preview(stackOf(environment, project))),
    ),
  ]);

/** The goldens of many stacks or resources, by the name of their file. */
export const largeChanges: Readonly<Record<string, () => PreviewReport>> = {
  "clean-run": clean,
  "nine-stacks": nineStacks,
  "two-thousand-resources": manyResources,
};
