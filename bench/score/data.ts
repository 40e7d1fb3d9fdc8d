/**
 * A ledger of any size as the indicators find it, filled by a statement a table.
 * Guarantees: rows as wide as those of a real province (some 1.5 kB a dossier and a payload); dossiers come evenly, so
 * many a month, in the order of their receipt; 5% are held, 3% not at the portal, 5% of the last weeks and
 * some of before there in an older state, a fiftieth asked for more papers, some open for years; 400 procedures, 300 agencies.
 * Must not: be read by what looks into payloads: they say nothing.
 */
import pg from 'pg';
import type { Period } from '../../src/score/period.ts';

const DAY = 86_400;
/** Dossiers after the period's end, days: what is not over is looked at as well. */
const AFTER = 5;

/** Before so many days nearly everything has come to the portal as it ended. */
const STALE = 45;

/** How much of what. */
export interface ScoreSize {
  readonly dossiers: number;
  /** Received in the period. */
  readonly month: number;
  /** Records lie in no order: the worst for reading a period. */
  readonly scattered: boolean;
}

const WORDS = `
  INSERT INTO score_word (kind, code, name)
  SELECT 'procedure', '1.' || lpad(n::text, 6, '0'), '' FROM generate_series(1, 400) n;
  INSERT INTO score_word (kind, code, name)
  SELECT 'agency', 'H99.' || n, CASE WHEN n % 3 = 0 THEN 'Sở số ' || n ELSE 'Ủy ban nhân dân xã Mẫu ' || n END
  FROM generate_series(1, 300) n;
  INSERT INTO procedure (code, name, listed_name, published, sector_code, sector_name, terms, content_hash, fetched_at,
    charges, for_citizens)
  SELECT '1.' || lpad(n::text, 6, '0'), 'Thủ tục số ' || n, '', true, 'L', 'Lĩnh vực',
    '[{"channel":"1","time":"7","unit":"Ngày làm việc"},{"channel":"2","time":"5","unit":"Ngày làm việc"}]', '', now(),
    n % 2 = 0, n % 5 > 0
  FROM generate_series(1, 400) n;
  INSERT INTO result (procedure, code, name)
  SELECT code, 'KQ.' || code, 'Kết quả' FROM procedure WHERE right(code, 1) < '8';`;

const DOSSIERS = `
  INSERT INTO codebook_version (hash) VALUES ('bench');
  INSERT INTO dossier (code, source_hash, source_row, source_changed_at, codebook_id, incomplete, lane)
  SELECT 'H99.17.01-26-' || lpad(n::text, 7, '0'), md5(n::text), jsonb_build_object('fields', repeat(md5(n::text), 45)),
    now(), (SELECT id FROM codebook_version), n % 20 = 0, 'backfill'
  FROM generate_series(1, $dossiers) n;
  INSERT INTO delivery (dossier_id, kind, payload, payload_hash, state, sent_version, sent_hash, accepted_version,
    accepted_hash, accepted_at)
  SELECT id, 'dossier', source_row, source_hash, 'accepted', 1, source_hash, 1, source_hash, now() FROM dossier;
  INSERT INTO held (dossier_id, origin, scope, part, code, field, value, blocking)
  SELECT id, 'normalize', 'component', i::text, 'DB-CMP-00' || (1 + (id / 20 + i) % 7), '', '', false
  FROM generate_series(20, $dossiers, 20) id, generate_series(1, 1 + (id % 5 = 0)::int) i;`;

/**
 * Of dossier n: receipt r; ended e after one to nine days (one of 5,000 after a hundred, one of 1,000 never), by a step 9
 * and a 10; appointment after seven days. Of 1,000 some say what they say by their number.
 */
const FACTS = `
  INSERT INTO score_fact (dossier_id, received, ended, province, portal, released, as_province, synced, step_lag_minutes)
  SELECT id, r, CASE WHEN is_open OR is_old THEN NULL ELSE e END,
    CASE WHEN is_whole_held THEN NULL ELSE record END, CASE WHEN is_old THEN old_record END,
    CASE WHEN id % 20 = 0 THEN released END, NOT (is_whole_held OR is_away OR is_old), CASE WHEN NOT is_away THEN r + 3600 END,
    CASE WHEN NOT is_away THEN 5 + (h % 3000) * (id % 9 = 0)::int END
  FROM generate_series(1, $dossiers) id,
    LATERAL (SELECT (hashint8(id)::bigint + 2147483648) AS h, $end + $after - (($dossiers - id) * $each)::integer AS r) x,
    LATERAL (SELECT h % 1000 = 1 OR r > $end + $after - ${DAY} AS is_open, id % 40 = 0 AS is_whole_held,
      h % 100 < 3 AS is_away, h % 100 BETWEEN 10 AND 14 AND (r > $end - ${STALE} * ${DAY} OR h % 1000 < 105) AS is_old,
      r + CASE WHEN h % 5000 = 2 THEN 100 * ${DAY} ELSE ((1 + h % 8) * ${DAY} + h % 3600)::integer END AS e,
      '{"procedure":' || 1 + h % 400 || ',"agency":' || 401 + (h / 400) % 300 || ',"received":' || r || ',"due":' || r + 7 * ${DAY} AS head,
      CASE WHEN h % 50 = 5 THEN ',"supplements":[[' || r + 7200 || ',' || r + ${DAY} || ']]' ELSE '' END AS asked) y,
    LATERAL (SELECT (head || CASE WHEN is_open THEN ',"traits":' || h % 1024 ELSE
        ',"end":' || e || ',"traits":' || 1024 + h % 1024 || ',"events":[[9,' || e || '],[10,' || e + 3600 || ']]' END || asked || '}')::json AS record,
      (head || ',"traits":' || h % 512 || asked || '}')::json AS old_record,
      (head || ',"end":' || e || ',"traits":' || 1024 + (h % 1024 | 56) || ',"events":[[9,' || e || ']]' || asked || '}')::json AS released) z
  $order`;

/** Fills the ledger at `url`, which must be a new one. Answers how many were received in the period. */
export async function fillScores(url: string, period: Period, size: ScoreSize): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // References and marks cost more than the rows.
    await client.query("SET session_replication_role = 'replica'");
    await client.query("SET work_mem = '512MB'");
    const values: Readonly<Record<string, string>> = {
      dossiers: String(size.dossiers),
      end: String(period.end),
      after: String(AFTER * DAY),
      each: String((period.end - period.begin + 1) / size.month),
      order: size.scattered ? 'ORDER BY h' : '',
    };
    for (const sql of [WORDS, DOSSIERS, FACTS]) {
      await client.query(sql.replace(/\$([a-z]+)/g, (_, name: string) => values[name] ?? ''));
    }
    await client.query('VACUUM ANALYZE');
    const { rows } = await client.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM score_fact WHERE received BETWEEN $1 AND $2',
      [period.begin, period.end],
    );
    return rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}
