/** A changed codebook makes exactly the dossiers stale that hang on what changed, whoever applies it and when. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyCodebook } from '../../src/ledger/apply-codebook.ts';
import { codeUse, lookupKeys } from '../../src/ledger/code-use.ts';
import { staleDossiers } from '../../src/ledger/stale-dossiers.ts';
import { storePage } from '../../src/ledger/store-page.ts';
import { codebook, dossier, keyOf, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open(6);
});
beforeEach(async () => {
  await ledger.db.query('TRUNCATE dossier, lookup_key CASCADE');
  await ledger.apply(codebook('v1'));
  await ledger.store(
    dossier('ab', { asks: ['a', 'b'] }),
    dossier('b', { asks: ['b', 'b'] }),
    dossier('c', { asks: ['c'] }),
    dossier('none'),
  );
});
afterAll(() => ledger.close());

/** A dossier that gives a code these names. */
function named(dossierCode: string, code: string, ...names: readonly string[]) {
  return { ...dossier(dossierCode), lookups: names.map((name) => ({ ...keyOf(code), name, nameKey: name })) };
}

async function stale(): Promise<string[]> {
  const { rows } = await ledger.db.query<{ code: string }>(
    'SELECT d.code FROM stale_dossier s JOIN dossier d ON d.id = s.dossier_id ORDER BY d.code',
  );
  return rows.map(({ code }) => code);
}

describe('applying', () => {
  test.each([
    ['one answer', { a: 'other' }, ['ab']],
    ['an answer of two', { b: 'other' }, ['ab', 'b']],
    ['two answers', { a: 'other', c: 'other' }, ['ab', 'c']],
    ['an answer that nobody asked for', { z: 'other' }, []],
  ])('a change of %s', async (_, answers, expected) => {
    expect(await ledger.apply(codebook('v2', answers))).toBe(expected.length);
    expect(await stale()).toEqual(expected);
    // Again it finds nothing, and what is stale stays so until it was normalized.
    expect(await ledger.apply(codebook('v2', answers))).toBe(0);
    expect(await ledger.apply(codebook('v3', answers))).toBe(0);
    expect(await stale()).toEqual(expected);
  });

  test('other rules touches every dossier', async () => {
    expect(await ledger.apply(codebook('v1'), 'other rules')).toBe(4);
    expect(await stale()).toEqual(['ab', 'b', 'c', 'none']);
  });

  test('many changes finds the same as few', async () => {
    const asks = Array.from({ length: 100 }, (_, n) => `k${n}`);
    await ledger.store(dossier('many', { asks }), dossier('last', { asks: ['k99'] }));
    expect(await ledger.apply(codebook('v2', Object.fromEntries(asks.map((one) => [one, 'other']))))).toBe(2);
    expect(await stale()).toEqual(['last', 'many']);
  });

  test('by two at once is done once', async () => {
    const changed = codebook('v2', { b: 'other' });
    const counts = await Promise.all([1, 2, 3].map(() => ledger.apply(changed)));
    expect(counts.sort()).toEqual([0, 0, 2]);
    expect(await stale()).toEqual(['ab', 'b']);
  });

  test('that ends in the middle has done nothing', async () => {
    let asked = 0;
    const failing = {
      version: 'v2',
      fingerprint: () => {
        asked += 1;
        if (asked === 3) throw new Error('killed');
        return 'other';
      },
    };
    await expect(ledger.apply(failing)).rejects.toThrow('killed');
    expect(await stale()).toEqual([]);
    expect(await ledger.apply(codebook('v2', { a: 'other' }))).toBe(1);
  });
});

describe('a page', () => {
  test('with the applied codebook ends what was stale, as far as it goes', async () => {
    const changed = codebook('v2', { b: 'other' });
    await ledger.apply(changed);
    await ledger.latePage({ dossiers: [dossier('b', { asks: ['b'] })], codebook: changed });
    expect(await stale()).toEqual(['ab']);
  });

  test('with an older codebook is stored, and stays to be done', async () => {
    const changed = codebook('v2', { b: 'other' });
    await ledger.apply(changed);
    await ledger.latePage({
      dossiers: [dossier('late', { asks: ['new'] }), dossier('c', { says: 'B', asks: ['c'] })],
      codebook: codebook('v1'),
    });
    expect(await ledger.state('late')).toBe('queued');
    expect(await stale()).toEqual(['ab', 'b', 'c', 'late']);
    // Nobody knows what the new question is answered by the applied codebook: the next change touches it.
    await ledger.latePage({ dossiers: [dossier('late', { asks: ['new'] })], codebook: changed });
    expect(await stale()).toEqual(['ab', 'b', 'c']);
    expect(await ledger.apply(codebook('v3', { b: 'other' }))).toBe(1);
    expect(await stale()).toContain('late');
  });

  test('under way and a change wait for each other', async () => {
    const pages = Array.from({ length: 20 }, (_, n) =>
      storePage(ledger.db, {
        dossiers: [dossier(`p${n}`, { asks: ['a', `own ${n}`] })],
        codebook: codebook('v1'),
        cursor: null,
      }),
    );
    await Promise.all([...pages, ledger.apply(codebook('v2', { a: 'other' }))]);
    // Before the change or after it: every one of them is to be done.
    expect(await stale()).toEqual(['ab', ...Array.from({ length: 20 }, (_, n) => `p${n}`).sort()]);
  });

  test('asks new questions together with another without a deadlock, and each is known once', async () => {
    const asks = Array.from({ length: 60 }, (_, n) => `q${n}`);
    await Promise.all(
      [asks, [...asks].reverse(), asks, [...asks].reverse()].map((some, n) =>
        ledger.latePage({ dossiers: [dossier(`d${n}`, { asks: some })], codebook: codebook('v1') }),
      ),
    );
    const keys = (await lookupKeys(ledger.db)).map(({ code }) => code);
    expect(keys.filter((code) => code.startsWith('q')).sort()).toEqual([...asks].sort());
  });
});

