/**
 * BullMQ on the ledger's own PostgreSQL.
 * Guarantees: its tables live in a schema of their own, brought up to date at the start.
 */
import { createPostgresBackend, type PgPool, runMigrations, withBackend } from 'bullmq';
import type { DeliveryJob } from '../domain/ports.ts';
import { type Backend, QUEUE_SCHEMA, type QueueServer } from './backend.ts';

/** One statement sees one moment. The table is BullMQ's own; its API would read job by job. */
const CARRIED = `
  SELECT data->'dossiers' AS dossiers FROM job
  WHERE queue = ANY($1::text[]) AND state IN ('waiting', 'active', 'delayed')`;

/** See the file's head. */
export function postgresBackend(server: Extract<QueueServer, { kind: 'postgres' }>): Backend {
  const pool = server.pool as PgPool;
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
    cutDead: () => {},
    queue: (name) => new bull.Queue<DeliveryJob, void, string>(name, { connection: pool }),
    worker: (name, processor, options) =>
      new bull.Worker<DeliveryJob, void, string>(name, processor, { ...options, connection: pool }),
    async carried(names) {
      const { rows } = await pool.query(CARRIED, [names]);
      return (rows as DeliveryJob[]).flatMap(({ dossiers }) => [...dossiers]);
    },
    close: () => pool.end(),
  };
}
