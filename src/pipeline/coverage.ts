/**
 * How much of what the province writes the tables and the catalogue translate, weighted by dossiers.
 * Guarantees: judged by the codebook of this moment, for each dossier's own day of receipt; counts
 * codes and dossiers, reads no row of the source; memory grows with the codes, not with the dossiers.
 * Must not: count as lacking what is understood without a row (an absent optional value, a plain no) or
 * goes as the source says it (an agency with its own name); nor keep quiet of dossiers that it cannot see.
 */
import { cleanCode, withoutAgency } from '../codebook/clean-code.ts';
import { ask, type ChangeDays } from '../codebook/lookup-fingerprint.ts';
import { keyCode } from '../codebook/record-lookups.ts';
import {
  type Codebook,
  LOOKUP_KINDS,
  type Lookup,
  type LookupKey,
  type LookupKind,
  type NotFound,
} from '../domain/codebook.ts';
import type { IsoDay } from '../domain/codes.ts';
import type { ValueField } from '../domain/dossier.ts';
import { codeUse, heldAgencies, type KnownKey, lookupKeys, papersNotAsked } from '../ledger/code-use.ts';
import type { Database } from '../ledger/database.ts';
import { cleanText } from '../normalize/clean-text.ts';
import { isUnderstoodWithoutRow } from '../normalize/value-field.ts';

/** A code of the province that is not, or not always, translated. */
export interface LackingCode {
  readonly key: LookupKey;
  /** The province's own name for it, '' where the source has none. */
  readonly name: string;
  /** The province also gives it another name. */
  readonly severalNames: boolean;
  /** Dossiers whose question about it is not answered. */
  readonly dossiers: number;
  /** Why, and what stands in the way, for most of them. */
  readonly why: NotFound;
  readonly rule: string;
}

/** One kind of codes. */
export interface KindCoverage {
  readonly kind: LookupKind;
  readonly codes: number;
  /** Codes that are answered in every dossier. */
  readonly codesAnswered: number;
  /** Dossiers that ask, summed over the codes: a dossier with three components counts three times. */
  readonly asked: number;
  readonly answered: number;
  /** Of those answered, how many only because `CATALOGUE_STRICT=false` lets them through. */
  readonly doubtful: number;
  /** Dossiers without an answer that go all the same: with the agency's name as the source itself gives it. */
  readonly named: number;
  /** `answered / (asked - named)`, 0..1; `null` where nothing asks. */
  readonly share: number | null;
}

/** See the head of this file. */
export interface Coverage {
  /** In the order of {@link LOOKUP_KINDS}; those that nothing asks for are left out. */
  readonly kinds: readonly KindCoverage[];
  /** Most dossiers first. */
  readonly lacking: readonly LackingCode[];
  /** Agencies that go by the source's own name: not lacking, but a row would give them a national code. Most dossiers first. */
  readonly named: readonly LackingCode[];
  /** Dossiers that wait for their procedure or day of receipt: their components and results are in no count. */
  readonly papersNotAsked: number;
}

/** A day for questions whose answer is the same on all. */
const ANY_DAY = '2000-01-01' as IsoDay;

interface Tally {
  asked: number;
  answered: number;
  doubtful: number;
  /** Of those that are not answered, how many go by the source's own name. */
  named: number;
  readonly reasons: Map<string, { why: NotFound; rule: string; dossiers: number }>;
}

/**
 * Measures the whole ledger.
 * @param days when rows begin and cease to count (`changeDays` of the tables in use).
 */
export async function measureCoverage(
  ledger: Database,
  codebook: Codebook,
  days: ChangeDays,
): Promise<Coverage> {
  const keys = await lookupKeys(ledger);
  const dated = keys.filter((key) => isDated(key, days)).map(({ id }) => id);
  const turns = [...days.values()].flatMap((own) => [...own]);
  const tallies = new Map<number, Tally>();
  const byId = new Map(keys.map((key) => [key.id, key]));
  for (const { key: id, on, dossiers } of await codeUse(ledger, dated, turns)) {
    const key = byId.get(id);
    if (key === undefined || !counts(key)) continue;
    const tally = tallies.get(id) ?? { asked: 0, answered: 0, doubtful: 0, named: 0, reasons: new Map() };
    tallies.set(id, tally);
    add(tally, ask(codebook, key, on ?? ANY_DAY), dossiers);
  }
  await nameAgencies(ledger, byId, tallies);
  return {
    kinds: kindsOf(byId, tallies),
    lacking: listOf(byId, tallies, ({ asked, answered, named }) => asked - answered - named),
    named: listOf(byId, tallies, ({ named }) => named),
    papersNotAsked: await papersNotAsked(ledger),
  };
}

