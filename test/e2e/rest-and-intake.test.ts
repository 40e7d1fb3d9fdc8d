/**
 * A province that has no database to show: one whose service is read, and one that pushes. What the portal and the
 * ledger have in the end is what the generator says, and neither secrets nor personal data are in any output.
 */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { deviations } from '../support/e2e/deviations.ts';
import { type MappingsCopy, mappingsWith } from '../support/e2e/refusals.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';
import { jsonDossier, type RestService, startRestService } from '../support/rest-service.ts';

const SIZE = 120;
const TOKEN = 'ma-truy-cap-chim-son-ca-5519';
const REST = `
rest:
  path: /v1/ho-so
  items: ket_qua.ho_so
  since: { parameter: tu_luc, form: iso }
  paging: { by: number, parameter: trang, first: 1, size_parameter: so_luong }
`;

let home: ProvinceHome;
let mappings: MappingsCopy;
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  home = await settleProvince(SIZE, SIZE / 10, 3);
  mappings = await mappingsWith('source.yaml', [REST]);
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(async () => {
  await mappings?.remove();
  await home?.close();
});

const listed = () => home.dossiers.map(({ rows }) => jsonDossier(rows));

/** No owner's number or phone, and no token, is in `text`. */
function expectNothingPersonal(text: string): void {
  expect(text).not.toContain(TOKEN);
  for (const { rows } of home.dossiers) {
    const { so_dinh_danh: id, so_dien_thoai: phone } = rows.dongbo_ho_so;
    for (const value of [id, phone]) if (value && value.length > 7) expect(text).not.toContain(value);
  }
}

it('is read from a REST service, also when it breaks off in the middle', async () => {
  const service: RestService = await startRestService(listed());
  closers.push(() => service.close());
  const world = await World.open(
    home,
    {},
    {
      SOURCE_KIND: 'rest',
      SOURCE_URL: service.url,
      SOURCE_TOKEN: TOKEN,
      SOURCE_PAGE_SIZE: '25',
      MAPPINGS_DIR: mappings.dir,
    },
  );
  closers.push(() => world.close());
  await world.json(['catalogue', 'pull']);
  service.answer = (_request, response) => {
    if (service.asked.at(-1)?.searchParams.get('trang') !== '3') return false;
    response.writeHead(500).end(JSON.stringify(listed()[0]));
    return true;
  };
  const broken = await world.dongbo(['sync', '--once', '--wait', '60']);
  expect(broken.code, broken.stderr).not.toBe(0);
  expect(broken.stderr + broken.stdout).toContain('DB-RST-005');
  expectNothingPersonal(broken.stderr + broken.stdout);

  service.answer = null;
  service.asked.length = 0;
  await world.sync();
  // Two pages are stored: it goes on at the third, then goes through all of it once more.
  expect(service.asked.map((url) => url.searchParams.get('trang'))).toEqual([
    '3',
    '4',
    '5',
    '6',
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
  ]);
  expect(await deviations(world, home.expectations())).toEqual([]);
  expect(service.headers.every(({ authorization }) => authorization === `Bearer ${TOKEN}`)).toBe(true);

  const examined = async () => {
    const { stdout } = await world.dongbo(['doctor', '--json']);
    const { checks } = JSON.parse(stdout) as {
      checks: { check: string; result: string; code: string | null }[];
    };
    return checks
      .filter(({ check }) => check.startsWith('source'))
      .map(({ check, result, code }) => [check, result, code]);
  };
  expect(await examined()).toContainEqual(['source-services', 'ok', null]);
  service.answer = (_request, response) => {
    response.writeHead(401).end();
    return true;
  };
  expect(await examined()).toContainEqual(['source-services', 'failed', 'DB-RST-003']);
  service.answer = null;

  const again = await world.sync();
  expect(again).toMatchObject({ changed: 0, accepted: { dossiers: 0, steps: 0 } });
  expect(world.portal.state().doubledSteps).toBe(0);
}, 120_000);

it('is taken from whoever pushes, as often as it comes, and goes to the portal', async () => {
  const world = await World.open(
    home,
    {},
    {
      SOURCE_KIND: 'intake',
      SOURCE_TOKEN: TOKEN,
      INTAKE_PORT: '0',
      SOURCE_URL: '',
    },
  );
  closers.push(() => world.close());
  await world.json(['catalogue', 'pull']);
  const daemon = world.start(['run'], { LOG_LEVEL: 'debug', SCHEDULE_EXTRACT: '* * * * * *' });
  await daemon.until('the intake', () => daemon.logged('intake listens').length > 0);
  const { where } = daemon.logged('intake listens')[0] ?? {};
  const post = (body: string, token = TOKEN) =>
    fetch(`${where}/intake`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
      body,
    });
  const lines = listed().map((dossier) => `${JSON.stringify(dossier)}\n`);
  const halves = [lines.slice(0, SIZE / 2), lines.slice(SIZE / 2), lines.slice(0, SIZE / 2)].map((half) =>
    half.join(''),
  );
  const answers = await Promise.all(halves.map((half) => post(half)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await post(lines[0] ?? '', 'ma-khac-cung-du-dai-bang-do')).status).toBe(401);
  expect((await post('{"ma_ho_so": "079200012345"')).status).toBe(400);

  const held = home.expectations().filter(({ outcome }) => outcome === 'held').length;
  await daemon.until('all at the portal', () => world.portal.state().dossiers.size >= SIZE - held, 60_000);
  await daemon.until(
    'settled',
    async () => (await deviations(world, home.expectations())).length === 0,
    60_000,
  );
  expect(world.portal.state().doubledSteps).toBe(0);
  const where9464 = daemon.logged('admin HTTP listens')[0]?.where;
  const ready = (await (await fetch(`${where9464}/readyz`)).json()) as {
    checks: Record<string, { ok: boolean }>;
  };
  expect(ready.checks.intake).toMatchObject({ ok: true });
  const metrics = await (await fetch(`${where9464}/metrics`)).text();
  expect(metrics).toMatch(new RegExp(`dongbo_intake_dossiers_total\\{result="stored"\\} ${SIZE}\\n`));
  expect(metrics).toMatch(/dongbo_intake_requests_total\{result="denied"\} 1\n/);
  expect((await daemon.end('SIGTERM')).code).toBe(0);
  expectNothingPersonal(daemon.output);
  expect(daemon.output).not.toContain('079200012345');
}, 180_000);
