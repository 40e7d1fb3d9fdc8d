/**
 * `dongbo demo`: the whole road on this machine: an embedded PostgreSQL, a made-up province, the
 * simulated portal. Guarantees: starts from nothing each time, opens nothing outside this machine,
 * and ignores settings that name real servers.
 */
import { resolve } from 'node:path';
import { embeddedUrl } from '../compose/ledger.ts';
import { migrateAudited } from '../compose/migrating.ts';
import { periodAsked, scoreOf } from '../compose/scoring.ts';
import { SETTINGS } from '../config/settings.ts';
import { parseConfig, readDotEnv } from '../config.ts';
import { DongboError } from '../domain/errors.ts';
import { openDatabase } from '../ledger/database.ts';
import { exampleDossier } from '../ledger/example.ts';
import { heldReasons } from '../ledger/held-list.ts';
import { Lifecycle } from '../lifecycle.ts';
import { namesOf } from '../score/words/wording.ts';
import { startSimulatedPortal } from '../simulator/portal/simulated-portal.ts';
import { createProvinceDatabase } from '../simulator/province/create-province-database.ts';
import { PROVINCE_FILE_BASE_URL } from '../simulator/province/make-documents.ts';
import { makeProvince } from '../simulator/province/make-province.ts';
import {
  type AddVerb,
  type CommandContext,
  type CommonOptions,
  runVerb,
  shippedMappings,
  type Verb,
} from './command-context.ts';
import { explainDossier, explainText } from './explain.ts';
import { heldTable } from './held.ts';
import { withExamples } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { startProgress } from './progress.ts';
import { lostToSynchronization } from './score-numbers.ts';
import { heldLine, lateLine, sumLine, synchronizationLine } from './score-text.ts';
import { summaryText, syncAndSum } from './sync.ts';

interface DemoOptions extends CommonOptions {
  readonly dossiers: string;
}

const LEDGER = 'dongbo_demo';
const PROVINCE = 'tinh_mau';

/** Databases of the demo's own, empty. */
async function freshDatabases(
  lifecycle: Lifecycle,
  dataDir: string,
): Promise<{ ledger: string; province: string }> {
  const config = parseConfig({ DATA_DIR: dataDir });
  const admin = await embeddedUrl(config, 'postgres', lifecycle, () => {});
  const database = openDatabase({ url: admin, max: 1, name: 'dongbo-demo' });
  try {
    for (const name of [LEDGER, PROVINCE]) {
      await database.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await database.query(`CREATE DATABASE ${name}`);
    }
  } finally {
    await database.close();
  }
  const urlOf = (name: string): string => {
    const url = new URL(admin);
    url.pathname = `/${name}`;
    return url.href;
  };
  return { ledger: urlOf(LEDGER), province: urlOf(PROVINCE) };
}

async function fillProvince(context: CommandContext, url: string, dossiers: number): Promise<void> {
  const progress = startProgress(context.say('Tạo tỉnh Mẫu', 'Making the province'), context.json);
  const province = makeProvince({ dossiers, faulty: Math.round(dossiers / 10), seed: 1, now: new Date() });
  const database = await createProvinceDatabase(url, province.dossiers());
  progress.stop();
  await database.close();
}

/** The month's score in a few words. */
async function presentScore({ house, language, say, signal }: CommandContext) {
  const request = { period: periodAsked(undefined, Date.now()), groupedBy: null, listed: 0, refresh: true };
  const { report, formula } = await scoreOf(house, { ...request, formula: undefined }, signal, () => {});
  const telling = { say, language, names: namesOf(formula) };
  const { period, formulaVersion, sum } = report;
  return {
    document: { period, formulaVersion, sum, lostToSynchronization: lostToSynchronization(report) },
    lines: [sumLine, synchronizationLine, lateLine, heldLine]
      .map((line) => line(report, telling))
      .filter((line) => line !== ''),
  };
}

