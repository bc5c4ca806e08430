/** What CloudTrail checks when a trail is made or changed, and the emulator does not. */
import type { Rule } from "../../row.ts";
import { findKey, missingKeyActions } from "../kms/shared.ts";
import { allows, policyProblem, type Statement, statementsOf } from "../policy-document.ts";
import { missingRoleActions, roleProblem } from "../roles.ts";
import { bucketArn, bucketPolicyType, bucketType } from "../s3/shared.ts";

const service = "cloudtrail.amazonaws.com";

/** Refuses names outside 3 to 128 characters or with characters in places that CloudTrail does not take. */
export const nameRule: Rule = {
  source: "CloudTrail API, CreateTrail: Name",
  check: ({ name }) => {
    if (typeof name !== "string") return undefined;
    const problems: string[] = [];
    if (name.length < 3 || name.length > 128) problems.push(`it has ${name.length} characters, allowed are 3 to 128`);
    if (!/^[A-Za-z0-9._-]*$/.test(name)) problems.push("letters, digits, dots, underscores and hyphens are allowed");
    if (!/^[A-Za-z0-9].*[A-Za-z0-9]$/.test(name)) problems.push("it must begin and end with a letter or digit");
    if (/[._-]{2}/.test(name)) problems.push("two of . _ - must not follow each other");
    if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) problems.push("it must not look like an IP address");
    return problems.length === 0 ? undefined : `CloudTrail refuses the name ${name}: ${problems.join("; ")}`;
  },
};

/**
 * Refuses a trail whose bucket does not exist, or whose bucket policy does not let CloudTrail read the ACL and put
 * objects for this trail.
 */
export const bucketRule: Rule = {
  source:
    "CloudTrail User Guide, Amazon S3 bucket policy for CloudTrail; CreateTrail: InsufficientS3BucketPolicyException",
  when: "creation",
  check: ({ name, s3BucketName, s3KeyPrefix }, world, facts) => {
    if (typeof s3BucketName !== "string") return undefined;
    if (!world.find(bucketType, s3BucketName)) {
      return `the trail's bucket ${s3BucketName} does not exist: make it first`;
    }
    const policy = world.find(bucketPolicyType, s3BucketName)?.properties.policy;
    if (policyProblem(policy)) return undefined;
    const statements = statementsOf(policy) ?? [];
    const prefix = s3KeyPrefix ? `${s3KeyPrefix}/` : "";
    const object = bucketArn(s3BucketName, `${prefix}AWSLogs/${facts.accountId}/CloudTrail/log`);
    const context = {
      "aws:sourcearn": facts.arn("cloudtrail", `trail/${name}`),
      "aws:sourceaccount": facts.accountId,
      "aws:securetransport": "true",
      "s3:x-amz-acl": "bucket-owner-full-control",
    };
    const needed = [
      { action: "s3:GetBucketAcl", resource: bucketArn(s3BucketName), on: bucketArn(s3BucketName) },
      { action: "s3:PutObject", resource: object, on: object.replace(/CloudTrail\/log$/, "*") },
    ];
    const missing = needed.filter(
      ({ action, resource }) => !allows(statements, { principal: { Service: service }, action, resource, context }),
    );
    if (missing.length === 0) return undefined;
    const list = missing.map(({ action, on }) => `${action} on ${on}`).join(" and ");
    return `the policy of the bucket ${s3BucketName} does not let ${service} do ${list} for the trail ${name}: add it, and let the trail depend on the bucket's policy`;
  },
};

/**
 * Refuses a key that does not exist, is in another region, or does not let CloudTrail generate data keys for this
 * trail.
 */
export const keyRule: Rule = {
  source:
    "CloudTrail User Guide, Configure AWS KMS key policies for CloudTrail; CreateTrail: InsufficientEncryptionPolicyException",
  when: "creation",
  check: ({ name, kmsKeyId }, world, facts) => {
    const key = findKey(kmsKeyId, world);
    if (!key) {
      return typeof kmsKeyId === "string"
        ? `kmsKeyId names the key ${kmsKeyId}, which does not exist: make it first`
        : undefined;
    }
    const region = key.properties.region;
    if (region !== undefined && region !== facts.region) {
      return `the trail's key ${kmsKeyId} is in ${region}, the trail in ${facts.region}: use a key of the bucket's region`;
    }
    const context = {
      "aws:sourcearn": facts.arn("cloudtrail", `trail/${name}`),
      "aws:sourceaccount": facts.accountId,
    };
    const missing = missingKeyActions(key, service, ["kms:GenerateDataKey"], context);
    if (missing.length === 0) return undefined;
    return `the policy of the key ${kmsKeyId} does not let ${service} do ${missing.join(", ")}: allow kms:GenerateDataKey* for the trail ${name}`;
  },
};

