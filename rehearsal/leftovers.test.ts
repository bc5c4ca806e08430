import assert from "node:assert/strict";
import { listAll, type Send } from "./leftovers/listing.ts";
import { listings } from "./leftovers.ts";
import type { Properties } from "./provider/row.ts";
import { allRows } from "./provider/table.ts";

/** Types that go with another resource, which is listed. */
const parts: Readonly<Record<string, string>> = {
  "aws:acm/certificateValidation:CertificateValidation": "the wait for a certificate, no resource of AWS",
  "aws:autoscaling/policy:Policy": "a part of its Auto Scaling group",
  "aws:autoscaling/schedule:Schedule": "a part of its Auto Scaling group",
  "aws:backup/selection:Selection": "a part of its plan",
  "aws:cloudwatch/dashboard:Dashboard":
    "the emulator's list of dashboards cannot be read; DeleteDashboards fails for what is not there",
  "aws:cloudwatch/eventTarget:EventTarget": "a part of its rule",
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": "the VPC's own, listed as a network ACL",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "the VPC's own, listed as a security group",
  "aws:ec2/route:Route": "a part of its route table",
  "aws:ec2/routeTableAssociation:RouteTableAssociation": "a part of its route table",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "a part of its security group",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "a part of its security group",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": "a part of its repository",
  "aws:efs/accessPoint:AccessPoint": "a part of its file system",
  "aws:efs/backupPolicy:BackupPolicy": "a part of its file system",
  "aws:efs/fileSystemPolicy:FileSystemPolicy": "a part of its file system",
  "aws:efs/mountTarget:MountTarget": "a part of its file system, which stays while it has one",
  "aws:iam/rolePolicy:RolePolicy": "a part of its role",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "a part of its role",
  "aws:lb/listener:Listener": "a part of its load balancer",
  "aws:lb/listenerRule:ListenerRule": "a part of its listener",
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": "a part of its function",
  "aws:lambda/functionRecursionConfig:FunctionRecursionConfig": "a part of its function",
  "aws:lambda/invocation:Invocation": "a call that was made",
  "aws:lambda/permission:Permission": "a part of its function",
  "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": "a part of its proxy",
  "aws:rds/proxyTarget:ProxyTarget": "a part of its proxy",
  "aws:route53/record:Record": "a part of its hosted zone",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "a part of its bucket",
  "aws:s3/bucketLogging:BucketLogging": "a part of its bucket",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "a part of its bucket",
  "aws:s3/bucketPolicy:BucketPolicy": "a part of its bucket",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "a part of its bucket",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": "a part of its bucket",
  "aws:s3/bucketVersioning:BucketVersioning": "a part of its bucket",
  "aws:secretsmanager/secretRotation:SecretRotation": "a part of its secret",
  "aws:secretsmanager/secretVersion:SecretVersion": "a part of its secret",
  "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination": "a part of its configuration set",
  "aws:wafv2/webAclAssociation:WebAclAssociation": "a part of what it protects",
  "aws:sns/topicPolicy:TopicPolicy": "a part of its topic",
  "aws:sqs/queuePolicy:QueuePolicy": "a part of its queue",
};

describe("what is left", () => {
  it("has a listing for each type that reaches the emulator and is no part of another resource", () => {
    const listed = new Set(listings.flatMap(({ types }) => types));
    const sent = allRows.filter(({ recorded }) => recorded === undefined).map(({ type }) => type);
    assert.deepEqual(
      sent.filter((type) => !listed.has(type) && !(type in parts)),
      [],
    );
    assert.deepEqual(
      Object.keys(parts).filter((type) => listed.has(type) || !sent.includes(type)),
      [],
    );
  });

  const pages: Readonly<Record<string, [Properties, Properties]>> = {
    NextToken: [{ Items: [1], NextToken: "2" }, { NextToken: "2" }],
    nextToken: [{ Items: [1], nextToken: "2" }, { nextToken: "2" }],
    ContinuationToken: [{ Items: [1], ContinuationToken: "2" }, { ContinuationToken: "2" }],
    "NextMarker beside the page's own Marker": [
      { Items: [1], IsTruncated: true, Marker: "1", NextMarker: "2" },
      { Marker: "2" },
    ],
    Marker: [{ Items: [1], IsTruncated: true, Marker: "2" }, { Marker: "2" }],
  };
  for (const [word, [first, asked]] of Object.entries(pages)) {
    it(`goes on to the next page by ${word}`, async () => {
      const calls: Properties[] = [];
      const send: Send = async (_operation, parameters = {}) => {
        calls.push(parameters);
        return calls.length === 1 ? first : { Items: [2], IsTruncated: false, Marker: "2" };
      };
      assert.deepEqual(await listAll(send, "ListItems", "Items", { Scope: "Local" }), [1, 2]);
      assert.deepEqual(calls, [{ Scope: "Local" }, { Scope: "Local", ...asked }]);
    });
  }

  it("leaves out the aliases of AWS's own keys, and asks for an account's budgets", async () => {
    const list = (kind: string, answer: Properties) => {
      const calls: Properties[] = [];
      const listing = listings.find((each) => each.kind === kind);
      const send: Send = async (_operation, parameters = {}) => {
        calls.push(parameters);
        return answer;
      };
      return listing?.list(send, "111122223333").then((names) => ({ names, calls }));
    };
    const Aliases = [{ AliasName: "alias/aws/ebs" }, { AliasName: "alias/acme" }];
    assert.deepEqual(await list("key alias", { Aliases }), { names: ["alias/acme"], calls: [{}] });
    assert.deepEqual(await list("budget", { Budgets: [{ BudgetName: "acme" }] }), {
      names: ["acme"],
      calls: [{ AccountId: "111122223333" }],
    });
  });
});
