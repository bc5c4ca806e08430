/** The row of rotations of secrets. */
import { isUnknown, type Properties, type Row, type World } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { number, text } from "../known.ts";
import { gone, missingSecret, secretsManager, secretVersionType } from "./shared.ts";

/** The principal that calls rotation functions. */
const principal = "secretsmanager.amazonaws.com";

function rotate(inputs: Properties) {
  const rules = (inputs.rotationRules ?? {}) as Properties;
  return secretsManager("RotateSecret", {
    SecretId: inputs.secretId,
    RotationLambdaARN: inputs.rotationLambdaArn,
    RotateImmediately: inputs.rotateImmediately,
    RotationRules: {
      AutomaticallyAfterDays: rules.automaticallyAfterDays,
      Duration: rules.duration,
      ScheduleExpression: rules.scheduleExpression,
    },
  });
}

/** Secrets Manager asks Lambda at once whether it may call the function, and refuses the rotation when it may not. */
function permissionProblem(
  functionArn: unknown,
  secretId: unknown,
  world: World,
  accountId: string,
): string | undefined {
  if (typeof functionArn !== "string") return undefined;
  const found = world.all("aws:lambda/function:Function").find((known) => known.properties.arn === functionArn);
  if (!found)
    return `rotationLambdaArn is ${functionArn}, which is no function of this stack: take the function's output "arn"`;
  const may = world.all("aws:lambda/permission:Permission").some(({ properties }) => {
    const { function: of, principal: who, action, sourceArn, sourceAccount } = properties;
    return (
      [functionArn, found.properties.name].includes(of) &&
      who === principal &&
      ["lambda:InvokeFunction", "lambda:*"].includes(action) &&
      [undefined, secretId].includes(sourceArn) &&
      [undefined, accountId].includes(sourceAccount)
    );
  });
  if (may) return undefined;
  return `${principal} may not call ${functionArn} for ${secretId}: give it an aws.lambda.Permission, and make the rotation depend on it`;
}

/** A rotation, made in the emulator, which moves the labels of the secret's value and calls no function. */
export const secretRotation: Row = {
  type: "aws:secretsmanager/secretRotation:SecretRotation",
  required: ["secretId"],
  replaceOn: ["secretId"],
  defaults: { rotateImmediately: true },
  identify: (inputs) => String(inputs.secretId),
  attributes: () => ({ rotationEnabled: true }),
  create: { call: rotate },
  read: {
    call: (id) => secretsManager("DescribeSecret", { SecretId: id }),
    properties: (answer, _id, state) => {
      if (answer.DeletedDate !== undefined) return undefined;
      const live = Object.fromEntries(
        Object.entries({
          automaticallyAfterDays: answer.RotationRules?.AutomaticallyAfterDays,
          duration: answer.RotationRules?.Duration,
          scheduleExpression: answer.RotationRules?.ScheduleExpression,
        }).filter(([, value]) => value !== undefined),
      );
      return {
        rotationEnabled: answer.RotationEnabled ?? false,
        rotationLambdaArn: answer.RotationLambdaARN ?? "",
        rotationRules: asWanted(live, state.rotationRules),
      };
    },
    gone,
  },
  update: (_id, inputs) => [rotate(inputs)],
  delete: (id) => [
    { ...secretsManager("CancelRotateSecret", { SecretId: id }), ignore: [...gone, "InvalidRequestException"] },
  ],
  rules: [
    {
      source: "aws.secretsmanager.SecretRotation: rotationRules; Secrets Manager API, RotationRulesType",
      check: ({ rotationRules, rotationEnabled }) => {
        if (isUnknown(rotationRules)) return undefined;
        if (rotationRules === undefined) {
          return rotationEnabled === false
            ? undefined
            : "rotationRules are not given: give them, or set rotationEnabled to false";
        }
        const { automaticallyAfterDays, scheduleExpression, duration } = rotationRules as Properties;
        if ((automaticallyAfterDays === undefined) === (scheduleExpression === undefined)) {
          return "give exactly one of rotationRules.automaticallyAfterDays and rotationRules.scheduleExpression";
        }
        const days = number(automaticallyAfterDays);
        if (days !== undefined && (days < 1 || days > 1000)) {
          return `rotationRules.automaticallyAfterDays is ${days}: allowed are 1 to 1000 days`;
        }
        if (text(duration) !== undefined && !/^\d{1,2}h$/.test(String(duration))) {
          return `rotationRules.duration is ${duration}: allowed are hours, like 3h`;
        }
        return undefined;
      },
    },
    {
      source: "Secrets Manager API, RotateSecret: ResourceNotFoundException",
      when: "creation",
      check: ({ secretId }, world) => missingSecret(secretId, world),
    },
    {
      source:
        "https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html: the function reads AWSCURRENT",
      when: "creation",
      check: ({ secretId, rotateImmediately }, world) => {
        if (typeof secretId !== "string" || rotateImmediately === false) return undefined;
        if (world.all(secretVersionType).some(({ properties }) => properties.secretId === secretId)) return undefined;
        return `the secret ${secretId} has no value, so that there is nothing to rotate: make the rotation depend on its first version`;
      },
    },
    {
      source:
        "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html: AccessDeniedException",
      when: "creation",
      check: ({ rotationLambdaArn, secretId }, world, { accountId }) =>
        permissionProblem(rotationLambdaArn, secretId, world, accountId),
    },
  ],
};
