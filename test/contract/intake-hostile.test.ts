/**
 * What the intake does not take: who shows no token, what is too much, what is no dossier. Nothing is stored of any of
 * it, nothing that came is in an answer or a report, and whoever pushes soundly is served all the while. On real HTTP.
 */
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import { DongboError } from '../../src/domain/errors.ts';
import type { SourceMap } from '../../src/domain/source-map.ts';
import type { IntakeOptions, TimedDossier } from '../../src/source/intake/intake-settings.ts';
import { type Certificates, makeCertificates } from '../support/certificates.ts';
import { waitFor } from '../support/services.ts';
import { type Answer, CITIZEN, type IntakeWorld, intakeWorld, pushed, TOKEN } from './intake-world.ts';

const AT = '2026-11-01T08:00:00+07:00';
const JSON_TYPE = { 'content-type': 'application/json' };

let world: IntakeWorld;
let taken: TimedDossier[] = [];
const take = async (dossiers: readonly TimedDossier[]) => {
  taken.push(...dossiers);
  return dossiers.map(() => 'stored' as const);
};
afterEach(async () => {
  // Whatever came, nothing of it is told, and no fault of ours was met.
  expect(JSON.stringify(world.reports)).not.toContain(CITIZEN);
  expect(world.failures).toEqual([]);
  await world.close();
  taken = [];
});

async function open(more: Partial<IntakeOptions> = {}, map: SourceMap = DEFAULT_SOURCE_MAP): Promise<void> {
  world = await intakeWorld(take, { sources: [{ name: 'intake', tokens: [TOKEN], map, take }], ...more });
}

/** The answer is an error in both languages, without anything that was sent; nothing was taken. */
function expectRefused(answer: Answer, status: number, code: string): void {
  expect([answer.status, answer.json.code]).toEqual([status, code]);
  expect(answer.json.message.vi).toMatch(/[ăâđêôơư]/);
  expect(answer.json.message.en).not.toBe('');
  expect(answer.text).not.toContain(CITIZEN);
  expect(taken).toEqual([]);
}

describe('who pushes', () => {
  it.each([
    ['none', {}],
    ['another', { authorization: 'Bearer ma-khac-cung-du-dai-bang-do' }],
    ['the beginning of it', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ['more than it', { authorization: `Bearer ${TOKEN}x` }],
    ['it as a password', { authorization: `Basic ${Buffer.from(`x:${TOKEN}`).toString('base64')}` }],
  ])('is not read from with a token that is %s', async (_what, headers) => {
    await open();
    const answer = await fetch(`${world.intake.url}/intake`, {
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers },
      body: JSON.stringify(pushed('A', AT)),
    });
    const text = await answer.text();
    expectRefused(
      { status: answer.status, headers: answer.headers, text, json: JSON.parse(text) },
      401,
      'DB-INT-001',
    );
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    expect(world.reports).toMatchObject([{ source: '', result: 'denied' }]);
  });

  it('is let in by the old and the new token while one replaces the other, each as its own source', async () => {
    const seen: string[] = [];
    const source = (name: string, tokens: string[]) => ({
      name,
      tokens,
      map: DEFAULT_SOURCE_MAP,
      take: async (dossiers: readonly TimedDossier[]) => {
        seen.push(name);
        return take(dossiers);
      },
    });
    await open({
      sources: [
        source('mot-cua', ['ma-cu-cua-mot-cua-000001', 'ma-moi-cua-mot-cua-00002']),
        source('dat-dai', [TOKEN]),
      ],
    });
    for (const token of ['ma-cu-cua-mot-cua-000001', 'ma-moi-cua-mot-cua-00002', TOKEN])
      expect((await world.post(pushed('A', AT), { authorization: `Bearer ${token}` })).status).toBe(200);
    expect(seen).toEqual(['mot-cua', 'mot-cua', 'dat-dai']);
    expect(world.reports.map(({ source: name }) => name)).toEqual(seen);
  });

  it('learns of no other path or method without a token, and of none with it', async () => {
    await open();
    for (const [path, method] of [
      ['/', 'GET'],
      ['/intake', 'GET'],
      ['/intake/x', 'POST'],
      ['/INTAKE', 'POST'],
      ['/%ff', 'POST'],
    ] as const) {
      const ask = (headers = {}) => fetch(`${world.intake.url}${path}`, { method, headers });
      expect([path, (await ask()).status]).toEqual([path, 401]);
      expect([path, (await ask({ authorization: `Bearer ${TOKEN}` })).status]).toEqual([path, 404]);
    }
  });
});

