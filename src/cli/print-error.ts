/**
 * The end of a command that failed.
 * Guarantees: what happened and what to do, in the language of the settings; with `--json` one
 * document on standard output as well; where to read on; no stack unless LOG_LEVEL is debug or trace.
 */
import pc from 'picocolors';
import { DongboError, explainError, type Language, reasonOf } from '../domain/errors.ts';
import { sourceFrame } from './source-frame.ts';
import { terminalText } from './terminal-text.ts';

const REMEDY = { vi: 'Cách xử lý', en: 'What to do' } as const;

/** The one document of a command that failed, on standard output. */
export function printErrorDocument(error: DongboError, language: Language): void {
  const { code, details } = error;
  const document = { error: { code, ...explainError(code, language, error.params), details } };
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

/** Where it came from. The message above the frames is the error's own, and may quote a value. */
export function framesOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^ +at /.test(line))
    .map(sourceFrame)
    .join('\n');
}

/** Prints the error and answers the exit code. */
export function printError(error: unknown, language: Language, json: boolean): number {
  const known =
    error instanceof DongboError
      ? error
      : new DongboError('DB-SVC-007', { reason: reasonOf(error) }, { cause: error });
  const { message, remedy } = explainError(known.code, language, known.params);
  if (json) printErrorDocument(known, language);
  const lines = [
    `${pc.red(known.code)} ${message}`,
    ...known.details.map((detail) => `  - ${detail}`),
    `${pc.bold(REMEDY[language])}: ${remedy}`,
    pc.dim(`dongbo errors ${known.code}`),
  ];
  if (['debug', 'trace'].includes(process.env.LOG_LEVEL ?? '') && error instanceof Error) {
    lines.push(framesOf(error));
  }
  process.stderr.write(`${terminalText(lines.join('\n'))}\n`);
  return known.exitCode;
}
