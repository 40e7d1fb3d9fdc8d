/**
 * `dongbo simulate portal | province`: the portal's stand-in and a made-up province, for trying
 * mappings and rehearsing faults before going live.
 */
import { type Command, Option } from 'commander';
import { pause } from '../lifecycle.ts';
import { parseFaults } from '../simulator/portal/parse-faults.ts';
import { BATCH_MODES, type BatchMode } from '../simulator/portal/settle-batch.ts';
import { startSimulatedPortal } from '../simulator/portal/simulated-portal.ts';
import { createProvinceDatabase } from '../simulator/province/create-province-database.ts';
import { PROVINCE_FILE_BASE_URL } from '../simulator/province/make-documents.ts';
import { makeProvince } from '../simulator/province/make-province.ts';
import { type CommonOptions, runVerb } from './command-context.ts';
import { numberOf } from './number-option.ts';
import { startProgress } from './progress.ts';

interface PortalOptions extends CommonOptions {
  readonly port: string;
  readonly mode: BatchMode;
  readonly faults: string;
  readonly latency: string;
  readonly seed: string;
  readonly lookupSteps: boolean;
}

interface ProvinceOptions extends CommonOptions {
  readonly url: string;
  readonly dossiers: string;
  readonly faulty: string;
  readonly seed: string;
}

function simulatePortal(options: PortalOptions): Promise<number> {
  return runVerb(options, async ({ print, note, say, signal }) => {
    const portal = await startSimulatedPortal({
      port: numberOf('--port', options.port, 0, 65_535),
      mode: options.mode,
      faults: parseFaults(options.faults),
      latencyMs: numberOf('--latency', options.latency, 0, 600_000),
      seed: numberOf('--seed', options.seed, 0, 2 ** 32 - 1),
      lookupSteps: options.lookupSteps,
    });
    const { username, password, agencyCode } = portal.credentials;
    const settings = {
      PORTAL_BASE_URL: portal.url,
      PORTAL_USERNAME: username,
      PORTAL_PASSWORD: password,
      PORTAL_AGENCY_CODE: agencyCode,
    };
    print({ settings, mode: options.mode, faults: options.faults }, () =>
      Object.entries(settings)
        .map(([name, value]) => `${name}=${value}`)
        .join('\n'),
    );
    note(say('Cổng giả lập đang chạy; Ctrl-C để dừng.', 'The simulated portal is running; Ctrl-C ends it.'));
    while (!signal.aborted) await pause(60_000, signal);
    await portal.close();
    return 0;
  });
}

function simulateProvince(options: ProvinceOptions): Promise<number> {
  return runVerb(options, async ({ print, say, json }) => {
    const dossiers = Math.round(numberOf('--dossiers', options.dossiers, 1, 10_000_000));
    const faulty = Math.round(dossiers * numberOf('--faulty', options.faulty, 0, 1));
    const seed = numberOf('--seed', options.seed, 0, 2 ** 32 - 1);
    const province = makeProvince({ dossiers, faulty, seed, now: new Date() });
    const progress = startProgress(say('Tạo hồ sơ', 'Making dossiers'), json);
    let made = 0;
    const expected = { accepted: 0, incomplete: 0, held: 0, steps: 0 };
    function* counted() {
      for (const dossier of province.dossiers()) {
        expected[dossier.expectation.outcome] += 1;
        expected.steps += dossier.expectation.stepStatuses.length;
        made += 1;
        if (made % 500 === 0) progress.update(made, dossiers);
        yield dossier;
      }
    }
    const database = await createProvinceDatabase(options.url, counted()).finally(() => progress.stop());
    await database.close();
    // Without it the relative links of this province are held.
    const settings = { FILE_BASE_URL: PROVINCE_FILE_BASE_URL };
    print({ dossiers: made, faulty, seed, expected, settings }, () =>
      [
        say(
          `Đã tạo tỉnh Mẫu với ${made} hồ sơ, ${faulty} hồ sơ có lỗi.`,
          `The made-up province has ${made} dossiers, ${faulty} of them faulty.`,
        ),
        say(
          `Mong đợi: Cổng nhận đủ ${expected.accepted}, nhận thiếu phần ${expected.incomplete}, giữ lại ${expected.held}; ${expected.steps} bước tiến độ.`,
          `Expected: ${expected.accepted} accepted whole, ${expected.incomplete} without a part, ${expected.held} held; ${expected.steps} steps.`,
        ),
        `FILE_BASE_URL=${settings.FILE_BASE_URL}`,
      ].join('\n'),
    );
    return 0;
  });
}

/** Adds the verbs. */
export function addSimulate(program: Command, done: (code: Promise<number>) => Promise<void>): void {
  const simulate = program
    .command('simulate')
    .description('Cổng giả lập và tỉnh Mẫu · a stand-in for the portal, a made-up province');
  simulate
    .command('portal')
    .description('Cổng giả lập với lỗi theo ý muốn · the portal with faults at will')
    .option('--port <port>', '0 = a free one', '8099')
    .addOption(
      new Option('--mode <mode>', 'how a bad record fails its batch')
        .choices([...BATCH_MODES])
        .default('rows'),
    )
    .option('--faults <list>', 'name=probability, comma separated, e.g. lost=0.1,http503=0.05', '')
    .option('--latency <ms>', 'milliseconds before each answer', '0')
    .option('--seed <number>', 'same seed, same faults', '1')
    .option('--no-lookup-steps', 'TraCuuHoSo does not show progress steps')
    .option('--json', 'one JSON document on standard output')
    .action((options: PortalOptions) => done(simulatePortal(options)));
  simulate
    .command('province')
    .description('tỉnh Mẫu với bụi bẩn của dữ liệu thật · a province with the dirt of real data')
    .requiredOption('--url <postgres-url>', 'an empty PostgreSQL database (or an earlier made-up province)')
    .option('--dossiers <count>', 'how many', '2000')
    .option('--faulty <share>', 'share with a fault, 0..1', '0.1')
    .option('--seed <number>', 'same seed, same province', '1')
    .option('--json', 'one JSON document on standard output')
    .action((options: ProvinceOptions) => done(simulateProvince(options)));
}
