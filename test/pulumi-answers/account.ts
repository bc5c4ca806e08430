/** What AWS adds to identities, the trail, the detector, images. */
import { accountId, arn, byArn, type Form, hex, named, type Properties, region } from "./form.ts";

/** The ARN of an identity provider: the address without its scheme. */
function oidcArn(inputs: Properties): string {
  return arn("iam", `oidc-provider/${String(inputs.url ?? "").replace(/^https:\/\//, "")}`, { region: "" });
}

/** Forms by type token. */
export const account: Readonly<Record<string, Form>> = {
  "aws:iam/role:Role": named((name, inputs) => ({
    arn: arn("iam", `role${inputs.path ?? "/"}${name}`, { region: "" }),
    uniqueId: `AROA${hex(name, 17).toUpperCase()}`,
  })),
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": {
    id: (_name, _seed, { awsServiceName, customSuffix }) =>
      arn("iam", `role/aws-service-role/${awsServiceName}/AWSServiceRoleForAutoScaling_${customSuffix}`, {
        region: "",
      }),
    adds: (id) => ({ arn: id, name: id.split("/").at(-1) }),
  },
  "aws:iam/policy:Policy": byArn((name) => arn("iam", `policy/${name}`, { region: "" })),
  "aws:iam/rolePolicy:RolePolicy": { id: (name, _seed, inputs) => `${inputs.role}:${name}` },
  "aws:iam/instanceProfile:InstanceProfile": named((name) => ({
    arn: arn("iam", `instance-profile/${name}`, { region: "" }),
  })),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    id: (_name, _seed, inputs) => oidcArn(inputs),
    adds: (id) => ({ arn: id }),
  },
  "aws:cloudtrail/trail:Trail": byArn((name) => arn("cloudtrail", `trail/${name}`)),
  "aws:ecr/repository:Repository": named((name) => ({
    arn: arn("ecr", `repository/${name}`),
    registryId: accountId,
    repositoryUrl: `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}`,
  })),
  "aws:guardduty/detector:Detector": {
    id: (_name, seed) => hex(seed, 32),
    adds: (id) => ({ accountId, arn: arn("guardduty", `detector/${id}`) }),
  },
};
