/**
 * Holds the sources against the systems that they describe, before anybody reads them in earnest.
 * Guarantees: reads only, and no more dossiers than asked for; of their values only what {@link shownSample} lets
 * be seen leaves this file; one source that is away keeps no other from being looked at.
 */
import type { House } from '../compose.ts';
import type { Codebook } from '../domain/codebook.ts';
import { DongboError } from '../domain/errors.ts';
import type { SourceDossier, SourceText } from '../domain/source-dossier.ts';
import { VIEW_FIELDS, VIEW_NAMES, type ViewName } from '../domain/source-fields.ts';
import type { FieldRule } from '../domain/source-map.ts';
import { normalize } from '../normalize/normalize.ts';
import { shownSample } from '../source/rows/mask.ts';
import { inspectSource } from '../source/sql/inspect-source.ts';
import { neededOf } from './open-source.ts';
import type { SourceInUse } from './sources.ts';

/** Milliseconds for one statement: a person waits. */
const PATIENCE_MS = 60_000;
/** Different values of a field that are shown. */
const MOST_VALUES = 3;

/** One of our fields, as the samples have it. */
export interface CheckedField {
  readonly field: string;
  readonly need: 'needed' | 'optional';
  /** What fills it, in the words of the map; '' = nothing does. */
  readonly from: string;
  /** Of the column behind it, where it is one; '' otherwise. */
  readonly type: string;
  /** Rows among the samples in which it has a value. */
  readonly filled: number;
  /** Values, masked where they are personal; the shape of those stands for them. */
  readonly values: readonly string[];
  readonly masked: boolean;
  /** National value that one of the samples comes to, where it is no personal field; '' = none, or not known. */
  readonly becomes: string;
}

/** One section of the map. */
export interface CheckedView {
  readonly name: ViewName;
  readonly from: string;
  readonly faults: readonly string[];
  readonly doubts: readonly string[];
  /** Rows among the samples. */
  readonly rows: number;
  readonly fields: readonly CheckedField[];
}

/** A source, held against its system. */
export interface CheckedSource {
  readonly name: string;
  readonly kind: SourceInUse['definition']['kind'];
  /** Address without secrets; '' = not known. */
  readonly where: string;
  readonly server: string;
  /** Dossiers that were looked at. */
  readonly samples: number;
  readonly doubts: readonly string[];
  readonly views: readonly CheckedView[];
  /** What would keep samples or parts of them back: code of the error and field, with how often. */
  readonly held: readonly { readonly code: string; readonly field: string; readonly count: number }[];
  /** Why it could not be looked at. */
  readonly fault: DongboError | null;
}

/** A rule in the words of `source.yaml`, shortened. */
export function ruleText(rule: FieldRule): string {
  switch (rule.kind) {
    case 'place':
      return rule.place.of === '' ? rule.place.name : `${rule.place.of}.${rule.place.name}`;
    case 'constant':
      return rule.text === null ? 'null' : JSON.stringify(rule.text);
    case 'call':
      return `${rule.name}(${rule.args.map(ruleText).join(', ')})`;
    case 'map':
      return `map(${ruleText(rule.of)})`;
  }
}

type Texts = Readonly<Record<string, SourceText>>;

function rowsOf(view: ViewName, samples: readonly SourceDossier[]): Texts[] {
  return samples.flatMap((sample) =>
    view === 'dossiers'
      ? [{ ...sample.fields, changedAt: sample.changedAt }]
      : (sample[view] as unknown as readonly Texts[]),
  );
}

interface Normal {
  readonly becomes: ReadonlyMap<string, string>;
  readonly held: CheckedSource['held'];
}

/** What the samples come to by the tables, where there are tables and a catalogue. */
function normalized(house: House, codebook: Codebook | null, samples: readonly SourceDossier[]): Normal {
  const becomes = new Map<string, string>();
  const counts = new Map<string, { code: string; field: string; count: number }>();
  for (const sample of codebook === null ? [] : samples) {
    const made = normalize(sample, codebook as Codebook, { ...house.normalizeSettings(), trace: 'full' });
    for (const { field, to } of made.trace) if (to !== '' && !becomes.has(field)) becomes.set(field, to);
    for (const { code, field } of made.held) {
      const before = counts.get(`${code} ${field}`);
      counts.set(`${code} ${field}`, { code, field, count: (before?.count ?? 0) + 1 });
    }
  }
  return { becomes, held: [...counts.values()].sort((a, b) => b.count - a.count) };
}

