/** Where a group says from which launch template it launches. */
import { isUnknown, type Properties } from "../../row.ts";

/** The template's id or name and version, of a group with or without a mixed instances policy; undefined when there is none yet. */
export function specificationOf(inputs: Properties): Properties | undefined {
  const { launchTemplate, mixedInstancesPolicy } = inputs;
  if (launchTemplate !== undefined && !isUnknown(launchTemplate)) return launchTemplate;
  const given = isUnknown(mixedInstancesPolicy)
    ? undefined
    : mixedInstancesPolicy?.launchTemplate?.launchTemplateSpecification;
  if (given === undefined || isUnknown(given)) return undefined;
  return { id: given.launchTemplateId, name: given.launchTemplateName, version: given.version };
}
