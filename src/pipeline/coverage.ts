/**
 * How much of what the province writes the tables and the catalogue translate, weighted by dossiers.
 * Guarantees: judged by the codebook of this moment, for each dossier's own day of receipt; counts
 * codes and dossiers, reads no row of the source; memory grows with the codes, not with the dossiers.
 * Must not: count as lacking what is understood without a row (an absent optional value, a plain no).
 */
import { cleanCode, withoutAgency } from '../codebook/clean-code.ts';
import { ask, type ChangeDays } from '../codebook/lookup-fingerprint.ts';
import type { Codebook, Lookup, LookupKey, LookupKind, NotFound } from '../domain/codebook.ts';
import type { IsoDay } from '../domain/codes.ts';
import type { ValueField } from '../domain/dossier.ts';
import { codeUse, type KnownKey, lookupKeys } from '../ledger/code-use.ts';
import type { Database } from '../ledger/database.ts';
import { isUnderstoodWithoutRow } from '../normalize/value-field.ts';

/** A code of the province that is not, or not always, translated. */
export interface LackingCode {
  readonly key: LookupKey;
  /** The province's own name for it, '' where the source has none. */
  readonly name: string;
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
  /** `answered / asked`, 0..1; `null` where nothing asks. */
  readonly share: number | null;
}

/** See the head of this file. */
export interface Coverage {
  readonly kinds: readonly KindCoverage[];
  /** Most dossiers first. */
  readonly lacking: readonly LackingCode[];
}

/** A day for questions whose answer is the same on all. */
const ANY_DAY = '2000-01-01' as IsoDay;

interface Tally {
  asked: number;
  answered: number;
  doubtful: number;
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
    const tally = tallies.get(id) ?? { asked: 0, answered: 0, doubtful: 0, reasons: new Map() };
    tallies.set(id, tally);
    add(tally, ask(codebook, key, on ?? ANY_DAY), dossiers);
  }
  return { kinds: kindsOf(byId, tallies), lacking: lackingOf(byId, tallies) };
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
  return [...kinds].map(([kind, all]) => {
    const asked = sum(all, (tally) => tally.asked);
    const answered = sum(all, (tally) => tally.answered);
    return {
      kind,
      codes: all.length,
      codesAnswered: all.filter((tally) => tally.answered === tally.asked).length,
      asked,
      answered,
      doubtful: sum(all, (tally) => tally.doubtful),
      share: asked === 0 ? null : answered / asked,
    };
  });
}

function lackingOf(
  keys: ReadonlyMap<number, KnownKey>,
  tallies: ReadonlyMap<number, Tally>,
): readonly LackingCode[] {
  const lacking: LackingCode[] = [];
  for (const [id, { reasons, asked, answered }] of tallies) {
    const key = keys.get(id);
    const [main] = [...reasons.values()].sort((a, b) => b.dossiers - a.dossiers);
    if (key === undefined || main === undefined) continue;
    const { kind, scope, code, name } = key;
    const { why, rule } = main;
    lacking.push({ key: { kind, scope, code }, name, dossiers: asked - answered, why, rule });
  }
  return lacking.sort((a, b) => b.dossiers - a.dossiers || compareKeys(a.key, b.key));
}

function compareKeys(a: LookupKey, b: LookupKey): number {
  const [one, two] = [a, b].map(({ kind, scope, code }) => [kind, scope, code].join('\u0000'));
  return (one ?? '') < (two ?? '') ? -1 : 1;
}
