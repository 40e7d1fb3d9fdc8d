/**
 * Where a computed score goes: standard output, files, or both.
 * Guarantees: decided, and refused where it cannot be, before anything is counted; a file that is there is replaced
 * only where `--output` names it.
 */
import { extname, resolve } from 'node:path';
import { DongboError } from '../domain/errors.ts';
import type { Say } from './command-context.ts';
import { assertFree } from './whole-file.ts';

/** Forms of a score. */
export const SCORE_FORMATS = ['csv', 'xlsx', 'html', 'json'] as const;
/** See {@link SCORE_FORMATS}. */
export type ScoreFormat = (typeof SCORE_FORMATS)[number];

/** What was asked for. */
export interface OutputOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly xlsx?: boolean;
  readonly html?: boolean;
  readonly costs?: boolean;
  readonly output?: string;
}

/** A file to write. */
export interface ScoreFile {
  readonly format: ScoreFormat;
  readonly path: string;
  readonly replace: boolean;
}

/** See the file's head. */
export interface ScoreOutput {
  /** What standard output carries: `told` = where the files are. */
  readonly stdout: 'text' | 'json' | 'csv' | 'told';
  readonly files: readonly ScoreFile[];
}

const ENDINGS: Readonly<Record<string, ScoreFormat>> = {
  '.csv': 'csv',
  '.xlsx': 'xlsx',
  '.html': 'html',
  '.htm': 'html',
  '.json': 'json',
};

/** The name of a report of this period, in the working folder. */
export function defaultName(period: string, format: ScoreFormat): string {
  return `diem-766-${period}.${format}`;
}

function refuse(reason: string): never {
  throw new DongboError('DB-CFG-005', { reason });
}

/** The form that the name of a file tells. Throws DB-CFG-005. */
function formatOf(output: string, say: Say): ScoreFormat {
  const ending = extname(output).toLowerCase();
  return (
    ENDINGS[ending] ??
    refuse(
      `--output ${output}: ${say('tên tệp phải có đuôi', 'its name must end in')} .csv, .xlsx, .html, .json`,
    )
  );
}

/** Throws DB-CFG-005 for what does not go together, DB-SCR-007 where a file of a name not given is there. */
export function planOutput(options: OutputOptions, period: string, say: Say): ScoreOutput {
  const { json, output } = options;
  const named = SCORE_FORMATS.filter((format) => format !== 'json' && options[format] === true);
  const filed = named.filter((format) => format !== 'csv');
  if (output !== undefined && named.length > 1) {
    refuse(`--output: ${say('chỉ đi cùng một dạng tệp', 'for one form only')} (${named.join(', ')})`);
  }
  const files: ScoreFile[] =
    output !== undefined
      ? [{ format: named[0] ?? formatOf(output, say), path: resolve(output), replace: true }]
      : filed.map((format) => ({ format, path: resolve(defaultName(period, format)), replace: false }));
  const csvToStdout = named.includes('csv') && output === undefined;
  if (csvToStdout && json === true) {
    refuse(`--csv --json: ${say('cần --output cho tệp CSV', 'the CSV needs --output')}`);
  }
  if (options.costs === true && !csvToStdout && !files.some(({ format }) => format === 'csv')) {
    refuse(`--costs: ${say('chỉ đi cùng --csv', 'with --csv only')}`);
  }
  for (const { path, replace } of files) if (!replace) assertFree(path);
  return {
    stdout: json === true ? 'json' : csvToStdout ? 'csv' : files.length > 0 ? 'told' : 'text',
    files,
  };
}
