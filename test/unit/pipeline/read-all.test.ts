/** Several sources read at once: who waits for whom, and what stops a pass. */
import { expect, test } from 'vitest';
import { DongboError } from '../../../src/domain/errors.ts';
import { NOTHING_READ } from '../../../src/pipeline/extract.ts';
import { type Readable, readAll, throwUnlessSomeWell, together } from '../../../src/pipeline/read-all.ts';

const AWAY = new DongboError('DB-SRC-001', { where: 'motcua', reason: 'ECONNREFUSED' });
const NEVER = new AbortController().signal;
const rows = (read: number) => ({ ...NOTHING_READ, read, changed: read });

/** A promise that the test settles. */
function deferred<T>() {
  let [resolve, reject]: [(value: T) => void, (error: unknown) => void] = [() => {}, () => {}];
  const promise = new Promise<T>((done, failed) => {
    [resolve, reject] = [done, failed];
  });
  return { promise, resolve: (value: T) => resolve(value), reject: (error: unknown) => reject(error) };
}

/** A source whose reading ends when the test says so. */
function source(name: string) {
  const { promise, resolve, reject } = deferred<number>();
  const readable: Readable = {
    name,
    read: async (_signal, onPage) => {
      onPage(rows(1));
      return rows(await promise);
    },
  };
  return { readable, ends: resolve, fails: reject };
}

/** Reads them; `waited` are the pauses that were begun, `late` ends them. */
function reading(...sources: readonly { readonly readable: Readable }[]) {
  const waited: number[] = [];
  const pause = deferred<void>();
  const seen: number[] = [];
  const all = readAll(
    sources.map(({ readable }) => readable),
    NEVER,
    ({ read }) => seen.push(read),
  );
  const enough = all.most(15, (ms) => {
    waited.push(ms);
    return pause.promise;
  });
  let went = false;
  void enough.then(() => {
    went = true;
  });
  return { all, enough, waited, late: pause.resolve, seen, went: () => went };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('one that was read waits a while for the others, one that failed does not begin that while', async () => {
  const [well, away, slow] = [source('a'), source('b'), source('c')];
  const { all, enough, waited, late, seen, went } = reading(well, away, slow);
  await settled();
  expect(seen).toEqual([1, 2, 3]);
  away.fails(AWAY);
  await settled();
  expect([waited, went()]).toEqual([[], false]);
  well.ends(5);
  await settled();
  expect([waited, went()]).toEqual([[15], false]);
  late(undefined);
  await enough;
  expect(all.ended).toBe(false);
  slow.ends(7);
  const reads = await all.all;
  expect(all.ended).toBe(true);
  // What the failed one gave before it failed counts.
  expect(reads.map(({ name, read, error }) => [name, read, error])).toEqual([
    ['a', 5, null],
    ['b', 1, AWAY],
    ['c', 7, null],
  ]);
  expect(together(reads)).toMatchObject({ read: 13, changed: 13 });
});

test('where all have ended nobody waits', async () => {
  const [well, away] = [source('a'), source('b')];
  const { enough, all } = reading(well, away);
  away.fails(AWAY);
  well.ends(1);
  await enough;
  expect(all.ended).toBe(true);
});

const read = (error: unknown) => ({ ...NOTHING_READ, name: 'a', error });

test.each([
  ['one away beside a well one', [AWAY, null], null],
  ['all of them away: the first one’s error', [AWAY, new DongboError('DB-SRC-002')], AWAY],
  ['views of one that are not as agreed', [null, new DongboError('DB-SRC-004')], null],
])('a pass goes on or stops: %s', (_what, errors, thrown) => {
  const stops = () => throwUnlessSomeWell(errors.map(read));
  if (thrown === null) expect(stops).not.toThrow();
  else expect(stops).toThrow(thrown);
});

test.each([
  ['the ledger', new DongboError('DB-SVC-001')],
  ['a catalogue that is not there', new DongboError('DB-CAT-001')],
  ['a mistake of ours', new TypeError('undefined is not a function')],
])('what is no source’s fault stops a pass, though others were read: %s', (_what, error) => {
  expect(() => throwUnlessSomeWell([read(null), read(error)])).toThrow(error);
});
