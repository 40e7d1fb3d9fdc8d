/**
 * The ledger as it is after the copies were read and sent, each ten attempts, filled by COPY and by a statement a table.
 * Guarantees: hashes, payloads, questions and records are those that Dongbo makes of the same rows (a tick after it finds
 * nothing changed, which is checked); half of the dossiers came by a first load, the others day by day since.
 */
import type pg from 'pg';
import type { House } from '../../src/compose.ts';
import { payloadFingerprint, sourceFingerprint, stepFingerprint } from '../../src/normalize/fingerprint.ts';
import { normalizerFor } from '../../src/pipeline/normalize-for-ledger.ts';
import type { Copies } from './copies.ts';
import { CopyRows, unchecked, type Value } from './copy-rows.ts';
import { type Said, saidOfCopies } from './said.ts';

const PAGE = 1_000;

const DOSSIER = [
  ...[
    'id',
    'code',
    'source',
    'source_hash',
    'source_row',
    'source_changed_at',
    'codebook_id',
    'incomplete',
    'lane',
  ],
  'stored_at',
];
const DELIVERY = [
  ...[
    'dossier_id',
    'kind',
    'step_id',
    'position',
    'payload',
    'payload_hash',
    'state',
    'sent_version',
    'sent_hash',
  ],
  ...['accepted_version', 'accepted_hash', 'accepted_at', 'due_at', 'wanted_at'],
];
const HELD = ['dossier_id', 'origin', 'scope', 'part', 'code', 'field', 'value', 'params', 'blocking'];

/** What the copies have from their templates as it stands; `x.place` counts these from 0. */
const AS_TEMPLATE = `
  FROM generate_series($1::int, $2::int) n
  JOIN unnest($3::bigint[]) WITH ORDINALITY AS x(id, place) ON x.place = (n - 1) % $4 + 1`;

const FACT = [
  'received',
  'ended',
  'province',
  'portal',
  'released',
  'as_province',
  'synced',
  'step_lag_minutes',
  'urgent_due',
  'urgent_since',
];

const USE = `
  INSERT INTO dossier_use (dossier_id, received_on, lookups)
  SELECT n, u.received_on, u.lookups ${AS_TEMPLATE} JOIN dossier_use u ON u.dossier_id = x.id`;
const FACTS = `
  INSERT INTO score_fact (dossier_id, ${FACT.join(', ')})
  SELECT n, ${FACT.map((name) => `f.${name}`).join(', ')} ${AS_TEMPLATE} JOIN score_fact f ON f.dossier_id = x.id`;

/** Four for the dossier and two a step; the last one was accepted. */
const ATTEMPTS = `
  INSERT INTO attempt (dossier_id, delivery_id, at, service, outcome, http_status, records, duration_ms, batch)
  SELECT v.dossier_id, v.id, v.accepted_at - (times - i) * interval '1 minute',
    CASE WHEN v.kind = 'dossier' THEN 'DongBoHoSoMC' ELSE 'CapNhatTienDoHoSoMC' END,
    CASE WHEN i = times THEN 'accepted' ELSE 'retry-later' END::attempt_outcome,
    CASE WHEN i = times THEN 200 ELSE 503 END, 50, 40 + v.id % 60, substr(md5((v.dossier_id / 50)::text), 1, 8)
  FROM delivery v, LATERAL (SELECT CASE WHEN v.kind = 'dossier' THEN 4 ELSE 2 END AS times) t, generate_series(1, times) i
  WHERE v.dossier_id BETWEEN $1 AND $2 ORDER BY v.dossier_id, i`;
/** Templates have one each from their delivery. */
const NO_ATTEMPTS = 'DELETE FROM attempt';

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Accepted two seconds after it changed, or by the first load; in whose lane. */
function course(
  changedAt: string,
  n: number,
  largest: number,
): { readonly lane: string; readonly at: string } {
  const live = n > largest / 2;
  return { lane: live ? 'live' : 'backfill', at: new Date(Date.parse(changedAt) + 2_000).toISOString() };
}

function deliveries(n: number, said: Said, changedAt: string, at: string): Value[][] {
  const row = (kind: string, id: string, position: number, payload: object, hash: string): Value[] => [
    ...[
      n,
      kind,
      id,
      position,
      JSON.stringify(payload),
      hash,
      'accepted',
      1,
      hash,
      1,
      hash,
      at,
      at,
      changedAt,
    ],
  ];
  return [
    row('dossier', '', 0, said.dossier, payloadFingerprint(said.dossier)),
    ...said.steps.map((step, place) => row('step', step.id, place, step, stepFingerprint(step))),
  ];
}

/** Dossiers `from` to `to`, both inclusive; the templates must have been read, sent and scored. */
export async function fillLedger(
  url: string,
  house: House,
  copies: Copies,
  { from, to, largest }: Range & { readonly largest: number },
): Promise<void> {
  const codebook = await (await house.codebook()).current(await house.ledger());
  const saidOf = saidOfCopies(copies, normalizerFor(codebook, house.normalizeSettings()));
  const templates = await templateRows(url, copies);
  const [dossiers, sent, held] = await Promise.all([
    CopyRows.open(url, 'dossier', DOSSIER),
    CopyRows.open(url, 'delivery', DELIVERY),
    CopyRows.open(url, 'held', HELD),
  ]);
  for (let n = from; n <= to; n += 1) {
    const source = copies.source(n);
    const said = saidOf(n);
    const { lane, at } = course(copies.changedAt(n), n, largest);
    const incomplete = said.held.length > 0;
    dossiers.add([
      ...[
        n,
        source.key,
        templates.source,
        sourceFingerprint(source),
        JSON.stringify(source),
        source.changedAt,
      ],
      ...[templates.codebook, incomplete, lane, at],
    ]);
    for (const row of deliveries(n, said, copies.changedAt(n), at)) sent.add(row);
    for (const { scope, part, code, field, value, params, blocking } of said.held) {
      held.add([n, 'normalize', scope, part, code, field, value, JSON.stringify(params), blocking]);
    }
    if (n % PAGE !== 0) continue;
    await Promise.all([dossiers, sent, held].map((rows) => rows.flush()));
  }
  await Promise.all([dossiers, sent, held].map((rows) => rows.end()));
  await unchecked(url, (client) => fillRest(client, { from, to }, templates.ids));
}

async function templateRows(url: string, copies: Copies) {
  return unchecked(url, async (client) => {
    const codes = Array.from({ length: copies.count }, (_, place) => copies.code(place + 1));
    const { rows } = await client.query<{ id: string; source: string; codebook: number }>(
      `SELECT d.id, d.source, d.codebook_id AS codebook FROM unnest($1::text[]) WITH ORDINALITY AS x(code, place)
       JOIN dossier d ON d.code = x.code ORDER BY x.place`,
      [codes],
    );
    const [first] = rows;
    if (first === undefined || rows.length !== codes.length)
      throw new Error('templates are missing in the ledger');
    return { source: first.source, codebook: first.codebook, ids: rows.map(({ id }) => id) };
  });
}

async function fillRest(client: pg.Client, { from, to }: Range, ids: readonly string[]): Promise<void> {
  const isFirst = from === ids.length + 1;
  const placed = [from, to, ids, ids.length];
  await client.query("SET work_mem = '256MB'");
  await client.query(USE, placed);
  await client.query(FACTS, placed);
  if (isFirst) await client.query(NO_ATTEMPTS);
  await client.query(ATTEMPTS, [isFirst ? 1 : from, to]);
  await client.query(`SELECT setval(pg_get_serial_sequence('dossier', 'id'), $1)`, [to]);
  await client.query('VACUUM ANALYZE');
}
