import type { Problem } from "../network/check-network.ts";
import type { DatabaseDials } from "./dials.ts";
import { engines } from "./engine.ts";
import { hasInsights, instanceClassSizes, isInstanceClass } from "./instance-class.ts";
import { parseDailyWindow, parseWeeklyWindow, shortestWindowMinutes, windowsOverlap } from "./window.ts";

/** The dials that could be read; a check that needs a missing one is left out. */
export type KnownDials = { readonly [K in keyof DatabaseDials]?: DatabaseDials[K] | undefined };

/** The seconds between two measurements of enhanced monitoring that RDS takes; 0 would turn it off (RDS.6). */
export const monitoringIntervals = [1, 5, 10, 15, 30, 60] as const;

type Check = (dials: KnownDials) => readonly Problem[];

const engineCheck: Check = ({ engine: name, engineVersion, adminUserName }) => {
  if (name === undefined) return [];
  const engine = engines[name];
  const problems: Problem[] = [];
  if (engineVersion !== undefined && !engine.versions.includes(engineVersion)) {
    problems.push({
      path: ["engineVersion"],
      problem: `RDS does not offer this version of ${engine.title} in standard support.`,
      got: engineVersion,
      allowed: `a major version: ${engine.versions.join(", ")}`,
      todo: "Write the major version alone, in quotes; minor versions come by themselves in the maintenance window.",
    });
  }
  if (adminUserName === undefined) return problems;
  const isNameSound = /^[A-Za-z]\w*$/.test(adminUserName) && adminUserName.length <= engine.maxUserLength;
  if (!isNameSound || engine.refusedUsers.includes(adminUserName.toLowerCase())) {
    problems.push({
      path: ["adminUserName"],
      problem: isNameSound
        ? "The name is reserved, or the first that an attacker tries (control RDS.25)."
        : "RDS refuses it.",
      got: adminUserName,
      allowed: `1 to ${engine.maxUserLength} letters, digits and underscores, a letter first; not ${engine.refusedUsers.join(", ")}`,
      todo: "Choose another name, for example dbowner.",
    });
  }
  return problems;
};

const instanceCheck: Check = ({ engine, instanceClass, insights }) => {
  if (instanceClass === undefined) return [];
  if (!isInstanceClass(instanceClass)) {
    const offered = Object.entries(instanceClassSizes).map(([family, sizes]) => `db.${family}.{${sizes.join(",")}}`);
    return [
      {
        path: ["instanceClass"],
        problem: "There is no such DB instance class, or it is not known to be in your region.",
        got: instanceClass,
        allowed: offered.join(" "),
        todo: "Choose family and size, for example db.t4g.medium.",
      },
    ];
  }
  if (engine === undefined || insights === undefined || insights === "off" || hasInsights(engine, instanceClass))
    return [];
  return [
    {
      path: ["insights"],
      problem: `Database Insights cannot watch ${engines[engine].title} on ${instanceClass}.`,
      got: insights,
      allowed: "off for the sizes micro and small",
      todo: "Set it to off, or take db.t4g.medium or larger.",
    },
  ];
};

const storageCheck: Check = ({ storageGiB, maxStorageGiB }) => {
  if (storageGiB === undefined || maxStorageGiB === undefined || maxStorageGiB * 10 >= storageGiB * 11) return [];
  return [
    {
      path: ["maxStorageGiB"],
      problem: `Storage could not grow from ${storageGiB} GiB.`,
      got: `${maxStorageGiB} (a number)`,
      allowed: `at least a tenth more than storageGiB: ${Math.ceil((storageGiB * 11) / 10)}`,
      todo: "Raise it; you pay for what is used only.",
    },
  ];
};

