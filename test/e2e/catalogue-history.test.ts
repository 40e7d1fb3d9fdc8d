/** What changed between two pulls, told by the command line: all of it and nothing else. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';

interface Diff {
  readonly since: string | null;
  readonly until: string | null;
  readonly procedures: unknown;
  readonly agencies: unknown;
  readonly sectors: unknown;
}

/** Abolished while rows of the shipped tables lead to it. */
const BIRTH = '1.001193';
const BIRTH_FORM = '000.00.00.G15-KQ003208';
const RESIDENCE = '1.004222';

let home: ProvinceHome;
let world: World;
beforeAll(async () => {
  home = await settleProvince(20, 0, 3);
  world = await World.open(home);
});
afterAll(async () => {
  await world?.close();
  await home?.close();
});

const NOTHING = { added: [], removed: [], renamed: [] };
const diff = (...options: string[]) => world.json<Diff>(['catalogue', 'diff', ...options]);
const nameOf = async (code: string) =>
  (await world.ledger<{ name: string }>('SELECT name FROM procedure WHERE code = $1', [code]))[0]?.name ?? '';

it('has nothing to tell before the first pull', async () => {
  for (const argv of [
    ['catalogue', 'show', '1.001193'],
    ['catalogue', 'diff', '--procedure', '1.001193'],
  ]) {
    const { error } = await world.json<{ error: { code: string } }>(argv, {}, 78);
    expect(error.code).toBe('DB-CAT-001');
  }
  expect(await diff()).toMatchObject({
    since: null,
    procedures: { added: [], abolished: [], changed: [] },
  });
});

it('tells of a first pull every procedure once', async () => {
  const pull = await world.json<{ listed: number; changes: Record<string, number> }>(['catalogue', 'pull']);
  expect(pull.changes['procedure-added']).toBe(pull.listed);
  expect(pull.changes['component-added']).toBeUndefined();
  const { procedures } = await world.json<{ procedures: { added: unknown[]; changed: unknown[] } }>([
    'catalogue',
    'diff',
  ]);
  expect(procedures.added).toHaveLength(pull.listed);
  expect(procedures.changed).toEqual([]);
});

it('tells exactly what the next pull found', async () => {
  const gone = { code: '1.010038', name: await nameOf('1.010038') };
  world.portal.changeCatalogue(({ procedures, agencies }) => ({
    procedures: [
      ...procedures
        .filter(({ code }) => code !== gone.code)
        .map((one) => {
          if (one.code === BIRTH) {
            const components = one.components.filter(([code]) => code !== BIRTH_FORM);
            return { ...one, name: 'Đăng ký khai sinh', components };
          }
          if (one.code !== RESIDENCE) return one;
          return { ...one, published: false, results: [...one.results, ['KQ.MOI', 'Kết quả mới'] as const] };
        }),
      ...procedures.slice(0, 1).map((one) => ({ ...one, code: '1.999999', name: 'Thủ tục mới' })),
    ],
    agencies: agencies.map((one, at) => (at === 0 ? { ...one, name: `${one.name} (mới)` } : one)),
  }));
  const formName = (
    await world.ledger<{ name: string }>('SELECT name FROM component WHERE procedure = $1 AND code = $2', [
      BIRTH,
      BIRTH_FORM,
    ])
  )[0]?.name;
  const birthName = await nameOf(BIRTH);
  await world.json(['catalogue', 'pull', '--full']);

  const told = await diff();
  expect(told.since).toMatch(/^\d{4}-.*Z$/);
  expect(told).toMatchObject({
    procedures: {
      added: [{ code: '1.999999', name: 'Thủ tục mới' }],
      abolished: [{ ...gone, mappingRows: 1 }],
    },
    sectors: NOTHING,
    agencies: { added: [], removed: [], renamed: [{ after: expect.stringContaining('(mới)') }] },
  });
  const { changed } = told.procedures as { changed: { code: string }[] };
  expect([...changed].sort((a, b) => (a.code < b.code ? -1 : 1))).toEqual([
    {
      code: BIRTH,
      name: 'Đăng ký khai sinh',
      changes: [
        { what: 'renamed', code: null, before: birthName, after: 'Đăng ký khai sinh' },
        {
          what: 'component-removed',
          code: BIRTH_FORM,
          before: formName,
          after: null,
          mappingRows: 1,
        },
      ],
    },
    {
      code: RESIDENCE,
      name: await nameOf(RESIDENCE),
      changes: [
        { what: 'unpublished', code: null, before: null, after: null },
        { what: 'result-added', code: 'KQ.MOI', before: null, after: 'Kết quả mới' },
      ],
    },
  ]);
});

