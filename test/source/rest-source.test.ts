/** A REST service is read as a source: pages of all kinds, values as they were written, credentials. On real HTTP. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import type { RestRules } from '../../src/domain/source-definition.ts';
import type { SourceDossier } from '../../src/domain/source-dossier.ts';
import type { FieldRule, SourceMap } from '../../src/domain/source-map.ts';
import type { Source, SourcePosition } from '../../src/domain/source-ports.ts';
import type { RestSourceSettings } from '../../src/source/rest/rest-settings.ts';
import { PAGINGS, type RestService, restRules, startRestService } from '../support/rest-service.ts';
import { dossier, failure, NOBODY, restSource, type SECRETS } from './rest-sources.ts';

let service: RestService;
const sources: Source[] = [];
beforeEach(async () => {
  service = await startRestService();
});
afterEach(async () => {
  for (const source of sources.splice(0)) await source.close();
  await service.close();
});

function sourceOf(
  rules: RestRules = restRules(PAGINGS.none),
  settings: Partial<RestSourceSettings> = {},
  map: SourceMap = DEFAULT_SOURCE_MAP,
): Source {
  const source = restSource({ url: service.url, ...settings }, rules, map);
  sources.push(source);
  return source;
}

async function readAll(source: Source, from: SourcePosition | null = null) {
  const dossiers: SourceDossier[] = [];
  for (let position = from; ; ) {
    const page = await source.readPage(position);
    dossiers.push(...page.dossiers);
    position = page.last;
    if (page.end) return { dossiers, position: position as SourcePosition };
  }
}

const keys = (dossiers: readonly SourceDossier[]): string[] => dossiers.map(({ key }) => key);

describe('pages', () => {
  const five = [1, 2, 3, 4, 5].map((n) => dossier(`H99-${n}`, `2026-11-0${n}T08:00:00+07:00`));

  it.each(['cursor', 'number', 'none'] as const)('go by %s, to the last and on from there', async (by) => {
    service.list = five;
    const source = sourceOf(restRules(PAGINGS[by]));
    const { dossiers, position } = await readAll(source);
    expect(new Set(keys(dossiers))).toEqual(new Set(five.map(({ ma_ho_so }) => ma_ho_so)));
    expect(position).toEqual({ at: '2026-11-05T01:00:00.000Z', key: '' });
    expect(service.asked[0]?.pathname).toBe('/api/v1/ho-so');
    expect(service.asked[0]?.searchParams.get('tinh')).toBe('H99');
    expect(service.asked[0]?.searchParams.get('tu_luc')).toBe('1970-01-01T07:00:00+07:00');

    service.asked.length = 0;
    service.list = [...five, dossier('H99-6', '2026-11-06T08:00:00+07:00')];
    const next = await readAll(source, source.rewind(position, 600));
    expect(service.asked[0]?.searchParams.get('tu_luc')).toBe('2026-11-05T07:50:00+07:00');
    expect(keys(next.dossiers)).toEqual(['H99-5', 'H99-6']);
    expect(next.position.at).toBe('2026-11-06T01:00:00.000Z');
  });

  it('are gone on with after a reading was cut short, by whoever reads next', async () => {
    service.list = five;
    const rules = restRules(PAGINGS.cursor);
    const first = await sourceOf(rules).readPage(null);
    expect(first).toMatchObject({ end: false, last: { at: '' } });
    service.answer = (request) => {
      request.socket.destroy();
      return true;
    };
    const second = sourceOf(rules);
    expect((await failure(second.readPage(first.last))).code).toBe('DB-RST-002');
    service.answer = null;
    const third = sourceOf(rules);
    const rest = await readAll(third, third.rewind(first.last as SourcePosition, 600));
    expect([...keys(first.dossiers), ...keys(rest.dossiers)]).toEqual(five.map(({ ma_ho_so }) => ma_ho_so));
  });

  it('begin anew where the service no longer knows the page, but only once', async () => {
    service.list = five;
    const rules = restRules(PAGINGS.cursor);
    const { last } = await sourceOf(rules).readPage(null);
    service.answer = (_request, response, call) => {
      if (!service.asked[call - 1]?.searchParams.has('tiep')) return false;
      response.writeHead(410).end();
      return true;
    };
    const source = sourceOf(rules);
    const anew = await source.readPage(last);
    expect(keys(anew.dossiers)).toEqual(['H99-1', 'H99-2']);
    expect((await failure(source.readPage(anew.last))).code).toBe('DB-RST-005');
  });

  it('begin anew also where a 200 says that the page is no longer known', async () => {
    service.list = five;
    const rules = restRules(PAGINGS.cursor);
    const { last } = await sourceOf(rules).readPage(null);
    service.answer = (_request, response, call) => {
      if (!service.asked[call - 1]?.searchParams.has('tiep')) return false;
      response.end('{"loi": "het han"}');
      return true;
    };
    expect(keys((await sourceOf(rules).readPage(last)).dossiers)).toEqual(['H99-1', 'H99-2']);
  });

  it('are asked for again by their number where the service fails there, not from the beginning', async () => {
    service.list = five;
    const rules = restRules(PAGINGS.number);
    const { last } = await sourceOf(rules).readPage(null);
    service.answer = (_request, response) => {
      if (service.asked.at(-1)?.searchParams.get('trang') !== '2') return false;
      response.writeHead(502).end();
      return true;
    };
    const source = sourceOf(rules);
    const position = source.rewind(last as SourcePosition, 600);
    expect((await failure(source.readPage(position))).code).toBe('DB-RST-005');
    service.answer = null;
    expect(keys((await source.readPage(position)).dossiers)).toEqual(['H99-3', 'H99-4']);
  });

  it('are never asked for since before 1970, also where nothing was ever listed', async () => {
    const source = sourceOf(
      restRules(PAGINGS.none, { since: { parameter: 'tu_luc', form: 'epoch_millis' } }),
    );
    const { position } = await readAll(source);
    await readAll(source, source.rewind(position, 600));
    expect(service.asked.map((url) => url.searchParams.get('tu_luc'))).toEqual(['0', '0']);
  });

  it('that change in between leave nothing out', async () => {
    service.list = five;
    const source = sourceOf(restRules(PAGINGS.number), { now: () => Date.parse('2026-11-10T00:00:00Z') });
    service.answer = (_request, _response, call) => {
      // Behind the first page: what was on it moves to the end, and all others by one.
      if (call === 2) service.list = [...five.slice(1), dossier('H99-1', '2026-11-09T08:00:00+07:00')];
      return false;
    };
    const { dossiers } = await readAll(source);
    expect(new Set(keys(dossiers)).size).toBe(5);
    expect(service.asked.length).toBe(8);
  });

  it('that repeat are no end', async () => {
    service.list = five;
    service.answer = (_request, response, call) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ luc: call, ket_qua: { ho_so: five }, trang: { tiep: 'x' } }));
      return true;
    };
    for (const by of ['cursor', 'number'] as const)
      expect((await failure(readAll(sourceOf(restRules(PAGINGS[by]))))).code).toBe('DB-RST-009');
  });
});

describe('values', () => {
  it('come as they were written, wherever the map says they are', async () => {
    const place = (name: string): FieldRule => ({ kind: 'place', place: { of: '', name } });
    const { dossiers, fees } = DEFAULT_SOURCE_MAP;
    const map: SourceMap = {
      ...DEFAULT_SOURCE_MAP,
      dossiers: {
        ...dossiers,
        where: [{ place: { of: '', name: 'nhap' }, anyOf: ['true'], not: true }],
        fields: {
          ...dossiers.fields,
          ownerName: place('chu.ho_ten'),
          changedAt: { kind: 'call', name: 'epoch_millis', args: [place('sua')] },
        },
      },
      fees: fees && { ...fees, from: 'tien.khoan' },
    };
    service.answer = (_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(`{"ket_qua": {"ho_so": [
        {"ma_ho_so": "007", "so_dinh_danh": 9007199254740993, "chu": {"ho_ten": "Lê Thị Mẫu"}, "csdl": ["A", "B"],
         "xac_thuc_vneid": true, "sua": 1795910401123, "email": null, "__proto__": {"ghi_chu": "x"}, "ma_tthc": 1.10,
         "ma_tthc": "1.2", "tien": {"khoan": [{"id": 10, "ten": "b", "so_tien": 150000.50}, {"id": 9, "ten": "a"}]},
         "ket_qua": {"id": "k"}},
        {"ma_ho_so": "nhap", "nhap": true}, 5]}}`);
      return true;
    };
    const { dossiers: read } = await sourceOf(restRules(PAGINGS.none), {}, map).readPage(null);
    expect(read.length).toBe(2);
    expect(read[0]?.key).toMatch(/^#/);
    expect(read[1]).toMatchObject({
      key: '007',
      changedAt: '2026-11-29T07:00:01.123+07:00',
      fields: {
        ownerIdNumber: '9007199254740993',
        ownerName: 'Lê Thị Mẫu',
        databases: 'A,B',
        vneidVerified: 'true',
        email: null,
        note: null,
        procedureCode: '1.2',
      },
      fees: [
        { id: '9', name: 'a', amount: null },
        { id: '10', name: 'b', amount: '150000.50' },
      ],
      results: [{ id: 'k' }],
      steps: [],
    });
  });

  it('of a code that is listed twice are those of its latest change', async () => {
    service.answer = (_request, response) => {
      const list = [
        dossier('A', '2026-11-02', { email: 'moi' }),
        dossier(' A', '2026-11-01', { email: 'cu' }),
      ];
      response.end(JSON.stringify({ ket_qua: { ho_so: list } }));
      return true;
    };
    const { dossiers } = await sourceOf().readPage(null);
    expect(dossiers).toMatchObject([{ key: 'A', fields: { email: 'moi' } }]);
  });

  it('are looked at by check: what no dossier has is told, all at once', async () => {
    service.list = [{ ...dossier('A', '2026-11-02'), thanh_phan: [{ id: 1 }], tien_do: 'x' }];
    await expect(sourceOf(restRules(PAGINGS.cursor)).check()).rejects.toMatchObject({
      code: 'DB-RST-010',
      details: [
        'components.name (ten): không mục nào có / no item has it',
        'tien_do: không phải danh sách / no list',
      ],
    });
    service.list = [dossier('A', '2026-11-02')];
    await sourceOf(restRules(PAGINGS.cursor)).check();
  });

  it('of a page before the first are noticed by check', async () => {
    service.list = [1, 2, 3, 4, 5].map((n) => dossier(`H99-${n}`, `2026-11-0${n}`));
    const from = (first: number) => sourceOf(restRules({ ...PAGINGS.number, first }));
    await from(1).check();
    await expect(from(2).check()).rejects.toMatchObject({
      code: 'DB-RST-010',
      details: [expect.stringMatching(/^rest\.paging\.first: /)],
    });
  });
});

describe('credentials', () => {
  it.each<[string, Partial<typeof NOBODY | typeof SECRETS>, Record<string, string>]>([
    ['a bearer token', { token: 'bi-mat' }, { authorization: 'Bearer bi-mat' }],
    [
      'user and password',
      { username: 'tên', password: 'mật:khẩu' },
      { authorization: `Basic ${Buffer.from('tên:mật:khẩu').toString('base64')}` },
    ],
    ['an API key', { apiKey: 'bi-mat' }, { 'x-ma': 'bi-mat' }],
  ])('go as %s', async (_what, own, headers) => {
    await sourceOf(restRules(PAGINGS.none, { apiKeyHeader: 'X-Ma' }), {
      credentials: { ...NOBODY, ...own },
    }).readPage(null);
    expect(service.headers[0]).toMatchObject(headers);
  });

  it('do not belong into the address', () => {
    for (const url of ['https://ten:bi-mat@may/api', 'postgres://may/db', 'may'])
      expect(() => sourceOf(restRules(PAGINGS.none), { url })).toThrow(
        expect.objectContaining({ code: 'DB-RST-001', message: expect.not.stringContaining('bi-mat') }),
      );
  });
});
