/**
 * The province's own names for the codes that a dossier asks about.
 * Guarantees: every name that the row gives a code is told, so that the ledger can see a code that
 * stands for many things (`KHAC`); names that are only written differently are one (exact-name.ts).
 * Must not: be kept for longer than a page: it holds every name that it ever met.
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
type Names = ReadonlyMap<string, ReadonlySet<string>>;
const NO_NAMES: Names = new Map();

/** Each question once for each name; a question of which the row has none once, without. */
export function ownNames(): (keys: readonly LookupKey[], source: SourceDossier) => NamedKey[] {
  const made = new Map<LookupKey, Map<string, NamedKey>>();
  const named = (key: LookupKey, written: string): NamedKey => {
    const ofKey = made.get(key) ?? new Map<string, NamedKey>();
    made.set(key, ofKey);
    const known = ofKey.get(written) ?? namedKey(key, written);
    ofKey.set(written, known);
    return known;
  };
  return (keys, source) => {
    const names = namesIn(source);
    return keys.flatMap((key) => {
      const own = [...(names(key.kind).get(key.code) ?? [])].map((written) => named(key, written));
      const telling = own.filter(({ name }) => name !== '');
      return telling.length > 0 ? telling : [named(key, '')];
    });
  };
}

/** Hashed: of any length a name may be, and the ledger compares and does not read it. */
function namedKey(key: LookupKey, written: string): NamedKey {
  const clean = cleanText(written);
  const exact = exactKey(clean);
  if (exact === '') return { ...key, name: '', nameKey: '' };
  const hash = createHash('sha256').update(exact).digest('hex').slice(0, 32);
  return { ...key, name: clean.slice(0, NAME_LIMIT).toWellFormed(), nameKey: hash };
}

/** The names of a row by kind; each list is read when it is first asked for. */
function namesIn(source: SourceDossier): (kind: LookupKey['kind']) => Names {
  const { procedureCode, procedureName, agencyCode, agencyName } = source.fields;
  const read = new Map<LookupKey['kind'], Names>();
  const make = (kind: LookupKey['kind']): Names => {
    if (kind === 'procedure') return collect([[procedureCode, procedureName]]);
    if (kind === 'agency') return collect([[agencyCode, agencyName]]);
    if (kind === 'component') return collect(source.components.map(pairOf));
    if (kind === 'result') return collect(source.results.map(pairOf));
    return NO_NAMES;
  };
  return (kind) => {
    const known = read.get(kind) ?? make(kind);
    read.set(kind, known);
    return known;
  };
}

type Pair = readonly [code: SourceText, name: SourceText];

const pairOf = (row: { readonly documentCode: SourceText; readonly name: SourceText }): Pair => [
  row.documentCode,
  row.name,
];

function collect(pairs: readonly Pair[]): Names {
  const names = new Map<string, Set<string>>();
  for (const [written, name] of pairs) {
    if (!name) continue;
    const code = keyCode(cleanText(written));
    const known = names.get(code);
    if (known === undefined) names.set(code, new Set([name]));
    else known.add(name);
  }
  return names;
}
