/** `explain`: every value that is sent has a line with its rule; where a dossier stands is said in plain words. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentOf } from '../../../src/cli/explain-document.ts';
import { explanation, standing } from '../../../src/cli/explain-text.ts';
import { fieldName, partName } from '../../../src/cli/field-names.ts';
import { ruleName } from '../../../src/cli/rule-names.ts';
import { wireFormOf } from '../../../src/compose/wire.ts';
import { parseConfig } from '../../../src/config.ts';
import type { Codebook } from '../../../src/domain/codebook.ts';
import { DongboError } from '../../../src/domain/errors.ts';
import type { SourceDossier } from '../../../src/domain/source-dossier.ts';
import { applyCodebook } from '../../../src/ledger/apply-codebook.ts';
import { type Explained, explain } from '../../../src/pipeline/explain.ts';
import { normalizeForLedger, rulesOf } from '../../../src/pipeline/normalize-for-ledger.ts';
import { LedgerTrial } from '../../ledger/trial.ts';
import { SmallCodebook } from '../../support/small-codebook.ts';
import { aComponent, aDossier, aFee, aResult, aStep, aSupplement } from '../../support/source-rows.ts';

const SETTINGS = { fileBaseUrl: 'https://tep.example.vn/', holdPolicy: 'part' as const };
const BOOK = new SmallCodebook();
const LONG = 'một tên giấy tờ rất dài '.repeat(300);

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open(2);
  await applyCodebook(ledger.db, BOOK, rulesOf(SETTINGS));
});
afterAll(() => ledger.close());

/** Everything that a dossier can have. */
const FULL = aDossier(
  {
    code: 'H99-full',
    fax: '02513822501',
    phone: '0912345678 / 0987654321 ext 12',
    note: 'Ghi chú',
    databases: 'DANCU,1',
    finishedAt: '2026-01-04 10:00:00',
    returnedAt: '2026-01-05',
    dueAt: '2026-01-05',
  },
  {
    components: [
      aComponent({ link: 'a.pdf##b.pdf' }),
      aComponent({ id: '8', reuse: '2', replacesResultCode: 'GKS', name: LONG }),
    ],
    results: [aResult({ componentCode: 'TKKS' })],
    steps: [aStep({ startedAt: '2026-01-02', dueAt: '2026-01-03' }), aStep({ id: '2', content: null })],
    fees: [aFee({ feeCode: 'LP01' })],
    supplements: [
      aSupplement({ completedAt: '2026-01-04', dueBefore: '2026-01-05', dueAfter: '2026-01-06' }),
    ],
  },
);

async function explained(
  source: SourceDossier,
  present: Codebook | DongboError = BOOK,
  settings = SETTINGS,
): Promise<Explained> {
  const code = source.fields.code ?? '';
  const stored = normalizeForLedger({ code, source, sourceHash: 'as read' }, BOOK, SETTINGS);
  await ledger.latePage({ dossiers: [{ ...stored, lane: 'live' }], codebook: BOOK });
  const found = await explain(ledger.db, present, settings, code);
  if (found === null) throw new Error(`${code} is not stored`);
  return found;
}

const english = (_vi: string, en: string): string => en;
const house = { config: parseConfig({}, {}), wire: () => wireFormOf(parseConfig({}, {})) };

/** Words that only English rules have. */
const ENGLISH = /\b(of|the|first|numbers|without|code|file|digits|cut|yes|no|written|absent|only)\b/;

/** Labels of every value below `value`, as `normalize/notes.ts` writes them. */
function leaves(label: string, value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => {
      if (typeof item !== 'object' || item === null) return [label];
      return leaves('id' in item ? `${label}[${String(item.id)}]` : label, item);
    });
  }
  if (typeof value !== 'object' || value === null) return [label];
  return Object.entries(value).flatMap(([name, below]) =>
    leaves(label === '' ? name : `${label}.${name}`, below),
  );
}

