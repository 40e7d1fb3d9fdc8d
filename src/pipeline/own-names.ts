/**
 * The province's own names for the codes that a dossier asks about.
 * Guarantees: every name that the row gives a code is told, so that the ledger can see a code that
 * stands for many things (`KHAC`); names that are only written differently are one (exact-name.ts).
 * Must not: be kept for longer than a page: it holds every name that it ever met; what is remembered beyond
 * it has a bound.
 */
import { createHash } from 'node:crypto';
import { keyCode } from '../codebook/record-lookups.ts';
import { exactKey } from '../codebook/suggest/exact-name.ts';
import type { LookupKey } from '../domain/codebook.ts';
import type { SourceDossier, SourceText } from '../domain/source-dossier.ts';
import type { NamedKey } from '../ledger/store-use.ts';
import { cleanText } from '../normalize/clean-text.ts';

/** Longest name worth keeping: it is for people, who compare it with the catalogue's. */
const NAME_LIMIT = 500;

/** Names by code, as the row writes them. */
type Names = ReadonlyMap<string, readonly string[]>;
const NO_NAMES: Names = new Map();
const NONE: readonly string[] = [];

/** Each question once for each name; a question of which the row has none once, without. */
export function ownNames(): (keys: readonly LookupKey[], source: SourceDossier) => NamedKey[] {
  const made = new Map<LookupKey, Map<string, NamedKey>>();
  const codes = new Map<string, string>();
  const codeOf = (written: SourceText): string => {
    const known = codes.get(written ?? '') ?? keyCode(cleanText(written));
    codes.set(written ?? '', known);
    return known;
  };
  const named = (key: LookupKey, written: string): NamedKey => {
    const ofKey = made.get(key) ?? new Map<string, NamedKey>();
    made.set(key, ofKey);
    const known = ofKey.get(written) ?? namedKey(key, written);
    ofKey.set(written, known);
    return known;
  };
  return (keys, source) => {
    const names = namesIn(source, codeOf);
    const all: NamedKey[] = [];
    for (const key of keys) {
      const before = all.length;
      for (const written of names(key.kind).get(key.code) ?? NONE) {
        const one = named(key, written);
        if (one.name !== '') all.push(one);
      }
      if (all.length === before) all.push(named(key, ''));
    }
    return all;
  };
}

/** A name as it is kept. */
type KeptName = Pick<NamedKey, 'name' | 'nameKey'>;

/**
 * Names already read: a province has few for its many papers. Holds no more than {@link MOST_REMEMBERED}, then
 * begins anew; what it answers never changes.
 */
const READ = new Map<string, KeptName>();
const MOST_REMEMBERED = 10_000;

function namedKey(key: LookupKey, written: string): NamedKey {
  const known = READ.get(written);
  if (known !== undefined) return { ...key, ...known };
  const kept = keptName(written);
  if (READ.size >= MOST_REMEMBERED) READ.clear();
  READ.set(written, kept);
  return { ...key, ...kept };
}

/** Hashed: of any length a name may be, and the ledger compares and does not read it. */
function keptName(written: string): KeptName {
  const clean = cleanText(written);
  const exact = exactKey(clean);
  if (exact === '') return { name: '', nameKey: '' };
  const hash = createHash('sha256').update(exact).digest('hex').slice(0, 32);
  return { name: clean.slice(0, NAME_LIMIT).toWellFormed(), nameKey: hash };
}

/** The names of a row by kind; each list is read when it is first asked for. */
function namesIn(
  source: SourceDossier,
  codeOf: (written: SourceText) => string,
): (kind: LookupKey['kind']) => Names {
  const { procedureCode, procedureName, agencyCode, agencyName } = source.fields;
  const read = new Map<LookupKey['kind'], Names>();
  const make = (kind: LookupKey['kind']): Names => {
    const names = new Map<string, string[]>();
    const add = (code: SourceText, name: SourceText): void => {
      if (name) addTo(names, codeOf(code), name);
    };
    if (kind === 'procedure') add(procedureCode, procedureName);
    else if (kind === 'agency') add(agencyCode, agencyName);
    else if (kind === 'component') for (const row of source.components) add(row.documentCode, row.name);
    else if (kind === 'result') for (const row of source.results) add(row.documentCode, row.name);
    else return NO_NAMES;
    return names;
  };
  return (kind) => {
    const known = read.get(kind) ?? make(kind);
    read.set(kind, known);
    return known;
  };
}

function addTo(names: Map<string, string[]>, code: string, name: string): void {
  const known = names.get(code);
  if (known === undefined) names.set(code, [name]);
  else if (!known.includes(name)) known.push(name);
}
