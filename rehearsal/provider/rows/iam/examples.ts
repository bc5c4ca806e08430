/** Examples of IAM's rows. */
import type { Example } from "../example.ts";

const trust = (service: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
});

const reading = (action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });

/** One example or more of each row. */
export const examples: readonly Example[] = [
  {
    name: "iam-role",
    type: "aws:iam/role:Role",
    inputs: () => ({
      name: "example",
      description: "An example",
      assumeRolePolicy: JSON.stringify(trust("vpc-flow-logs.amazonaws.com")),
      tags: { Name: "example" },
    }),
    change: () => ({
      description: "Changed",
      maxSessionDuration: 7200,
      assumeRolePolicy: JSON.stringify(trust("ec2.amazonaws.com")),
      tags: { Name: "changed" },
    }),
  },
  {
    name: "iam-role-with-policies",
    type: "aws:iam/role:Role",
    inputs: () => ({
      name: "example-with-policies",
      path: "/example/",
      assumeRolePolicy: trust("ec2.amazonaws.com"),
      managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"],
      inlinePolicies: [{ name: "read", policy: reading("s3:ListAllMyBuckets") }],
    }),
    change: () => ({
      managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
      inlinePolicies: [{ name: "look", policy: reading("ec2:DescribeVpcs") }],
    }),
  },
  {
    name: "iam-policy",
    type: "aws:iam/policy:Policy",
    inputs: () => ({
      name: "example",
      description: "An example",
      policy: reading("ec2:DescribeVpcs"),
      tags: { Name: "example" },
    }),
    change: () => ({ policy: reading("ec2:DescribeSubnets"), tags: { Name: "changed" } }),
  },
  {
    name: "iam-role-policy",
    type: "aws:iam/rolePolicy:RolePolicy",
    needs: ["iam-role"],
    inputs: (made) => ({ name: "example", role: made("iam-role").name, policy: reading("ec2:DescribeVpcs") }),
    change: () => ({ policy: reading("ec2:DescribeSubnets") }),
  },
  {
    name: "iam-role-policy-attachment",
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    needs: ["iam-role", "iam-policy"],
    inputs: (made) => ({ role: made("iam-role").name, policyArn: made("iam-policy").arn }),
  },
  {
    name: "iam-role-policy-attachment-of-aws",
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    needs: ["iam-role"],
    inputs: (made) => ({
      role: made("iam-role").name,
      policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    }),
  },
  {
    name: "iam-instance-profile",
    type: "aws:iam/instanceProfile:InstanceProfile",
    needs: ["iam-role", "iam-role-with-policies"],
    inputs: (made) => ({ name: "example", role: made("iam-role").name, tags: { Name: "example" } }),
    change: (made) => ({ role: made("iam-role-with-policies").name, tags: { Name: "changed" } }),
  },
  {
    name: "iam-open-id-connect-provider",
    type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    inputs: () => ({
      url: "https://token.actions.githubusercontent.com",
      clientIdLists: ["sts.amazonaws.com"],
      tags: { Name: "example" },
    }),
    change: () => ({ clientIdLists: ["sts.amazonaws.com", "another"], tags: { Name: "changed" } }),
  },
  {
    name: "iam-service-linked-role",
    type: "aws:iam/serviceLinkedRole:ServiceLinkedRole",
    inputs: () => ({
      awsServiceName: "autoscaling.amazonaws.com",
      customSuffix: "example",
      description: "An example",
    }),
    change: () => ({ description: "Changed", tags: { Name: "changed" } }),
  },
];
