/** The public catalogue on real HTTP: the stand-in, an unruly server, and real answers where they are there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openPublicCatalogue } from '../../src/compose/portal.ts';
import { parseConfig } from '../../src/config.ts';
import { createTransport } from '../../src/portal/adapter/transport.ts';
import { createPace } from '../../src/portal/pace.ts';
import { decodePublicProcedure, isInForce } from '../../src/portal/public/decode-public-procedure.ts';
import { createPublicCatalogue } from '../../src/portal/public/public-catalogue.ts';
import { NATIONAL_PROCEDURES } from '../../src/simulator/national-facts/national-procedures.ts';
import type { SimulatedPortalOptions } from '../../src/simulator/portal/portal-options.ts';
import { startSimulatedPortal } from '../../src/simulator/portal/simulated-portal.ts';
import { adapterSettings, NEVER } from '../support/adapter.ts';
import { type Script, sendJson, startScriptedPortal } from '../support/scripted-portal.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** With the composition's own settings, whose User-Agent must do. */
async function simulated(options: SimulatedPortalOptions = {}) {
  const portal = await startSimulatedPortal(options);
  const config = parseConfig({ CATALOGUE_SOURCE: 'public', CATALOGUE_PUBLIC_URL: `${portal.url}/api/v1` });
  const { catalogue, close } = openPublicCatalogue(config);
  closers.push(close, () => portal.close());
  return { portal, catalogue };
}

/** Waiting takes no time and is remembered. */
async function scripted(script: Script, userAgent = 'Mozilla/5.0') {
  const server = await startScriptedPortal(script);
  const waits: number[] = [];
  const catalogue = at(`${server.url}/api/v1/`, userAgent, waits);
  closers.push(() => server.close());
  return { server, waits, catalogue };
}

function at(baseUrl: string, userAgent: string, waits: number[] = []) {
  const transport = createTransport({ ...adapterSettings(baseUrl), userAgent });
  closers.push(() => transport.close());
  const sleep = async (ms: number): Promise<void> => {
    waits.push(ms);
  };
  const pace = createPace({ concurrency: 2, ratePerSecond: 0 }, Date.now, sleep);
  return createPublicCatalogue({ transport, pace, sleep, now: () => new Date() });
}

const entries = (...codes: string[]) =>
  codes.map((code) => ({ id: `id ${code}`, code, name: `tên ${code}` }));
const page = (items: unknown[], more: Record<string, unknown> = {}) => ({
  code: 'OK',
  data: { items, ...more },
  message: 'OK',
});

describe('the stand-in', () => {
  it('gives the whole list page by page and each procedure as it stands', async () => {
    const many = Array.from({ length: 130 }, (_, n) => ({
      ...(NATIONAL_PROCEDURES[0] as (typeof NATIONAL_PROCEDURES)[number]),
      code: `9.${String(n).padStart(6, '0')}`,
    }));
    const { portal, catalogue } = await simulated();
    portal.changeCatalogue(({ procedures }) => ({ procedures: [...procedures, ...many] }));
    const published = [...NATIONAL_PROCEDURES, ...many].filter((one) => one.published);
    const list = await catalogue.listProcedures(NEVER);
    expect(list.map(({ code }) => code).sort()).toEqual(published.map(({ code }) => code).sort());
    expect(portal.state().calls['list-all-public-formality-by-citizen']).toBeGreaterThan(3);
    for (const one of published.slice(0, 60)) {
      const told = await catalogue.procedure(one.code, NEVER);
      expect(told).toMatchObject({
        code: one.code,
        name: one.name,
        published: true,
        sectorCode: one.sector.code,
        sectorName: one.sector.name,
        results: one.results.map(([code, name]) => ({ code, name })),
        fees: [],
        charges: one.fees.some((fee) => fee !== null && fee > 0) || (one.fees.includes(null) ? null : false),
        forCitizens: one.subjects.some((subject) => ['ĐT1', 'ĐT14'].includes(subject)),
      });
      expect(told?.components).toEqual(one.components.map(([code, name]) => ({ code, name })));
    }
    expect(await catalogue.procedure('9.999999', NEVER)).toBeNull();
    expect(await catalogue.list('agency', NEVER)).toBeNull();
  });

  it('turns a script away with a page and status 200, which is trouble and no catalogue', async () => {
    const portal = await startSimulatedPortal();
    closers.push(() => portal.close());
    const waits: number[] = [];
    const catalogue = at(`${portal.url}/api/v1`, 'dongbo', waits);
    await expect(catalogue.listProcedures(NEVER)).rejects.toMatchObject({
      code: 'DB-CAT-004',
      exitCode: 69,
      params: { where: expect.stringContaining('/api/v1/submitting/'), reason: 'HTTP 200 (HTML)' },
    });
    expect(waits).toEqual([1_000, 2_000, 4_000]);
  });
});

