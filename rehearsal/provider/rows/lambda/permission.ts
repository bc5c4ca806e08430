/** The row of permissions: statements of a function's policy. */
import type { Properties, Row } from "../../row.ts";
import { text } from "../known.ts";
import { functionType, gone, lambda } from "./shared.ts";

interface PolicyStatement {
  readonly Sid: string;
  readonly Action: string;
  readonly Principal: string | Readonly<Record<string, string>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The value of a condition key, whichever operator and case AWS writes. */
function condition(statement: PolicyStatement, key: string): string | undefined {
  const values = Object.values(statement.Condition ?? {}).flatMap((keys) => Object.entries(keys));
  return values.find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}

function principalOf({ Principal }: PolicyStatement, state: Properties): string {
  const principal = typeof Principal === "string" ? Principal : (Object.values(Principal)[0] ?? "");
  // AWS writes an account as the ARN of its root.
  return principal === `arn:aws:iam::${state.principal}:root` ? state.principal : principal;
}

/** A statement of a function's policy, made in the emulator, which lets every caller in. */
export const permission: Row = {
  type: "aws:lambda/permission:Permission",
  autoName: { property: "statementId", maxLength: 100 },
  required: ["action", "function", "principal"],
  replaceOn: [
    "action",
    "eventSourceToken",
    "function",
    "functionUrlAuthType",
    "principal",
    "principalOrgId",
    "qualifier",
    "sourceAccount",
    "sourceArn",
    "statementId",
    "statementIdPrefix",
  ],
  conflicts: [["statementId", "statementIdPrefix"]],
  identify: (inputs) => String(inputs.statementId),
  create: {
    call: (inputs) =>
      lambda("AddPermission", {
        FunctionName: inputs.function,
        StatementId: inputs.statementId,
        Action: inputs.action,
        Principal: inputs.principal,
        SourceArn: inputs.sourceArn,
        SourceAccount: inputs.sourceAccount,
        EventSourceToken: inputs.eventSourceToken,
        PrincipalOrgID: inputs.principalOrgId,
        Qualifier: inputs.qualifier,
      }),
    id: (_answer, inputs) => String(inputs.statementId),
  },
  read: {
    call: (_id, state) => lambda("GetPolicy", { FunctionName: state.function, Qualifier: state.qualifier }),
    properties: (answer, id, state) => {
      const statements = (JSON.parse(answer.Policy ?? "{}").Statement ?? []) as PolicyStatement[];
      const found = statements.find(({ Sid }) => Sid === id);
      if (!found) return undefined;
      const sourceArn = condition(found, "aws:SourceArn");
      const sourceAccount = condition(found, "aws:SourceAccount");
      return {
        action: found.Action,
        principal: principalOf(found, state),
        ...(sourceArn !== undefined && { sourceArn }),
        ...(sourceAccount !== undefined && { sourceAccount }),
      };
    },
    gone,
  },
  delete: (id, state) => [
    {
      ...lambda("RemovePermission", { FunctionName: state.function, StatementId: id, Qualifier: state.qualifier }),
      ignore: gone,
    },
  ],
  rules: [
    {
      source: "Lambda API, AddPermission: ResourceNotFoundException",
      when: "creation",
      check: ({ function: of }, world) => {
        const name = text(of);
        if (name === undefined) return undefined;
        const known = world.all(functionType).some(({ id, properties }) => id === name || properties.arn === name);
        return known ? undefined : `function is ${name}, which is no function of this stack: take its name or ARN`;
      },
    },
    {
      source: "Lambda API, AddPermission: SourceAccount",
      check: ({ sourceAccount }) =>
        text(sourceAccount) === undefined || /^\d{12}$/.test(String(sourceAccount))
          ? undefined
          : `sourceAccount is ${sourceAccount}: it must be an account's twelve digits`,
    },
  ],
};
