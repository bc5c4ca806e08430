/**
 * ARN of a log group without ":*". Key policies need it before the log group is there.
 *
 * @param region region of the log group
 * @param accountId twelve digits
 * @param logGroupName its name
 */
export function logGroupArn(region: string, accountId: string, logGroupName: string): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}`;
}

/**
 * ARN of a trail. Bucket and key policies need it before the trail is there.
 *
 * @param region home region of the trail
 * @param accountId twelve digits
 * @param trailName its name
 */
export function trailArn(region: string, accountId: string, trailName: string): string {
  return `arn:aws:cloudtrail:${region}:${accountId}:trail/${trailName}`;
}
