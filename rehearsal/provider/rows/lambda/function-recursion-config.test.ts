import { describeRules } from "../test-cases.ts";
import { testWorld } from "../test-world.ts";
import { functionRecursionConfig } from "./function-recursion-config.ts";
import { functionType } from "./shared.ts";

describeRules(
  functionRecursionConfig,
  { functionName: "intake", recursiveLoop: "Allow" },
  [
    ["another function", { functionName: "sender" }, /sender, which is no function of this workspace/],
    ["an unknown choice", { recursiveLoop: "Deny" }, /recursiveLoop is Deny: allowed are Allow and Terminate/],
  ],
  testWorld([functionType, "intake", { name: "intake" }]),
);
