/** Proposing keeps the process busy for long: a signal is heard all the same, and nothing half comes out. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { proposalsOf } from '../../src/compose/mapping-work.ts';
import { LedgerTrial } from '../ledger/trial.ts';
import { codebookOf, tablesOf } from '../unit/codebook/codebook-fixture.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open(2);
});
afterAll(() => ledger.close());

const names = Array.from({ length: 500 }, (_, n) => ({
  kind: 'agency' as const,
  procedure: '',
  provinceCode: `XA-${n}`,
  name: `UBND xã số ${n}`,
  at: { line: n + 2, column: 1 },
}));

test.each([
  ['is told to stop in the middle', true, 'DB-MAP-035'],
  ['is left alone', false, null],
])('proposing that %s', async (_what, stop, code) => {
  const controller = new AbortController();
  const source = {
    current: async () => codebookOf(),
    // Read last of all before the names are looked for: the signal comes when that has begun.
    tables: () => {
      if (stop) setTimeout(() => controller.abort(), 0);
      return tablesOf();
    },
  };
  const request = {
    wanted: { file: 'ten.csv', names, language: 'vi' as const },
    kind: null,
    procedure: null,
  };
  const ended = await proposalsOf(ledger.db, source, request, controller.signal).then(
    (proposals) => proposals.length,
    (error: { readonly code: string }) => error.code,
  );
  expect(ended).toBe(code ?? names.length);
});
