/** The row of functions. */
import { isArchive, zipOf } from "../../assets.ts";
import { type Call, type Facts, isUnknown, type Properties, type Row } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { camel, pascal, renameKeys, tagChanges, upperFirst } from "../helpers.ts";
import { number } from "../known.ts";
import { functionRules } from "./function-rules.ts";
import { functionType, gone, lambda } from "./shared.ts";

/** Plain settings with the same name in AWS, all of them changed by UpdateFunctionConfiguration. */
const plain = ["description", "handler", "layers", "memorySize", "role", "runtime", "timeout"] as const;

/** The settings of the calls that make and change a function. What is not given any more goes back to AWS's default. */
function configuration(inputs: Properties): Properties {
  const { vpcConfig, deadLetterConfig, environment } = inputs;
  return {
    ...pascal(inputs, ...plain, "loggingConfig", "tracingConfig", "ephemeralStorage"),
    KMSKeyArn: inputs.kmsKeyArn,
    ...(vpcConfig && { VpcConfig: pascal(vpcConfig, "subnetIds", "securityGroupIds", "ipv6AllowedForDualStack") }),
    ...(deadLetterConfig && { DeadLetterConfig: renameKeys(deadLetterConfig, upperFirst) }),
    ...(environment && { Environment: { Variables: environment.variables } }),
  };
}

/** What a change in place must name to take a setting away. */
function dropped(inputs: Properties, previous: Properties): Properties {
  const isDropped = (name: string) => inputs[name] === undefined && previous[name] !== undefined;
  return {
    ...(isDropped("description") && { Description: "" }),
    ...(isDropped("environment") && { Environment: { Variables: {} } }),
    ...(isDropped("deadLetterConfig") && { DeadLetterConfig: { TargetArn: "" } }),
    ...(isDropped("vpcConfig") && { VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } }),
    ...(isDropped("tracingConfig") && { TracingConfig: { Mode: "PassThrough" } }),
    ...(isDropped("layers") && { Layers: [] }),
  };
}

function code(inputs: Properties): Properties {
  if (isArchive(inputs.code)) return { ZipFile: zipOf(inputs.code) };
  return { S3Bucket: inputs.s3Bucket, S3Key: inputs.s3Key, S3ObjectVersion: inputs.s3ObjectVersion };
}

const hashOf = (inputs: Properties) => (isArchive(inputs.code) ? inputs.code.hash : inputs.sourceCodeHash);

function concurrencyCalls(id: string, wanted: unknown, previous: unknown): Call[] {
  if (wanted === previous) return [];
  const reserved = number(wanted);
  if (reserved === undefined || reserved < 0) return [lambda("DeleteFunctionConcurrency", { FunctionName: id })];
  return [lambda("PutFunctionConcurrency", { FunctionName: id, ReservedConcurrentExecutions: reserved })];
}

function tagCalls(arn: unknown, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  return [
    ...(removed.length > 0 ? [lambda("UntagResource", { Resource: arn, TagKeys: removed })] : []),
    ...(Object.keys(set).length > 0 ? [lambda("TagResource", { Resource: arn, Tags: set })] : []),
  ];
}

/** The live settings that the program gives, in Pulumi's form. */
function liveConfiguration(live: Properties, state: Properties): Properties {
  const found: Properties = {
    ...camel(live, "Description", "Handler", "MemorySize", "Role", "Runtime", "Timeout", "Architectures"),
    ...camel(live, "LoggingConfig", "TracingConfig", "EphemeralStorage", "DeadLetterConfig", "VpcConfig"),
    // Names of variables are the program's own, and stay as they are.
    environment: { variables: live.Environment?.Variables ?? {} },
    kmsKeyArn: live.KMSKeyArn,
    layers: (live.Layers ?? []).map((layer: Properties) => layer.Arn),
  };
  const known = Object.keys(found).filter((name) => state[name] !== undefined && found[name] !== undefined);
  return Object.fromEntries(known.map((name) => [name, asWanted(found[name], state[name])]));
}

/** A function, made in the emulator, which runs it as a process of Node. */
export const lambdaFunction: Row = {
  type: functionType,
  taggable: true,
  autoName: { property: "name", maxLength: 64 },
  required: ["role"],
  replaceOn: ["name", "packageType"],
  defaults: {
    memorySize: 128,
    packageType: "Zip",
    publish: false,
    reservedConcurrentExecutions: -1,
    skipDestroy: false,
    timeout: 3,
  },
  exactlyOne: [["code", "imageUri", "s3Bucket"]],
  identify: (inputs) => String(inputs.name),
  attributes: (inputs, id, facts) => {
    const arn = facts.arn("lambda", `function:${id}`);
    return {
      arn,
      qualifiedArn: `${arn}:$LATEST`,
      invokeArn: `arn:aws:apigateway:${facts.region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
      version: "$LATEST",
      ...(inputs.architectures === undefined && { architectures: ["x86_64"] }),
    };
  },
  create: {
    call: (inputs, facts) =>
      lambda("CreateFunction", {
        FunctionName: inputs.name,
        Code: code(inputs),
        ...configuration(inputs),
        ...pascal(inputs, "architectures", "packageType", "publish"),
        ...(Object.keys(facts.tags).length > 0 && { Tags: facts.tags }),
      }),
    id: (answer) => answer.FunctionName,
  },
  afterCreate: (id, inputs) => concurrencyCalls(id, inputs.reservedConcurrentExecutions, -1),
  read: {
    call: (id) => lambda("GetFunction", { FunctionName: id }),
    properties: (answer, _id, state) => ({
      ...liveConfiguration(answer.Configuration ?? {}, state),
      codeSha256: answer.Configuration?.CodeSha256,
      reservedConcurrentExecutions: answer.Concurrency?.ReservedConcurrentExecutions ?? -1,
      tagsAll: answer.Tags ?? {},
    }),
    gone,
  },
  update: (id, inputs, previous, facts) => {
    const settings = { ...configuration(inputs), ...dropped(inputs, previous) };
    const before = configuration(previous);
    const isChanged = JSON.stringify(settings) !== JSON.stringify(before);
    const isOther = hashOf(inputs) !== hashOf(previous);
    const isRebuilt = JSON.stringify(inputs.architectures) !== JSON.stringify(previous.architectures);
    return [
      ...(isOther || isRebuilt
        ? [lambda("UpdateFunctionCode", { FunctionName: id, ...code(inputs), ...pascal(inputs, "architectures") })]
        : []),
      ...(isChanged ? [lambda("UpdateFunctionConfiguration", { FunctionName: id, ...settings })] : []),
      ...concurrencyCalls(id, inputs.reservedConcurrentExecutions, previous.reservedConcurrentExecutions),
      ...tagCalls(previous.arn, previous, facts),
    ];
  },
  renewed: (inputs, previous) => (isUnknown(inputs.code) || hashOf(inputs) !== hashOf(previous) ? ["codeSha256"] : []),
  delete: (id) => [{ ...lambda("DeleteFunction", { FunctionName: id }), ignore: gone }],
  rules: functionRules,
};
