/**
 * A real `dongbo run` over a made-up province and the simulated portal, in which everything has happened once that
 * shows as a series of its own: accepted in both lanes, refused, not understood, otherwise at the portal; a
 * further source is away, another one is a folder, and one pushes.
 * Guarantees: nothing is written into its metrics or its ledger; all of it is gone after `close`.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { asProvince } from '../../source/province.ts';
import { SHIPPED_MAPPINGS, settleProvince, World } from '../e2e/world.ts';
import { parseExposition } from '../exposition.ts';
import { ownPostgres } from '../own-postgres.ts';
import { freePort, redisServer, waitFor } from '../services.ts';
import type { Series } from './promql.ts';

/** See the file's head. */
export interface Troubled {
  /** Host and port of its /metrics. */
  readonly address: string;
  /** Lets things happen; answers when they show. */
  makeTrouble(): Promise<void>;
  /** What it shows now, as a Prometheus names it whose job is `job`. */
  series(job: string): Promise<readonly Series[]>;
  /** Lets the province and the portal go on until `condition` holds, for 40 seconds at most. */
  meanwhile(condition: () => Promise<boolean>): Promise<void>;
  close(): Promise<void>;
}

/** Labels of a series as the scrape leaves them. */
function scraped(key: string, place: Readonly<Record<string, string>>): Series {
  const [, name = '', labels = ''] = /^([\w:]+)(?:\{(.*)\})?$/.exec(key) ?? [];
  const own = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(
    ([, label = '', value = '']): [string, string] => [label in place ? `exported_${label}` : label, value],
  );
  return new Map([['__name__', name], ...own, ...Object.entries(place)]);
}

/** Starts it. */
export async function troubledDaemon(): Promise<Troubled> {
  // A source that tells of changes by its log: what is kept for it shows.
  const server = await ownPostgres(['wal_level=logical', 'synchronous_commit=on']);
  const home = await settleProvince(40, 10, 3, await server.database());
  const redis = await redisServer();
  const folder = mkdtempSync(join(tmpdir(), 'dongbo-troubled-'));
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, rootCertificates[0] ?? '');
  const mappings = join(folder, 'mappings');
  cpSync(SHIPPED_MAPPINGS, mappings, { recursive: true });
  mkdirSync(join(mappings, 'source.d'), { recursive: true });
  const described = readFileSync(join(mappings, 'source.yaml'), 'utf8');
  writeFileSync(join(mappings, 'source.d', 'dat-dai.yaml'), `kind: sql\n${described}`);
  writeFileSync(join(mappings, 'source.d', 'thu-muc.yaml'), `kind: xml\n${described}`);
  writeFileSync(join(mappings, 'source.d', 'tu-gui.yaml'), `kind: intake\n${described}`);
  const documents = join(folder, 'documents');
  mkdirSync(documents);
  const world = await World.open(
    home,
    {},
    {
      ...(redis === null ? {} : { REDIS_URL: redis.url }),
      PORTAL_CA_FILE: ca,
      MAPPINGS_DIR: mappings,
      SOURCE_THU_MUC_DIR: documents,
      SOURCE_TU_GUI_TOKEN: 'ma-truy-cap-cua-nguon-tu-gui',
      INTAKE_PORT: '0',
      SOURCE_DAT_DAI_URL: `postgres://doc@127.0.0.1:${await freePort()}/dat-dai`,
      SOURCE_CDC: 'logical',
      SCHEDULE_EXTRACT: '* * * * * *',
      SCHEDULE_IRREGULAR: '*/3 * * * * *',
      SCHEDULE_RECOVER: '*/2 * * * * *',
      SCHEDULE_SCORE: '*/2 * * * * *',
      SCHEDULE_SWEEP: '*/5 * * * * *',
    },
  );
  const { statements } = await world.json<{ statements: string[] }>([
    'source',
    'sql',
    '--capture',
    'logical',
  ]);
  await asProvince(home.url, ...statements);
  const daemon = world.start(['run']);
  const listening = () => /"where":"http:\/\/([^"]+)"/.exec(daemon.stdout)?.[1] ?? '';
  await daemon.until('its address', () => listening() !== '');
  const address = listening();
  const shown = async () => parseExposition(await (await fetch(`http://${address}/metrics`)).text());
  const goOn = async (code: string, text: string): Promise<void> =>
    home.database.addStep(code, { status: 'DANG_XU_LY', content: text, at: new Date() });
  const held = async (code: string): Promise<boolean> =>
    (await world.ledger('SELECT FROM held WHERE code = $1', [code])).length > 0;
  let steps = 0;

  const makeTrouble = async (): Promise<void> => {
    const stored = () => [...world.portal.state().dossiers.keys()];
    await daemon.until('dossiers at the portal', () => stored().length >= 5);
    const [live = '', refused = '', odd = '', edited = ''] = stored();
    await goOn(live, 'Chuyển bước');
    world.portal.control({ poison: { codes: [refused], answer: 'invalid' } });
    await goOn(refused, 'Bị từ chối');
    await daemon.until('a refusal', () => held('DB-PRT-010'));
    world.portal.control({ poison: {}, faults: { unknownWords: 1 } });
    await goOn(odd, 'Không hiểu');
    await daemon.until('an answer that is not understood', () => held('DB-PRT-011'));
    const status = world.portal.state().dossiers.get(edited)?.payload.TrangThaiHoSo;
    world.portal.control({ faults: {}, edit: { [edited]: { TrangThaiHoSo: status === '7' ? '8' : '7' } } });
    await world.json(['reconcile', '--all']);
    await world.json(['backup', join(folder, 'backups')]);
    await daemon.until('all of it shown', async () => {
      const { labels, values } = await shown();
      const jobs = labels('dongbo_job_last_success_timestamp_seconds', 'job');
      const drifts = labels('dongbo_drift', 'cause').length > 0;
      const ran = ['irregular', 'sweep', 'score'].every((job) => jobs.includes(job));
      const kept = labels('dongbo_source_backlog_bytes', 'source').length > 0;
      const away = values.get('dongbo_source_up{source="dat-dai"}') === 0;
      return drifts && ran && kept && away && values.has('dongbo_backup_regular');
    });
  };

  return {
    address,
    makeTrouble,
    async series(job) {
      const { values } = await shown();
      return [...values.keys()].map((key) => scraped(key, { job, instance: address }));
    },
    async meanwhile(condition) {
      const codes = [...world.portal.state().dossiers.keys()];
      const more = async (): Promise<boolean> => {
        steps += 1;
        await goOn(codes[steps % codes.length] ?? '', `Bước ${steps}`);
        return condition();
      };
      // What has not come by then, whoever asked says by its own check.
      await waitFor(more, { timeoutMs: 40_000, intervalMs: 1_000 }).catch(() => {});
    },
    async close() {
      await world.close();
      await redis?.stop();
      await home.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
