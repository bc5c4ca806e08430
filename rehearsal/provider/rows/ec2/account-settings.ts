/** Rows of EC2's settings of an account in a region: EBS encryption by default, and what may be shared with everybody. */
import type { Row } from "../../row.ts";
import { ec2 } from "./shared.ts";

const lacking = (operations: string) => `MiniStack 1.5.33 has none of ${operations}`;

/** Type `aws:ebs/encryptionByDefault:EncryptionByDefault`. The real provider's id of it is generated; deleting switches it off. */
export const encryptionByDefault: Row = {
  type: "aws:ebs/encryptionByDefault:EncryptionByDefault",
  recorded: lacking("EnableEbsEncryptionByDefault, DisableEbsEncryptionByDefault, GetEbsEncryptionByDefault"),
  required: [],
  replaceOn: [],
  defaults: { enabled: true },
  identify: (_inputs, facts) => `terraform-${facts.hex(26)}`,
  create: {
    call: ({ enabled }) =>
      ec2(enabled === false ? "DisableEbsEncryptionByDefault" : "EnableEbsEncryptionByDefault", {}),
  },
  read: {
    call: () => ec2("GetEbsEncryptionByDefault", {}),
    properties: (answer) => ({ enabled: answer.EbsEncryptionByDefault }),
    gone: [],
  },
  update: (_id, { enabled }) => [
    ec2(enabled === false ? "DisableEbsEncryptionByDefault" : "EnableEbsEncryptionByDefault", {}),
  ],
  delete: () => [ec2("DisableEbsEncryptionByDefault", {})],
};

/** Type `aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess`. Its id is the region; deleting unblocks. */
export const snapshotBlockPublicAccess: Row = {
  type: "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
  recorded: lacking(
    "EnableSnapshotBlockPublicAccess, DisableSnapshotBlockPublicAccess, GetSnapshotBlockPublicAccessState",
  ),
  required: ["state"],
  replaceOn: [],
  identify: (_inputs, facts) => facts.region,
  create: {
    call: ({ state }) =>
      state === "unblocked"
        ? ec2("DisableSnapshotBlockPublicAccess", {})
        : ec2("EnableSnapshotBlockPublicAccess", { State: state }),
  },
  read: {
    call: () => ec2("GetSnapshotBlockPublicAccessState", {}),
    properties: (answer) => ({ state: answer.State }),
    gone: [],
  },
  update: (_id, { state }) => [
    state === "unblocked"
      ? ec2("DisableSnapshotBlockPublicAccess", {})
      : ec2("EnableSnapshotBlockPublicAccess", { State: state }),
  ],
  delete: () => [ec2("DisableSnapshotBlockPublicAccess", {})],
};

/** Type `aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess`. Its id is the region; deleting leaves the setting, as the real provider does. */
export const imageBlockPublicAccess: Row = {
  type: "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
  recorded: lacking("EnableImageBlockPublicAccess, DisableImageBlockPublicAccess, GetImageBlockPublicAccessState"),
  required: ["state"],
  replaceOn: [],
  identify: (_inputs, facts) => facts.region,
  create: {
    call: ({ state }) =>
      state === "unblocked"
        ? ec2("DisableImageBlockPublicAccess", {})
        : ec2("EnableImageBlockPublicAccess", { ImageBlockPublicAccessState: state }),
  },
  read: {
    call: () => ec2("GetImageBlockPublicAccessState", {}),
    properties: (answer) => ({ state: answer.ImageBlockPublicAccessState }),
    gone: [],
  },
  update: (_id, { state }) => [
    state === "unblocked"
      ? ec2("DisableImageBlockPublicAccess", {})
      : ec2("EnableImageBlockPublicAccess", { ImageBlockPublicAccessState: state }),
  ],
  delete: () => [],
};
