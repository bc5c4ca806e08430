/** What AWS adds to databases, files, buckets, backups, keys and secrets. */
import { arn, byArn, type Form, hex, named, region, uuid } from "./form.ts";

/** Forms by type token. */
export const data: Readonly<Record<string, Form>> = {
  "aws:kms/key:Key": {
    id: (_name, seed) => uuid(seed),
    adds: (id) => ({ keyId: id, arn: arn("kms", `key/${id}`) }),
  },
  "aws:kms/alias:Alias": { id: (name) => name, adds: (_id, name) => ({ name, arn: arn("kms", name) }) },
  "aws:s3/bucket:Bucket": {
    id: (name) => name,
    adds: (_id, name) => ({
      bucket: name,
      arn: arn("s3", name, { region: "", account: "" }),
      bucketDomainName: `${name}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    }),
  },
  "aws:dynamodb/table:Table": named((name) => ({ arn: arn("dynamodb", `table/${name}`) })),
  "aws:backup/vault:Vault": named((name, inputs) => ({
    arn: arn("backup", `backup-vault:${name}`, { region: inputs.region }),
  })),
  "aws:efs/fileSystem:FileSystem": {
    id: (_name, seed) => `fs-${hex(seed, 17)}`,
    adds: (id) => ({ arn: arn("elasticfilesystem", `file-system/${id}`) }),
  },
  "aws:efs/accessPoint:AccessPoint": {
    id: (_name, seed) => `fsap-${hex(seed, 17)}`,
    adds: (id) => ({ arn: arn("elasticfilesystem", `access-point/${id}`) }),
  },
  "aws:rds/instance:Instance": {
    id: (_name, seed) => `db-${hex(seed, 26).toUpperCase()}`,
    adds: (id, name, inputs) => {
      const identifier = inputs.identifier ?? name;
      const secretArn = arn("secretsmanager", `secret:rds!${id}`);
      return {
        arn: arn("rds", `db:${identifier}`),
        identifier,
        address: `${identifier}.c0ffee.${region}.rds.amazonaws.com`,
        resourceId: id,
        masterUserSecrets: inputs.manageMasterUserPassword ? [{ secretArn, secretStatus: "active" }] : [],
      };
    },
  },
  "aws:secretsmanager/secret:Secret": byArn((name, seed) => arn("secretsmanager", `secret:${name}-${hex(seed, 6)}`)),
};
