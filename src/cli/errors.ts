/**
 * `dongbo errors [code]`: the catalogue of errors, all of it or one code.
 * Guarantees: needs no settings, no ledger and no service, so that it also helps where those are wrong.
 */

import { ACTORS } from '../domain/error-actors.ts';
import {
  DongboError,
  ERROR_CODES,
  type ErrorCode,
  entryOf,
  explainError,
  type Language,
  unmarked,
} from '../domain/errors.ts';
import { type AddVerb, languageOfEnvironment } from './command-context.ts';
import { errorCodeOf } from './error-code.ts';
import { placeholdersOf } from './error-placeholders.ts';
import { CLASSES } from './error-words.ts';
import { errorsPage } from './errors-page.ts';
import { withExamples } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { table } from './table.ts';

interface Options {
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** The code that was meant. Throws DB-CFG-007 where there is none. */
function codeOf(text: string): ErrorCode {
  const code = errorCodeOf(text);
  if (code === null) throw new DongboError('DB-CFG-007', { value: text.trim() });
  return code;
}

/** One entry as a document: the texts in `language`. */
function documentOf(code: ErrorCode, language: Language) {
  const { class: kind, actor, exit } = entryOf(code);
  const { message: cause, remedy } = explainError(code, language);
  const placeholders = placeholdersOf(code, language);
  return { code, class: kind, actor, exit: exit ?? null, cause, remedy, placeholders };
}

function textOf(code: ErrorCode, language: Language): string {
  const { class: kind, actor, exit, cause, remedy, placeholders } = documentOf(code, language);
  const say = (vi: string, en: string): string => (language === 'vi' ? vi : en);
  const what = CLASSES[kind][language];
  const who = ACTORS[actor][language];
  return [
    `${code}  ${cause}`,
    `${say('Cách xử lý', 'What to do')}: ${remedy}`,
    `${say('Ai xử lý', 'Who acts')}: ${who.name} (${who.meaning})`,
    `${say('Tiếp theo', 'What happens next')}: ${what.name}: ${unmarked(what.meaning)}`,
    ...(exit === undefined || exit === null ? [] : [`${say('Mã thoát', 'Exit code')}: ${exit}`]),
    ...placeholders.map(({ name, meaning }) => `  {${name}}: ${meaning}`),
  ].join('\n');
}

function allText(language: Language): string {
  const say = (vi: string, en: string): string => (language === 'vi' ? vi : en);
  return table(
    [say('Mã', 'Code'), say('Tiếp theo', 'Class'), say('Ai xử lý', 'Who acts'), say('Nguyên nhân', 'Cause')],
    ERROR_CODES.map((code) => {
      const { class: kind, actor } = entryOf(code);
      return [
        code,
        CLASSES[kind][language].name,
        ACTORS[actor][language].name,
        explainError(code, language).message,
      ];
    }),
    [13, 16, 18, 70],
  );
}

/** What the verb prints. */
function output(code: string | undefined, options: Options, language: Language): string {
  if (options.markdown === true) return errorsPage();
  if (code === undefined) {
    return options.json === true
      ? `${JSON.stringify(
          ERROR_CODES.map((each) => documentOf(each, language)),
          null,
          2,
        )}\n`
      : `${allText(language)}\n`;
  }
  const known = codeOf(code);
  return options.json === true
    ? `${JSON.stringify(documentOf(known, language), null, 2)}\n`
    : `${textOf(known, language)}\n`;
}

/** Adds the verb. */
export const addErrors: AddVerb = (program, done, say) => {
  const verb = program
    .command('errors')
    .argument('[code]', say('một mã; không gõ thì là tất cả', 'one code; else all of them'))
    .description(
      say('danh mục mã lỗi: nguyên nhân, ai xử lý, cách xử lý', 'every error code: cause, who acts, remedy'),
    )
    .option(
      '--markdown',
      say(
        'cả danh mục bằng hai thứ tiếng, như docs/errors.md',
        'the whole catalogue in both languages, as docs/errors.md',
      ),
    )
    .option(...jsonOption(say))
    .action((code: string | undefined, options: Options) =>
      done(
        (async () => {
          process.stdout.write(output(code, options, languageOfEnvironment()));
          return 0;
        })(),
      ),
    );
  withExamples(verb, say, [
    ['errors DB-DOS-004', 'một mã nghĩa là gì, phải làm gì', 'what a code means, and what to do'],
    ['errors', 'tất cả các mã', 'all codes'],
  ]);
};
