/**
 * Counts what vitest's JSON report says and prints the closing line of a CI run.
 * Usage: count.mjs REPORT EXIT-OF-THE-TESTS FAILED-STEPS
 * Guarantees: exit 0 only when something passed and nothing failed; a test file that could not be
 * loaded, a run that left no report and each failed step count as one failure.
 */
import { readFileSync } from 'node:fs';

const [reportFile = '', testsExit = '1', failedSteps = '0'] = process.argv.slice(2);

function readReport() {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8'));
  } catch {
    console.log('the tests left no report: they broke off');
    return { testResults: [] };
  }
}

const files = readReport().testResults;
const tests = files.flatMap((file) => file.assertionResults);
const count = (...states) => tests.filter((test) => states.includes(test.status)).length;

const passed = count('passed');
const skipped = count('skipped', 'pending', 'todo', 'disabled');
// A file that fails as a whole has no test, or none that failed.
const unloaded = files.filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
).length;
let failed = tests.length - passed - skipped + unloaded + Number(failedSteps);
// Unhandled errors fail a run in which every test passed.
if (failed === Number(failedSteps) && (testsExit !== '0' || passed === 0)) failed += 1;

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;
