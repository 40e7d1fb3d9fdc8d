/** `dongbo simulate province`: a made-up province with the dirt of real data, in a database of one's own. */
import { createProvinceDatabase } from '../simulator/province/create-province-database.ts';
import { PROVINCE_FILE_BASE_URL } from '../simulator/province/make-documents.ts';
import { makeProvince } from '../simulator/province/make-province.ts';
import { type AddVerb, type CommonOptions, runVerb } from './command-context.ts';
import { withExamples } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { numberOf } from './number-option.ts';
import { startProgress } from './progress.ts';

interface ProvinceOptions extends CommonOptions {
  readonly url: string;
  readonly dossiers: string;
  readonly faulty: string;
  readonly seed: string;
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

/** Adds the verb under `simulate`. */
export const addSimulateProvince: AddVerb = (simulate, done, say) => {
  const verb = simulate
    .command('province')
    .description(
      say('tỉnh Mẫu, với bụi bẩn của dữ liệu thật', 'a made-up province with the dirt of real data'),
    )
    .requiredOption(
      '--url <postgres-url>',
      say(
        'cơ sở dữ liệu PostgreSQL trống (hoặc đã là tỉnh Mẫu)',
        'an empty PostgreSQL database (or an earlier made-up province)',
      ),
    )
    .option('--dossiers <count>', say('số hồ sơ', 'how many'), '2000')
    .option('--faulty <share>', say('phần có lỗi, 0..1', 'share with a fault, 0..1'), '0.1')
    .option('--seed <number>', say('cùng số thì cùng một tỉnh', 'same seed, same province'), '1')
    .option(...jsonOption(say))
    .action((options: ProvinceOptions) => done(simulateProvince(options)));
  withExamples(verb, say, [
    [
      'simulate province --url postgres://127.0.0.1:5432/tinh_mau --dossiers 20000',
      'tạo 20.000 hồ sơ vào một cơ sở dữ liệu trống',
      'makes 20,000 dossiers in an empty database',
    ],
  ]);
};