describe('a list', () => {
  it('goes on by the cursor past a short page and counts the newest of a code given twice', async () => {
    const { server, catalogue } = await scripted((call, response) => {
      const pages: Record<string, unknown> = {
        '': page(entries('1', '2'), { lastId: 'a' }),
        a: page([{ id: 'old', code: '2', name: 'cũ' }, ...entries(' 3 ')], { lastId: 'b' }),
        b: page([], { lastId: '' }),
      };
      sendJson(response, pages[String((call.body as { lastId: string }).lastId)], 201);
    });
    expect(await catalogue.listProcedures(NEVER)).toEqual([
      { code: '1', name: 'tên 1' },
      { code: '2', name: 'tên 2' },
      { code: ' 3 ', name: 'tên  3 ' },
    ]);
    expect(server.calls.map(({ body }) => body)).toMatchObject([
      { lastId: '', limit: 50 },
      { lastId: 'a' },
      { lastId: 'b' },
    ]);
  });

  it.each([
    ['that ends before its total', page(entries('1'), { total: 2 }), '1 of 2 entries'],
    ['whose entries have no id', page([{ code: '1', name: 'x' }]), 'no entry has code and id'],
    ['that is no list', { code: 'OK', data: { items: 'x' } }, 'data has no list'],
    ['with words of refusal', { code: 'ERR_01', message: 'Sai tham số' }, 'HTTP 200 ERR_01 Sai tham số'],
  ])('%s is a fault', async (_what, body, reason) => {
    const { catalogue } = await scripted((_, response) => sendJson(response, body));
    await expect(catalogue.listProcedures(NEVER)).rejects.toMatchObject({
      code: 'DB-CAT-005',
      exitCode: 1,
      params: { reason },
    });
  });

  it('that fails on a later page fails as a whole', async () => {
    const { catalogue } = await scripted((call, response) => {
      if ((call.body as { lastId: string }).lastId === '')
        sendJson(response, page(entries('1'), { lastId: 'a' }));
      else response.destroy();
    });
    await expect(catalogue.listProcedures(NEVER)).rejects.toMatchObject({ code: 'DB-CAT-004' });
  });
});

describe('trouble', () => {
  it('that passes is waited out, as long as asked', async () => {
    let asked = 0;
    const { waits, catalogue } = await scripted((_, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(429, { 'retry-after': '7' }).end();
      else if (asked === 2) response.writeHead(403, { 'content-type': 'text/html' }).end('<html></html>');
      else sendJson(response, page(entries('1')), 201);
    });
    expect(await catalogue.listProcedures(NEVER)).toHaveLength(1);
    expect(waits).toEqual([7_000, 2_000]);
  });

  it('is not waited for once everything stops', async () => {
    const { server, catalogue } = await scripted((_, response) => sendJson(response, {}, 503));
    await expect(catalogue.listProcedures(AbortSignal.abort())).rejects.toMatchObject({ code: 'DB-CAT-004' });
    expect(server.calls).toEqual([]);
  });
});

describe('a procedure', () => {
  it('asked for before the list brings the list along', async () => {
    const { server, catalogue } = await scripted((call, response) =>
      sendJson(
        response,
        call.url?.includes('get-formality')
          ? { code: 'OK', data: { code: '1', name: 'n', state: 'DRAFT', fees: null } }
          : page(entries('1')),
      ),
    );
    expect(await catalogue.procedure('1', NEVER)).toMatchObject({
      published: false,
      components: [],
      terms: [],
    });
    expect(server.calls.map(({ body }) => body)).toMatchObject([{ lastId: '' }, { id: 'id 1' }]);
  });

  it('is in force only in the states that are known to mean so', () => {
    expect(['ACTIVE', 'UPDATED', 'DRAFT', 'active', ''].filter(isInForce)).toEqual(['ACTIVE', 'UPDATED']);
  });
});

const DATA = process.env.DONGBO_NATIONAL_DATA ?? join(import.meta.dirname, '../../../shared/data');
const SAMPLES = join(DATA, 'public-portal-samples');
if (!existsSync(SAMPLES)) console.warn(`NOT RUN: no real answers in ${SAMPLES}; set DONGBO_NATIONAL_DATA`);
describe.runIf(existsSync(SAMPLES))('real answers', () => {
  const real = (code: string) =>
    decodePublicProcedure(JSON.parse(readFileSync(join(SAMPLES, `get-formality.${code}.json`), 'utf8')).data);

  it('birth registration: every paper of every case once, and the birth certificate as its result', () => {
    const birth = real('1.001193');
    expect(birth).toMatchObject({
      code: '1.001193',
      name: 'Thủ tục đăng ký khai sinh',
      published: true,
      sectorCode: 'G15-TP07',
      sectorName: 'Hộ tịch',
      results: [{ code: 'KQ.G15.000031', name: 'Giấy khai sinh' }],
      terms: [
        { channel: '2', time: '1', unit: 'OTHER' },
        { channel: '3', time: '1', unit: 'OTHER' },
        { channel: '1', time: '1', unit: 'OTHER' },
        { channel: '', time: '1', unit: 'Ngày làm việc' },
      ],
      fees: [],
      charges: false,
      forCitizens: true,
    });
    expect(birth?.components).toHaveLength(33);
    expect(birth?.components.map(({ code }) => code)).toContain('000.00.00.G15-KQ004389');
  });

  it('permanent residence', () => {
    const residence = real('1.004222');
    expect(residence).toMatchObject({
      sectorCode: 'G01-CA05',
      terms: [
        { channel: '2', time: '7', unit: 'Ngày làm việc' },
        { channel: '1', time: '7', unit: 'Ngày làm việc' },
        { channel: '', time: '7', unit: 'Ngày làm việc' },
      ],
      charges: true,
      forCitizens: true,
    });
    expect(residence?.components).toHaveLength(18);
    expect(residence?.results).toHaveLength(4);
  });

  it('a page of the list keeps codes and names as they are spelled', async () => {
    const rows = readFileSync(join(SAMPLES, 'list-formalities.first-50.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { code: string; name: string });
    const { catalogue } = await scripted((_, response) => sendJson(response, page(rows), 201));
    expect(await catalogue.listProcedures(NEVER)).toEqual(rows.map(({ code, name }) => ({ code, name })));
  });
});
