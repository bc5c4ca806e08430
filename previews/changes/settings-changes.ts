/** Changes of settings. */
import { type Change, settings } from "./change.ts";

const foundation = ["foundation"] as const;
const platform = ["platform"] as const;

/** By the name of the golden. */
export const settingsChanges: Readonly<Record<string, Change>> = {
  "network-cidr": settings(["foundation", "platform"], (config) => {
    config["platform:network"].cidrBlock = "10.11.0.0/16";
  }),
  "third-zone": settings(foundation, (config) => {
    config["platform:network"].zones.push({ index: 2, name: "af-south-1c" });
  }),
  "bastion-ssh": settings(foundation, (config) => {
    config["platform:bastion"].sshCidrBlocks = ["203.0.113.7/32"];
  }),
  "database-class": settings(foundation, (config) => {
    config["platform:database"].instanceClass = "db.t4g.small";
  }),
  "database-major-upgrade": settings(foundation, (config) => {
    Object.assign(config["platform:database"], { engineVersion: "17", allowMajorVersionUpgrade: true });
  }),
  "database-engine": settings(["foundation", "platform"], (config) => {
    Object.assign(config["platform:database"], { engine: "mysql", engineVersion: "8.4" });
  }),
  "database-without-protection": settings(foundation, (config) => {
    Object.assign(config["platform:database"], { deletionProtection: false, finalSnapshot: false });
  }),
  "settings-invalid": settings(foundation, (config) => {
    config["platform:network"].cidrBlock = "10.11.0.0/12";
    config["platform:database"].backupRetentionDays = 3;
    config["platform:databse"] = {};
  }),
  "alarm-threshold": settings(platform, (config) => {
    config["platform:alerting"].alarms = {
      "load-balancer-error-ratio": { threshold: 0.02, reason: "One in fifty is too many." },
    };
  }),
  "alarm-off": settings(platform, (config) => {
    config["platform:alerting"].alarms = { "load-balancer-latency": { enabled: false, reason: "Reports take long." } };
  }),
  "idle-timeout": settings(platform, (config) => {
    config["platform:web"].loadBalancer.idleTimeoutSeconds = 120;
  }),
  "more-servers": settings(platform, (config) => {
    Object.assign(config["platform:web"], { maxInstances: 6, instanceTypes: ["t4g.medium"] });
  }),
  "domain-removed": settings(platform, (config) => {
    delete config["platform:domain"];
  }),
  "secret-changed": settings(platform, (config) => {
    config["platform:edge"].originHeaderGeneration = 2;
  }),
  "owner-tag": settings(["foundation", "platform"], (config) => {
    config["platform:owner"] = "web-team";
  }),
  "budget-limit": {
    projects: ["account"],
    apply: (tree) =>
      tree.settings("account", (config) => {
        config["platform:budget"].monthlyLimitUsd = 800;
      }),
  },
};
