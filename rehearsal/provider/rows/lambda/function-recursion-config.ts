/** The row of whether Lambda ends a function's loops. */
import type { Call, Properties, Row } from "../../row.ts";
import { text } from "../known.ts";
import { findFunction } from "./async-target.ts";
import { gone, lambda } from "./shared.ts";

const choices = ["Allow", "Terminate"];

/** Both making and changing put the whole. */
function put({ functionName, recursiveLoop }: Properties): Call {
  return lambda("PutFunctionRecursionConfig", { FunctionName: functionName, RecursiveLoop: recursiveLoop });
}

/** Whether a function may call itself through a queue or topic; the emulator counts such calls, too. Going sets AWS's default, Terminate. */
export const functionRecursionConfig: Row = {
  type: "aws:lambda/functionRecursionConfig:FunctionRecursionConfig",
  required: ["functionName", "recursiveLoop"],
  replaceOn: ["functionName"],
  defaults: {},
  identify: ({ functionName }) => String(functionName),
  create: { call: put },
  read: {
    call: (id) => lambda("GetFunctionRecursionConfig", { FunctionName: id }),
    properties: ({ RecursiveLoop }) => ({ recursiveLoop: RecursiveLoop }),
    gone,
  },
  update: (_id, inputs) => [put(inputs)],
  delete: (id) => [{ ...put({ functionName: id, recursiveLoop: "Terminate" }), ignore: gone }],
  rules: [
    {
      source: "Lambda API, PutFunctionRecursionConfig: RecursiveLoop",
      check: ({ recursiveLoop }) =>
        text(recursiveLoop) === undefined || choices.includes(recursiveLoop)
          ? undefined
          : `recursiveLoop is ${recursiveLoop}: allowed are ${choices.join(" and ")}`,
    },
    {
      source: "Lambda API, PutFunctionRecursionConfig: ResourceNotFoundException",
      when: "creation",
      check: ({ functionName }, world) =>
        text(functionName) === undefined || findFunction(functionName, world)
          ? undefined
          : `functionName is ${functionName}, which is no function of this workspace: take its name or ARN`,
    },
  ],
};
