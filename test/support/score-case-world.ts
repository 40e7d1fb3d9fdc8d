/**
 * The hand-computed case file as Dongbo sees it: procedures, agencies, calendar, and every dossier with its three sides.
 * Guarantees: records are made by the same code that makes them for the ledger.
 */
import type { IsoDay } from '../../src/domain/codes.ts';
import {
  type ClockSeconds,
  clockOf,
  type ScoredDossier,
  type ScoreRecord,
} from '../../src/domain/score/score-record.ts';
import type { HeldCodes, ScoreProcedure, ScoreWorld } from '../../src/domain/score/score-world.ts';
import { parsePeriod } from '../../src/score/period.ts';
import { recordOf } from '../../src/score/record-of.ts';
import { caseTables, dossierOf, type Row, timeOf } from './score-case-file.ts';

/** Everything ended by this step unless the line says otherwise, under these headings. */
const USUAL_STEP = '9 on 8/9 08:00';
const WITH_USUAL_STEP = ['What stands in a dossier', 'Three sides', 'Steps on time'];

/** A time as the file writes it. */
export function clock(text: string): ClockSeconds {
  const found = clockOf(timeOf(text));
  if (found === null) throw new Error(`no time: ${text}`);
  return found;
}

/** The month and the moment of the file. */
export const PERIOD = parsePeriod('2026-09') ?? expectPeriod();
export const AS_OF = clock('28/9 12:00');

function expectPeriod(): never {
  throw new Error('2026-09 is a period');
}

/** A line's dossier, with the line itself. */
export interface Case {
  readonly no: number;
  readonly heading: string;
  readonly row: Row;
  readonly sides: ScoredDossier;
}

/** See the file's head. */
export interface CaseWorld {
  readonly tables: ReadonlyMap<string, readonly Row[]>;
  readonly world: ScoreWorld;
  readonly cases: readonly Case[];
  readonly held: HeldCodes;
}

/** See the file's head. */
export function caseWorld(): CaseWorld {
  const tables = caseTables();
  const procedures = (tables.get('Procedures') ?? []).map(procedureOf);
  const agencies = tables.get('Agencies') ?? [];
  const wordOf = (rows: readonly { readonly key?: string }[], key: string): number =>
    rows.findIndex((row) => row.key === key) + 1;
  const record = (no: number, lines: readonly string[], usual: string | null): ScoreRecord => {
    const { dossier, steps, procedure, agency } = dossierOf(no, lines, usual);
    const words = { procedure: wordOf(procedures, procedure), agency: wordOf(agencies, agency) };
    if (words.procedure * words.agency === 0) throw new Error(`${no}: procedure or agency is not listed`);
    return recordOf(dossier, steps, words);
  };
  const cases = [...tables].flatMap(([heading, rows]) =>
    rows.flatMap((row): Case[] => {
      if (row.no === undefined) return [];
      const no = Number(row.no);
      const usual = WITH_USUAL_STEP.includes(heading) ? USUAL_STEP : null;
      const side = (own: string): ScoreRecord | null =>
        own === '–' ? null : record(no, [row.dossier ?? '', own], usual);
      const same = side('');
      const sides: ScoredDossier = {
        id: no,
        portal: row.portal ? side(row.portal) : same,
        province: row.province ? side(row.province) : same,
        released: row.released === undefined || row.released === '–' ? null : same,
        synced: null,
        stepLagMinutes: row.lag ? Number(row.lag) : null,
      };
      return [{ no, heading, row, sides }];
    }),
  );
  const held = new Map(
    cases.flatMap(({ no, row }): [number, string[]][] => (row.held ? [[no, row.held.split(', ')]] : [])),
  );
  const world: ScoreWorld = {
    procedures: new Map(procedures.map((procedure, place) => [place + 1, procedure])),
    agencies: new Map(agencies.map(({ code = '', name = '' }, place) => [place + 1, { code, name }])),
    charging: new Set(procedures.filter(({ charges }) => charges).map(({ code }) => code)),
    calendar: {
      daysOff: new Set(['2026-08-31', '2026-09-01', '2026-09-02'] as IsoDay[]),
      workedDays: new Set(['2026-08-22'] as IsoDay[]),
    },
  };
  return { tables, world, cases, held };
}

function procedureOf(row: Row): ScoreProcedure & { readonly key: string } {
  const said = (column: string): boolean | null =>
    row[column] === 'not said' ? null : row[column] === 'yes';
  return {
    key: row.key ?? '',
    code: row.code ?? '',
    name: `Thủ tục ${row.key}`,
    terms: (row.terms ?? '').split('; ').flatMap((term) => {
      const [, time, unit] = /^(\S+|Theo mô tả) (.+)$/.exec(term) ?? [];
      return time === undefined || unit === undefined ? [] : [{ channel: '1', time, unit }];
    }),
    returnsResult: said('returns a result'),
    charges: said('charges'),
    forCitizens: said('for citizens'),
  };
}