/** Refuses a log group without its role, a role without its log group, and an ARN that does not end with `:*`. */
export const logGroupFormRule: Rule = {
  source:
    "documentation of aws.cloudtrail.Trail: cloudWatchLogsGroupArn; CreateTrail: InvalidCloudWatchLogsLogGroupArnException",
  check: ({ cloudWatchLogsGroupArn, cloudWatchLogsRoleArn }) => {
    if ((cloudWatchLogsGroupArn === undefined) !== (cloudWatchLogsRoleArn === undefined)) {
      return "cloudWatchLogsGroupArn and cloudWatchLogsRoleArn belong together: give both or none";
    }
    if (typeof cloudWatchLogsGroupArn !== "string") return undefined;
    if (/^arn:aws[\w-]*:logs:[\w-]+:\d{12}:log-group:[^:*]+:\*$/.test(cloudWatchLogsGroupArn)) return undefined;
    return `cloudWatchLogsGroupArn is ${cloudWatchLogsGroupArn}: it must be the log group's ARN followed by ":*"`;
  },
};

/**
 * Refuses a log group that does not exist, and a role that CloudTrail cannot assume or that may not write to the log
 * group.
 */
export const logGroupRule: Rule = {
  source:
    "CloudTrail User Guide, Sending events to CloudWatch Logs; CreateTrail: InvalidCloudWatchLogsRoleArnException",
  when: "creation",
  check: ({ cloudWatchLogsGroupArn, cloudWatchLogsRoleArn }, world, facts) => {
    if (typeof cloudWatchLogsGroupArn !== "string" || typeof cloudWatchLogsRoleArn !== "string") return undefined;
    const arn = cloudWatchLogsGroupArn.replace(/:\*$/, "");
    const groups = world.all("aws:cloudwatch/logGroup:LogGroup");
    if (!groups.some((group) => [arn, `${arn}:*`].includes(group.properties.arn))) {
      return `cloudWatchLogsGroupArn names the log group ${arn}, which does not exist: take it from the log group's output "arn"`;
    }
    const problem = roleProblem("cloudWatchLogsRoleArn", cloudWatchLogsRoleArn, service, world);
    if (problem) return problem;
    const stream = `${arn}:log-stream:${facts.accountId}_CloudTrail_${facts.region}`;
    const actions = ["logs:CreateLogStream", "logs:PutLogEvents"];
    const missing = missingRoleActions(cloudWatchLogsRoleArn, actions, stream, world);
    if (missing.length === 0) return undefined;
    return `the role ${cloudWatchLogsRoleArn} may not do ${missing.join(", ")} on ${stream}: allow it on ${arn}:* in a policy of the role, and let the trail depend on that policy`;
  },
};

/** Condition keys against confused deputies, in lower case, which CloudTrail does not send when it takes the role. */
const deputyKeys = ["aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"];

/** Whether a statement holds only where one of these keys is there: operators that end in IfExists let it be absent. */
function needsDeputyKey(statement: Statement): boolean {
  return Object.entries(statement.conditions).some(
    ([operator, keys]) => !operator.endsWith("IfExists") && Object.keys(keys).some((key) => deputyKeys.includes(key)),
  );
}

/** Refuses a role whose trust lets CloudTrail in only under a condition against confused deputies. */
export const roleTrustRule: Rule = {
  source:
    "CloudTrail User Guide, Role policy document for CloudTrail to use CloudWatch Logs for monitoring; github.com/prowler-cloud/prowler/issues/4714",
  when: "creation",
  check: ({ cloudWatchLogsRoleArn }, world) => {
    if (typeof cloudWatchLogsRoleArn !== "string") return undefined;
    const role = world.all("aws:iam/role:Role").find((known) => known.properties.arn === cloudWatchLogsRoleArn);
    const trust = role?.properties.assumeRolePolicy;
    if (policyProblem(trust)) return undefined;
    const statements = statementsOf(trust) ?? [];
    const question = { principal: { Service: service }, action: "sts:AssumeRole", resource: cloudWatchLogsRoleArn };
    const without = statements.filter((statement) => statement.effect !== "Allow" || !needsDeputyKey(statement));
    if (!allows(statements, question) || allows(without, question)) return undefined;
    return `the trust of the role ${cloudWatchLogsRoleArn} lets ${service} in only under a condition on aws:SourceArn, aws:SourceAccount or the like, which CloudTrail does not send for this role: remove the condition, and keep the role's policy narrow`;
  },
};

/** Refuses a sixth trail in a region. */
export const countRule: Rule = {
  source: "CloudTrail User Guide, Quotas: trails for each region",
  when: "creation",
  check: (_inputs, world, facts) => {
    const here = world.all("aws:cloudtrail/trail:Trail").filter((trail) => trail.properties.region === facts.region);
    return here.length < 5 ? undefined : `the region ${facts.region} has ${here.length} trails already: AWS allows 5`;
  },
};
