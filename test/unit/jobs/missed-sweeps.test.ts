/** Sweeps that failed at their hour: which are made up for, and until when. */
import { expect, test } from 'vitest';
import { missedSweeps } from '../../../jobs/missed-sweeps.ts';
import { jobsOf } from '../../../jobs/schedule.ts';
import { mainAsSet } from '../../../src/compose/sources.ts';
import type { Config } from '../../../src/config.ts';
import type { JobRun } from '../../../src/ledger/job-runs.ts';

const CONFIG = { SCHEDULE_SWEEP: '0 0 1 * * *' } as Config;
const JOBS = jobsOf([
  mainAsSet({ SOURCE_KIND: 'sql' }),
  { name: 'dat-dai', isMain: false, names: ['dat-dai'], definition: { kind: 'sql', schedule: null } },
]);

/** A time of the night of the 24th, Vietnam's. */
const at = (time: string, day = 24): Date => new Date(`2026-11-${day}T${time}:00+07:00`);

const ran = (
  job: string,
  lastError: string,
  lastRun = at('01:05'),
  lastSuccess = at('01:10', 23),
): JobRun => ({
  job,
  lastRun,
  lastSuccess,
  lastError,
  run: 'r',
});

const missed = (runs: readonly JobRun[], now = at('01:20'), sweptAt = new Map<string, Date>()): string[] =>
  missedSweeps(JOBS, runs, sweptAt, CONFIG, now).map(({ name }) => name);

test('one that failed is missed in the hours of its night, and not by day', () => {
  const runs = [ran('sweep', '', at('01:30'), at('01:30')), ran('sweep:dat-dai', 'DB-SRC-001')];
  expect(missed(runs)).toEqual(['sweep:dat-dai']);
  expect(missed(runs, at('05:00'))).toEqual(['sweep:dat-dai']);
  expect(missed(runs, at('05:01'))).toEqual([]);
});

test('one whose process died is missed: its last run is of the night before', () => {
  expect(missed([ran('sweep', '', at('01:10', 23))])).toEqual(['sweep']);
});

test('one that was not believed is not done again the same night', () => {
  expect(missed([ran('sweep', 'DB-SWP-001')])).toEqual([]);
  expect(missed([ran('sweep', 'DB-SWP-001', at('01:10', 23), at('01:10', 22))])).toEqual(['sweep']);
});

test('what a person has swept since is swept', () => {
  const runs = [ran('sweep', 'DB-SWP-002')];
  expect(missed(runs, at('02:00'), new Map([['sweep', at('01:40')]]))).toEqual([]);
  expect(missed(runs, at('02:00'), new Map([['sweep', at('00:40')]]))).toEqual(['sweep']);
});

test('a source that was never swept begins with its next night; other jobs are not looked at', () => {
  expect(missed([ran('extract', 'DB-SRC-001'), ran('reconcile', 'DB-PRT-001')])).toEqual([]);
});
