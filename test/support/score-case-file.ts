/**
 * Reads the hand-computed case file (test/unit/score/cases.md): its tables, and the few words in which it tells dossiers.
 * Guarantees: a word that it does not know is an error, so that no line says less than it seems to.
 */
import { readFileSync } from 'node:fs';
import type {
  Component,
  Dossier,
  DossierStatus,
  Fee,
  ResultDocument,
  Step,
  Supplement,
} from '../../src/domain/dossier.ts';

/** Column → cell. */
export type Row = Readonly<Record<string, string>>;

const FILE = new URL('../unit/score/cases.md', import.meta.url);

/** Rows of the tables under each heading, in their order. */
export function caseTables(): ReadonlyMap<string, readonly Row[]> {
  const tables = new Map<string, Row[]>();
  let rows: Row[] = [];
  let head: readonly string[] | null = null;
  for (const line of readFileSync(FILE, 'utf8').split('\n')) {
    if (line.startsWith('## ')) {
      rows = [];
      tables.set(line.slice(3), rows);
    }
    const cells = line.startsWith('|')
      ? line
          .slice(1, -1)
          .split('|')
          .map((cell) => cell.trim())
      : null;
    if (cells === null) head = null;
    else if (head === null) head = cells;
    else if (!/^-+$/.test(cells[0] ?? '')) {
      const columns = head;
      rows.push(Object.fromEntries(columns.map((column, place) => [column, cells[place] ?? ''])));
    }
  }
  return tables;
}

/** `7/9 08:00` or `7/9 08:00:00` of 2026. */
export function timeOf(text: string): string {
  const [, day, month, clock, seconds] = /^(\d+)\/(\d+) (\d\d:\d\d)(:\d\d)?$/.exec(text.trim()) ?? [];
  if (day === undefined || month === undefined) throw new Error(`no time: ${text}`);
  return `2026-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${clock}${seconds ?? ':00'}`;
}

/** `1-3, 7` → 1, 2, 3, 7. */
export function numbersOf(text: string): readonly number[] {
  return text.split(',').flatMap((part) => {
    const [from = Number.NaN, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, place) => from + place);
  });
}

/** A dossier as a line tells it, with the keys of its procedure and agency. */
export interface ToldDossier {
  readonly dossier: Dossier;
  readonly steps: readonly Step[];
  readonly procedure: string;
  readonly agency: string;
}

type Draft = { -readonly [Key in keyof Dossier]: Dossier[Key] } & {
  toldStatus: boolean;
  components: Component[];
  results: ResultDocument[];
  fees: Fee[];
  supplements: Supplement[];
  steps: Step[];
  procedure: string;
  agency: string;
};

type Word = readonly [pattern: RegExp, say: (draft: Draft, ...said: string[]) => void];

const WORDS: readonly Word[] = [
  [/^received (.+)$/, (draft, time) => Object.assign(draft, { receivedAt: timeOf(time) })],
  [/^due (.+)$/, (draft, time) => Object.assign(draft, { dueAt: timeOf(time) })],
  [/^no due$/, (draft) => Object.assign(draft, { dueAt: '' })],
  [/^(\d+) on (.+)$/, (draft, status, time) => draft.steps.push(step(status, timeOf(time)))],
  [/^no steps$/, (draft) => draft.steps.splice(0)],
  [
    /^asked (\S+ \S+)(?: to (.+))?$/,
    (draft, from, to) => draft.supplements.push(supplement(timeOf(from), to === undefined ? '' : timeOf(to))),
  ],
  [
    /^row (\d+)((?: (?:finished|returned|refused) \S+ \S+)*)$/,
    (draft, status, times) => {
      Object.assign(draft, { status, toldStatus: true });
      for (const [, what, time] of times.matchAll(/(finished|returned|refused) (\S+ \S+)/g))
        Object.assign(draft, { [`${what}At`]: timeOf(time ?? '') });
    },
  ],
  [/^procedure (\w)$/, (draft, key) => Object.assign(draft, { procedure: key })],
  [/^agency (\w)$/, (draft, key) => Object.assign(draft, { agency: key })],
  [/^channel (\d|none)$/, (draft, value) => Object.assign(draft, { channel: value === 'none' ? '' : value })],
  [/^citizen$/, (draft) => Object.assign(draft, { subjectType: '1' })],
  [/^(no )?vneid$/, (draft, no) => Object.assign(draft, { vneidVerified: no === undefined ? '1' : '0' })],
  [/^database (\d)$/, (draft, value) => Object.assign(draft, { databases: [value] })],
  [/^payment (\d)$/, (draft, value) => Object.assign(draft, { payment: value })],
  [/^fee (\d+)$/, (draft, amount) => draft.fees.push(fee(Number(amount)))],
  [
    /^component((?: file| reuse \d| store| deleted)*)$/,
    (draft, said) => draft.components.push(component(said)),
  ],
  [/^no component$/, (draft) => draft.components.splice(0)],
  [/^result (code|file|code and file)$/, (draft, said) => draft.results.push(result(said))],
];

