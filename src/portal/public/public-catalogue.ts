/**
 * The national catalogue as the portal shows it to everybody, without login (1-portal-contract.md, section 4).
 * Guarantees: the contract of `CatalogueService`: the list is whole or the call throws; passing
 * trouble (no answer, a firewall's page, HTTP 429 and 5xx) is tried again a few times, because
 * reading changes nothing; calls keep to the pace.
 * Must not: mend codes, or offer lists that the public pages do not have (agencies, for one).
 */
import { setMaxListeners } from 'node:events';
import { DongboError } from '../../domain/errors.ts';
import type { CatalogueItem, CatalogueService } from '../../domain/ports.ts';
import type { Transport } from '../adapter/transport.ts';
import { isRecord } from '../body.ts';
import { rawText, rowsOf } from '../decode-procedure.ts';
import type { Pace } from '../pace.ts';
import type { Sleep } from '../sleep.ts';
import { decodePublicProcedure } from './decode-public-procedure.ts';
import { readPublicAnswer } from './read-public-answer.ts';

/** Paths under CATALOGUE_PUBLIC_URL, as seen in 2026. */
const LIST = '/submitting/formality/list-all-public-formality-by-citizen';
const DETAIL = '/configuring/formality/get-formality-by-citizen';

/** Entries a page. */
const PAGE = 50;
/** A list without end is none: the catalogue has some 6,000 entries, 120 pages. */
const MOST_PAGES = 2_000;
/** How often a read is tried, and the longest wait between, in seconds. */
const TRIES = 4;
const LONGEST_WAIT_SECONDS = 30;

/** What the service is built from. */
export interface PublicParts {
  readonly transport: Transport;
  readonly pace: Pace;
  readonly sleep: Sleep;
  readonly now: () => Date;
}

/** Builds the service; makes no call yet. */
export function createPublicCatalogue(parts: PublicParts): CatalogueService {
  /** Code → id: only the list knows the id by which details are asked for. */
  let ids: ReadonlyMap<string, string> | null = null;

  async function listProcedures(signal: AbortSignal): Promise<readonly CatalogueItem[]> {
    const entries = await wholeList(parts, signal);
    ids = new Map([...entries].map(([code, { id }]) => [code, id]));
    return [...entries].map(([code, { name }]) => ({ code, name }));
  }

  return {
    listProcedures,
    async procedure(code, signal) {
      if (ids === null) await listProcedures(signal);
      const id = ids?.get(code);
      if (id === undefined) return null;
      const data = await ask(parts, DETAIL, { id }, signal);
      if (data === null) return null;
      const procedure = isRecord(data) ? decodePublicProcedure(data) : null;
      if (procedure === null) throw notUnderstood(parts, DETAIL, 'data has no code');
      return procedure;
    },
    async list() {
      return null;
    },
  };
}

interface Entry {
  readonly id: string;
  readonly name: string;
}

/** Every page. Of entries with one code the first counts, which is the newest. Throws DB-CAT-005 for a list cut short. */
async function wholeList(parts: PublicParts, signal: AbortSignal): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  const seen = new Set<string>();
  let got = 0;
  let total = 0;
  let lastId = '';
  // A cursor that stands still has come to its end.
  while (!seen.has(lastId)) {
    seen.add(lastId);
    if (seen.size > MOST_PAGES) throw notUnderstood(parts, LIST, `more than ${MOST_PAGES} pages`);
    const asked = { limit: PAGE, lastId, q: '', categoryId: '', departmentCode: '' };
    const data = await ask(parts, LIST, asked, signal);
    const rows = isRecord(data) ? (data.items ?? data.rows) : undefined;
    if (!isRecord(data) || !Array.isArray(rows)) throw notUnderstood(parts, LIST, 'data has no list');
    if (typeof data.total === 'number') total = data.total;
    if (rows.length === 0) break;
    got += rows.length;
    for (const row of rowsOf(rows)) {
      const [code, id] = [rawText(row, 'code'), rawText(row, 'id')];
      if (code.trim() === '' || id === '' || entries.has(code)) continue;
      entries.set(code, { id, name: rawText(row, 'name') });
    }
    lastId = rawText(data, 'lastId');
    // No cursor, no further page; a short page alone is no end.
    if (lastId === '') break;
  }
  if (entries.size === 0 && got > 0) throw notUnderstood(parts, LIST, 'no entry has code and id');
  if (got < total) throw notUnderstood(parts, LIST, `${got} of ${total} entries`);
  return entries;
}

/**
 * Asks until something definite comes. Throws DB-CAT-004 when nothing does, DB-CAT-005 for what is not understood,
 * DB-TLS-001 to -003 where the connection is refused: that goes no better a second later.
 */
async function ask(
  parts: PublicParts,
  path: string,
  document: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  // Every call in line listens to it and stops listening when done; more than ten are no leak.
  setMaxListeners(0, signal);
  let reason = 'stopped';
  for (let tried = 1; tried <= TRIES && !signal.aborted; tried += 1) {
    const reply = await parts.pace.run(signal, () => parts.transport.post(path, document, signal));
    if (reply === null) break;
    const answer = readPublicAnswer(reply, parts.now());
    if (answer.kind === 'data') return answer.data;
    if (answer.kind === 'odd') throw notUnderstood(parts, path, answer.reason);
    ({ reason } = answer);
    if (answer.tls) throw new DongboError(answer.tls, { where: parts.transport.where(path), reason });
    const wait = Math.min(answer.retryAfterSeconds ?? 2 ** (tried - 1), LONGEST_WAIT_SECONDS);
    if (tried < TRIES) await parts.sleep(wait * 1000, signal);
  }
  throw new DongboError('DB-CAT-004', { where: parts.transport.where(path), reason });
}

function notUnderstood({ transport }: PublicParts, path: string, reason: string): DongboError {
  return new DongboError('DB-CAT-005', { where: transport.where(path), reason });
}