describe('what is pushed', () => {
  it.each<[string, string | Uint8Array<ArrayBuffer>, Record<string, string>, number, string]>([
    [
      'of another kind',
      `<ho_so>${CITIZEN}</ho_so>`,
      { 'content-type': 'application/xml' },
      415,
      'DB-INT-003',
    ],
    ['of no kind', CITIZEN, { 'content-type': '' }, 415, 'DB-INT-003'],
    ['packed', new Uint8Array(gzipSync('[]')), { 'content-encoding': 'gzip' }, 415, 'DB-INT-003'],
    ['cut short', `{"ma_ho_so": "${CITIZEN}`, {}, 400, 'DB-INT-004'],
    ['nothing', '', {}, 400, 'DB-INT-004'],
    ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), {}, 400, 'DB-INT-004'],
    ['nested without end', '['.repeat(50_000), {}, 400, 'DB-INT-004'],
    ['a key twice', `{"ma_ho_so": "A", "ma_ho_so": "${CITIZEN}"}`, {}, 400, 'DB-INT-004'],
    [
      'faulty in its third line',
      `\n{}\n{"a": ${CITIZEN}`,
      { 'content-type': 'application/x-ndjson' },
      400,
      'DB-INT-004',
    ],
    ['too long', JSON.stringify([' '.repeat(100_001)]), {}, 413, 'DB-INT-005'],
    ['too many', JSON.stringify(Array.from({ length: 51 }, () => pushed('A', AT))), {}, 413, 'DB-INT-005'],
    [
      'too many lines',
      `${JSON.stringify(pushed('A', AT))}\n`.repeat(51),
      { 'content-type': 'application/x-ndjson' },
      413,
      'DB-INT-005',
    ],
  ])('is refused when it is %s', async (_what, body, headers, status, code) => {
    await open();
    expectRefused(await world.post(body, headers), status, code);
    expect(world.reports).toMatchObject([{ result: 'refused', status, code }]);
    expect((await world.post(pushed('A', AT))).status).toBe(200);
  });

  it('is refused with every fault and its place, and none of it is taken', async () => {
    await open({ now: () => Date.parse(AT) + 2 * 3_600_000 });
    const answer = await world.post([
      pushed('A', AT),
      { ...pushed('', AT), cap_nhat_luc: CITIZEN, chu_ho_so: { ten: CITIZEN }, csdl: ['a', 'b'] },
      {
        cap_nhat_luc: AT,
        thanh_phan: { id: 1 },
        le_phi: [{ id: 1, ten: [CITIZEN, {}] }, CITIZEN, { ten: 'x' }],
      },
      CITIZEN,
      { ma_ho_so: 'B' },
      { ...pushed('9'.repeat(501), ''), cap_nhat_luc: '2026-11-01T04:00:01Z' },
    ]);
    expectRefused(answer, 422, 'DB-INT-006');
    const faults = answer.json.faults as { at: string; message: { en: string } }[];
    expect(faults.map(({ at, message }) => `${at} ${message.en}`)).toEqual([
      '/1/chu_ho_so must be a plain value',
      '/1/ma_ho_so must be there',
      '/1/cap_nhat_luc must be a time such as 2026-11-29T10:00:00+07:00',
      '/2/thanh_phan must be a list',
      '/2/le_phi/0/ten must be a plain value',
      '/2/le_phi/1 must be an object',
      '/2/le_phi/2/id must be there',
      '/2/ma_ho_so must be there',
      '/3 must be an object',
      '/4/cap_nhat_luc must be there',
      '/5/ma_ho_so is longer than 500 characters',
      '/5/cap_nhat_luc lies in the future: check its zone (+07:00) and the clock of who sends',
    ]);
  });

  it('has its faults where the map looks, and is left out where the map says so', async () => {
    const { dossiers } = DEFAULT_SOURCE_MAP;
    const map: SourceMap = {
      ...DEFAULT_SOURCE_MAP,
      dossiers: {
        ...dossiers,
        where: [{ place: { of: '', name: 'loai' }, anyOf: ['nhap'], not: true }],
        fields: { ...dossiers.fields, code: { kind: 'place', place: { of: '', name: 'ho~so.so/hieu' } } },
      },
    };
    await open({}, map);
    const own = (more: object) => ({ ...pushed('', AT), 'ho~so': { 'so/hieu': 'A' }, ...more });
    const answer = await world.post([own({}), own({ loai: 'nhap' })]);
    expect(answer.json.results).toEqual([
      { code: 'A', result: 'stored' },
      { code: '', result: 'left-out' },
    ]);
    taken = [];
    const refused = await world.post(own({ 'ho~so': {} }));
    expect(refused.json.faults.map(({ at }: { at: string }) => at)).toEqual(['/0/ho~0so/so~1hieu']);
  });

  it('keeps numbers as they were written, and takes no key for more than a key', async () => {
    await open();
    const body = JSON.stringify(pushed('A', AT))
      .replace(`"${CITIZEN}"`, '9007199254740993')
      .replace('{', '{"__proto__": {"fax": "1"}, ');
    expect((await world.post(body)).status).toBe(200);
    expect(taken).toMatchObject([{ fields: { ownerIdNumber: '9007199254740993', fax: null } }]);
  });
});

