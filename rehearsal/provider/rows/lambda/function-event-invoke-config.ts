/** The row of what Lambda does with asynchronous calls of a function: retries, and where failed events go. */
import type { Call, Properties, Row } from "../../row.ts";
import { number, text } from "../known.ts";
import { findFunction, targetForm, targetPermission } from "./async-target.ts";
import { gone, lambda } from "./shared.ts";

const services = ["events", "lambda", "s3", "sns", "sqs"];

function destinations({ destinationConfig }: Properties): readonly (readonly [property: string, arn: unknown])[] {
  const { onFailure, onSuccess } = (destinationConfig ?? {}) as Properties;
  return [
    ["destinationConfig.onFailure.destination", onFailure?.destination],
    ["destinationConfig.onSuccess.destination", onSuccess?.destination],
  ];
}

function split(id: string): Properties {
  const [, FunctionName, Qualifier] =
    /^(arn:aws[\w-]*:lambda:[^:]+:\d{12}:function:[^:]+|[^:]+)(?::(.+))?$/.exec(id) ?? [];
  return { FunctionName, Qualifier };
}

/** Both making and changing put the whole. */
function put(inputs: Properties): Call {
  const { onFailure, onSuccess } = (inputs.destinationConfig ?? {}) as Properties;
  return lambda("PutFunctionEventInvokeConfig", {
    FunctionName: inputs.functionName,
    Qualifier: inputs.qualifier,
    MaximumEventAgeInSeconds: inputs.maximumEventAgeInSeconds,
    MaximumRetryAttempts: inputs.maximumRetryAttempts,
    ...(inputs.destinationConfig && {
      DestinationConfig: {
        ...(onFailure && { OnFailure: { Destination: onFailure.destination } }),
        ...(onSuccess && { OnSuccess: { Destination: onSuccess.destination } }),
      },
    }),
  });
}

function live(answer: Properties, state: Properties): Properties {
  const { OnFailure, OnSuccess } = answer.DestinationConfig ?? {};
  const destinationConfig = {
    ...(OnFailure?.Destination && { onFailure: { destination: OnFailure.Destination } }),
    ...(OnSuccess?.Destination && { onSuccess: { destination: OnSuccess.Destination } }),
  };
  return {
    ...(state.maximumEventAgeInSeconds !== undefined && { maximumEventAgeInSeconds: answer.MaximumEventAgeInSeconds }),
    maximumRetryAttempts: answer.MaximumRetryAttempts,
    ...(state.destinationConfig !== undefined && { destinationConfig }),
  };
}

/** How asynchronous calls of a function are retried, kept by the emulator, which waits seconds where AWS waits minutes. */
export const functionEventInvokeConfig: Row = {
  type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  required: ["functionName"],
  replaceOn: ["functionName", "qualifier"],
  defaults: { maximumRetryAttempts: 2 },
  identify: ({ functionName, qualifier }) =>
    qualifier === undefined ? `${functionName}` : `${functionName}:${qualifier}`,
  create: { call: put },
  read: {
    call: (id) => lambda("GetFunctionEventInvokeConfig", split(id)),
    properties: (answer, _id, state) => live(answer, state),
    gone,
  },
  update: (_id, inputs) => [put(inputs)],
  delete: (id) => [{ ...lambda("DeleteFunctionEventInvokeConfig", split(id)), ignore: gone }],
  rules: [
    {
      source: "Lambda API, PutFunctionEventInvokeConfig: MaximumRetryAttempts, MaximumEventAgeInSeconds",
      check: ({ maximumRetryAttempts, maximumEventAgeInSeconds }) => {
        const [attempts, age] = [number(maximumRetryAttempts), number(maximumEventAgeInSeconds)];
        if (attempts !== undefined && (attempts < 0 || attempts > 2)) {
          return `maximumRetryAttempts is ${attempts}: allowed are 0 to 2`;
        }
        if (age === undefined || (age >= 60 && age <= 21_600)) return undefined;
        return `maximumEventAgeInSeconds is ${age}: allowed are 60 to 21600 seconds`;
      },
    },
    {
      source: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html: destinations",
      check: (inputs) =>
        destinations(inputs)
          .map(([property, arn]) => targetForm(property, arn, services))
          .find((problem) => problem !== undefined),
    },
    {
      source: "Lambda API, PutFunctionEventInvokeConfig: ResourceNotFoundException",
      when: "creation",
      check: ({ functionName }, world) =>
        text(functionName) === undefined || findFunction(functionName, world)
          ? undefined
          : `functionName is ${functionName}, which is no function of this workspace: take its name or ARN`,
    },
    {
      source:
        "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html: permissions of the execution role; InvalidParameterValueException",
      when: "creation",
      check: (inputs, world) => {
        const role = findFunction(inputs.functionName, world)?.properties.role;
        return destinations(inputs)
          .map(([property, arn]) => targetPermission(property, arn, role, world))
          .find((problem) => problem !== undefined);
      },
    },
  ],
};
