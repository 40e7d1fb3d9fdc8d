/**
 * The statements for SQL Server and Oracle, which the tests do not have: what is sent there, word for word, and that
 * neither a name nor a value of anybody's ever stands in it unquoted.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldRule, SourceMap, ViewMap } from '../../src/domain/source-map.ts';
import type { ColumnKind, Dialect, Session, Statement } from '../../src/source/sql/engine.ts';
import { mysqlDialect } from '../../src/source/sql/mysql/dialect.ts';
import { inspectOracle } from '../../src/source/sql/oracle/columns.ts';
import { oracleDialect } from '../../src/source/sql/oracle/dialect.ts';
import { postgresDialect } from '../../src/source/sql/postgres/dialect.ts';
import type { ReadableViews } from '../../src/source/sql/readable-views.ts';
import {
  irregularStatement,
  matchingStatement,
  newestStatement,
  pageStatement,
} from '../../src/source/sql/select-statements.ts';
import { inspectSqlserver } from '../../src/source/sql/sqlserver/columns.ts';
import { sqlserverDialect } from '../../src/source/sql/sqlserver/dialect.ts';
import { sqlserverVerdict } from '../../src/source/sql/sqlserver/verdict.ts';
import { compiledViews, type TypeOf } from './compiled-views.ts';

const column = (name: string, of = ''): FieldRule => ({ kind: 'place', place: { of, name } });
const RAW: ViewMap<string> = {
  from: '',
  query: null,
  joins: [],
  where: [],
  key: null,
  changedAt: null,
  fields: {},
  stated: [],
};

/** A vendor's tables: dossiers with a key of their own, their agency in a table beside them, steps with a time of their own. */
function vendorMap(name: (plain: string) => string): SourceMap {
  const dossiers: ViewMap<string> = {
    ...RAW,
    from: name('ho_so'),
    key: { of: '', name: name('id') },
    joins: [
      {
        alias: name('dv'),
        from: name('don_vi'),
        on: [{ column: name('ma'), equals: { of: '', name: name('ma_dv') } }],
      },
    ],
    where: [{ place: { of: '', name: name('loai') }, anyOf: ['MC', null], not: false }],
    fields: {
      code: column(name('so')),
      agencyName: column(name('ten'), name('dv')),
      changedAt: column(name('sua_luc')),
    },
  };
  const steps: ViewMap<string> = {
    ...RAW,
    from: name('buoc'),
    key: { of: '', name: name('ho_so_id') },
    changedAt: { of: '', name: name('luc') },
    fields: { id: column(name('id')), at: column(name('luc')) },
  };
  return { dossiers, components: null, results: null, steps, fees: null, supplements: null } as SourceMap;
}

const TYPES: Readonly<Record<'mssql' | 'oracle', TypeOf>> = {
  mssql: (name) =>
    /luc$/.test(name)
      ? ['datetime', 'time']
      : /id$/.test(name)
        ? ['bigint', 'number']
        : ['varchar(50)', 'text'],
  oracle: (name) =>
    name === 'sua_luc'
      ? ['DATE', 'time']
      : name === 'luc'
        ? ['TIMESTAMP(6) WITH TIME ZONE', 'time']
        : /id$/.test(name)
          ? ['NUMBER', 'number']
          : ['VARCHAR2', 'text'],
};

const partsOf = (views: ReadableViews) => {
  const { steps } = views.parts;
  if (!steps) throw new Error('the map has steps');
  return steps;
};

/** One statement of each kind. */
function statementsOf(views: ReadableViews, at: string, key: string): readonly Statement[] {
  const steps = partsOf(views);
  return [
    pageStatement(views, views.dossiers, null, 10),
    pageStatement(views, views.dossiers, { at, key }, 10),
    pageStatement(views, steps, { at, key }, 10),
    matchingStatement(views, steps, steps.key, [key, at]),
    irregularStatement(views, 10, 20),
    newestStatement(views),
  ];
}

/** The statement in lines, as one would write it by hand. */
const lines = ({ sql, values }: Statement): string =>
  [sql.replace(/ (from|left join|where|and|order by|offset) /g, '\n$1 '), JSON.stringify(values)].join('\n');

describe('SQL Server', () => {
  const views = compiledViews(
    sqlserverDialect(),
    vendorMap((name) => name),
    TYPES.mssql,
  );

  it('reads a page behind a position, by an index on time and key', async () => {
    const found = await views;
    expect(
      lines(pageStatement(found, found.dossiers, { at: '2026-01-01T08:00:00.123', key: '41' }, 500)),
    ).toBe(
      `
select top (@p0) [d].[so] as [c0], [d0].[ten] as [c1], convert(varchar(40), [d].[sua_luc], 126) as [c2], [d].[id] as [c3]
from [ho_so] as [d]
left join [don_vi] as [d0] on [d0].[ma] = [d].[ma_dv]
where ([d].[loai] in (convert(varchar(8000), @p1)) or [d].[loai] is null)
and [d].[sua_luc] <= convert(datetime, switchoffset(sysdatetimeoffset(), '+07:00'))
and not ([d].[id] is null)
and ([d].[sua_luc] >= convert(datetime, @p2, 126)
and ([d].[sua_luc] > convert(datetime, @p3, 126) or [d].[id] > convert(bigint, @p4)))
order by [d].[sua_luc] asc, [d].[id] asc
[500,"MC","2026-01-01T08:00:00.123","2026-01-01T08:00:00.123","41"]`.trim(),
    );
  });

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

  it('asks for the parts of many dossiers by one parameter', async () => {
    const found = await views;
    const keys = Array.from({ length: 300 }, (_, n) => `H<${n}> & "co"`);
    const { sql, values } = matchingStatement(
      found,
      found.dossiers,
      found.dossiers.code ?? found.dossiers.key,
      keys,
    );
    expect(sql).toContain(
      `[d].[so] in (select t.k.value('.', 'varchar(8000)') from (select cast(@p1 as xml) as x) as s cross apply s.x.nodes('/k') as t(k))`,
    );
    expect(values).toHaveLength(2);
    expect(values[1]).toContain('<k>H&lt;7&gt; &amp; "co"</k>');
  });
});

