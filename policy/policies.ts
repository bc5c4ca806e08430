/** The guard rails as policies of Pulumi's SDK. They are passed on; nothing is decided here. */
import type {
  EnforcementLevel,
  PolicyResource,
  ResourceValidation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { Control, Severity, StackControl, StackResource } from "./control.ts";
import { describeFinding, type Finding, isExpired, judgeResource, judgeStack, type Law } from "./judge.ts";
import { controls, stackControls } from "./rails.ts";

/** What is low warns; all else stops the deployment, and so does everything that had an exception which has ended. */
const levels: Readonly<Record<Severity, EnforcementLevel>> = {
  low: "advisory",
  medium: "mandatory",
  high: "mandatory",
  critical: "mandatory",
};

const about = ({ control, severity, title, remedy }: Control | StackControl, { exceptions, today }: Law) => ({
  name: control,
  description: title,
  severity,
  remediationSteps: remedy,
  enforcementLevel: exceptions.some((one) => one.control === control && isExpired(one, today))
    ? ("mandatory" as const)
    : levels[severity],
});

const isBroken = ({ exception }: Finding) => exception === undefined;

function resourcePolicy(control: Control, law: Law): ResourceValidationPolicy {
  const validateResource: ResourceValidation & { __pulumiType?: string } = (
    { type, name, urn, props, opts },
    report,
  ) => {
    const resource = { type, name, urn, props, opts };
    for (const finding of judgeResource(control, resource, law).filter(isBroken)) report(describeFinding(finding));
  };
  // By this mark, which `validateResourceOfType` sets, the SDK skips resources of other types before it reads their properties.
  const [only, ...others] = control.types;
  if (only !== undefined && others.length === 0) validateResource.__pulumiType = only;
  return { ...about(control, law), validateResource };
}

function stackPolicy(control: StackControl, law: Law): StackValidationPolicy {
  return {
    ...about(control, law),
    validateStack: ({ resources }, report) => {
      const findings = judgeStack(control, { resources: resources.map(stackResource) }, law);
      for (const finding of findings.filter(isBroken)) report(describeFinding(finding), finding.resource.urn);
    },
  };
}

function stackResource({ type, name, urn, props, opts, propertyDependencies }: PolicyResource): StackResource {
  const sources = Object.entries(propertyDependencies).map(([property, from]) => [
    property,
    from.map((one) => one.urn),
  ]);
  return { type, name, urn, props, opts, sources: Object.fromEntries(sources) };
}

/** All of them, as the engine asks them. */
export const policiesUnder = (law: Law): (ResourceValidationPolicy | StackValidationPolicy)[] => [
  ...controls.map((control) => resourcePolicy(control, law)),
  ...stackControls.map((control) => stackPolicy(control, law)),
];
