import { z } from "zod";
import { maxAdmittedRanges } from "../../components/network/network-acl.ts";
import { setting } from "./setting.ts";

/** The settings of `platform:bastion`. */
export const bastionSettings = setting(
  z.strictObject({
    instanceType: setting(
      z.string().regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/),
      "EC2 instance type of a bastion. Changing it replaces the bastions one by one. Default: t4g.nano.",
      { allowed: "an EC2 instance type", todo: "Write family and size, for example t4g.nano." },
    ).default("t4g.nano"),
    instances: setting(
      z.int().min(1).max(4),
      "Number of bastions, 1 to 4. Default: one in each zone that is not retired.",
    ).optional(),
    sshCidrBlocks: setting(
      z
        .array(
          setting(z.string().regex(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/), "An IPv4 range.", {
            allowed:
              "an IPv4 range: network and bastions have no IPv6 addresses, and the whole internet is always refused",
            todo: "Write the IPv4 address that you work from and a prefix, for example 203.0.113.7/32 for one address.",
          }),
        )
        .max(maxAdmittedRanges),
      `IPv4 ranges that may reach port 22, at most ${maxAdmittedRanges} together with the network's connectedNetworks, ` +
        "and together no larger than a /8. " +
        "Session Manager needs none. Default: none, port 22 is closed.",
    ).default([]),
    volumeGiB: setting(
      z.int().min(8).max(100),
      "Size of a bastion's root volume in GiB, 8 to 100. Default: 8.",
    ).default(8),
    keyPairName: setting(
      z.string().min(1).max(255),
      "Name of an existing EC2 key pair for SSH. Default: none; Session Manager needs none.",
    ).optional(),
  }),
  "The bastions: machines in the public subnets through which people reach the private ones.",
);

/** The settings of `platform:bastion`, complete. */
export type BastionSettings = z.infer<typeof bastionSettings>;
