/** Errors of programs as the engine's diagnostics have them, without what says nothing of the cause. Pure. */

/** Lines of a trace that are in Node or a package. */
const foreignFrames = /^ *at .*(?:\bnode:|\bnode_modules\/).*\n?/gm;
/** How Node writes an error that has its own rejected promise as a member, as those of Pulumi's SDK do. */
const ownPromise = /(?: \{)?\n *promise: Promise \{ <rejected> \[Circular \*\d+\] \}\n *\}/g;
const ownReference = /<ref \*\d+> /g;
/** The SDK says at each depth of a value where it stood. */
const repeated = /(error serializing property "[^"\n]*": )\1+/g;

/** An error's text without foreign lines of its trace, notes of Node about its members, and what stands in it twice. */
export const shortError = (text: string): string =>
  text.replace(foreignFrames, "").replace(ownPromise, "").replace(ownReference, "").replace(repeated, "$1").trim();