const windowCheck: Check = ({ backupWindow, maintenanceWindow }) => {
  const daily = backupWindow === undefined ? undefined : parseDailyWindow(backupWindow);
  const weekly = maintenanceWindow === undefined ? undefined : parseWeeklyWindow(maintenanceWindow);
  const forms = [
    { name: "backupWindow", text: backupWindow, window: daily, form: "hh24:mi-hh24:mi", example: "01:00-02:00" },
    {
      name: "maintenanceWindow",
      text: maintenanceWindow,
      window: weekly,
      form: "ddd:hh24:mi-ddd:hh24:mi, days as mon to sun",
      example: "sun:03:00-sun:04:00",
    },
  ];
  const problems = forms.flatMap(({ name, text, window, form, example }): Problem[] => {
    if (text === undefined || (window !== undefined && window.lengthMinutes >= shortestWindowMinutes)) return [];
    const allowed = `${form}, in UTC, at least ${shortestWindowMinutes} minutes`;
    return [
      { path: [name], problem: "The window cannot be used.", got: text, allowed, todo: `Write it as ${example}.` },
    ];
  });
  if (problems.length > 0 || daily === undefined || weekly === undefined || !windowsOverlap(daily, weekly))
    return problems;
  return [
    {
      path: ["maintenanceWindow"],
      problem: "It overlaps the backup window, which RDS refuses.",
      got: `${maintenanceWindow}, with backupWindow ${backupWindow}`,
      allowed: "windows that share no minute of any day",
      todo: "Move one of them.",
    },
  ];
};

/**
 * Blue/green updates: the provider refuses them with replicas; the other two would be silently undone by a switchover (the
 * target of a proxy must be registered before, and the retired blue instance is one more to tell apart), so both are refused.
 * Sources: provider documentation of aws_db_instance, low-downtime updates;
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/blue-green-deployments-considerations.html;
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-blue-green.html
 */
const blueGreenCheck: Check = ({ blueGreenUpdates, replicas, proxy, generations }) => {
  if (blueGreenUpdates !== true) return [];
  const reasons = [
    ...((replicas ?? 0) > 0 ? ["replicas, with which the provider refuses them"] : []),
    ...((proxy ?? "off") !== "off" ? ["a proxy, whose target a switchover exchanges"] : []),
    ...((generations?.length ?? 1) > 1 ? ["several generations, of which every one would be switched"] : []),
  ];
  if (reasons.length === 0) return [];
  return [
    {
      path: ["blueGreenUpdates"],
      problem: `Blue/green updates are not safe together with ${reasons.join("; ")}.`,
      got: "true (true or false without quotes)",
      allowed: "true for one instance alone: replicas 0, proxy off, one generation",
      todo: "Set blueGreenUpdates to false, or do without the others.",
    },
  ];
};

/**
 * A major version has a parameter group of its own, and the old one is deleted at the end of the deployment: RDS refuses that while the upgrade
 * waits. Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBParameterGroup.html (InvalidDBParameterGroupState)
 */
const upgradeCheck: Check = ({ allowMajorVersionUpgrade, applyImmediately, blueGreenUpdates }) => {
  if (allowMajorVersionUpgrade !== true || applyImmediately !== false || blueGreenUpdates !== false) return [];
  return [
    {
      path: ["allowMajorVersionUpgrade"],
      problem:
        "The upgrade would wait for the maintenance window, and the deployment fail: it deletes the old version's parameter group.",
      got: "true (true or false without quotes)",
      allowed: "true with applyImmediately, or with blueGreenUpdates",
      todo: "Set applyImmediately to true, and deploy when the database may be down; or upgrade through blue/green.",
    },
  ];
};

const generationsCheck: Check = ({ generations }) => {
  if (generations === undefined) return [];
  const numbers = generations.map(({ number }) => number);
  const rises = numbers.every((number, position) => position === 0 || number > (numbers[position - 1] as number));
  if (numbers.length > 0 && rises) return [];
  return [
    {
      path: ["generations"],
      problem: "The last generation serves, so numbers must rise.",
      got: JSON.stringify(numbers),
      allowed: "at least one generation, each number greater than the one before, no number used again",
      todo: "Append a new generation at the end with the next number.",
    },
  ];
};

/**
 * Says what is wrong with the database's dials.
 *
 * @param dials those that could be read
 * @returns every problem; empty when there is none
 */
export function checkDatabase(dials: KnownDials): Problem[] {
  const checks = [
    engineCheck,
    instanceCheck,
    storageCheck,
    windowCheck,
    blueGreenCheck,
    upgradeCheck,
    generationsCheck,
  ];
  return checks.flatMap((check) => check(dials));
}