/**
 * @param lines what is said, the later over the earlier (a side says only how it differs)
 * @param usualStep said where the first line tells of no step and no row of its own
 */
export function dossierOf(no: number, lines: readonly string[], usualStep: string | null): ToldDossier {
  const [first = ''] = lines;
  const isUsual = usualStep !== null && !/ on |row 4|no steps/.test(first);
  const draft = blank(no);
  for (const phrase of [...(isUsual ? [usualStep] : []), ...lines].flatMap((line) => line.split(';'))) {
    if (phrase.trim() === '') continue;
    const known = WORDS.some(([pattern, say]) => {
      const said = pattern.exec(phrase.trim());
      if (said !== null) say(draft, ...said.slice(1));
      return said !== null;
    });
    if (!known) throw new Error(`${no}: "${phrase.trim()}" is no phrase of the case file`);
  }
  const { steps, procedure, agency, toldStatus, ...dossier } = draft;
  const last = steps.findLast(({ status }) => ['3', '7', '8', '9', '10'].includes(status));
  return {
    dossier: toldStatus ? dossier : { ...dossier, status: last?.status ?? '4' },
    steps,
    procedure,
    agency,
  };
}

function blank(no: number): Draft {
  const texts = {
    procedureCode: '',
    procedureName: '',
    sectorCode: '',
    sectorName: '',
    ownerName: '',
    ownerAccountId: '',
    email: '',
    fax: '',
    phone: '',
    subject: '',
    submittedAt: '',
    finishedAt: '',
    returnedAt: '',
    refusedAt: '',
    agencyCode: '',
    agencyName: '',
    note: '',
  };
  const draft = {
    ...texts,
    code: `H99.10-2609-${no}`,
    channel: '1',
    subjectType: '2',
    ownerIds: [],
    returnMethod: '0',
    filingPlace: '2',
    status: '4',
    hasDigitizedComponent: '0',
    vneidVerified: '0',
    payment: '0',
    databases: [],
    receivedAt: timeOf('7/9 08:00'),
    dueAt: timeOf('18/9 17:00'),
    components: [],
    results: [],
    fees: [],
    supplements: [],
    steps: [],
    procedure: 'N',
    agency: 'A',
    toldStatus: false,
  };
  return draft as unknown as Draft;
}

function step(status: string, at: string): Step {
  const told = { id: at, dossierCode: '', at, processor: '', position: '', department: '', content: '' };
  return { ...told, status: status as DossierStatus, startedAt: '', dueAt: '' } as Step;
}

function supplement(requestedAt: string, completedAt: string): Supplement {
  const told = { id: requestedAt, requestedBy: '', content: '', dueBefore: '', dueAfter: '' };
  return { ...told, requestedAt, completedAt } as Supplement;
}

function fee(amountDong: number): Fee {
  return { id: '', name: '', code: '', collection: '1', amountDong, kind: '1' };
}

function component(said: string): Component {
  return {
    id: '',
    name: '',
    code: '' as Component['code'],
    link: said.includes('file') ? 'https://example.test/paper.pdf' : '',
    digitized: '0',
    reuse: (/reuse (\d)/.exec(said)?.[1] ?? '0') as Component['reuse'],
    fromStore: said.includes('store') ? '1' : '0',
    replacesResult: '',
    deleted: said.includes('deleted'),
  };
}

function result(said: string): ResultDocument {
  return {
    id: '',
    name: '',
    code: (said.includes('code') ? 'KQ.G15.000031' : '') as ResultDocument['code'],
    componentCode: '',
    link: said.includes('file') ? 'https://example.test/result.pdf' : '',
  };
}
