/** Which queries of a province may be read as a view: one SELECT, and nothing in it that reaches beyond. */
import { describe, expect, it } from 'vitest';
import { forbiddenIn } from '../../../src/codebook/source-map/check-query.ts';

const SOUND = [
  'SELECT a FROM b',
  'select 1',
  '(SELECT'.slice(1),
  "WITH x AS (SELECT ';' AS a) SELECT a, 'DELETE FROM b -- x' FROM x",
  'SELECT "update", t.delete, `tên cột` FROM "a;b" AS t',
  "SELECT replace(a, 'x', 'y'), truncate(b, 2), insert(a, 1, 2, 'z') FROM c",
  'SELECT a FROM b\nWHERE (c IN (1, 2))\n\tAND d - -1 > 0',
  "SELECT 'it''s' FROM b",
  'SELECT updated_at, created FROM b',
];
const FORBIDDEN: readonly (readonly [query: string, what: string])[] = [
  ['', "''"],
  ['a', 'a'],
  ['UPDATE b SET a = 1', 'UPDATE'],
  ['EXPLAIN SELECT 1', 'EXPLAIN'],
  ['(SELECT 1)', '('],
  ['SELECT 1; DROP TABLE b', ';'],
  ['SELECT 1;', ';'],
  ['SELECT 1 -- a', '--'],
  ['SELECT 1 /* a */', '/*'],
  ['SELECT 1 # a', '#'],
  ['SELECT $$a$$', '$'],
  ['SELECT a FROM b WHERE c = $1', '$'],
  ["SELECT '?'", '?'],
  ["SELECT '\\''", '\\'],
  ["SELECT 'a", "'"],
  ['SELECT "a', '"'],
  ['SELECT `a; DROP TABLE b; --`', '--'],
  ['SELECT `a', '`'],
  ['SELECT 1) AS t, (SELECT 2', ')'],
  ['SELECT (1', '('],
  ['SELECT a INTO c FROM b', 'INTO'],
  ["SELECT a FROM b INTO OUTFILE '/tmp/x'", 'INTO'],
  ['SELECT a FROM b FOR UPDATE', 'UPDATE'],
  ['WITH x AS (DELETE FROM b RETURNING a) SELECT a FROM x', 'DELETE'],
  ['WITH x AS (INSERT INTO b VALUES (1) RETURNING a) SELECT a FROM x', 'INSERT'],
  ['SELECT @a := 1', ':='],
  ['SELECT 1\0', 'U+0000'],
  [`SELECT ${'a, '.repeat(8000)}a`, '24008 > 20000'],
];

describe('a query of source.yaml', () => {
  it.each(SOUND)('%s may stand', (query) => {
    expect(forbiddenIn(query)).toBeNull();
  });

  it.each(FORBIDDEN)('%s may not stand', (query, what) => {
    expect(forbiddenIn(query)).toBe(what);
  });
});
