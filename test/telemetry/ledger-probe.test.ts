/** A process without work, whose ledger goes away, cannot be written and comes back. */

import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LedgerProbe } from '../../src/compose/ledger-probe.ts';
import { patienceUntil } from '../../src/compose/patience.ts';
import { DongboError } from '../../src/domain/errors.ts';
import { type Database, openDatabase } from '../../src/ledger/database.ts';
import { migrate } from '../../src/ledger/migrate.ts';
import { patientDatabase } from '../../src/ledger/patient.ts';
import { LedgerContact } from '../../src/telemetry/ledger-contact.ts';
import { type FreshDatabase, freshDatabase, waitFor } from '../support/services.ts';
import { type Proxy as Outage, proxyTo } from '../support/services-proxy.ts';

let home: FreshDatabase;
let proxy: Outage;
let ledger: Database;
beforeAll(async () => {
  home = await freshDatabase();
  proxy = await proxyTo(home.url);
  ledger = openDatabase({ url: proxy.url, max: 2, name: 'probe' });
  await migrate(ledger, home.url);
});
afterAll(async () => {
  await ledger?.close();
  await proxy?.close();
  await home?.drop();
});

/** As an administrator does it: from the next connection on. */
async function readOnly(on: boolean): Promise<void> {
  const client = new pg.Client({
    connectionString: home.url,
    options: '-c default_transaction_read_only=off',
  });
  await client.connect();
  const name = new URL(home.url).pathname.slice(1);
  await client.query(`ALTER DATABASE ${name} SET default_transaction_read_only = ${on ? 'on' : 'off'}`);
  await client.query(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`);
  await client.end();
}

it('is not told that all is well by a read that waited for its connection while nothing can be written', async () => {
  const write = (): void => {};
  const contact = new LedgerContact({ error: write, info: write }, () => performance.now());
  const patient = patientDatabase(ledger, patienceUntil(new AbortController().signal, contact));
  proxy.cut();
  const read = patient.query('SELECT 1');
  await waitFor(() => contact.fault?.code === 'DB-SVC-001', { what: 'the outage' });
  contact.lost(new DongboError('DB-SVC-012'));
  proxy.mend();
  await read;
  expect(contact.fault?.code).toBe('DB-SVC-012');
});

it('tells each outage once, and its end, and nothing of a connection that was only cut', async () => {
  const lines: string[] = [];
  const write = (message: string, { code = '' }: { code?: string } = {}): void =>
    void lines.push(`${message} ${code}`);
  const contact = new LedgerContact({ error: write, info: write }, () => performance.now());
  const probe = new LedgerProbe(contact);
  const lookThrice = async (): Promise<void> => {
    for (let times = 0; times < 3; times += 1) await probe.look(ledger);
  };

  await lookThrice();
  await readOnly(false);
  await lookThrice();
  expect(lines).toEqual([]);

  proxy.cut();
  await lookThrice();
  expect(lines).toEqual(['ledger away, waiting DB-SVC-001']);
  expect(contact.fault?.code).toBe('DB-SVC-001');
  proxy.mend();
  await lookThrice();
  expect(lines.splice(0)).toEqual(['ledger away, waiting DB-SVC-001', 'ledger back DB-SVC-001']);

  await readOnly(true);
  await lookThrice();
  expect(contact.fault?.code).toBe('DB-SVC-012');
  await readOnly(false);
  await lookThrice();
  expect(contact.fault).toBeNull();
  expect(lines).toEqual(['ledger away, waiting DB-SVC-012', 'ledger back DB-SVC-012']);
});
