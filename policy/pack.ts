/** The policy pack that Pulumi's engine runs: `pulumi preview --policy-pack policy`. It passes the guard rails on, and decides nothing. */
import {
  type EnforcementLevel,
  PolicyPack,
  type PolicyResource,
  type ResourceValidation,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import type { Control, Severity, StackControl, StackResource } from "./control.ts";
import { exceptions } from "./exceptions.ts";
import { describeFinding, type Finding, judgeResource, judgeStack, today } from "./judge.ts";
import { controls, stackControls } from "./rails.ts";

const law = { exceptions, today: today() };

/** What is low warns; all else stops the deployment. */
const levels: Readonly<Record<Severity, EnforcementLevel>> = {
  low: "advisory",
  medium: "mandatory",
  high: "mandatory",
  critical: "mandatory",
};

const about = ({ control, severity, title, remedy }: Control | StackControl) => ({
  name: control,
  description: title,
  severity,
  remediationSteps: remedy,
  enforcementLevel: levels[severity],
});

const isBroken = ({ exception }: Finding) => exception === undefined;

function resourcePolicy(control: Control): ResourceValidationPolicy {
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
  return { ...about(control), validateResource };
}

function stackPolicy(control: StackControl): StackValidationPolicy {
  return {
    ...about(control),
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

// The SDK reads the pack's version from the working directory, which is that of the program.
process.chdir(import.meta.dirname);
new PolicyPack("platform", { policies: [...controls.map(resourcePolicy), ...stackControls.map(stackPolicy)] });
