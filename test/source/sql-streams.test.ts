/** Rows that are fetched in portions: what becomes of them when the connection goes, or whoever takes them breaks off. */
import mysql from 'mysql2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectMysql, type MysqlDriver } from '../../src/source/sql/mysql/connection.ts';
import { mysqlOptions } from '../../src/source/sql/mysql/options.ts';
import { openEngine } from '../../src/source/sql/open-engine.ts';
import { describeWithMariaDb } from '../support/own-mariadb.ts';
import { type ProvinceDatabase, provinceDatabase } from './either-database.ts';
import { failureOf } from './sql-reading.ts';

/** More than sockets and buffers on the way would hold. */
const MANY = {
  PostgreSQL: `SELECT n, repeat('x', 2000) AS x FROM generate_series(1, 50000) AS n`,
  MariaDB: `SELECT seq AS n, repeat('x', 2000) AS x FROM seq_1_to_50000`,
};
const OWN_ID = {
  PostgreSQL: 'SELECT pg_backend_pid()::text AS id',
  MariaDB: 'SELECT connection_id() AS id',
};
const KILL = {
  PostgreSQL: (id: string) => `SELECT pg_terminate_backend(${id})`,
  MariaDB: (id: string) => `KILL ${id}`,
};

function streams(system: ProvinceDatabase['system']): void {
  let database: ProvinceDatabase;
  beforeAll(async () => {
    database = await provinceDatabase(system);
  });
  afterAll(() => database.drop());

  it('a connection that is lost between two portions is told at once, and the next one reads', async () => {
    const engine = openEngine(database.url, 60_000);
    const lost = engine.inSnapshot(async (session) => {
      const [own] = await session.query({ sql: OWN_ID[system], values: [] });
      let portions = 0;
      for await (const _ of session.stream({ sql: MANY[system], values: [] }, 100)) {
        portions += 1;
        if (portions === 2) await database.run(KILL[system](own?.id ?? ''));
      }
    });
    expect((await failureOf(lost)).code).toBe('DB-SRC-001');
    const again = await engine.inSnapshot((session) => session.query({ sql: OWN_ID[system], values: [] }));
    expect(again).toHaveLength(1);
    await engine.close();
  }, 10_000);
}

describe('on PostgreSQL', () => streams('PostgreSQL'));
describeWithMariaDb('on MariaDB', () => {
  streams('MariaDB');

  it('a time that runs out after somebody broke off harms nobody', async () => {
    const database = await provinceDatabase('MariaDB');
    // The driver's own time, which would be an hour, runs out at once.
    let ranOut: Promise<'heard' | 'thrown'> = Promise.resolve('heard');
    const driver: MysqlDriver = {
      ...(mysql as unknown as MysqlDriver),
      createConnection(options) {
        const connection = (mysql as unknown as MysqlDriver).createConnection(options);
        const query = connection.query.bind(connection);
        connection.query = (wanted, done) => {
          if (done) return query(wanted, done);
          const command = query({ ...wanted, timeout: 50 });
          const emit = (command as unknown as NodeJS.EventEmitter).emit.bind(command);
          ranOut = new Promise((resolve) => {
            (command as unknown as NodeJS.EventEmitter).emit = (event, ...told) => {
              if (event !== 'error') return emit(event, ...told);
              try {
                emit(event, ...told);
                resolve('heard');
              } catch {
                resolve('thrown');
              }
              return true;
            };
          });
          return command;
        };
        return connection;
      },
    };
    const link = await connectMysql(driver, mysqlOptions(new URL(database.url)), 60_000);
    for await (const _ of link.session.stream({ sql: MANY.MariaDB, values: [] }, 10)) break;
    link.drop();
    expect(await ranOut).toBe('heard');
    await database.drop();
  }, 10_000);
});
