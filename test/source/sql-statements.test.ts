/**
 * The statements for SQL Server and Oracle, which the tests do not have: what is sent there, word for word, and that
 * neither a name nor a value of anybody's ever stands in it unquoted.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dialect, Statement } from '../../src/source/sql/engine.ts';
import { mysqlDialect } from '../../src/source/sql/mysql/dialect.ts';
import { oracleDialect } from '../../src/source/sql/oracle/dialect.ts';
import { postgresDialect } from '../../src/source/sql/postgres/dialect.ts';
import type { ReadableViews } from '../../src/source/sql/readable-views.ts';
import {
  irregularStatement,
  matchingStatement,
  newestStatement,
  pageStatement,
} from '../../src/source/sql/select-statements.ts';
import { sqlserverDialect } from '../../src/source/sql/sqlserver/dialect.ts';
import { partsOf, TYPES, vendorMap } from './compiled-vendor.ts';
import { compiledViews, type TypeOf } from './compiled-views.ts';

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
