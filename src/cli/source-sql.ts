/**
 * `dongbo source sql`: what the province's administrator runs so that changes are told at once.
 * Guarantees: prints, and runs nothing; without the needed right or with another system it says so.
 */
import { Option } from 'commander';
import { sourceCalled } from '../compose/sources.ts';
import { DongboError } from '../domain/errors.ts';
import { CHANGE_CAPTURES, type ChangeCapture } from '../domain/source-definition.ts';
import type { CapturePlan } from '../source/capture/capture-plan.ts';
import { type AddVerb, type CommonOptions, runVerb, type Say, type Verb } from './command-context.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { jsonOption } from './help-language.ts';

interface Options extends CommonOptions {
  readonly capture: ChangeCapture;
  readonly source?: string;
}

const comment = (text: string): string => `-- ${text}`;

function textOf(
  capture: ChangeCapture,
  { statements, unknown, silentDeletes }: CapturePlan,
  say: Say,
): string {
  const notes = [
    capture === 'poll'
      ? say('Trả nguồn về như chưa từng báo thay đổi.', 'Takes away all by which the source told of changes.')
      : say(
          'Chủ sở hữu các bảng chạy các lệnh này ở cơ sở dữ liệu nguồn.',
          'For the owner of the tables, in the source database.',
        ),
    ...unknown.map((name) =>
      say(
        `Không thấy bảng nào có cột khóa đứng sau ${name}: khai ở mục watch nếu cần.`,
        `No table with the key's column was found behind ${name}: name it under watch where need be.`,
      ),
    ),
    ...silentDeletes.map((table) =>
      say(
        `Dòng bị xóa ở ${table} không cho biết hồ sơ nào: khi đó nguồn được đọc lại theo thời gian. Muốn biết ngay: ALTER TABLE ${table} REPLICA IDENTITY FULL (nhật ký lớn hơn).`,
        `A row deleted from ${table} does not tell its dossier: the source is then read by time. To be told at once: ALTER TABLE ${table} REPLICA IDENTITY FULL (more log is written).`,
      ),
    ),
  ];
  return [...notes.map(comment), ...statements.map((statement) => `${statement};`)].join('\n');
}

function verb({ capture, source }: Options): Verb {
  return async ({ house, print, say }) => {
    const sources = await house.sources();
    const [main] = sources;
    const asked = source === undefined && main !== undefined ? main : sourceCalled(sources, source ?? '');
    const { definition, settings } = asked;
    if (definition.kind !== 'sql' || settings.url === null || !/^postgres(ql)?:/i.test(settings.url))
      throw new DongboError('DB-CDC-010', { where: asked.name });
    const { capturePlan } = await import('../source/capture/capture-plan.ts');
    const plan = await capturePlan(settings.url, asked.name, capture, definition);
    if (plan.statements.length === 0)
      throw new DongboError('DB-CDC-006', { where: asked.name, value: plan.unknown.join(', ') });
    const { statements, unknown, silentDeletes } = plan;
    print({ source: asked.name, capture, statements, unknown, silentDeletes }, () =>
      textOf(capture, plan, say),
    );
    return 0;
  };
}

/** Adds the verb. */
export const addSourceSql: AddVerb = (group, done, say) => {
  const command = group
    .command('sql')
    .description(
      say(
        'in các câu lệnh SQL để nguồn PostgreSQL báo thay đổi ngay; không chạy gì',
        'prints the SQL by which a PostgreSQL source tells of changes at once; runs nothing',
      ),
    )
    .addOption(
      new Option(
        '--capture <how>',
        say(
          'listen (trigger và NOTIFY), logical (nhân bản lô-gic), poll (gỡ bỏ tất cả)',
          'listen (triggers and NOTIFY), logical (replication), poll (takes all of it away)',
        ),
      )
        .choices([...CHANGE_CAPTURES])
        .default('listen'),
    )
    .option(
      '--source <name>',
      say('nguồn nào; nguồn chính nếu bỏ trống', 'which source; the main one where absent'),
    )
    .option(...jsonOption(say))
    .action((options: Options) => done(runVerb(options, verb(options))));
  withExamples(command, say, [
    ['source sql', 'gửi tệp này cho quản trị cơ sở dữ liệu', 'a file for the administrator'],
    ['source sql --capture logical', 'bằng nhân bản lô-gic', 'by logical replication'],
    ['source sql --capture poll', 'gỡ trigger, publication, slot', 'without triggers, publication, slot'],
  ]);
  withExitCodes(command, say, [
    [0, 'đã in', 'printed'],
    [69, 'nguồn không liên lạc được', 'the source is away'],
    [78, 'không phải PostgreSQL, hoặc chưa biết bảng nào', 'no PostgreSQL, or no table is known'],
  ]);
};
