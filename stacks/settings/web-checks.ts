import { type Architecture, architectureOf } from "../../components/access/machine-image.ts";
import { factNames, unknownFacts } from "../../components/web/user-data-facts.ts";
import type { PartlyWellFormed } from "./between.ts";
import { familyOf, instanceTypeProblem } from "./instance-types.ts";
import { isForDevelopment, type WellFormed } from "./network-checks.ts";
import { type Problem, show } from "./problems.ts";
import type { WebSettings } from "./web.ts";

type Web = WellFormed<WebSettings>;

/** Instance types and families that Spot Instances need outside of development: pools that run dry at different times. */
const diversity = { types: 3, families: 2 } as const;

const path = (name: string) => `platform:web.${name}`;

/** Numbers that do not fit together. */
function sizeProblems({ minInstances: least, maxInstances: most, desiredInstances: desired, scaling }: Web): Problem[] {
  if (least === undefined || most === undefined) return [];
  const problems: Problem[] = [];
  if (least > most) {
    problems.push({
      path: path("minInstances"),
      problem: "There would be more web servers at least than at most.",
      got: show(least),
      allowed: `0 to ${most} (maxInstances)`,
      todo: "Lower minInstances or raise maxInstances.",
    });
  } else if (desired !== undefined && (desired < least || desired > most)) {
    problems.push({
      path: path("desiredInstances"),
      problem: "The number of web servers is outside its own limits.",
      got: show(desired),
      allowed: `${least} (minInstances) to ${most} (maxInstances)`,
      todo: "Change one of the three.",
    });
  }
  return [...problems, ...(scaling?.schedule ?? []).flatMap((change, index) => changeProblems(change, index, most))];
}

function changeProblems(
  { minInstances: least, desiredInstances }: WebSettings["scaling"]["schedule"][number],
  index: number,
  most: number,
): Problem[] {
  const where = path(`scaling.schedule[${index}]`);
  if (least > most) {
    return [
      {
        path: `${where}.minInstances`,
        problem: "The change asks for more web servers than there may ever be.",
        got: show(least),
        allowed: `0 to ${most} (maxInstances of platform:web)`,
        todo: "Lower it, or raise maxInstances of platform:web.",
      },
    ];
  }
  const desired = desiredInstances ?? least;
  if (least <= desired && desired <= most) return [];
  return [
    {
      path: where,
      problem: "The change asks for web servers outside of its limits.",
      got: show(desired),
      allowed: `${least} (its minInstances) to ${most} (maxInstances of platform:web)`,
      todo: "Change one of the three.",
    },
  ];
}

function scheduleProblems({ scaling }: Web): Problem[] {
  // A group of settings that is partly ill-formed has only its other members.
  const { schedule = [], timeZone = "Etc/UTC" }: Partial<WebSettings["scaling"]> = scaling ?? {};
  const problems: Problem[] = [];
  const names = schedule.map(({ name }) => name);
  const twice = names.find((name, position) => names.indexOf(name) < position);
  if (twice !== undefined) {
    problems.push({
      path: path("scaling.schedule"),
      problem: `${twice}: listed twice.`,
      got: show(names),
      allowed: "each name once",
      todo: "Give one of them another name.",
    });
  }
  try {
    new Intl.DateTimeFormat("en", { timeZone });
  } catch {
    problems.push({
      path: path("scaling.timeZone"),
      got: show(timeZone),
      allowed: "the IANA name of a time zone",
      todo: "Write for example Africa/Johannesburg.",
    });
  }
  return problems;
}

