/**
 * BullMQ on the ledger's own PostgreSQL.
 * Guarantees: its tables live in a schema of their own, brought up to date at the start.
 */
import { createPostgresBackend, type PgPool, runMigrations, withBackend } from 'bullmq';
import type { DeliveryJob } from '../domain/ports.ts';
import { ANSWER_MS, type Backend, QUEUE_SCHEMA, type QueueServer } from './backend.ts';
import { jobIds } from './job-ids.ts';
import { endOf } from './lent-connections.ts';
import { withinTime } from './within-time.ts';

/** One statement sees one moment, however long its answer is read. The table is BullMQ's own; its API would read job by job. */
const CARRIED = `
  DECLARE carried NO SCROLL CURSOR FOR SELECT data FROM job
  WHERE queue = ANY($1::text[]) AND state IN ('waiting', 'active', 'delayed')`;

const DUE = `SELECT count(*) AS jobs FROM job WHERE queue = $1 AND state = 'delayed' AND process_at_ms <= $2`;

/** Jobs that are read at a time. */
const READ_AT_A_TIME = 5_000;

/** See the file's head. */
export function postgresBackend(server: Extract<QueueServer, { kind: 'postgres' }>): Backend {
  const pool = server.pool as PgPool;
  const end = endOf(pool);
  const bull = withBackend(createPostgresBackend);
  const { explain } = server;
  return {
    async ready() {
      try {
        const client = await pool.connect();
        try {
          await runMigrations(client, QUEUE_SCHEMA);
        } finally {
          client.release();
        }
      } catch (error) {
        throw explain(error);
      }
    },
    explain,
    // A pool refuses at once what it cannot ask: nobody waits.
    cut: () => {},
    queue: (name) => new bull.Queue<DeliveryJob, void, string>(name, { connection: pool }),
    worker: (name, processor, options) =>
      new bull.Worker<DeliveryJob, void, string>(name, processor, { ...options, connection: pool }),
    async due(name, nowMs) {
      const { rows } = await pool.query(DUE, [name, nowMs]);
      return Number((rows[0] as { jobs?: unknown } | undefined)?.jobs);
    },
    async carried(names) {
      const client = await pool.connect();
      let sound = false;
      try {
        const ids: number[] = [];
        await withinTime(client.query('BEGIN'), ANSWER_MS);
        await withinTime(client.query(CARRIED, [names]), ANSWER_MS);
        for (let read = READ_AT_A_TIME; read === READ_AT_A_TIME; ) {
          const { rows } = await withinTime(client.query(`FETCH ${READ_AT_A_TIME} FROM carried`), ANSWER_MS);
          for (const { data } of rows as { data: unknown }[]) ids.push(...jobIds(data));
          read = rows.length;
        }
        await withinTime(client.query('COMMIT'), ANSWER_MS);
        sound = true;
        return ids;
      } finally {
        // What broke off may still be at it: its connection ends with it.
        client.release(!sound);
      }
    },
    close: end,
  };
}
