/** One score in a process of its own, as `dongbo score` does it; tells seconds, memory and counts as one line of JSON. */
import { checkMappings } from '../../src/codebook/load-mappings.ts';
import { SHIPPED_MAPPINGS } from '../../src/codebook/shipped-mappings.ts';
import { openDatabase } from '../../src/ledger/database.ts';
import { scorePeriod } from '../../src/pipeline/score-period.ts';
import { formulaFor } from '../../src/score/formula-choice.ts';
import { parsePeriod } from '../../src/score/period.ts';

const [url = '', name = '', by = ''] = process.argv.slice(2);
const period = parsePeriod(name);
const { tables } = checkMappings(SHIPPED_MAPPINGS);
const formula = period && tables && formulaFor(tables.scoreFormulas, period);
if (!period || !tables || !formula) throw new Error(`no formula for ${name}`);

const ledger = openDatabase({ url, max: 2, name: 'bench', onIdleError: () => undefined });
try {
  const deps = {
    ledger,
    calendar: { daysOff: new Set(tables.holidays.keys()), workedDays: tables.workedDays },
    communeWords: tables.scoreFormulas.communeWords,
    now: () => Date.now(),
  };
  const began = performance.now();
  const groupedBy = by === 'agency' || by === 'procedure' || by === 'commune' ? by : null;
  const report = await scorePeriod(
    deps,
    { formula, period, groupedBy, listed: 20 },
    new AbortController().signal,
  );
  const seconds = (performance.now() - began) / 1000;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const recorded = report.indicators.find(({ code }) => code === 'DOSSIER_SYNC')?.denominator;
  const told = { seconds, processor: (userCPUTime + systemCPUTime) / 1_000_000, rssMb: maxRSS / 1024 };
  process.stdout.write(JSON.stringify({ ...told, recorded, sum: report.sum, groups: report.groups.length }));
} finally {
  await ledger.close();
}
