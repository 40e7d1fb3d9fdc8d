/** `dongbo explain <MaHoSo>`: all that is known of one dossier and what to do next. */
import type { Command } from 'commander';
import { DongboError, type Language } from '../domain/errors.ts';
import type { DossierRecord } from '../ledger/dossier-record.ts';
import type { Explained } from '../pipeline/explain.ts';
import { type CommandContext, type CommonOptions, runVerb } from './command-context.ts';
import { explainHeld } from './explain-held.ts';
import { stateName } from './status.ts';
import { table, vietnamTime } from './table.ts';

type Document = ReturnType<typeof documentOf>;

/** The document of `explain --json` (5-interface.md). */
export function documentOf(
  explained: Explained,
  context: Pick<CommandContext, 'house' | 'language' | 'say'>,
) {
  const { record, codes, codebookCurrent } = explained;
  const { dossier } = record;
  const wire = context.house.wire();
  return {
    dossier: record.code,
    state: dossier.state,
    incomplete: record.incomplete,
    held: record.held.map(({ scope, part, code, field, value, params, blocking, since }) => ({
      scope,
      part,
      code,
      field,
      value,
      blocking,
      since,
      ...explainHeld({ code, field, value, params }, context.language),
    })),
    codes,
    codebook: { version: record.codebookVersion, current: codebookCurrent },
    payload: dossier.payload === null ? null : wire.dossier(dossier.payload as never),
    version: dossier.version,
    acceptedVersion: dossier.acceptedVersion,
    acceptedAt: dossier.acceptedAt,
    due: dossier.state === 'accepted' || dossier.state === 'held' ? null : dossier.dueAt,
    steps: record.steps.map((step) => ({
      id: step.stepId,
      state: step.state,
      acceptedAt: step.acceptedAt,
      payload: wire.step(step.payload as never),
    })),
    attempts: record.attempts.map((attempt) => ({
      at: attempt.at,
      service: attempt.service,
      outcome: attempt.outcome,
      errorCode: attempt.errorCode,
      message: attempt.message,
      records: attempt.records,
      durationMs: attempt.durationMs,
      of: record.steps.find((step) => step.id === attempt.deliveryId)?.stepId ?? 'dossier',
    })),
    source: record.source,
    lane: record.lane,
    next: nextStep(record, context.language, context.say),
  };
}

/** What to do next, as one sentence. What holds the whole dossier comes before what holds a part of it. */
export function nextStep(
  record: Pick<DossierRecord, 'held' | 'dossier' | 'steps'>,
  language: Language,
  say: CommandContext['say'],
): string {
  const first = record.held.find(({ blocking }) => blocking) ?? record.held[0];
  if (first) return explainHeld(first, language).remedy;
  const open = [record.dossier, ...record.steps].find((item) => item.state !== 'accepted');
  if (!open) return say('Không cần làm gì: Cổng đã nhận đủ.', 'Nothing: the portal has all of it.');
  return say(
    `Không cần làm gì: tự gửi lúc ${vietnamTime(open.dueAt)}.`,
    `Nothing: it goes by itself at ${vietnamTime(open.dueAt)}.`,
  );
}

/** The explanation for people. */
export function explainText(document: Document, say: CommandContext['say']): string {
  const heading = (text: string): string => `\n── ${text}`;
  const incomplete = document.incomplete ? say(' (đi thiếu phần)', ' (incomplete)') : '';
  return [
    `${say('Hồ sơ', 'Dossier')} ${document.dossier}: ${stateName(document.state, say)}${incomplete}`,
    ...document.held.map(
      (held) => `  ! ${held.code} [${held.scope} ${held.part}] ${held.message}\n    → ${held.remedy}`,
    ),
    heading(say('Mã và quy tắc đã cho ra mã', 'Codes and the rule behind each')),
    table(
      [say('Trường', 'Field'), say('Nguồn', 'From'), say('Gửi đi', 'To'), say('Quy tắc', 'Rule')],
      document.codes.map((code) => [code.field, code.from, code.to, code.rule]),
      [28, 32, 32, 28],
    ),
    heading(say('Nội dung gửi Cổng', 'Payload')),
    JSON.stringify(document.payload, null, 2),
    heading(say('Các bước tiến độ', 'Steps')),
    ...document.steps.map(
      (step) => `  ${step.id}  ${stateName(step.state, say)}  ${JSON.stringify(step.payload)}`,
    ),
    heading(say('Các lần gửi', 'Attempts')),
    table(
      [
        say('Lúc', 'At'),
        say('Dịch vụ', 'Service'),
        say('Của', 'Of'),
        say('Kết quả', 'Outcome'),
        say('Cổng trả lời', 'Answer'),
      ],
      document.attempts.map((attempt) => [
        vietnamTime(attempt.at),
        attempt.service,
        attempt.of,
        attempt.outcome,
        [attempt.errorCode, attempt.message].filter((text) => text !== '').join(' '),
      ]),
    ),
    `${say('Việc tiếp theo', 'What next')}: ${document.next}`,
  ].join('\n');
}

/** Explains one dossier. Throws DB-CFG-004 when the ledger has none of that code. */
export async function explainDossier(context: CommandContext, code: string): Promise<Document> {
  const explained = await context.house.explain(code);
  if (!explained) throw new DongboError('DB-CFG-004', { dossier: code });
  return documentOf(explained, context);
}

/** Adds the verb. */
export function addExplain(program: Command, done: (code: Promise<number>) => Promise<void>): void {
  program
    .command('explain <dossier>')
    .description('mọi điều biết về một hồ sơ · all that is known of one dossier')
    .option('--json', 'one JSON document on standard output')
    .action((code: string, options: CommonOptions) =>
      done(
        runVerb(options, async (context) => {
          const document = await explainDossier(context, code);
          context.print(document, () => explainText(document, context.say));
          return 0;
        }),
      ),
    );
}
