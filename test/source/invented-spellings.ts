/**
 * Ways in which a schema may keep the values of a field, and the rule that makes them whole again.
 * Guarantees: what the rule makes of the columns is exactly the values, by the meaning of its functions as the guide
 * tells it.
 */
import type { SourceText } from '../../src/domain/source-dossier.ts';
import { between, type Random } from '../../src/simulator/random.ts';

/** One way: columns with their cells, and the rule over their names. */
export interface Spelled {
  readonly columns: readonly { readonly type: string; readonly cells: readonly (SourceText | number)[] }[];
  readonly rule: (places: readonly string[]) => unknown;
}

interface Types {
  readonly random: Random;
  readonly text: string;
  readonly time: string;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$/;

/** Every way that fits these values; the plain column is always one. */
export function spellings(field: string, values: readonly SourceText[], types: Types): Spelled[] {
  const { random, text, time } = types;
  const there = values.flatMap((value) => value ?? []);
  const [first = null] = values;
  const same = values.every((value) => value === first);
  const all: Spelled[] = [];
  const way = (rule: Spelled['rule'], ...columns: Spelled['columns']): void => {
    all.push({ columns, rule });
  };
  const one = (
    rule: Spelled['rule'],
    cell: (value: string, row: number) => SourceText | number,
    type = text,
  ): void =>
    way(rule, { type, cells: values.map((value, row) => (value === null ? null : cell(value, row))) });

  if (same) {
    way(() => ({ constant: first }));
    return all;
  }
  one(
    ([place]) => place,
    (value) => value,
  );
  if (there.every((value) => /^(?:0|[1-9]\d{0,8})$/.test(value)))
    one(
      ([place]) => place,
      (value) => value,
      'BIGINT',
    );
  const cuts = values.map((value) => between(random, 0, value?.length ?? 0));
  way(
    (places) => ({ concat: places }),
    { type: text, cells: values.map((value, row) => value?.slice(0, cuts[row] ?? 0) ?? null) },
    { type: text, cells: values.map((value, row) => value?.slice(cuts[row] ?? 0) ?? null) },
  );
  way(
    (places) => ({ first: places }),
    { type: text, cells: values.map((value, row) => (row % 2 === 0 ? '  ' : value)) },
    { type: text, cells: values },
  );
  const kinds = [...new Set(there)];
  one(
    ([place]) => ({ map: place, values: Object.fromEntries(kinds.map((kind, at) => [`k${at}`, kind])) }),
    (value) => ` k${kinds.indexOf(value)} `,
  );
  const [common = ''] = kinds;
  one(
    ([place]) => ({
      map: place,
      values: { ...Object.fromEntries(kinds.slice(1).map((kind, at) => [at, kind])), '': null },
      otherwise: { constant: common },
    }),
    (value) => (value === common ? 999 : kinds.indexOf(value) - 1),
    'INTEGER',
  );
  one(
    ([place]) => ({ trim: place }),
    (value) => `\t ${value}  `,
  );
  one(
    ([place]) => ({ substring: [place, 3] }),
    (value) => `ă👍${value}`,
  );
  one(
    ([place]) => ({ split: [place, '##', -1] }),
    (value) => `x##${value}`,
  );
  if (there.every((value) => !value.includes('~')))
    one(
      ([place]) => ({ replace: [place, '~', ' '] }),
      (value) => value.replaceAll(' ', '~'),
    );
  if (there.every((value) => value === value.toUpperCase()))
    one(
      ([place]) => ({ upper: place }),
      (value) => value.toLowerCase(),
    );
  const [yes, no] = kinds;
  if (kinds.length === 2)
    one(
      ([place]) => {
        const either = { if_equal: [place, { constant: 'Y' }, { constant: yes }, { constant: no }] };
        return { if_present: [place, either] };
      },
      (value) => (value === yes ? 'Y' : 'N'),
    );
  // What is a code or a number elsewhere is no time, whatever it looks like.
  if (there.length > 0 && field !== 'id' && there.every((value) => TIME.test(value))) timeWays(one, time);
  return all;
}

function timeWays(
  one: (
    rule: Spelled['rule'],
    cell: (value: string, row: number) => SourceText | number,
    type?: string,
  ) => void,
  time: string,
): void {
  one(
    ([place]) => ({ epoch_seconds: place }),
    (value) => Date.parse(value) / 1000,
    'BIGINT',
  );
  one(
    ([place]) => ({ from_utc: place }),
    (value) => new Date(Date.parse(value)).toISOString().slice(0, 19).replace('T', ' '),
    time,
  );
  one(
    ([place]) => ({ date: [place, "HH:mm:ss 'ngày' d/M/yyyy"] }),
    (value) => {
      const [, year, month, day, clock] = /^(\d+)-0?(\d+)-0?(\d+)T([\d:]+)/.exec(value) ?? [];
      return `${clock} ngày ${day}/${month}/${year}`;
    },
  );
}
