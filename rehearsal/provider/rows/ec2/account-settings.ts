/** Rows of EC2's settings of an account in a region: EBS encryption by default, and what may be shared with everybody. */
import type { Call, Properties, Row } from "../../row.ts";
import { ec2 } from "./shared.ts";

const lacking = (operations: string) => `MiniStack 1.5.33 has none of ${operations}`;

const setEncryption = ({ enabled }: Properties): Call =>
  ec2(enabled === false ? "DisableEbsEncryptionByDefault" : "EnableEbsEncryptionByDefault", {});

/** Type `aws:ebs/encryptionByDefault:EncryptionByDefault`. The real provider's id of it is generated; deleting switches it off. */
export const encryptionByDefault: Row = {
  type: "aws:ebs/encryptionByDefault:EncryptionByDefault",
  recorded: lacking("EnableEbsEncryptionByDefault, DisableEbsEncryptionByDefault, GetEbsEncryptionByDefault"),
  required: [],
  replaceOn: [],
  defaults: { enabled: true },
  identify: (_inputs, facts) => `terraform-${facts.hex(26)}`,
  create: { call: setEncryption },
  read: {
    call: () => ec2("GetEbsEncryptionByDefault", {}),
    properties: (answer) => ({ enabled: answer.EbsEncryptionByDefault }),
    gone: [],
  },
  update: (_id, inputs) => [setEncryption(inputs)],
  delete: () => [ec2("DisableEbsEncryptionByDefault", {})],
};

/** What AWS calls a lock on sharing with everybody: `Enable…`, `Disable…` and `Get…State` of it. */
interface SharingLock {
  readonly type: string;
  /** The words of its operations: `SnapshotBlockPublicAccess`. */
  readonly operation: string;
  /** Parameter of the call that locks, and member of the answer that says the state. */
  readonly parameter: string;
  /** Whether deleting it unlocks; else the setting stays as it is. */
  readonly deletionUnlocks: boolean;
}

/** A setting of a region, whose id is the region. */
function sharingLock({ type, operation, parameter, deletionUnlocks }: SharingLock): Row {
  const unlock = ec2(`Disable${operation}`, {});
  const set = ({ state }: Properties): Call =>
    state === "unblocked" ? unlock : ec2(`Enable${operation}`, { [parameter]: state });
  return {
    type,
    recorded: lacking(`Enable${operation}, Disable${operation}, Get${operation}State`),
    required: ["state"],
    replaceOn: [],
    identify: (_inputs, facts) => facts.region,
    create: { call: set },
    read: {
      call: () => ec2(`Get${operation}State`, {}),
      properties: (answer) => ({ state: answer[parameter] }),
      gone: [],
    },
    update: (_id, inputs) => [set(inputs)],
    delete: () => (deletionUnlocks ? [unlock] : []),
  };
}

/** Type `aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess`. Deleting unblocks. */
export const snapshotBlockPublicAccess = sharingLock({
  type: "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
  operation: "SnapshotBlockPublicAccess",
  parameter: "State",
  deletionUnlocks: true,
});

/** Type `aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess`. Deleting leaves the setting, as the real provider does. */
export const imageBlockPublicAccess = sharingLock({
  type: "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
  operation: "ImageBlockPublicAccess",
  parameter: "ImageBlockPublicAccessState",
  deletionUnlocks: false,
});
