/**
 * Writes down which questions the dossiers of a page asked, and whether their answers are the present ones.
 * Guarantees: a fixed number of statements a page, three more on which a question or a name is new; the
 * first name of a code is kept, and that there was another; a page that was normalized with another
 * codebook than the applied one leaves its dossiers stale, so that it is not lost.
 * Must not: fill in a fingerprint of another codebook than the applied one.
 */
import type { LookupKey } from '../domain/codebook.ts';
import type { IsoDay } from '../domain/codes.ts';
import type { LedgerCodebook } from './apply-codebook.ts';
import type { Queryable } from './database.ts';
import { storable, toJsonb } from './jsonb.ts';

/** A question with the province's own name for its code. */
export interface NamedKey extends LookupKey {
  /** '' where the source has none. */
  readonly name: string;
  /** The same for two spellings of one name; '' exactly where `name` is. */
  readonly nameKey: string;
}

/** What one dossier asked. */
export interface DossierUse {
  readonly id: number;
  /** Each question once for each name that the dossier gives its code. */
  readonly lookups: readonly NamedKey[];
  readonly receivedOn: IsoDay | null;
}

const FIND = `
  SELECT x.place, k.id, k.name_key AS "nameKey", k.several_names AS several
  FROM jsonb_to_recordset($1::jsonb) AS x(place integer, kind lookup_kind, scope text, code text)
  JOIN lookup_key k ON k.kind = x.kind AND md5(k.scope) = md5(x.scope) AND md5(k.code) = md5(x.code)`;

/** In one order for all, so that two pages with the same new questions wait for each other and not crosswise. */
const ADD = `
  INSERT INTO lookup_key (kind, scope, code, name, name_key, several_names, fingerprint)
  SELECT x.kind, x.scope, x.code, x.name, x."nameKey", x.several, x.fingerprint
  FROM jsonb_to_recordset($1::jsonb) AS x(
    kind lookup_kind, scope text, code text, name text, "nameKey" text, several boolean, fingerprint text)
  ORDER BY x.kind, md5(x.scope), md5(x.code)
  ON CONFLICT DO NOTHING`;

/** Decides by the row as it stands once it is locked: another page may have named it since it was found. */
const NAME = `
  UPDATE lookup_key k SET
    name = CASE WHEN k.name_key = '' THEN x.name ELSE k.name END,
    name_key = CASE WHEN k.name_key = '' THEN x.name_key ELSE k.name_key END,
    several_names = k.several_names OR x.several OR k.name_key NOT IN ('', x.name_key)
  FROM (
    SELECT l.id, y.name, y.name_key, y.several
    FROM unnest($1::integer[], $2::text[], $3::text[], $4::boolean[]) AS y(id, name, name_key, several)
    JOIN lookup_key l ON l.id = y.id ORDER BY l.id FOR NO KEY UPDATE OF l) x
  WHERE k.id = x.id`;

const USE = `
  INSERT INTO dossier_use AS u (dossier_id, received_on, lookups)
  SELECT x.id, x.received_on, x.lookups::integer[]
  FROM unnest($1::bigint[], $2::date[], $3::text[]) AS x(id, received_on, lookups)
  ORDER BY x.id
  ON CONFLICT (dossier_id) DO UPDATE SET received_on = excluded.received_on, lookups = excluded.lookups
  WHERE (u.received_on, u.lookups) IS DISTINCT FROM (excluded.received_on, excluded.lookups)`;

const FRESH = 'DELETE FROM stale_dossier WHERE dossier_id = ANY($1::bigint[])';
const STALE = `
  INSERT INTO stale_dossier SELECT id FROM unnest($1::bigint[]) id ORDER BY id ON CONFLICT DO NOTHING`;

/**
 * Stores the questions of a page.
 * @param applied is `codebook`, with which the page was normalized, the applied one?
 */