/** Types that do not exist, or not in the region, or of another architecture than the others or the image. */
function typeProblems({ instanceTypes, image }: Web, region: string | undefined): Problem[] {
  const types = instanceTypes ?? [];
  const unknown = types.flatMap((type, index): Problem[] => {
    const allowed = instanceTypeProblem(type, region);
    const todo = "Choose one of these; aws ec2 describe-instance-type-offerings lists what a region has.";
    return allowed === undefined
      ? []
      : [
          {
            path: path(`instanceTypes[${index}]`),
            problem: "There is no such type for web servers.",
            got: show(type),
            allowed,
            todo,
          },
        ];
  });
  const twice = types.find((type, position) => types.indexOf(type) < position);
  const architectures = new Set<Architecture>([...types.map(architectureOf), ...(image ? [image.architecture] : [])]);
  return [
    ...unknown,
    ...(twice === undefined
      ? []
      : [
          {
            path: path("instanceTypes"),
            problem: `${twice}: listed twice.`,
            got: show(types),
            allowed: "each type once",
            todo: "Remove the second one.",
          },
        ]),
    ...(architectures.size < 2
      ? []
      : [
          {
            path: path("instanceTypes"),
            problem: "All web servers share one image, so they share its architecture.",
            got: show(types),
            allowed: `types of ${image?.architecture ?? "one architecture, arm64 or x86_64"}`,
            todo: "Choose types of one architecture, that of the image.",
          },
        ]),
  ];
}

/** Dials that only development may turn so low. */
function weakProblems({ instanceTypes, minInstances, spot, scaling }: Web, environment: string): Problem[] {
  if (isForDevelopment(environment)) return [];
  const problems: Problem[] = [];
  const types = instanceTypes ?? [];
  if (minInstances !== undefined && minInstances < 2) {
    problems.push({
      path: path("minInstances"),
      problem: `The loss of one zone would take ${environment} down; only dev and pr-N may bear that.`,
      got: show(minInstances),
      allowed: "2 or more",
      todo: "Write 2.",
    });
  }
  const families = new Set(types.map(familyOf));
  if (spot !== undefined && (types.length < diversity.types || families.size < diversity.families)) {
    problems.push({
      path: path("spot"),
      problem: "Spot Instances of few types are all taken away at the same time.",
      got: show(types),
      allowed: `with Spot Instances in ${environment}, at least ${diversity.types} instance types of ${diversity.families} families`,
      todo: "Add instance types of another family, or remove spot.",
    });
  } else if (types.length === 1 && scaling?.warmPoolInstances === undefined) {
    problems.push({
      path: path("instanceTypes"),
      problem: "When a zone is short of the only type, no web server starts there (control AutoScaling.6).",
      got: show(types),
      allowed: "two types or more",
      todo: "Add a type of about the same power.",
    });
  }
  return problems;
}

function warmPoolProblems({ instanceTypes, spot, scaling }: Web): Problem[] {
  const wanted = scaling?.warmPoolInstances;
  if (wanted === undefined || (spot === undefined && (instanceTypes ?? []).length <= 1)) return [];
  return [
    {
      path: path("scaling.warmPoolInstances"),
      problem: "AWS keeps no warm pool for groups of several instance types or with Spot Instances.",
      got: show(wanted),
      allowed: "one instance type and no spot beside a warm pool",
      todo: "Remove warmPoolInstances, or spot and all instance types but one.",
    },
  ];
}

function userDataProblems({ userData }: Web): Problem[] {
  const unknown = userData === undefined ? [] : unknownFacts(userData).filter((name) => /^[A-Z_]+$/.test(name));
  if (unknown.length === 0) return [];
  return [
    {
      path: path("userData"),
      problem: `{{${unknown[0]}}} has no value.`,
      got: show(unknown),
      allowed: `names in double braces of ${factNames.join(", ")}`,
      todo: "Correct the name, or write it without double braces.",
    },
  ];
}

/**
 * Says what is wrong between the settings of `platform:web` and others.
 *
 * @param settings the environment's settings that are well-formed by themselves
 * @param environment the environment's name
 * @returns every problem; empty when there is none
 */
export function webProblems(settings: PartlyWellFormed, environment: string): Problem[] {
  const { web = {}, region } = settings;
  return [
    ...sizeProblems(web),
    ...scheduleProblems(web),
    ...typeProblems(web, region),
    ...weakProblems(web, environment),
    ...warmPoolProblems(web),
    ...userDataProblems(web),
  ];
}