it('what is yet to be set here is told to come again, and in the log by its code', async () => {
  world = await intakeWorld(() => Promise.reject(new DongboError('DB-CAT-001')));
  const answer = await world.post(pushed('A', AT));
  expectRefused(answer, 503, 'DB-INT-008');
  expect(answer.headers.get('retry-after')).toBe('10');
  expect(world.reports).toMatchObject([{ result: 'away', code: 'DB-CAT-001' }]);
});

describe('too much at once', () => {
  it('is told to come again; what is under way is answered', async () => {
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const slow = async (dossiers: readonly TimedDossier[]) => {
      await gate;
      return take(dossiers);
    };
    world = await intakeWorld(slow, { concurrency: 2 });
    const first = [world.post(pushed('A', AT)), world.post(pushed('B', AT))];
    await waitFor(
      async () => {
        const answer = await world.post(pushed('C', AT));
        if (answer.status !== 429) return false;
        expect(answer.headers.get('retry-after')).toBe('1');
        expect(answer.json.code).toBe('DB-INT-007');
        return true;
      },
      { what: 'busy' },
    );
    go();
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await world.post(pushed('C', AT))).status).toBe(200);
  });

  /** Sends a beginning of a request by hand. */
  const begin = (token: string, length: number, text: string) => {
    const socket = connect(Number(new URL(world.intake.url).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      `POST /intake HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${text}`,
    );
    return socket;
  };

  it('takes no place when it hangs up while it is stored, once it is', async () => {
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    world = await intakeWorld(
      async (dossiers) => {
        taken.push(...dossiers);
        await gate;
        return dossiers.map(() => 'stored' as const);
      },
      { concurrency: 1 },
    );
    const body = JSON.stringify(pushed('A', AT));
    const whole = begin(TOKEN, Buffer.byteLength(body), body);
    await waitFor(() => taken.length === 1, { what: 'begun' });
    whole.destroy();
    await waitFor(() => world.reports.some(({ result }) => result === 'cut'), { what: 'cut' });
    // What is done for it still counts.
    expect((await world.post(pushed('B', AT))).status).toBe(429);
    go();
    await waitFor(async () => (await world.post(pushed('B', AT))).status === 200, { what: 'free again' });
    expect(world.reports.filter(({ result }) => result === 'cut')).toHaveLength(1);
  });

  it('takes no place while nobody knows who it is, nor when it hangs up', async () => {
    await open({ concurrency: 1 });
    begin('khong-phai-ma-nao-ca-dau-nhe', 50, '{"a"');
    await waitFor(() => world.reports.some(({ result }) => result === 'denied'), { what: 'denied' });
    expect((await world.post(pushed('A', AT))).status).toBe(200);
    const half = begin(TOKEN, 50, '{"a"');
    await waitFor(async () => (await world.post(pushed('B', AT))).status === 429, { what: 'busy' });
    half.destroy();
    await waitFor(async () => (await world.post(pushed('B', AT))).status === 200, { what: 'free again' });
    expect(world.reports.map(({ result }) => result)).toContain('cut');
  });
});

describe('TLS', () => {
  it('is spoken where there is a certificate, and nothing else', async () => {
    const made: Certificates = await makeCertificates();
    try {
      await open({ tls: made.server });
      expect(world.intake.url).toMatch(/^https:/);
      const { port } = new URL(world.intake.url);
      await expect(fetch(`http://127.0.0.1:${port}/intake`, { method: 'POST' })).rejects.toThrow();
      // Unknown to whoever does not know the authority.
      await expect(world.post(pushed('A', AT))).rejects.toThrow();
      expect(taken).toEqual([]);
    } finally {
      await made.remove();
    }
  });
});