export async function storeUse(
  tx: Queryable,
  uses: readonly DossierUse[],
  codebook: LedgerCodebook,
  applied: boolean,
): Promise<void> {
  const ids = await idsOf(tx, uses, (key) => (applied ? codebook.fingerprint(key) : ''));
  const lists = uses.map(({ lookups }) => {
    const distinct = [...new Set(lookups.map((key) => ids.get(key) ?? unknown(key)))];
    return `{${distinct.sort((a, b) => a - b).join()}}`;
  });
  const dossiers = uses.map(({ id }) => id);
  await tx.query(USE, [dossiers, uses.map(({ receivedOn }) => receivedOn), lists]);
  await tx.query(applied ? FRESH : STALE, [dossiers]);
}

function unknown(key: LookupKey): never {
  throw new Error(`a question of kind ${key.kind} was stored but got no id`);
}

interface Question {
  readonly key: LookupKey;
  /** The first name of the page. */
  name: string;
  nameKey: string;
  /** The page has another name for it, too. */
  several: boolean;
  id: number | null;
  /** What the ledger knows of its names. */
  stored: { readonly nameKey: string; readonly several: boolean };
}

const NOTHING_STORED = { nameKey: '', several: false } as const;

/** Ids of all questions of the page, made where they are new. */
async function idsOf(
  tx: Queryable,
  uses: readonly DossierUse[],
  fingerprint: (key: LookupKey) => string,
): Promise<ReadonlyMap<NamedKey, number>> {
  const [questions, places] = distinct(uses);
  await find(tx, questions);
  const missing = questions.filter(({ id }) => id === null);
  if (missing.length > 0) {
    const rows = missing.map(({ key, name, nameKey, several }) => {
      return { ...key, name, nameKey, several, fingerprint: fingerprint(key) };
    });
    await tx.query(ADD, [toJsonb(rows)]);
    await find(tx, missing);
  }
  const news = questions.filter(isNews);
  if (news.length > 0) {
    await tx.query(NAME, [
      news.map(({ id }) => id),
      news.map(({ name }) => name),
      news.map(({ nameKey }) => nameKey),
      news.map(({ several }) => several),
    ]);
  }
  return new Map([...places].flatMap(([key, { id }]) => (id === null ? [] : [[key, id] as const])));
}

/** Does the page name what has no name yet, or otherwise than it is known? */
function isNews({ nameKey, several, stored }: Question): boolean {
  if (nameKey === '' || stored.several) return false;
  return several || nameKey !== stored.nameKey;
}

async function find(tx: Queryable, questions: readonly Question[]): Promise<void> {
  const rows = questions.map(({ key: { kind, scope, code } }, place) => ({ place, kind, scope, code }));
  const found = await tx.query<{ place: number; id: number; nameKey: string; several: boolean }>(FIND, [
    toJsonb(rows),
  ]);
  for (const { place, id, nameKey, several } of found.rows) {
    const question = questions[place];
    if (question) Object.assign(question, { id, stored: { nameKey, several } });
  }
}

/** Questions as the ledger can hold them, each once however many objects say it. */
function distinct(uses: readonly DossierUse[]): [Question[], Map<NamedKey, Question>] {
  const byText = new Map<string, Question>();
  const places = new Map<NamedKey, Question>();
  for (const { lookups } of uses) {
    for (const key of lookups) {
      if (places.has(key)) continue;
      const stored = { kind: key.kind, scope: storable(key.scope), code: storable(key.code) };
      const text = JSON.stringify([stored.kind, stored.scope, stored.code]);
      const question = byText.get(text) ?? newQuestion(stored);
      addName(question, key);
      byText.set(text, question);
      places.set(key, question);
    }
  }
  return [[...byText.values()], places];
}

function newQuestion(key: LookupKey): Question {
  return { key, name: '', nameKey: '', several: false, id: null, stored: NOTHING_STORED };
}

function addName(question: Question, { name, nameKey }: NamedKey): void {
  if (nameKey === '') return;
  if (question.nameKey === '') Object.assign(question, { name: storable(name), nameKey });
  else if (question.nameKey !== nameKey) question.several = true;
}