describe('Oracle', () => {
  const views = compiledViews(
    oracleDialect(),
    vendorMap((name) => name),
    TYPES.oracle,
  );

  it('reads a page behind a position, by an index on time and key', async () => {
    const found = await views;
    expect(lines(pageStatement(found, found.dossiers, { at: '2026-01-01 08:00:00', key: '41' }, 500))).toBe(
      `
select *
from (select "d"."so" as "c0", "d0"."ten" as "c1", to_char("d"."sua_luc", 'YYYY-MM-DD HH24:MI:SS') as "c2", "d"."id" as "c3"
from "ho_so" "d"
left join "don_vi" "d0" on "d0"."ma" = "d"."ma_dv"
where (("d"."loai" in (:1)) or "d"."loai" is null)
and "d"."sua_luc" <= cast(systimestamp at time zone '+07:00' as date)
and not ("d"."id" is null)
and ("d"."sua_luc" >= to_date(:2, 'YYYY-MM-DD HH24:MI:SS')
and ("d"."sua_luc" > to_date(:3, 'YYYY-MM-DD HH24:MI:SS') or "d"."id" > 41))
order by "d"."sua_luc" asc, "d"."id" asc)
where rownum <= :4
["MC","2026-01-01 08:00:00","2026-01-01 08:00:00",500]`.trim(),
    );
  });

  it('asks for the parts of many dossiers by lists that Oracle takes', async () => {
    const found = await views;
    const steps = partsOf(found);
    const keys = Array.from({ length: 2_500 }, (_, n) => String(n));
    const { sql } = matchingStatement(found, steps, steps.key, keys);
    const lists = sql.match(/"p"\."ho_so_id" in \([^)]*\)/g) ?? [];
    expect(lists.map((list) => list.split(',').length)).toEqual([1_000, 1_000, 500]);
  });

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

  it('compares a time with its zone as one', async () => {
    const found = await views;
    const { sql } = pageStatement(found, partsOf(found), { at: '2026-01-01 08:00:00.5 +07:00', key: '1' }, 5);
    expect(sql).toContain(`"p"."luc" > to_timestamp_tz(:2, 'YYYY-MM-DD HH24:MI:SS.FF TZH:TZM')`);
  });
});

describe('a name or a value', () => {
  const DIALECTS: readonly (readonly [string, () => Dialect, RegExp])[] = [
    ['PostgreSQL', postgresDialect, /"(?:[^"]|"")*"/g],
    ['MySQL', mysqlDialect, /`(?:[^`]|``)*`/g],
    ['SQL Server', sqlserverDialect, /\[(?:[^\]]|\]\])*\]/g],
    ['Oracle', oracleDialect, /"[^"]*"/g],
  ];
  const nasty = fc
    .array(
      fc.constantFrom(
        ...[
          '"',
          "'",
          '`',
          '[',
          ']',
          ';',
          '--',
          '/*',
          '*/',
          '\\',
          '\\?',
          '?',
          '??',
          ':1',
          '$1',
          '@p0',
          '@0',
          '"@0"',
        ],
        ...[
          '.',
          ' as ',
          '*',
          ' ',
          '\n',
          '(',
          ')',
          ',',
          '\u2019',
          '\uff02',
          'ễ',
          '😀',
          "' or '1' = '1",
          '"; drop table x; --',
        ],
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((pieces) => pieces.join(''));

  it.each(DIALECTS)('never stands unquoted in a statement for %s', async (_system, make, quoted) => {
    const dialect = make();
    const typeOf: TypeOf = (name) => (/luc$/.test(name) ? ['datetime', 'time'] : ['varchar(50)', 'text']);
    const bare = (statements: readonly Statement[]): string[] =>
      statements.map(({ sql }) => sql.replaceAll(quoted, 'x'));
    const plain = bare(
      statementsOf(
        await compiledViews(
          dialect,
          vendorMap((n) => n),
          typeOf,
        ),
        'a',
        'b',
      ),
    );
    await fc.assert(
      fc.asyncProperty(nasty, nasty, nasty, async (word, at, key) => {
        // The end of a name tells its type here, and keeps names apart.
        const map = vendorMap((name) => word + name);
        const found = statementsOf(
          await compiledViews(dialect, map, typeOf),
          at,
          key === at ? `${key}2` : key,
        );
        expect(bare(found)).toEqual(plain);
      }),
      { numRuns: 100 },
    );
  });
});