/** An agency that neither a row nor the catalogue knows goes by the source's name; only dossiers without one are held. */
async function nameAgencies(
  ledger: Database,
  keys: ReadonlyMap<number, KnownKey>,
  tallies: ReadonlyMap<number, Tally>,
): Promise<void> {
  const held = new Map<string, number>();
  for (const { value, dossiers } of await heldAgencies(ledger)) {
    const code = keyCode(cleanText(value));
    held.set(code, (held.get(code) ?? 0) + dossiers);
  }
  for (const [id, tally] of tallies) {
    const key = keys.get(id);
    if (key?.kind !== 'agency' || key.name === '') continue;
    tally.named = Math.max(0, tally.asked - tally.answered - (held.get(key.code) ?? 0));
  }
}

/** Does the answer hang on the day? A row for a procedure's code counts for the code with its agency, too. */
function isDated({ kind, code }: KnownKey, days: ChangeDays): boolean {
  const bare = kind === 'procedure' ? withoutAgency(code) : null;
  return days.has(cleanCode(code)) || (bare !== null && days.has(cleanCode(bare)));
}

/** Only what would be held without a row is asked of the tables. */
function counts(key: KnownKey): boolean {
  return key.kind !== 'value' || !isUnderstoodWithoutRow(key.scope as ValueField, key.code);
}

function add(tally: Tally, answer: Lookup<unknown>, dossiers: number): void {
  tally.asked += dossiers;
  if (answer.found) {
    tally.answered += dossiers;
    if (answer.doubt !== undefined) tally.doubtful += dossiers;
    return;
  }
  const { why, rule } = answer;
  const reason = tally.reasons.get(`${why} ${rule}`) ?? { why, rule, dossiers: 0 };
  reason.dossiers += dossiers;
  tally.reasons.set(`${why} ${rule}`, reason);
}

function kindsOf(
  keys: ReadonlyMap<number, KnownKey>,
  tallies: ReadonlyMap<number, Tally>,
): readonly KindCoverage[] {
  const kinds = new Map<LookupKind, Tally[]>();
  for (const [id, tally] of tallies) {
    const kind = keys.get(id)?.kind;
    if (kind === undefined) continue;
    const all = kinds.get(kind);
    if (all === undefined) kinds.set(kind, [tally]);
    else all.push(tally);
  }
  const sum = (all: readonly Tally[], of: (tally: Tally) => number): number =>
    all.reduce((total, tally) => total + of(tally), 0);
  return LOOKUP_KINDS.flatMap((kind) => {
    const all = kinds.get(kind);
    if (all === undefined) return [];
    const [asked, answered] = [sum(all, (tally) => tally.asked), sum(all, (tally) => tally.answered)];
    const named = sum(all, (tally) => tally.named);
    return {
      kind,
      codes: all.length,
      codesAnswered: all.filter((tally) => tally.answered === tally.asked).length,
      asked,
      answered,
      doubtful: sum(all, (tally) => tally.doubtful),
      named,
      share: asked === named ? null : answered / (asked - named),
    };
  });
}

/** Codes of which `count` says that some dossiers belong here, with the reason of most. */
function listOf(
  keys: ReadonlyMap<number, KnownKey>,
  tallies: ReadonlyMap<number, Tally>,
  count: (tally: Tally) => number,
): readonly LackingCode[] {
  const list: LackingCode[] = [];
  for (const [id, tally] of tallies) {
    const [key, dossiers] = [keys.get(id), count(tally)];
    const [main] = [...tally.reasons.values()].sort((a, b) => b.dossiers - a.dossiers);
    if (key === undefined || main === undefined || dossiers === 0) continue;
    const { kind, scope, code, name, severalNames } = key;
    const { why, rule } = main;
    list.push({ key: { kind, scope, code }, name, severalNames, dossiers, why, rule });
  }
  return list.sort((a, b) => b.dossiers - a.dossiers || compareKeys(a.key, b.key));
}

function compareKeys(a: LookupKey, b: LookupKey): number {
  const [one, two] = [a, b].map(({ kind, scope, code }) => [kind, scope, code].join('\u0000'));
  return (one ?? '') < (two ?? '') ? -1 : 1;
}