it('goes by days of Vietnam and by procedure', async () => {
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const yesterday = new Date(Date.now() - 17 * 3_600_000).toISOString().slice(0, 10);
  const all = (await diff('--since', yesterday, '--until', today)) as { procedures: { added: unknown[] } };
  expect(all.procedures.added.length).toBeGreaterThan(40);
  const before = await diff('--until', '2020-01-01');
  expect(before).toMatchObject({ until: '2020-01-01T17:00:00.000Z', procedures: { added: [], changed: [] } });
  const one = (await diff('--procedure', ` ${BIRTH}`)) as {
    procedures: { added: { code: string }[]; changed: { code: string }[] };
  };
  expect(one.procedures.added.map(({ code }) => code)).toEqual([BIRTH]);
  expect(one.procedures.changed.map(({ code }) => code)).toEqual([BIRTH]);
  const text = (await world.dongbo(['catalogue', 'diff', '--since', yesterday, '--until', today])).stdout;
  expect(text).toMatch(new RegExp(`^${yesterday} … ${today}\n`));
  const wrong: [string, number, ...string[]][] = [
    ['DB-CFG-003', 2, '--since', '2026-02-30'],
    ['DB-CFG-003', 2, '--since', '2026-11-02', '--until', '2026-11-01'],
    ['DB-CAT-002', 1, '--procedure', 'NOPE'],
  ];
  for (const [code, exit, ...options] of wrong) {
    const { error } = await world.json<{ error: { code: string } }>(
      ['catalogue', 'diff', ...options],
      {},
      exit,
    );
    expect(error.code).toBe(code);
  }
});

it('keeps the versions, and shows a code with its validity and its changes', async () => {
  await world.json(['catalogue', 'pull']);
  const { versions } = await world.json<{ versions: { changes: Record<string, number> }[] }>([
    'catalogue',
    'versions',
  ]);
  expect(versions).toHaveLength(2);
  expect(versions[0]?.changes).toEqual({
    'procedure-added': 1,
    'procedure-abolished': 1,
    renamed: 1,
    unpublished: 1,
    'component-removed': 1,
    'result-added': 1,
    'agency-renamed': 1,
  });
  const shown = await world.json<Record<string, unknown>>(['catalogue', 'show', BIRTH]);
  expect(shown).toMatchObject({
    validTo: null,
    charges: false,
    forCitizens: true,
    ended: [{ kind: 'component', code: BIRTH_FORM }],
    changes: [{ what: 'component-removed' }, { what: 'renamed' }, { what: 'procedure-added' }],
  });
  expect(await world.json(['catalogue', 'show', '1.010038'])).toMatchObject({
    listed: false,
    published: false,
    validTo: expect.stringMatching(/Z$/),
  });
  expect(await world.json(['catalogue', 'show', 'kq.moi'])).toMatchObject({
    places: [{ kind: 'result', code: 'KQ.MOI', procedure: RESIDENCE, published: false, validTo: null }],
  });
  const birth = (await world.dongbo(['catalogue', 'show', BIRTH])).stdout;
  expect(birth).toContain('Thời hạn: trực tiếp 1 Khác; trực tuyến 1 Khác; bưu chính 1 Khác');
  expect(birth).toContain('Có thu phí, lệ phí: không; dành cho công dân: có');
  const text = (await world.dongbo(['catalogue', 'diff'])).stdout;
  for (const words of ['+ 1.999999', '- 1.010038', `bỏ thành phần ${BIRTH_FORM}`, 'thôi công bố']) {
    expect(text).toContain(words);
  }
});

it('is pulled from the public pages without an account, and is the same but for what is not public', async () => {
  const noAccount = { PORTAL_BASE_URL: '', PORTAL_USERNAME: '', PORTAL_PASSWORD: '', PORTAL_AGENCY_CODE: '' };
  const lacking = await world.json<{ error: { details: string[] } }>(
    ['catalogue', 'pull'],
    { ...noAccount, CATALOGUE_SOURCE: 'public' },
    78,
  );
  expect(lacking.error.details.map((text) => text.split(':')[0])).toEqual(['CATALOGUE_PUBLIC_URL']);

  const { logins } = world.portal.state();
  const [hidden] = await world.ledger<{ count: number }>(
    'SELECT count(*)::int AS count FROM procedure WHERE NOT published AND valid_to IS NULL',
  );
  const pull = await world.json<{ fetched: number; listed: number; changes: Record<string, number> }>(
    ['catalogue', 'pull', '--full'],
    { ...noAccount, CATALOGUE_SOURCE: 'public', CATALOGUE_PUBLIC_URL: `${world.portal.url}/api/v1` },
  );
  expect(pull.fetched).toBe(pull.listed);
  expect(pull.changes).toEqual({ 'procedure-abolished': hidden?.count });
  expect(world.portal.state().logins).toBe(logins);
});

