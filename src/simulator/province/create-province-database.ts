/**
 * Makes or opens the made-up province's database: what `SOURCE_URL` points at in the demo, in tests
 * and in the bench.
 * Guarantees: all or nothing; a database that holds a `motcua` of somebody else is left alone.
 */
import pg from 'pg';
import { DongboError, reasonOf } from '../../domain/errors.ts';
import type { ProvinceDossier } from './make-province.ts';
import { ProvinceDatabase } from './province-database.ts';
import {
  createTableStatements,
  createViewStatements,
  dropStatements,
  SCHEMA,
  SCHEMA_MARK,
} from './province-schema.ts';

/** Connects to a made-up province that is there. Throws DongboError DB-SRC-001 when the server is away. */
export async function openProvinceDatabase(url: string): Promise<ProvinceDatabase> {
  const client = new pg.Client({ connectionString: url, application_name: 'dongbo-simulator' });
  // A connection that breaks is told by the query that meets it; without a listener it would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (cause) {
    throw new DongboError('DB-SRC-001', { where: placeOf(url), reason: reasonOf(cause) }, { cause });
  }
  return new ProvinceDatabase(client);
}

/**
 * Makes tables, rows, keys and views in one transaction. A made-up province that is there already is replaced.
 * @throws DongboError DB-SRC-001 when the server is away, DB-CFG-003 when schema `motcua` is not ours.
 */
export async function createProvinceDatabase(
  url: string,
  dossiers: Iterable<ProvinceDossier>,
): Promise<ProvinceDatabase> {
  const database = await openProvinceDatabase(url);
  try {
    const mark = await database.schemaMark();
    if (mark !== undefined && mark !== SCHEMA_MARK) {
      throw new DongboError('DB-CFG-003', {
        option: 'SOURCE_URL',
        value: placeOf(url),
        expected: `a database whose schema ${SCHEMA} is not in use`,
      });
    }
    await database.run([
      'begin',
      ...(mark === undefined ? [] : dropStatements()),
      ...createTableStatements(),
    ]);
    await database.insert(dossiers);
    await database.run([...createViewStatements(), 'commit']);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Host and database of a connection string, without the credentials. */
function placeOf(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `${host}${pathname}`;
  } catch {
    // Not shown as it is: it may carry a password.
    return 'SOURCE_URL';
  }
}
