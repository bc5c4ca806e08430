/** A statement of an endpoint policy. An endpoint policy gives no rights: it bounds what may pass through the endpoint. */
interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: "*";
  readonly Action: string;
  readonly Resource: "*";
  readonly Condition?: { readonly StringEquals: { readonly "aws:ResourceAccount": string } };
}

/** Everything on what belongs to the account. */
function ownResources(action: string, accountId: string): Statement {
  return {
    Sid: "OwnResources",
    Effect: "Allow",
    Principal: "*",
    Action: action,
    Resource: "*",
    Condition: { StringEquals: { "aws:ResourceAccount": accountId } },
  };
}

/**
 * What may pass through the gateway endpoint of S3: everything on the account's own buckets, and reading objects of any
 * other. The latter is needed for what AWS keeps in its own buckets (image layers of ECR, packages of Amazon Linux, updates
 * of agents); writing to a foreign bucket, the easy way to carry data off, is refused.
 *
 * @param accountId twelve digits
 * @returns the policy as JSON
 */
export function s3EndpointPolicy(accountId: string): string {
  const readObjects: Statement = {
    Sid: "ReadObjects",
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: "*",
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [ownResources("s3:*", accountId), readObjects] });
}

/**
 * What may pass through the gateway endpoint of DynamoDB: everything on the account's own tables, nothing on others.
 *
 * @param accountId twelve digits
 * @returns the policy as JSON
 */
export function dynamodbEndpointPolicy(accountId: string): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [ownResources("dynamodb:*", accountId)] });
}