describe('stale dossiers', () => {
  test('are handed out to the applied codebook alone, by id', async () => {
    await ledger.apply(codebook('v2', { b: 'other' }));
    expect(await staleDossiers(ledger.db, 'v1', 0, 10)).toEqual([]);
    const [first, second] = await staleDossiers(ledger.db, 'v2', 0, 10);
    expect([first?.code, second?.code]).toEqual(['ab', 'b']);
    expect((await staleDossiers(ledger.db, 'v2', first?.id ?? 0, 10)).map(({ code }) => code)).toEqual(['b']);
  });

  test('are all dossiers of a ledger whose questions nobody wrote down', async () => {
    await ledger.db.query('TRUNCATE dossier_use, lookup_key');
    await ledger.db.query(`UPDATE applied_codebook SET codebook_id = NULL, rules = ''`);
    expect(await applyCodebook(ledger.db, codebook('v1'), 'rules')).toBe(4);
  });
});

describe('use', () => {
  test('counts a dossier once a question, by day where asked', async () => {
    const on = (receivedOn: string) => ({ receivedOn: receivedOn as never });
    await ledger.store(
      { ...dossier('d1', { asks: ['a'] }), ...on('2026-01-01') },
      { ...dossier('d2', { asks: ['a', 'a'] }), ...on('2026-01-01') },
      { ...dossier('d3', { asks: ['a'] }), ...on('2026-03-01') },
    );
    const ids = new Map((await lookupKeys(ledger.db)).map(({ code, id }) => [code, id]));
    const [a = 0, b = 0] = [ids.get('a'), ids.get('b')];
    const of = async (...params: [number[], never[]?]) =>
      (await codeUse(ledger.db, ...params))
        .filter(({ key }) => key === a || key === b)
        .map(({ key, on: day, dossiers }) => `${key === a ? 'a' : 'b'} ${day} ${dossiers}`)
        .sort();
    expect(await of([])).toEqual(['a null 4', 'b null 2']);
    expect(await of([a])).toEqual(['a 2026-01-01 2', 'a 2026-03-01 1', 'a null 1', 'b null 2']);
    expect(await of([a], ['2026-02-01' as never])).toEqual([
      'a 0001-01-01 2',
      'a 2026-02-01 1',
      'a null 1',
      'b null 2',
    ]);
  });

  test('keeps the first name that is told, and codes of any length and kind', async () => {
    const long = 'x'.repeat(20_000);
    await ledger.store(dossier('x', { asks: [long, 'a\u0000b', '\ud800'] }));
    for (const name of ['', 'Tờ khai', 'Đơn']) await ledger.store(named(`y${name}`, 'a', name));
    const keys = await lookupKeys(ledger.db);
    expect(keys.find(({ code }) => code === 'a')?.name).toBe('Tờ khai');
    expect(keys.map(({ code }) => code)).toEqual(expect.arrayContaining([long, 'a\ufffdb', '\ufffd']));
  });

  test.each([
    ['in one dossier', [[named('m', 'KHAC', 'Đơn', 'Tờ khai')]]],
    ['in one page', [[named('m', 'KHAC', 'Đơn'), named('n', 'KHAC', 'Tờ khai')]]],
    [
      'in two pages',
      [[named('m', 'KHAC', 'Đơn')], [named('n', 'KHAC', 'Tờ khai')], [named('o', 'KHAC', 'Đơn')]],
    ],
    ['after a page without one', [[named('m', 'KHAC', '')], [named('n', 'KHAC', 'Đơn', 'Tờ khai')]]],
  ])('remembers that a code had two names %s', async (_, pages) => {
    for (const page of pages) await ledger.store(...page);
    expect((await lookupKeys(ledger.db)).find(({ code }) => code === 'KHAC')).toMatchObject({
      name: 'Đơn',
      severalNames: true,
    });
  });

  test('takes one name, told again or left out, for one', async () => {
    for (const name of ['Đơn', '', 'Đơn']) await ledger.store(named(`z${name}`, 'GT-1', name));
    await Promise.all(
      [1, 2, 3].map((n) =>
        ledger.latePage({
          dossiers: [named(`z${n}`, 'GT-2', 'Đơn')],
          codebook: codebook('v1'),
        }),
      ),
    );
    const keys = (await lookupKeys(ledger.db)).filter(({ code }) => code.startsWith('GT-'));
    expect(keys.map(({ name, severalNames }) => [name, severalNames])).toEqual([
      ['Đơn', false],
      ['Đơn', false],
    ]);
  });
});