it('holds what is not published or has ended, or lets it go with a warning where the settings say so', async () => {
  const [dossier] = home.expectations().filter(({ outcome }) => outcome === 'accepted');
  const { code = '', procedureCode = '' } = dossier ?? {};
  const longAgo = (column: string) =>
    world.ledger(`UPDATE procedure SET ${column} = '2020-01-02T00:00:00+07' WHERE code = $1`, [
      procedureCode,
    ]);
  const heldAs = async () => {
    const { held } = await world.json<{ held: { code: string; message: string; remedy: string }[] }>([
      'explain',
      code,
    ]);
    return held.map((fault) => [fault.code, `${fault.message} ${fault.remedy}`] as const);
  };
  const restore: (() => void)[] = [];
  world.portal.changeCatalogue(({ procedures }) => {
    restore.push(() => world.portal.changeCatalogue(() => ({ procedures })));
    return {
      procedures: procedures.map((one) => (one.code === procedureCode ? { ...one, published: false } : one)),
    };
  });
  await world.json(['catalogue', 'pull', '--full']);
  await longAgo('unpublished_at');
  await world.sync();
  const [[unpublished, told] = ['', '']] = await heldAs();
  expect(unpublished).toBe('DB-DOS-005');
  expect(told).toContain(`Thủ tục ${procedureCode} có trong danh mục quốc gia nhưng không được công bố`);
  const lax = await world.json(['explain', code], { CATALOGUE_STRICT: 'false' });
  expect(JSON.stringify(lax)).toContain('"warning":"DB-DOS-005"');

  world.portal.changeCatalogue(({ procedures }) => ({
    procedures: procedures.filter((one) => one.code !== procedureCode),
  }));
  await world.json(['catalogue', 'pull', '--full']);
  await longAgo('valid_to');
  await world.sync();
  const [[ended, why] = ['', '']] = await heldAs();
  expect(ended).toBe('DB-DOS-030');
  expect(why).toContain(`Thủ tục ${procedureCode} không còn trong danh mục quốc gia từ ngày 2020-01-02`);
  expect(why).not.toMatch(/\{\w+\}/);
  const reasons = await world.json<{ reason: string }[]>(['held', 'list', '--actor', 'operator']);
  expect(reasons.map(({ reason }) => reason)).toContain('DB-DOS-030');
  for (const back of restore) back();
  await world.json(['catalogue', 'pull', '--full']);
  await world.sync();
});

it('takes nothing back when a code ends, and sends what was received before under it', async () => {
  const accepted = await world.ledger<{ code: string; procedure: string; component: string; day: string }>(
    `SELECT d.code, v.payload->>'procedureCode' AS procedure, v.payload->'components'->0->>'code' AS component,
       left(v.payload->>'receivedAt', 10) AS day
     FROM delivery v JOIN dossier d ON d.id = v.dossier_id
     WHERE v.kind = 'dossier' AND v.state = 'accepted' ORDER BY 4, d.code`,
  );
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const poorer = accepted.find(({ component, day }) => component !== null && day < today);
  const gone = accepted.find(({ procedure, day }) => procedure !== poorer?.procedure && day < today);
  world.portal.changeCatalogue(({ procedures }) => ({
    procedures: procedures
      .filter(({ code }) => code !== gone?.procedure)
      .map((one) => ({ ...one, components: one.components.filter(([code]) => code !== poorer?.component) })),
  }));
  await world.json(['catalogue', 'pull', '--full']);
  const { writingCalls } = world.portal.state();
  await world.sync();
  expect(world.portal.state().writingCalls).toBe(writingCalls);

  for (const one of [poorer, gone]) {
    const { code = '' } = one ?? {};
    expect(await world.json(['explain', code])).toMatchObject({ state: 'accepted', held: [] });
    await home.database.change(code, { trich_yeu: 'Trích yếu đã sửa' }, new Date());
  }
  await world.sync();
  expect(world.portal.state().writingCalls).toBeGreaterThan(writingCalls);
  // Whether it still takes what has ended is the portal's to say: this one has no such procedure any more.
  const end = await world.json(['explain', gone?.code ?? '']);
  expect(end).toMatchObject({ held: [{ code: 'DB-PRT-010' }] });
  expect(JSON.stringify(end)).toContain(`catalogue until ${today}`);
});

it('is pulled by one at a time', async () => {
  world.portal.control({ latencyMs: 200 });
  const before = world.portal.state().calls.LayThuTuc ?? 0;
  const child = world.start(['catalogue', 'pull', '--full', '--json']);
  await child.until('a call', () => (world.portal.state().calls.LayThuTuc ?? 0) > before);
  const { error } = await world.json<{ error: { code: string } }>(['catalogue', 'pull'], {}, 75);
  expect(error.code).toBe('DB-CAT-006');
  expect((await child.end('SIGTERM')).code, child.output).toBe(75);
  expect(child.output).toContain('DB-CAT-007');
  world.portal.control({ latencyMs: 0 });
  await world.json(['catalogue', 'pull']);
});

it('does not believe a list that lacks many at once, before it comes again or a person vouches for it', async () => {
  const known = async () =>
    (
      await world.ledger<{ count: number }>(
        'SELECT count(*)::int AS count FROM procedure WHERE valid_to IS NULL',
      )
    )[0]?.count ?? 0;
  const before = await known();
  world.portal.changeCatalogue(({ procedures }) => ({ procedures: procedures.slice(21) }));
  const doubted = await world.dongbo(['catalogue', 'pull']);
  expect(doubted.code).toBe(75);
  expect(doubted.stdout).toContain('DB-CAT-008 Danh sách của Cổng thiếu 21 thủ tục');
  expect(await known()).toBe(before);
  expect(await world.json(['catalogue', 'pull', '--yes'])).toMatchObject({ ended: 21, unconfirmed: 0 });
  expect(await known()).toBe(before - 21);
});
