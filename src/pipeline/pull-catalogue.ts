/**
 * The national catalogue from the portal's services into the ledger.
 * Guarantees: incremental (a procedure is fetched when it is new, renamed, back, not looked at for `refreshDays`,
 * or was fetched by a program that read less of it); a pull that is cut short keeps what it fetched and goes on there; a procedure that
 * fails does not stop the others; the ledger's catalogue stays usable all the while; what changed is
 * in the ledger's log, also of a pull that was cut short; a list that lacks many is not taken at its
 * word before another pull, or a person, says the same.
 * Must not: run beside another pull; the caller sees to that.
 */
import { createHash } from 'node:crypto';
import { DongboError, reasonOf } from '../domain/errors.ts';
import {
  ANY_CHANNEL,
  type CatalogueItem,
  type CatalogueListKind,
  type CatalogueService,
} from '../domain/ports.ts';
import {
  endUnlisted,
  type FetchedProcedure,
  type KnownProcedure,
  knownProcedures,
  notePull,
  storeList,
  storeProcedures,
} from '../ledger/catalogue.ts';
import { changesSinceLastPull } from '../ledger/catalogue-log.ts';
import { catalogueHash } from '../ledger/catalogue-snapshot.ts';
import type { Database } from '../ledger/database.ts';

/** What a pull works with. */
export interface PullDeps {
  readonly ledger: Database;
  readonly catalogue: CatalogueService;
  /** Calls at a time; the portal's own limit of calls holds besides. */
  readonly concurrency: number;
  readonly refreshDays: number;
  readonly now: () => Date;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What a pull did. */
export interface PullReport {
  readonly listed: number;
  readonly fetched: number;
  /** Listed, but the portal gave no details. */
  readonly absent: readonly string[];
  /** Procedures whose details could not be had, with the reason; they are tried again next time. */
  readonly failed: readonly { readonly code: string; readonly reason: string }[];
  readonly ended: number;
  /** Not in the list, and not ended either: too many at once; ended if the next list lacks them, too. */
  readonly unconfirmed: number;
  readonly lists: Readonly<Partial<Record<CatalogueListKind, number>>>;
  /** Entries in the log of changes, by kind, since the pull before. */
  readonly changes: Readonly<Record<string, number>>;
}

const LISTS: readonly CatalogueListKind[] = [
  'sector',
  'agency',
  'fee',
  'subject',
  'level',
  'province',
  'district',
  'ward',
];
const SLICE = 50;
/** The list of the portal's service says no total: one that was cut looks like the end of many. More than both is to be seen twice. */
const BELIEVED_AT_ONCE = { procedures: 20, share: 0.05 };
const DAY_MS = 86_400_000;

/** How a pull goes about it. */
export interface PullOptions {
  /** Fetches every procedure. */
  readonly full: boolean;
  /** A person vouches for the list: what it lacks has ended, however many. */
  readonly confirmed?: boolean;
}

/**
 * Pulls. Throws DB-PRT-… or DB-CAT-004, -005 when the portal is away or the list cannot be had, DB-CAT-003
 * for one that is empty or half gone, DB-CAT-007 when told to stop: what was fetched is kept.
 */
export async function pullCatalogue(
  deps: PullDeps,
  options: PullOptions,
  signal: AbortSignal,
): Promise<PullReport> {
  try {
    return await pull(deps, options, signal);
  } catch (error) {
    // A call that was broken off looks like a portal that is away; it was we who broke it off.
    const isAway = error instanceof DongboError && error.exitCode === 69;
    throw signal.aborted && isAway ? new DongboError('DB-CAT-007', {}, { cause: error }) : error;
  }
}

async function pull(
  deps: PullDeps,
  { full, confirmed = false }: PullOptions,
  signal: AbortSignal,
): Promise<PullReport> {
  const startedAt = deps.now();
  const listed = uniqueByCode(await deps.catalogue.listProcedures(signal));
  const known = await knownProcedures(deps.ledger);
  const alive = [...known].flatMap(([code, item]) => (item.gone ? [] : [code]));
  // A list that is empty or half gone is a fault of the portal, not the end of so many procedures.
  if (listed.length === 0 || listed.length * 2 < alive.length) {
    throw new DongboError('DB-CAT-003', { found: listed.length, known: alive.length });
  }
  const wanted = listed.filter((item) => full || isStale(item, known.get(item.code), deps));
  const absent: string[] = [];
  const failed: { code: string; reason: string }[] = [];
  let fetched = 0;
  for (let from = 0; from < wanted.length; from += SLICE) {
    const slice = wanted.slice(from, from + SLICE);
    const { got, away } = await fetchSlice(deps, slice, { absent, failed }, signal);
    if (got.length > 0) await storeProcedures(deps.ledger, got);
    if (away) throw away;
    if (signal.aborted) throw new DongboError('DB-CAT-007');
    fetched += got.length;
    deps.onProgress?.(Math.min(from + SLICE, wanted.length), wanted.length);
  }
  const present = new Set(listed.map((item) => item.code));
  const lacking = alive.filter((code) => !present.has(code)).length;
  const { procedures, share } = BELIEVED_AT_ONCE;
  const believed = confirmed || lacking <= procedures || lacking <= alive.length * share;
  const { ended, unconfirmed } = await endUnlisted(deps.ledger, [...present], believed);
  const lists: Partial<Record<CatalogueListKind, number>> = {};
  for (const kind of LISTS) {
    const items = await deps.catalogue.list(kind, signal);
    // `null`: this portal has no such service; an empty answer must not end a list that was there.
    if (items === null || items.length === 0) continue;
    await storeList(deps.ledger, kind, items);
    lists[kind] = items.length;
  }
  const changes = await changesSinceLastPull(deps.ledger);
  const hash = await catalogueHash(deps.ledger);
  await notePull(deps.ledger, { startedAt, listed: listed.length, fetched, hash });
  return { listed: listed.length, fetched, absent, failed, ended, unconfirmed, lists, changes };
}

function uniqueByCode(items: readonly CatalogueItem[]): CatalogueItem[] {
  return [...new Map(items.filter((item) => item.code !== '').map((item) => [item.code, item])).values()];
}

function isStale(item: CatalogueItem, known: KnownProcedure | undefined, deps: PullDeps): boolean {
  if (!known || known.gone || known.incomplete || known.listedName !== item.name) return true;
  return deps.now().getTime() - known.fetchedAt.getTime() > deps.refreshDays * DAY_MS;
}

async function fetchSlice(
  deps: PullDeps,
  slice: readonly CatalogueItem[],
  faults: { absent: string[]; failed: { code: string; reason: string }[] },
  signal: AbortSignal,
): Promise<{ got: FetchedProcedure[]; away: DongboError | null }> {
  const got: FetchedProcedure[] = [];
  let away: DongboError | null = null;
  const queue = [...slice];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item && !away && !signal.aborted; item = queue.shift()) {
      try {
        const procedure = await deps.catalogue.procedure(item.code, signal);
        if (procedure === null) faults.absent.push(item.code);
        // The list's spelling of the code is the key: details may repeat it trimmed.
        else got.push(fetchedOf({ ...procedure, code: item.code as typeof procedure.code }, item.name));
      } catch (error) {
        // What was fetched before the portal went away is kept; the next pull goes on there.
        if (error instanceof DongboError && error.exitCode === 69) away = error;
        else faults.failed.push({ code: item.code, reason: reasonOf(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(deps.concurrency, slice.length) }, worker));
  return { got, away };
}

function fetchedOf(procedure: FetchedProcedure['procedure'], listedName: string): FetchedProcedure {
  // The order in which the portal happens to list parts is no content.
  const sorted = (items: readonly CatalogueItem[]) =>
    [...items].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  // Codes are looked up in none of what the indicators alone ask: it would have every dossier normalized anew.
  const { charges: _charges, forCitizens: _forCitizens, ...lookedUp } = procedure;
  const { components, results, terms, fees } = lookedUp;
  const content = {
    ...lookedUp,
    terms: terms.filter(({ channel }) => channel !== ANY_CHANNEL),
    components: sorted(components),
    results: sorted(results),
    fees: sorted(fees),
  };
  const contentHash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return { procedure, listedName, contentHash };
}
