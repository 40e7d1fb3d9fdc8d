/**
 * Measures how well and how fast national entries are proposed for names that differ from the national ones.
 * Guarantees: the same figures for the same data and seed, but for the times.
 * Must not: fail where the national data is not there: it says so and ends with 0.
 *
 *     npm run bench:suggest -- [--data <dir>] [--seed <n>] [--every <n>] [--only <field>] [--misses <n>] [--json]
 *
 * All names take some twenty-five minutes of a processor; `--every 5` asks for one in five.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readNationalData } from './data.ts';
import { measureFields } from './fields.ts';
import { printReport } from './print.ts';
import { measureTime } from './timing.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: resolve(import.meta.dirname, '../../../shared/data') },
    seed: { type: 'string', default: '20261124' },
    every: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    misses: { type: 'string', default: '0' },
    json: { type: 'boolean', default: false },
  },
});

const data = readNationalData(values.data);
if (data === null) {
  console.log(`NOT RUN: no national data in ${values.data}; --data <dir> names another folder.`);
} else {
  const seed = Number(values.seed);
  const fields = measureFields(data, {
    seed,
    every: Number(values.every),
    misses: Number(values.misses),
    only: values.only,
    onField: (name) => console.error(`… ${name}`),
  });
  const timing = measureTime(data, seed);
  if (values.json)
    console.log(JSON.stringify({ seed, every: Number(values.every), fields, timing }, null, 2));
  else printReport(fields, timing, seed, Number(values.every));
}
