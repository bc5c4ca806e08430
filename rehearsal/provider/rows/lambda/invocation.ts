/** The row of invocations: a function that is called once, when the resource is made, and again when it is replaced. */
import { createHash } from "node:crypto";
import { isUnknown, type Properties, type Row } from "../../row.ts";
import { text } from "../known.ts";
import { functionType, lambda } from "./shared.ts";

/** Function, qualifier and MD5 of the input, as the real provider puts them together. */
function idOf({ functionName, qualifier = "$LATEST", input }: Properties): string {
  return [functionName, qualifier, createHash("md5").update(String(input)).digest("hex")].join(",");
}

/** The function's answer; an error of the function is an error of the resource, which then is not made. */
function resultOf({ FunctionError, Payload }: Properties): Properties {
  const result = Buffer.from(Payload ?? []).toString();
  if (FunctionError !== undefined) throw new Error(`lambda Invoke: the function failed (${FunctionError}): ${result}`);
  return { result };
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

/**
 * A call of a function in the emulator, which runs it. Whoever calls it may not be told apart there. Source of its life:
 * terraform-provider-aws, internal/service/lambda/invocation.go: nothing is read and, with CREATE_ONLY, nothing is deleted.
 */
export const invocation: Row = {
  type: "aws:lambda/invocation:Invocation",
  required: ["functionName", "input"],
  // A changed input replaces with CREATE_ONLY, the only scope that is rehearsed.
  replaceOn: ["functionName", "input", "qualifier", "triggers"],
  defaults: { lifecycleScope: "CREATE_ONLY", qualifier: "$LATEST", terraformKey: "tf" },
  identify: idOf,
  create: {
    call: ({ functionName, qualifier, input, tenantId }) =>
      lambda("Invoke", {
        FunctionName: functionName,
        InvocationType: "RequestResponse",
        Qualifier: qualifier ?? "$LATEST",
        Payload: isUnknown(input) ? undefined : Buffer.from(String(input)),
        TenantId: tenantId,
      }),
    outputs: resultOf,
  },
  delete: () => [],
  rules: [
    {
      source: "terraform-provider-aws, r/lambda_invocation, input: a JSON payload",
      check: ({ input }) => {
        const given = text(input);
        return given === undefined || isJson(given) ? undefined : `input is ${given}: it must be JSON`;
      },
    },
    {
      source: "terraform-provider-aws, r/lambda_invocation, lifecycle_scope; CRUD calls at changes and deletion too",
      check: ({ lifecycleScope }) =>
        ["CREATE_ONLY", undefined].includes(text(lifecycleScope))
          ? undefined
          : `lifecycleScope is ${lifecycleScope}: only CREATE_ONLY is rehearsed, leave it out`,
    },
    {
      source: "Lambda API, Invoke: ResourceNotFoundException",
      when: "creation",
      check: ({ functionName }, world) => {
        const name = text(functionName);
        const isKnown = world.all(functionType).some(({ id, properties }) => id === name || properties.arn === name);
        return name === undefined || isKnown
          ? undefined
          : `functionName is ${name}, which is no function of this stack: take its name or ARN`;
      },
    },
  ],
};
