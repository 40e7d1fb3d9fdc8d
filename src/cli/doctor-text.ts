/**
 * What the doctor found, for people and for programs.
 * Guarantees: a line a check, and below each that is not well what it means and what to do; colour on a terminal only.
 */
import pc from 'picocolors';
import type { Examined } from '../compose/doctor/examine.ts';
import type { Result } from '../compose/doctor/finding.ts';
import { explainError, type Language } from '../domain/errors.ts';
import type { Say } from './command-context.ts';

const MARKS: Readonly<Record<Result, string>> = { ok: '✓', warning: '!', failed: '✗', skipped: '–' };

/** What message and remedy a finding has; `null` where it is well. */
function explained({ finding: { code, params } }: Examined, language: Language) {
  return code === null ? null : explainError(code, language, params);
}

/** The document of `--json`. */
export function doctorDocument(examined: readonly Examined[], language: Language) {
  return {
    ok: examined.every(({ finding }) => finding.result !== 'failed'),
    checks: examined.map((one) => {
      const { check, finding } = one;
      const told = explained(one, language);
      return {
        check: check.name,
        result: finding.result,
        found: finding.found[language],
        code: finding.code,
        message: told?.message ?? null,
        remedy: told?.remedy ?? null,
        details: finding.details,
      };
    }),
  };
}

/** All checks, and how many are not well. */
export function doctorText(
  examined: readonly Examined[],
  language: Language,
  say: Say,
  colour: boolean,
): string {
  const paint = pc.createColors(colour && pc.isColorSupported);
  const colours: Readonly<Record<Result, (text: string) => string>> = {
    ok: paint.green,
    warning: paint.yellow,
    failed: paint.red,
    skipped: paint.dim,
  };
  const width = Math.max(...examined.map(({ check }) => check.title[language].length));
  const lines = examined.flatMap((one) => {
    const { check, finding } = one;
    const mark = colours[finding.result](MARKS[finding.result]);
    const told = explained(one, language);
    return [
      `${mark} ${check.title[language].padEnd(width)}  ${finding.found[language]}`.trimEnd(),
      ...(told === null
        ? []
        : [
            `    ${finding.code} ${told.message}`,
            ...finding.details.map((detail) => `    - ${detail}`),
            `    → ${told.remedy}`,
          ]),
    ];
  });
  const count = (result: Result) => examined.filter(({ finding }) => finding.result === result).length;
  const [failed, warnings, skipped] = [count('failed'), count('warning'), count('skipped')];
  const sum = say(
    `${examined.length} mục: ${failed} hỏng, ${warnings} cảnh báo, ${skipped} không xem được`,
    `${examined.length} checks: ${failed} failed, ${warnings} warnings, ${skipped} skipped`,
  );
  return [...lines, '', sum].join('\n');
}
