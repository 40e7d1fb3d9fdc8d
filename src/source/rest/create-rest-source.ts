/**
 * The province's system as a REST service that lists dossiers in JSON.
 * Guarantees: only GET; a page is one call; what is guaranteed of pages that shift, repeat and end is said in
 * reading.ts; a service that asks to wait is not called before; no row is lost.
 * Must not: know codes of the nation or judge what it reads.
 */
import { createHash } from 'node:crypto';
import { DongboError } from '../../domain/errors.ts';
import type { RestRules, SourceDefinition } from '../../domain/source-definition.ts';
import type { Source, SourcePosition } from '../../domain/source-ports.ts';
import { createItemReader } from '../json/item-reader.ts';
import { jsonText } from '../json/json-place.ts';
import type { Json } from '../json/read-json.ts';
import { firstPageFaults, pageFaults } from './check-page.ts';
import { dateOf, type JsonPage, judgeAnswer } from './judge-answer.ts';
import { advance, newReading, positionOf, type Reading, readingOf, rewound } from './reading.ts';
import { createRestClient, placeOf } from './rest-client.ts';
import type { RestSourceSettings } from './rest-settings.ts';
import { sinceText } from './since.ts';

/** An answered page with what is known of the answer itself. */
interface Answered extends JsonPage {
  readonly mark: string;
  readonly answeredAt: number;
}

/** Pages ahead of what is stored, of several readings at once, are a handful. */
const MOST_REMEMBERED = 64;

/**
 * May it be what a page is answered that is no longer there? A cursor that has run out is told by any error, be it
 * within a 200; a number never runs out, but may lie behind the end by now: a service that fails there is asked again.
 */
function isOutdated(error: unknown, { paging }: RestRules): boolean {
  if (!(error instanceof DongboError)) return false;
  if (error.code === 'DB-RST-007') return true;
  return error.code === 'DB-RST-005' && (paging.by === 'cursor' || Number(error.params.status) < 500);
}

/**
 * A source on a REST service. Throws DB-RST-001 (exit 78) for an address that it cannot use; its methods throw
 * DB-RST-002 to -010, DB-TLS-001 to -003. `readKeys` answers nothing: a listing cannot be asked for single dossiers.
 */
export function createRestSource(settings: RestSourceSettings, definition: SourceDefinition): Source {
  const rules = rulesOf(definition);
  const base = addressOf(settings.url, rules);
  const where = placeOf(base);
  const now = settings.now ?? Date.now;
  const client = createRestClient(settings, rules.apiKeyHeader);
  const reader = createItemReader(definition.map);
  let waitUntil = 0;
  /** Pages that were named to us just now: those from before may have run out. */
  const own = new Set<string>();

  async function ask(reading: Reading): Promise<Answered> {
    const seconds = Math.ceil((waitUntil - now()) / 1000);
    if (seconds > 0) throw new DongboError('DB-RST-004', { where, status: 'Retry-After', seconds });
    const answer = await client.get(callOf(base, rules, settings.pageSize, reading));
    try {
      const page = judgeAnswer(answer, rules, where, now());
      const date = dateOf(answer.headers.date ?? '');
      return { ...page, mark: markOf(page, rules), answeredAt: Number.isNaN(date) ? now() : date };
    } catch (error) {
      if (error instanceof DongboError && error.code === 'DB-RST-004')
        waitUntil = now() + Number(error.params.seconds) * 1000;
      throw error;
    }
  }

  function remember(key: string): void {
    own.add(key);
    const [oldest] = own;
    if (own.size > MOST_REMEMBERED && oldest !== undefined) own.delete(oldest);
  }

  /** What the page before the first lists; nothing where there is none. */
  async function beforeFirst(): Promise<readonly Json[]> {
    const { paging } = rules;
    if (paging.by !== 'number' || paging.first === 0) return [];
    try {
      return (await ask({ ...newReading(null, 0), page: String(paging.first - 1) })).items;
    } catch (error) {
      if (error instanceof DongboError) return [];
      throw error;
    }
  }

  /** A page that was named in an earlier life and is refused now: the reading begins again. */
  async function askOrBegin(reading: Reading, key: string): Promise<{ page: Answered; reading: Reading }> {
    try {
      return { page: await ask(reading), reading };
    } catch (error) {
      if (!isOutdated(error, rules) || reading.page === null || own.has(key)) throw error;
      const anew = newReading(reading.at, reading.backMs);
      return { page: await ask(anew), reading: anew };
    }
  }

  return {
    feeds: ['dossiers'],
    digests: null,

    async check() {
      const [{ items }, before] = await Promise.all([ask(newReading(null, 0)), beforeFirst()]);
      const details = [
        ...pageFaults(definition.map, items),
        ...firstPageFaults(items.map(jsonText), before.map(jsonText)),
      ];
      if (details.length > 0)
        throw new DongboError('DB-RST-010', { where, count: details.length }, { details });
    },

    async readPage(position) {
      const { page, reading } = await askOrBegin(readingOf(position), position?.key ?? '');
      const dossiers = reader.dossiers(page.items);
      const times = dossiers.flatMap(({ changedAt }) => (changedAt === null ? [] : [Date.parse(changedAt)]));
      const newest = times.length === 0 ? null : times.reduce((a, b) => Math.max(a, b));
      const seen = { ...page, items: page.items.length, newest };
      const after = advance(rules, reading, seen, where);
      const last = positionOf(after.reading);
      remember(last.key);
      return { dossiers, last, end: after.end };
    },

    rewind(position: SourcePosition, seconds: number) {
      own.clear();
      return rewound(position, seconds);
    },

    // The service itself decides what it lists: nothing is out of the cursor's sight.
    // Its one stream is never begun at its end.
    newest: async () => null,
    readIrregular: async () => ({ dossiers: [], end: true }),
    readKeys: async () => [],
    close: async () => client.close(),
  };
}

/** Of what the page lists: an answer may be stamped with its time or number. Only numbers are compared by it. */
function markOf({ items }: JsonPage, { paging }: RestRules): string {
  if (paging.by !== 'number') return '';
  return createHash('sha256').update(jsonText(items)).digest('base64url').slice(0, 22);
}

function rulesOf({ rest, name }: SourceDefinition): RestRules {
  if (rest === null) throw new DongboError('DB-RST-001', { reason: `${name}: no rules of a REST service` });
  return rest;
}

function addressOf(text: string, { path }: RestRules): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new DongboError('DB-RST-001', { reason: 'no http:// or https:// address, or a user in it' });
  if (path !== '') url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
  return url;
}

function callOf(
  base: URL,
  { parameters, since, paging }: RestRules,
  pageSize: number,
  reading: Reading,
): URL {
  const url = new URL(base);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  // Always said: a service that is not told may take it for "today". Never before 1970, which many refuse.
  const from = Math.max(0, (reading.at ?? 0) - reading.backMs);
  if (since) url.searchParams.set(since.parameter, sinceText(from, since.form));
  if (paging.by === 'none') return url;
  if (paging.sizeParameter !== null) url.searchParams.set(paging.sizeParameter, String(pageSize));
  const page = reading.page ?? (paging.by === 'number' ? String(paging.first) : null);
  if (page !== null) url.searchParams.set(paging.parameter, page);
  return url;
}