function road(province: string, dossiers: number): Verb {
  return async (context) => {
    const { house, say, note, print, language, signal } = context;
    note(say(`1. Tỉnh Mẫu với ${dossiers} hồ sơ`, `1. A made-up province with ${dossiers} dossiers`));
    await fillProvince(context, province, dossiers);
    const ledger = await house.ledger();
    note(say('2. Danh mục quốc gia về sổ', '2. The national catalogue into the ledger'));
    const catalogue = await house.pullCatalogue({ full: false }, signal);
    note(say('3. Đọc, chuẩn hóa, gửi Cổng giả lập', '3. Read, normalize, deliver to the simulated portal'));
    const summary = await syncAndSum(context, 60);
    const held = await heldReasons(ledger);
    const scored = await presentScore(context);
    const code = await exampleDossier(ledger);
    const example = code === null ? null : await explainDossier(context, code);
    print({ catalogue, sync: summary, held, explain: example, score: scored.document }, () =>
      [
        summaryText(summary, say),
        say(
          '\n4. Vì sao giữ lại, và cách xử lý (dongbo held list)',
          '\n4. What is held, and the remedy (dongbo held list)',
        ),
        heldTable(held, language, say),
        say(
          '\n5. Mọi điều biết về một hồ sơ (dongbo explain <mã>)',
          '\n5. All that is known of one dossier (dongbo explain <code>)',
        ),
        ...(example ? [explainText(example, say)] : []),
        say(
          '\n6. Điểm của tỉnh Mẫu theo Bộ chỉ số 766 tháng này (dongbo score)',
          "\n6. The made-up province's score of this month (dongbo score)",
        ),
        ...scored.lines,
      ].join('\n'),
    );
    return summary.accepted.dossiers > 0 && summary.retrying === 0 ? 0 : 1;
  };
}

/** Settings about how to speak to the person, which the demo shares with other commands. */
const SHARED: readonly string[] = ['LOG_LEVEL', 'LANGUAGE_CODE'];

/** Empties every other setting and its `…_FILE`: neither names a real server, table or path to the demo. */
function switchedOff(): Record<string, string> {
  const names = Object.keys(SETTINGS).filter((name) => !SHARED.includes(name));
  return Object.fromEntries(names.flatMap((name) => [name, `${name}_FILE`]).map((name) => [name, '']));
}

async function demo(options: DemoOptions): Promise<number> {
  const dossiers = Number(options.dossiers);
  if (!Number.isInteger(dossiers) || dossiers < 20) {
    throw new DongboError('DB-CFG-003', { option: '--dossiers', value: options.dossiers, expected: '>= 20' });
  }
  const lifecycle = new Lifecycle();
  try {
    const { DATA_DIR = './.dongbo' } = { ...readDotEnv(process.cwd()), ...process.env };
    const dataDir = resolve(DATA_DIR, 'demo');
    const databases = await freshDatabases(lifecycle, dataDir);
    const portal = await startSimulatedPortal({ port: 0, mode: 'rows', seed: 1 });
    lifecycle.onClose('simulated portal', () => portal.close());
    const settings = {
      ...switchedOff(),
      DATABASE_URL: databases.ledger,
      SOURCE_URL: databases.province,
      MAPPINGS_DIR: shippedMappings(),
      FILE_BASE_URL: PROVINCE_FILE_BASE_URL,
      PORTAL_BASE_URL: portal.url,
      PORTAL_USERNAME: portal.credentials.username,
      PORTAL_PASSWORD: portal.credentials.password,
      PORTAL_AGENCY_CODE: portal.credentials.agencyCode,
    };
    return await runVerb(
      options,
      async (context) => {
        await migrateAudited(context.house, await context.house.openedLedger());
        return road(databases.province, dossiers)(context);
      },
      { settings },
    );
  } finally {
    await lifecycle.close();
  }
}

/** Adds the verb. */
export const addDemo: AddVerb = (program, done, say) => {
  const verb = program
    .command('demo')
    .description(
      say(
        'thử cả con đường trên máy này: tỉnh Mẫu, Cổng giả lập, không cần gì khác',
        'the whole road on this machine: a made-up province, a simulated portal, nothing else',
      ),
    )
    .option(
      '--dossiers <count>',
      say('số hồ sơ của tỉnh Mẫu, ít nhất 20', 'how many dossiers, 20 at least'),
      '500',
    )
    .option(...jsonOption(say))
    .action((options: DemoOptions) => done(demo(options)));
  withExamples(verb, say, [
    ['demo', 'thử với 500 hồ sơ', 'with 500 dossiers'],
    ['demo --dossiers 5000', 'thử với nhiều hồ sơ hơn', 'with more of them'],
  ]);
};
