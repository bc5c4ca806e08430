/** Mocha's spec reporter that also writes how many tests passed, failed and were skipped, for the sum of all suites. */
import { writeFileSync } from "node:fs";
import Mocha from "mocha";

/** Takes the file from the environment variable TEST_COUNTS. */
export default class CountingReporter extends Mocha.reporters.Spec {
  /**
   * @param {Mocha.Runner} runner
   * @param {Mocha.MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(process.env.TEST_COUNTS, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
    });
  }
}
