/**
 * The folder of this test run, for what several test files use.
 * Guarantees: gone, with all that lies in it, when the run is over (services-setup.ts makes and removes it); outside
 * a test run there is none.
 */

/** Names the folder in the environment. */
export const RUN_FOLDER = 'DONGBO_TEST_RUN';

/** The folder; `null` outside a test run. */
export function runFolder(): string | null {
  return process.env[RUN_FOLDER] || null;
}