/** No ledger, no catalogue, faulty tables: then it is not told what codes become. */
async function codebookOf(house: House): Promise<Codebook | null> {
  try {
    const ledger = await house.existingLedger();
    return ledger === null ? null : await (await house.codebook()).current(ledger);
  } catch (error) {
    if (error instanceof DongboError) return null;
    throw error;
  }
}

function checkedFields(
  view: ViewName,
  rules: Readonly<Partial<Record<string, FieldRule>>>,
  rows: readonly Texts[],
  typeOf: (rule: FieldRule) => string,
  becomes: ReadonlyMap<string, string>,
): CheckedField[] {
  const needs: Readonly<Record<string, 'needed' | 'optional'>> = VIEW_FIELDS[view];
  return Object.entries(needs).flatMap(([field, need]) => {
    if (view !== 'dossiers' && field === 'dossierCode') return [];
    const rule = rules[field];
    const shown = rows.map((row) => shownSample(field, row[field])).filter(({ text }) => text !== '');
    const made = view === 'dossiers' ? shownSample(field, becomes.get(field)) : { text: '', masked: false };
    return [
      {
        field,
        need,
        from: rule ? ruleText(rule) : '',
        type: rule ? typeOf(rule) : '',
        filled: shown.length,
        values: [...new Set(shown.map(({ text }) => text))].slice(0, MOST_VALUES),
        masked: shown.some(({ masked }) => masked),
        becomes: made.masked ? '' : made.text,
      },
    ];
  });
}

async function checkSql(house: House, source: SourceInUse, rows: number): Promise<CheckedSource> {
  const { name, definition, settings, isMain } = source;
  const { map, kind } = definition;
  const parts = {
    definition,
    settings,
    furtherName: isMain ? null : name,
    pageSize: 1,
    config: house.config,
  };
  const found = await inspectSource(neededOf(parts, 'url'), map, PATIENCE_MS, rows);
  const { becomes, held } = normalized(house, await codebookOf(house), found.samples);
  const views = found.views.map((view): CheckedView => {
    const typeOf = (rule: FieldRule): string => {
      if (rule.kind !== 'place') return '';
      const { of, name: column } = rule.place;
      return view.places.find(({ place }) => place.of === of && place.name === column)?.type ?? '';
    };
    const own = rowsOf(view.name, found.samples);
    const rules: Readonly<Partial<Record<string, FieldRule>>> = map[view.name]?.fields ?? {};
    return {
      name: view.name,
      from: view.shown,
      faults: view.faults,
      doubts: view.doubts,
      rows: own.length,
      fields: checkedFields(view.name, rules, own, typeOf, becomes),
    };
  });
  const { where, server, doubts, samples } = found;
  return { name, kind, where, server, samples: samples.length, doubts, views, held, fault: null };
}

/** Of what a service lists first. */
async function firstListed(source: SourceInUse, rows: number): Promise<readonly SourceDossier[]> {
  const service = await source.source();
  await service.check();
  return rows === 0 ? [] : (await service.readPage(null)).dossiers.slice(0, rows);
}

/** Of a folder or a service: whether it is there as described; of a service also what it lists. */
async function checkOther(house: House, source: SourceInUse, rows: number): Promise<CheckedSource> {
  const { name, definition } = source;
  const { kind, map } = definition;
  if (kind === 'xml') await (await source.drop()).check();
  const samples = kind === 'rest' ? await firstListed(source, rows) : [];
  const { becomes, held } = normalized(house, await codebookOf(house), samples);
  const views = VIEW_NAMES.flatMap((view): CheckedView[] => {
    const own = map[view];
    if (own === null) return [];
    const listed = rowsOf(view, samples);
    const fields = checkedFields(view, own.fields, listed, () => '', becomes);
    return [{ name: view, from: own.from, faults: [], doubts: [], rows: listed.length, fields }];
  });
  const nothing = { where: '', server: '', doubts: [], fault: null };
  return { name, kind, samples: samples.length, views, held, ...nothing };
}

/**
 * Looks at one source.
 * @param rows dossiers to look at, of a database or a service
 */
export async function checkSource(house: House, source: SourceInUse, rows: number): Promise<CheckedSource> {
  const { name, definition } = source;
  try {
    return await (definition.kind === 'sql'
      ? checkSql(house, source, rows)
      : checkOther(house, source, rows));
  } catch (fault) {
    if (!(fault instanceof DongboError)) throw fault;
    const nothing = { where: '', server: '', samples: 0, doubts: [], views: [], held: [] };
    return { name, kind: definition.kind, ...nothing, fault };
  }
}
