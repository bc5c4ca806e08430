/** Row of access points. */
import type { Properties, Row, Rule } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { camel, pascal, tagRecord } from "../helpers.ts";
import { number, text } from "../known.ts";
import { createTags, efs, fileSystemArn, fileSystemType, tagCalls } from "./shared.ts";

/** Largest user or group id of POSIX, and so of EFS (EFS API, PosixUser). */
const largestId = 4_294_967_295;

function idProblem(what: string, value: unknown): string | undefined {
  const id = number(value);
  return id !== undefined && !(Number.isInteger(id) && id >= 0 && id <= largestId)
    ? `the access point's ${what} is ${id}: allowed are whole numbers from 0 to ${largestId}`
    : undefined;
}

const rules: readonly Rule[] = [
  {
    source: "EFS API, RootDirectory, Path: begins with /, at most four levels and 100 characters",
    check: ({ rootDirectory }) => {
      const path = text(rootDirectory?.path);
      if (path === undefined || (path.length <= 100 && /^(\/|(\/(?!\.)[^$#<>;`|&?{}^*/\n]+){1,4})$/.test(path))) {
        return undefined;
      }
      return `the access point's rootDirectory.path is ${path}: it must begin with /, have at most four levels and 100 characters, and end without /`;
    },
  },
  {
    source: "EFS API, CreationInfo, Permissions: octal",
    check: ({ rootDirectory }) => {
      const permissions = text(rootDirectory?.creationInfo?.permissions);
      return permissions === undefined || /^[0-7]{3,4}$/.test(permissions)
        ? undefined
        : `the access point's permissions are ${permissions}: write three or four octal digits, for example 0750`;
    },
  },
  {
    source: "EFS API, PosixUser and CreationInfo: ids",
    check: ({ posixUser, rootDirectory }) =>
      idProblem("posixUser.uid", posixUser?.uid) ??
      idProblem("posixUser.gid", posixUser?.gid) ??
      idProblem("creationInfo.ownerUid", rootDirectory?.creationInfo?.ownerUid) ??
      idProblem("creationInfo.ownerGid", rootDirectory?.creationInfo?.ownerGid),
  },
  {
    source: "EFS API, PosixUser, SecondaryGids: at most 16",
    check: ({ posixUser }) => {
      const groups = posixUser?.secondaryGids;
      return Array.isArray(groups) && groups.length > 16
        ? `the access point's posixUser has ${groups.length} secondaryGids: EFS takes at most 16`
        : undefined;
    },
  },
  {
    source: "EFS API, CreateAccessPoint: FileSystemNotFound",
    when: "creation",
    check: ({ fileSystemId }, world) => {
      const id = text(fileSystemId);
      return id === undefined || world.find(fileSystemType, id)
        ? undefined
        : `the file system ${id} does not exist: take it from the file system's id`;
    },
  },
];

/** An access point, made in the emulator. Only its tags can be changed. */
export const accessPoint: Row = {
  type: "aws:efs/accessPoint:AccessPoint",
  taggable: true,
  required: ["fileSystemId"],
  replaceOn: ["fileSystemId", "posixUser", "rootDirectory"],
  identify: (_inputs, facts) => `fsap-${facts.hex(17)}`,
  attributes: (inputs, id, facts) => ({
    arn: facts.arn("elasticfilesystem", `access-point/${id}`),
    fileSystemArn: fileSystemArn(inputs.fileSystemId, facts),
    ownerId: facts.accountId,
  }),
  create: {
    call: (inputs, facts) =>
      efs("CreateAccessPoint", {
        ClientToken: `terraform-${facts.hex(26)}`,
        ...pascal(inputs, "fileSystemId", "posixUser", "rootDirectory"),
        ...createTags(facts),
      }),
    id: (answer) => answer.AccessPointId,
  },
  read: {
    call: (id) => efs("DescribeAccessPoints", { AccessPointId: id }),
    properties: (answer, _id, state) => {
      const live: Properties | undefined = answer.AccessPoints?.[0];
      if (live === undefined) return undefined;
      const { posixUser, rootDirectory } = camel(live, "PosixUser", "RootDirectory");
      return {
        arn: live.AccessPointArn,
        fileSystemId: live.FileSystemId,
        ...(state.posixUser === undefined ? {} : { posixUser: asWanted(posixUser, state.posixUser) }),
        rootDirectory: asWanted(rootDirectory, state.rootDirectory),
        tagsAll: tagRecord(live.Tags),
      };
    },
    gone: ["AccessPointNotFound"],
  },
  update: (id, _inputs, previous, facts) => tagCalls(id, previous, facts),
  delete: (id) => [efs("DeleteAccessPoint", { AccessPointId: id }, ["AccessPointNotFound"])],
  rules,
};
