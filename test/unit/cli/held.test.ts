/** `held list | show | release`: who must act, a mistyped word is told, much at once asks twice, values stay readable. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextStep } from '../../../src/cli/explain-document.ts';
import { explainHeld } from '../../../src/cli/explain-held.ts';
import { heldTable } from '../../../src/cli/held.ts';
import { releaseText } from '../../../src/cli/held-release.ts';
import { dossierRecord } from '../../../src/ledger/dossier-record.ts';
import type { HeldReason } from '../../../src/ledger/held-list.ts';
import type { ReleaseReport } from '../../../src/pipeline/release.ts';
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

  it('show says how many parts it does not show; a document has all of them', async () => {
    const finished = await held('show', 'DB-DOS-015', '--limit', '2');
    expect(finished.stderr).toContain('Còn 999 phần nữa chưa hiện; xem hết với --limit 1001.');
    expect((await held('show', 'DB-CMP-005')).stderr).toBe('');
    expect(documentOf<unknown[]>(await held('show', 'DB-DOS-015', '--json'))).toHaveLength(1_001);
  });

  describe('release of a step', () => {
    const codeOf = async (...words: readonly string[]) => {
      const finished = await held('release', ...words, '--json');
      const { error } = documentOf<{ error?: { code: string; remedy: string } }>(finished);
      return { exit: finished.code, code: error?.code, remedy: error?.remedy };
    };

    beforeAll(async () => {
      await ledger.accepted(dossier('H99-steps'));
      await ledger.store(dossier('H99-steps', { steps: ['11:Một', '12:Hai'] }));
      for (const _step of [1, 2]) await ledger.end(await ledger.sendStep('H99-steps'), 'not understood');
    });

    it.each([
      [['H99-steps', '--not-at-portal']],
      [['H99-steps', '--at-portal']],
      [['H99-steps', '--step', '1', '--at-portal']],
      [['H99-steps', '--step', '1']],
    ])('takes a word for one step that is held, and names those: %j', async (words) => {
      expect(await codeOf(...words)).toMatchObject({
        exit: 2,
        code: 'DB-CFG-003',
        remedy: expect.stringContaining('11, 12'),
      });
    });

    it('takes no two words, and none for a reason', async () => {
      const both = await codeOf('H99-steps', '--step', '11', '--at-portal', '--not-at-portal');
      expect(both).toMatchObject({ exit: 2, code: 'DB-CFG-005' });
      const reason = await codeOf('DB-PRT-011', '--step', '11', '--at-portal');
      expect(reason).toMatchObject({ exit: 2, code: 'DB-CFG-008' });
      expect(await ledger.held('H99-steps')).toHaveLength(2);
    });

    it('that is at the portal notes it as accepted; asked only, it notes nothing', async () => {
      const words = ['release', 'H99-steps', '--step', '11', '--at-portal'];
      expect((await held(...words, '--dry-run')).stdout).toContain('Sẽ ghi bước 11');
      expect(await ledger.state('H99-steps', '11')).toBe('held');
      expect((await held(...words)).stdout).toContain('Đã ghi bước 11 là Cổng đã nhận');
      expect(await ledger.state('H99-steps', '11')).toBe('accepted');
      expect(await ledger.state('H99-steps', '12')).toBe('held');
      const again = await codeOf(...words.slice(1));
      expect(again).toMatchObject({ exit: 2, code: 'DB-CFG-003', remedy: expect.stringContaining('12') });
      // The other word goes on to what this ledger lacks: the catalogue.
      expect(await codeOf('H99-steps', '--step', '12', '--not-at-portal')).toMatchObject({
        code: 'DB-CAT-001',
      });
    });
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

describe('the table of reasons', () => {
  const REASON: HeldReason = {
    ...{ code: 'DB-DOS-004', scope: 'dossier', field: 'procedureCode', params: { rule: '' }, value: '…' },
    ...{ count: 16, acceptedAsBefore: 9, examples: ['H99-1'] },
    ...{
      values: [
        { value: 'A', count: 4 },
        { value: 'B', count: 3 },
      ],
      otherValues: 2,
    },
  };
  const said = (reasons: readonly HeldReason[], all = false) => heldTable(reasons, 'vi', (vi) => vi, all);

  it('counts what waits, and names the values and what needs nobody now', () => {
    const text = said([REASON]);
    expect(text).toContain('7 (+9)');
    expect(text).toContain('giá trị: A (4), B (3) và 2 giá trị khác');
    expect(text).toContain('chưa cần ai xử lý: DB-DOS-004 (9).');
    expect(said([{ ...REASON, acceptedAsBefore: 0 }])).not.toContain('chưa cần ai xử lý');
  });

  it('leaves out a reason that needs nobody, unless asked for all', () => {
    const kept = { ...REASON, count: 9 };
    expect(said([kept])).not.toContain('┌');
    expect(said([kept])).toContain('dongbo held list --all');
    expect(said([kept], true)).toContain('0 (+9)');
    expect(said([kept], true)).not.toContain('--all');
  });
});

describe('what release says', () => {
  const NOTHING = {
    checked: 0,
    dossiers: 0,
    mended: 0,
    asAccepted: 0,
    steps: 0,
    readBack: 0,
    blocked: 0,
    stillHeld: 0,
    otherwiseHeld: {},
  };
  const said = (change: Partial<ReleaseReport>) => releaseText({ ...NOTHING, ...change }, false, (vi) => vi);

  it('names the reasons that took the place of the one that was released', () => {
    expect(said({ blocked: 4, otherwiseHeld: { 'DB-DOS-007': 4 } })).toContain('DB-DOS-007 (4 phần)');
    expect(said({ blocked: 4 })).not.toContain('lý do khác');
  });

  it('does not promise that a step is never doubled where it may be sent without a look', () => {
    const of = (setting: 'hold' | 'resend') =>
      releaseText({ ...NOTHING, steps: 2, readBack: 2 }, false, (_, en) => en, setting);
    expect(of('hold')).not.toContain('doubled');
    expect(of('resend')).toContain('they go again and may be doubled');
  });

  it('tells of dossiers that the portal has as they are, and not that there was nothing', () => {
    expect(said({ asAccepted: 3 })).toBe(
      '3 hồ sơ nay trùng với nội dung Cổng đã nhận: thôi giữ lại, không cần gửi.',
    );
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
