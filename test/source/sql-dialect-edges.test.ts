/**
 * What SQL Server and Oracle would stumble over: values that a column cannot hold, bytes for keys, times of every precision,
 * names that mean several things.
 */
import { describe, expect, it } from 'vitest';
import type { ColumnKind, Session, Statement } from '../../src/source/sql/engine.ts';
import { inspectOracle } from '../../src/source/sql/oracle/columns.ts';
import { oracleDialect } from '../../src/source/sql/oracle/dialect.ts';
import { matchingStatement, pageStatement } from '../../src/source/sql/select-statements.ts';
import { inspectSqlserver } from '../../src/source/sql/sqlserver/columns.ts';
import { sqlserverDialect } from '../../src/source/sql/sqlserver/dialect.ts';
import { sqlserverVerdict } from '../../src/source/sql/sqlserver/verdict.ts';
import { partsOf, TYPES, vendorMap } from './compiled-vendor.ts';
import { compiledViews } from './compiled-views.ts';

describe('SQL Server', () => {
  it('never asks a column for what it cannot hold: one such code would fail the whole page', async () => {
    const asked = async (type: string, kind: ColumnKind, values: readonly string[]): Promise<unknown> => {
      const found = await compiledViews(
        sqlserverDialect(),
        vendorMap((name) => name),
        (name) => (name === 'ho_so_id' ? [type, kind] : TYPES.mssql(name)),
      );
      const steps = partsOf(found);
      return matchingStatement(found, steps, steps.key, values).values;
    };
    const whole = [
      '0',
      '-1',
      '255',
      '256',
      '2147483647',
      '2147483648',
      '9223372036854775808',
      '1.5',
      'A',
      '',
    ];
    expect(await asked('tinyint', 'number', whole)).toEqual(['0', '255']);
    expect(await asked('int', 'number', whole)).toEqual(['0', '-1', '255', '256', '2147483647']);
    expect(await asked('decimal(6,2)', 'number', ['0001234.5', '12345', '-0.25'])).toEqual([
      '0001234.5',
      '-0.25',
    ]);
    expect(await asked('binary(2)', 'other', ['0xFF00', 'FF00', '0xF'])).toEqual(['0xFF00']);
    expect(await asked('uniqueidentifier', 'other', ['{x}', 'A'])).toEqual([]);
  });

  it('tells why a query of the map cannot be run', async () => {
    const fault = "Invalid column name 'x'.";
    const query = async () => [{ name: null, type: null, readable: '1', number: '207', fault }];
    const error: unknown = await inspectSqlserver({ query } as unknown as Session, [
      { kind: 'query', text: 'select x from t' },
    ]).catch((thrown: unknown) => thrown);
    expect(sqlserverVerdict(error)).toEqual({ kind: 'query', state: '207', reason: fault });
  });

  it('takes a time with an offset, and a day, as texts that SQL Server documents', async () => {
    const pageOf = async (type: string, at: string): Promise<string> => {
      const found = await compiledViews(
        sqlserverDialect(),
        vendorMap((name) => name),
        (name) => (/luc$/.test(name) ? [type, 'time'] : TYPES.mssql(name)),
      );
      return pageStatement(found, found.dossiers, { at, key: '1' }, 5).sql;
    };
    expect(await pageOf('datetimeoffset(7)', '2026-01-01T08:00:00.1234567+07:00')).toContain(
      '[d].[sua_luc] >= convert(datetimeoffset(7), @p2)',
    );
    expect(await pageOf('date', '2026-01-01')).toContain('[d].[sua_luc] >= convert(date, @p2, 23)');
  });
});

describe('Oracle', () => {
  it('takes one’s own table before a synonym of its name, and its columns once', async () => {
    const row = (owner: string, place: string) => ({
      owner,
      table: 'HO_SO',
      name: 'SO',
      type: 'NUMBER',
      place,
    });
    const asked: Statement[] = [];
    // A public synonym points to the same table, another one to a table of the same name.
    const session = {
      async query(statement: Statement) {
        asked.push(statement);
        return [row('MOTCUA', '0'), row('ADMIN', '2'), row('MOTCUA', '2')];
      },
    } as unknown as Session;
    const [found] = await inspectOracle(session, [{ kind: 'table', name: 'HO_SO' }]);
    expect([found?.sql, found?.columns.length]).toEqual(['"MOTCUA"."HO_SO"', 1]);
    expect(asked[0]?.sql).toMatch(/order by named\.place, c\.owner/);
    expect(asked[0]?.sql.match(/:\d/g)).toHaveLength(asked[0]?.values.length ?? -1);
  });

  it('reads keys of bytes as digits, and times without a fraction with one', async () => {
    const found = await compiledViews(
      oracleDialect(),
      vendorMap((name) => name),
      (name) =>
        /id$/.test(name)
          ? ['RAW', 'other']
          : name === 'sua_luc'
            ? ['TIMESTAMP(0)', 'time']
            : name === 'luc'
              ? ['TIMESTAMP WITH TIME ZONE', 'time']
              : TYPES.oracle(name),
    );
    const page = pageStatement(found, found.dossiers, { at: '2026-01-01 08:00:00.0', key: 'FF00' }, 5);
    expect(page.sql).toContain(`to_char("d"."sua_luc", 'YYYY-MM-DD HH24:MI:SS.FF1') as`);
    expect(page.sql).toContain('rawtohex("d"."id") as');
    expect(page.sql).toContain('"d"."id" > hextoraw(:4)');
    const steps = partsOf(found);
    // A query's columns come without their digits.
    expect(pageStatement(found, steps, null, 5).sql).toContain(
      `to_char("p"."luc", 'YYYY-MM-DD HH24:MI:SS.FF9 TZH:TZM') as`,
    );
    expect(matchingStatement(found, steps, steps.key, ['FF00', 'F', 'x', 'aa']).values).toEqual([
      'FF00',
      'aa',
    ]);
  });
});
