/** Whatever a step back of the ledger takes away is told before, or can be had again without anybody's doing. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appliedVersions, migrate, migrateBack, VERSIONS } from '../../src/ledger/migrate.ts';
import { overview } from '../../src/ledger/overview.ts';
import { type LossName, lossesOf } from '../../src/ledger/step-back.ts';
import { dossier, LedgerTrial } from './trial.ts';

/** Tables and columns that a migration's way down removes, by what is told of them; '' = it comes again by itself. */
const GOES: Readonly<Record<string, Readonly<Record<string, LossName | ''>>>> = {
  // A name in the log; the next run has another.
  '0007-run-names': { 'job_run.run': '' },
  '0013-untold': { 'delivery.untold_payload': 'untold', 'delivery.untold_hash': 'untold' },
  // Counted anew on the way up.
  '0012-counted': { delivery_count: '' },
  // Records are made anew from the rest; the next pull tells of procedures.
  '0009-score': {
    score_word: '',
    score_fact: '',
    score_due: '',
    score_later: '',
    official_score: 'published',
    'procedure.asked': '',
    'procedure.charges': '',
    'procedure.for_citizens': '',
  },
  // The next reading and the next sweep tell all of it anew.
  '0008-sources': {
    'dossier.source': '',
    'source_cursor.map_hash': '',
    source_digest: '',
    vanished: '',
    shadowed: '',
    sweep: '',
  },
  '0006-resync-goes-on': {
    'resync.after_id': 'underWay',
    'resync.looked_at': 'underWay',
    'resync.selected': 'underWay',
    'resync.verify': 'underWay',
    'resync.already': 'underWay',
    // What was held of one that is called back is found again when its row is next read.
    'resync_item.held': '',
  },
  '0005-operating': {
    audit: 'audit',
    'breaker.paused_at': 'pauses',
    'breaker.paused_by': 'pauses',
    'breaker.paused_why': 'pauses',
    doubt: 'doubt',
    drift: 'drift',
    resync: 'resyncs',
    resync_item: 'resyncs',
    'delivery.accepted_payload': 'told',
    'dossier.pruned_at': 'pruned',
    // What is being sent is settled again or looked up; the next comparison begins anew; a name in the log.
    'delivery.sent_payload': '',
    reconcile_round: '',
    'attempt.batch': '',
  },
  '0004-delivery-under-faults': {
    'delivery.next_payload': 'following',
    'delivery.next_hash': 'following',
    'delivery.withdrawn': 'following',
    'delivery.absence': 'absent',
    // How it is with the portal just now, and since when.
    breaker: '',
    portal_session: '',
    'delivery.lost_at': '',
    'delivery.claimed_from': '',
  },
  '0003-catalogue-history': {
    catalogue_change: 'catalogueChanges',
    'component.valid_to': 'endedCodes',
    'result.valid_to': 'endedCodes',
    // The next pull says it again.
    'component.valid_from': '',
    'result.valid_from': '',
    'procedure.unpublished_at': '',
    'procedure.missed_at': '',
    'catalogue_pull.last_change': '',
  },
  '0002-code-use': { dossier_use: 'lookups', lookup_key: 'lookups', applied_codebook: '', stale_dossier: '' },
};

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

/** Every table, and every column as `table.column`. */
async function shape(): Promise<Set<string>> {
  const { rows } = await ledger.db.query<{ name: string }>(
    `SELECT unnest(ARRAY[c.table_name::text, c.table_name || '.' || c.column_name]) AS name
     FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.table_name NOT LIKE 'knex%'`,
  );
  return new Set(rows.map(({ name }) => name));
}

test('what is written anew on the way is what it was', async () => {
  const own = await LedgerTrial.open(1);
  try {
    const says = 'Đơn 😀 "đề nghị" \\u0041';
    await own.store(dossier('H19-1', { says, steps: ['1:một', '2:hai'] }), dossier('H19-2', { says: null }));
    const rows = async () => {
      const { rows: all } = await own.db.query(
        `SELECT d.code, d.source_row AS row, v.kind, v.step_id, v.payload, v.payload_hash, v.state
         FROM dossier d JOIN delivery v ON v.dossier_id = d.id ORDER BY v.id`,
      );
      return all;
    };
    const before = await rows();
    await migrateBack(own.db, own.url, '0010-speed', async () => {});
    expect(await rows()).toEqual(before);
    await own.db.query('TRUNCATE score_due');
    await own.db.query(`UPDATE delivery SET position = position + 1 WHERE step_id = '1'`);
    await migrate(own.db, own.url);
    expect(await rows()).toEqual(before);
    // The trigger that marks what changes is there on both sides.
    await own.db.query(`UPDATE delivery SET position = position - 1 WHERE step_id = '1'`);
    expect((await own.db.query('SELECT FROM score_due')).rowCount).toBe(2);
    await own.store(dossier('H19-3', { steps: ['1'] }));
    expect((await overview(own.db)).steps.queued).toBe(3);
  } finally {
    await own.close();
  }
});

test('each migration’s way down takes away what is told, and nothing else', async () => {
  // Newest first, down to the first one, without which there is no ledger.
  for (const name of [...VERSIONS].reverse().slice(0, -1)) {
    const before = await shape();
    expect(await lossesOf(ledger.db, [name])).toEqual([]);
    await migrateBack(ledger.db, ledger.url, VERSIONS[VERSIONS.indexOf(name) - 1] ?? '', async () => {});
    const after = await shape();
    const gone = [...before].filter((one) => !after.has(one));
    // Of a table that goes as a whole its columns are not told one by one.
    const whole = gone.filter((one) => !gone.includes(one.split('.')[0] ?? '') || !one.includes('.'));
    expect(whole.sort(), name).toEqual(Object.keys(GOES[name] ?? {}).sort());
  }
  expect(await appliedVersions(ledger.db)).toEqual(VERSIONS.slice(0, 1));
});
