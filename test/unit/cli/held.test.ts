/** `held show | release`: a mistyped word is told, nothing is promised that does not happen, values stay readable. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextStep } from '../../../src/cli/explain.ts';
import { explainHeld } from '../../../src/cli/explain-held.ts';
import { dossierRecord } from '../../../src/ledger/dossier-record.ts';
import { BLOCKING, dossier, LedgerTrial } from '../../ledger/trial.ts';
import { documentOf, runCommand } from '../../support/e2e/command.ts';

interface ErrorDocument {
  readonly error: { readonly code: string };
}

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open(2);
  const part = (number: number) => ({ ...BLOCKING, scope: 'component' as const, part: `${number}` });
  // More parts than any list shows.
  const held = Array.from({ length: 1_001 }, (_, number) => part(number));
  await ledger.store(dossier('H99-many', { says: null, held }), dossier('H99-refused'));
  await ledger.end(await ledger.send('H99-refused'), 'held');
});
afterAll(() => ledger.close());

const held = (...words: readonly string[]) => runCommand(['held', ...words], { DATABASE_URL: ledger.url });

describe('held', () => {
  it.each(['show', 'release'])('%s of what is neither reason nor dossier ends with 1', async (verb) => {
    const finished = await held(verb, 'H99-refusd', '--json');
    expect(finished.code).toBe(1);
    expect(documentOf<ErrorDocument>(finished).error.code).toBe('DB-CFG-004');
  });

  it.each(['abc', '0', '1.5', ''])('show --limit "%s" is wrong use', async (limit) => {
    const finished = await held('show', 'H99-many', '--limit', limit, '--json');
    expect(finished.code).toBe(2);
    expect(documentOf<ErrorDocument>(finished).error.code).toBe('DB-CFG-003');
  });

  it('release promises nothing where nothing goes, and counts all that stays', async () => {
    const text = await held('release', 'H99-many');
    expect(text.code).toBe(0);
    expect(text.stdout).not.toContain('lượt sync kế tiếp');
    expect(text.stdout).toContain('1001');
    const finished = await held('release', 'H99-many', '--json');
    expect(documentOf(finished)).toEqual({ dossiers: 0, steps: 0, stillHeld: 1_001 });
  });

  it('release lets go what the portal refused, blanks around its code or not', async () => {
    const finished = await held('release', ' H99-refused ', '--json');
    expect(documentOf(finished)).toEqual({ dossiers: 1, steps: 0, stillHeld: 0 });
  });

  it('explain tells first how to mend what blocks the dossier', async () => {
    const part = { ...BLOCKING, part: '1', code: 'DB-DOS-027' as const, blocking: false };
    await ledger.store(dossier('H99-two', { says: null, held: [part, BLOCKING] }));
    const record = await dossierRecord(ledger.db, 'H99-two');
    if (record === null) throw new Error('not stored');
    expect(record.held[0]?.code).toBe('DB-DOS-027');
    expect(nextStep(record, 'en', (_vi, en) => en)).toBe(explainHeld(BLOCKING, 'en').remedy);
  });
});

describe('the sentence of a held part', () => {
  const row = { code: 'DB-DOS-011', field: 'status', params: { status: '7', substatus: '' } };

  it('is free of padding, line ends and control characters', () => {
    const { message, remedy } = explainHeld({ ...row, value: '  dang\r\n\tcho\u001b   xu ly     ' }, 'vi');
    expect(message).toContain('Trạng thái dang cho xu ly chưa có');
    expect(message + remedy).not.toMatch(/ {2}|\{/);
  });

  it('shows at most 120 characters of a value, and that there are more', () => {
    const { message } = explainHeld({ ...row, value: 'ờ'.repeat(5_000) }, 'vi');
    expect(message).toContain(`Trạng thái ${'ờ'.repeat(119)}… chưa có`);
  });
});
