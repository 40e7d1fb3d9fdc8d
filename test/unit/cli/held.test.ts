/** `held list | show | release`: who must act, a mistyped word is told, much at once asks twice, values stay readable. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextStep } from '../../../src/cli/explain-document.ts';
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
  const part = { ...BLOCKING, scope: 'component' as const, part: '7', code: 'DB-CMP-005' as const };
  const params = { part: '7', procedure: '1.001193' };
  const many = Array.from({ length: 1_001 }, (_, number) => dossier(`H99-${number}`, { says: null }));
  await ledger.store(
    ...many,
    dossier('H99-part', { held: [{ ...part, value: 'LẠ', params, blocking: false }] }),
  );
});
afterAll(() => ledger.close());

const held = (...words: readonly string[]) => runCommand(['held', ...words], { DATABASE_URL: ledger.url });

describe('held', () => {
  it.each(['show', 'release'])('%s of what is neither reason nor dossier ends with 1', async (verb) => {
    const finished = await held(verb, 'H99-refusd', '--json');
    expect(finished.code).toBe(1);
    expect(documentOf<ErrorDocument>(finished).error.code).toBe('DB-CFG-004');
  });

  it('show takes a reason in any letter case, and tells of one that there is not', async () => {
    const asListed = documentOf(await held('show', 'DB-CMP-005', '--json'));
    expect(documentOf(await held('show', ' db-cmp-005 ', '--json'))).toEqual(asListed);
    expect(asListed).toHaveLength(1);
    const finished = await held('show', 'DB-DOS-999', '--json');
    expect(finished.code).toBe(2);
    expect(documentOf<ErrorDocument>(finished).error.code).toBe('DB-CFG-007');
  });

  it.each(['abc', '0', '1.5', ''])('show --limit "%s" is wrong use', async (limit) => {
    const finished = await held('show', 'H99-1', '--limit', limit, '--json');
    expect(finished.code).toBe(2);
    expect(documentOf<ErrorDocument>(finished).error.code).toBe('DB-CFG-003');
  });

  it('list says who must act, and lists for one actor alone', async () => {
    const all = documentOf<{ reason: string }[]>(await held('list', '--json'));
    expect(all).toMatchObject([
      { reason: 'DB-DOS-015', actor: 'clerk', class: 'hold', count: 1_001 },
      { reason: 'DB-CMP-005', actor: 'operator', class: 'hold', count: 1 },
    ]);
    const clerks = documentOf<{ reason: string }[]>(await held('list', '--actor', 'clerk', '--json'));
    expect(clerks).toEqual(all.filter(({ reason }) => reason === 'DB-DOS-015'));
    expect((await held('list')).stdout).toContain('ai xử lý: cán bộ một cửa');
    expect((await held('list', '--actor', 'portal')).stdout).toMatch(/^Không có gì chờ đơn vị quản lý Cổng/);
    expect((await held('list', '--actor', 'giám đốc')).code).toBe(2);
  });

  it('show says who must act', async () => {
    expect(documentOf(await held('show', 'H99-part', '--json'))).toMatchObject([
      { dossier: 'H99-part', actor: 'operator', class: 'hold' },
    ]);
    expect((await held('show', 'H99-part')).stdout).toContain('đơn vị vận hành');
  });

  it('release of more than 1,000 dossiers asks for --yes', async () => {
    const finished = await held('release', 'DB-DOS-015', '--json');
    expect(finished.code).toBe(2);
    expect(documentOf<ErrorDocument>(finished).error.code).toBe('DB-CFG-006');
    expect(finished.stdout).toContain('1001');
    // With it, or only asking, it goes on to what this ledger lacks: the catalogue.
    for (const flag of ['--yes', '--dry-run']) {
      const went = await held('release', 'DB-DOS-015', flag, '--json');
      expect(documentOf<ErrorDocument>(went).error.code).toBe('DB-CAT-001');
    }
  });

  it("release takes nobody's word that the steps of a whole reason are not at the portal", async () => {
    const finished = await held('release', 'DB-CMP-005', '--not-at-portal', '--json');
    expect(finished.code).toBe(2);
    expect(documentOf<ErrorDocument>(finished).error.code).toBe('DB-CFG-008');
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
