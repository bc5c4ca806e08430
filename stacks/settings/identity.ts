import { z } from "zod";
import { tagValueProblem } from "../../components/shared/tags.ts";
import { setting } from "./setting.ts";

/** A value that becomes a tag of every resource. */
function tagSetting(description: string, example: string) {
  return setting(
    z
      .string()
      .min(1)
      .max(256)
      .refine((value) => tagValueProblem(value) === undefined),
    `${description} Becomes a tag of every resource: 1 to 256 letters, digits, spaces and _ . : / = + - @. Required.`,
    {
      allowed: "1 to 256 letters, digits, spaces and _ . : / = + - @, as AWS demands of a tag",
      todo: `Write a value such as "${example}".`,
    },
  );
}

/** The settings that say who owns a deployment and where it goes; the same in every file. */
export const identityShape = {
  account: setting(
    z.string().regex(/^\d{12}$/),
    "AWS account that this deployment must go to: twelve digits, in quotes. Credentials of any other account stop " +
      "before anything is read or made. Required.",
    {
      allowed: "twelve digits in quotes",
      todo: 'Put the account id in quotes, for example "111122223333": without them YAML reads a number and leading zeros are lost.',
    },
  ),
  region: setting(
    z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/),
    "AWS region, for example af-south-1. Changing it in a deployed stack replaces everything. Required.",
    { allowed: "the code of an AWS region", todo: "Write the code, for example af-south-1, not a zone or a city." },
  ),
  project: setting(
    z
      .string()
      .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
      .max(20),
    "Short name of the company or product; every name begins with it. 1 to 20 lower-case letters, digits and single " +
      "hyphens, a letter first. Changing it in a deployed stack replaces everything. Required.",
    {
      allowed: "1 to 20 lower-case letters, digits and single hyphens, a letter first",
      todo: "Write a short name such as acme.",
    },
  ),
  owner: tagSetting("Team or person who answers for the deployment.", "platform-team"),
  costCenter: tagSetting("Where the costs are booked.", "cc-1042"),
  repository: setting(
    z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+$/)
      .max(140),
    "Repository that the deployment is made from, as organisation/repository. Becomes a tag, and the account stack's " +
      "CI roles trust only this repository. Required.",
    { allowed: "organisation/repository", todo: "Write both parts without host or .git, for example acme/platform." },
  ),
};