describe('a full dossier', () => {
  it('has a line for every value of what is sent, with its rule', async () => {
    const { record, codes } = await explained(FULL);
    const sent = [
      ...leaves('', record.dossier.payload),
      ...record.steps.flatMap(({ stepId, payload }) => leaves(`steps[${stepId}]`, payload)),
    ];
    expect(sent.length).toBeGreaterThan(80);
    const told = new Set(codes.map(({ field }) => field));
    expect(sent.filter((label) => !told.has(label))).toEqual([]);
    expect(codes.filter(({ rule }) => rule === '')).toEqual([]);
  });

  it('is told to people by part, with names in their language, and long values cut', async () => {
    const found = await explained(FULL);
    const text = (language: 'vi' | 'en') => {
      const say = (vi: string, en: string): string => (language === 'vi' ? vi : en);
      return explanation(documentOf(found, { house: house as never, language, say }), language, say);
    };
    const values = text('vi').split('── Nội dung gửi Cổng')[0] ?? '';
    expect(values).toContain('thành phần hồ sơ 8');
    expect(values).toContain('bước tiến độ 2');
    expect(values).toContain('như nguồn ghi');
    expect(values).toContain('table.csv:2');
    expect(values).not.toMatch(/\b(procedureCode|receivedAt|as written)\b/);
    expect(values.length).toBeLessThan(LONG.length * 5);
    expect(text('en')).toContain('receiv');
    const document = documentOf(found, { house: house as never, language: 'en', say: english });
    expect(document.codes.find(({ field }) => field === 'components[8].name')?.from).toBe(LONG);
    expect(document.codebook).toEqual({
      version: 'small',
      current: true,
      rulesOf: 'small',
      fault: null,
    });
  });

  it('has no rule that stays English', async () => {
    const { codes } = await explained(FULL);
    const rules = new Set(codes.map(({ rule }) => rule));
    for (const one of ['code of the dossier', 'file 2 of 7', 'first of 2 numbers, without extension'])
      expect(rules).toContain(one);
    // What stays as it is has no words: the row of a table, the code of a fault.
    const same = [...rules].filter((rule) => ruleName(rule, 'vi') === rule);
    expect(same).toEqual(['table.csv:2', 'DB-DOS-055']);
    const halfway = [...rules].map((rule) => ruleName(rule, 'vi')).filter((name) => ENGLISH.test(name));
    expect(halfway).toEqual([]);
  });

  it('has a name for every field and part', async () => {
    const { codes } = await explained(FULL);
    const fields = codes.map(({ field }) => field);
    expect(fields.filter((field) => fieldName(field, 'vi') === field)).toEqual([]);
    const parts = fields.flatMap((field) => /^(\w+)\[/.exec(field)?.[1] ?? []);
    expect(parts.filter((part) => partName(part, 'vi') === part)).toEqual([]);
  });
});

describe('where it stands', () => {
  const held = [{}] as never;
  const at = new Date('2026-11-02T01:00:00Z');

  it.each([
    ['accepted', true, 1, 'without the 1 parts below'],
    ['accepted', false, 1, 'keeps what was right'],
    ['held', false, 1, 'version accepted at 2026-11-02 08:00:00'],
  ] as const)(
    '%s, incomplete %s, with held parts: plain words',
    (state, incomplete, acceptedVersion, says) => {
      const document = { state, incomplete, held, acceptedVersion, acceptedAt: at };
      expect(standing(document, english)).toContain(says);
    },
  );

  it('needs no words where the state says it all', () => {
    const document = {
      state: 'held',
      incomplete: false,
      held,
      acceptedVersion: null,
      acceptedAt: null,
    } as const;
    expect(standing(document, english)).toBe('');
    expect(standing({ ...document, state: 'accepted', held: [] }, english)).toBe('');
  });
});

describe('what is at fault', () => {
  const behind = (code: string) =>
    aDossier({ code }, { components: [aComponent(), aComponent({ id: '8', documentCode: 'KHAC' })] });
  const told = (found: Explained) =>
    explanation(documentOf(found, { house: house as never, language: 'en', say: english }), 'en', english);

  it('has a line with its fault and, where a row of the tables led there, the row', async () => {
    const { record, codes } = await explained(
      aDossier(
        { code: 'H99-faults', procedureCode: 'LẠ', ownerIdNumber: '12', finishedAt: '31/02/2026' },
        {
          steps: [aStep({ startedAt: 'hôm qua' })],
          fees: [aFee({ amount: 'nhiều' })],
          supplements: [aSupplement({ requestedAt: 'hôm qua' })],
        },
      ),
    );
    const lineOf = (wanted: string) => codes.find(({ field }) => field === wanted);
    expect(record.held.map(({ value }) => value).filter((value) => value !== '')).toHaveLength(6);
    expect(lineOf('procedureCode')).toMatchObject({ from: 'LẠ', to: '', rule: 'DB-DOS-004, table.csv' });
    for (const [field, from] of [
      ['ownerIds.number', '12'],
      ['finishedAt', '31/02/2026'],
      ['steps[1].startedAt', 'hôm qua'],
      ['fees[5].amountDong', 'nhiều'],
      ['supplements[9].requestedAt', 'hôm qua'],
    ])
      expect(lineOf(field ?? ''), field).toMatchObject({ from, to: '', rule: expect.stringMatching(/^DB-/) });
    const { codes: ofPart } = await explained(behind('H99-row'));
    expect(ofPart.find(({ field }) => field === 'components[8].code')).toMatchObject({
      from: 'KHAC',
      to: '',
      rule: 'DB-CMP-006, table.csv:9',
    });
  });

  it('is titled by what the payload has', async () => {
    const found = await explained(behind('H99-behind'));
    expect(told(found)).toContain('component 8 (held, not sent)');
    expect(told(found)).toMatch(/component 7\n/);
    // The portal took the part before the tables changed: the payload keeps it.
    const held = found.record.held.map((fault) => ({ ...fault, part: '7' }));
    const kept = { ...found, record: { ...found.record, held } };
    expect(told(kept)).toContain('component 7 (at fault; the payload still has it)');
  });
});

describe('with which tables', () => {
  it('it is not current where a setting changed since', async () => {
    const source = aDossier({ code: 'H99-setting' });
    const changed = { ...SETTINGS, fileBaseUrl: 'https://khac.example.vn/' };
    expect((await explained(source)).codebookCurrent).toBe(true);
    expect((await explained(source, BOOK, changed)).codebookCurrent).toBe(false);
  });

  it('where they cannot be used the record is told all the same, and why', async () => {
    const fault = new DongboError('DB-MAP-001', { dir: 'mappings', count: 1 }, { details: ['x.csv:3'] });
    const found = await explained(aDossier({ code: 'H99-no-tables' }), fault);
    const document = documentOf(found, { house: house as never, language: 'en', say: english });
    expect(document).toMatchObject({
      dossier: 'H99-no-tables',
      codes: [],
      codebook: {
        version: 'small',
        current: false,
        rulesOf: null,
        fault: { code: 'DB-MAP-001', details: ['x.csv:3'] },
      },
      next: document.codebook.fault?.remedy,
    });
    expect(document.payload).toMatchObject({ MaHoSo: 'H99-no-tables' });
    expect(explanation(document, 'en', english)).toMatch(/DB-MAP-001.*x\.csv:3.*Payload/s);
  });
});

it('tells of a value that was left out which fault it has', async () => {
  const { codes } = await explained(aDossier({ code: 'H99-left-out', email: 'không có', refusedAt: null }));
  expect(codes.findLast(({ field }) => field === 'email')).toMatchObject({
    from: 'không có',
    to: '',
    rule: 'DB-OWN-005',
  });
  expect(codes.find(({ field }) => field === 'refusedAt')).toMatchObject({
    from: '',
    to: '',
    rule: 'absent',
  });
});

it('marks a warning and tells what it means, with nothing left open', async () => {
  const found = await explained(aDossier({ code: 'H99-warned' }, { components: [aComponent()] }));
  const doubts = { procedureCode: 'DB-DOS-005', 'components[7].code': 'DB-CMP-006' } as const;
  const codes = found.codes.map((code) => {
    const warning = Object.entries(doubts).find(([field]) => field === code.field)?.[1];
    return warning === undefined ? code : { ...code, warning };
  });
  const document = documentOf({ ...found, codes }, { house: house as never, language: 'en', say: english });
  const lines = explanation(document, 'en', english)
    .split('\n')
    .filter((line) => line.startsWith('  ⚠'));
  expect(lines).toEqual([
    expect.stringContaining('DB-DOS-005 Procedure 1.001193 is in the national catalogue but not published'),
    expect.stringContaining(
      'DB-CMP-006 Document code TKKS is of another procedure, no component of procedure 1.001193',
    ),
  ]);
});
