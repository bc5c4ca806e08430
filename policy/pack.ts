/** The policy pack that Pulumi's engine runs: `pulumi preview --policy-pack policy`. */
import { PolicyPack } from "@pulumi/policy";
import { exceptions } from "./exceptions.ts";
import { today } from "./judge.ts";
import { policiesUnder } from "./policies.ts";

// The SDK reads the pack's version from the working directory, which is that of the program.
process.chdir(import.meta.dirname);
new PolicyPack("platform", { policies: policiesUnder({ exceptions, today: today() }) });
