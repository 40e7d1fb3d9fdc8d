/** Values for SQL Server in one parameter: each is there as it is, or goes by itself; and what PostgreSQL is asked for. */

import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { canHold } from '../../../src/source/sql/postgres/can-hold.ts';
import { keyList } from '../../../src/source/sql/sqlserver/key-list.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '<',
        '>',
        '&',
        '</k>',
        '<k>',
        ']]>',
        '&amp;',
        '\r',
        '\n',
        '\t',
        ' ',
        '\u0000',
        '\u0001',
        '\ud800',
        'Ấ',
      ),
    )
    .map((pieces) => pieces.join('')),
);

describe('a list of keys', () => {
  it('has every value, in order, as an XML reader finds it, or leaves it to go by itself', () => {
    const parser = new XMLParser({
      trimValues: false,
      parseTagValue: false,
      isArray: (name) => name === 'k',
      numberParseOptions: { hex: false, leadingZeros: false },
      processEntities: true,
      htmlEntities: true,
    });
    fc.assert(
      fc.property(fc.array(hostile), (values) => {
        const { xml, others } = keyList(values);
        const read: unknown = parser.parse(`<r>${xml}</r>`).r;
        const found = read && typeof read === 'object' ? (read as { k: string[] }).k : [];
        expect([...found, ...others].toSorted()).toEqual(values.toSorted());
        for (const other of others)
          expect(/[^\t\n\r -\ud7ff\ue000-\ufffd]|[\ud800-\udfff]/.test(other)).toBe(true);
      }),
    );
  });
});

describe('a column of PostgreSQL', () => {
  it.each([
    ['int2', '32767', true],
    ['int2', '32768', false],
    ['int4', '-2147483648', true],
    ['int4', '2147483648', false],
    ['int8', '9223372036854775807', true],
    ['int8', '9223372036854775808', false],
    ['int8', 'HS-2', false],
    ['int8', '1.0', false],
    ['numeric', '1.50', true],
    ['numeric', '1,5', false],
    ['uuid', '7d9f0c9e-3a55-4b1c-9a52-0a8f0a3f7c11', true],
    ['uuid', 'HS-2', false],
    ['text', 'HS-2', true],
    ['text', 'a\u0000b', false],
  ])('of %s is asked for %s: %s', (type, text, asked) => {
    expect(canHold(type, text)).toBe(asked);
  });
});
