/** Whether a source is there, as it is known from what is asked of it. */
import { beforeEach, expect, test } from 'vitest';
import { DongboError } from '../../../src/domain/errors.ts';
import type { Drop, Source } from '../../../src/domain/source-ports.ts';
import { SILENT_MS, SourceContacts } from '../../../src/telemetry/source-contacts.ts';

let now = 0;
let contacts: SourceContacts;
beforeEach(() => {
  now = 1_000;
  contacts = new SourceContacts(() => now);
});

const away = new DongboError('DB-SRC-001', { where: 'motcua', reason: 'ECONNREFUSED' });

test('nobody knows of one that was not asked, or has not answered yet', () => {
  expect(contacts.isUp('dat-dai')).toBeNull();
  contacts.asks('dat-dai');
  expect([contacts.isUp('dat-dai'), contacts.up().size, contacts.troubleOf('dat-dai')]).toEqual([
    null,
    0,
    null,
  ]);
});

test('the last answer counts, and how long it has been away since it was well', () => {
  contacts.asks('a')(null);
  now += 5_000;
  contacts.asks('a')(away);
  now += 5_000;
  expect(contacts.troubleOf('a')).toEqual({ code: 'DB-SRC-001', seconds: 10 });
  expect([...contacts.up()]).toEqual([['a', false]]);
  contacts.asks('a')(null);
  expect([contacts.isUp('a'), contacts.troubles().size]).toEqual([true, 0]);
});

test('one that says nothing for a minute is away, though another question was answered, until it answers', () => {
  const silent = contacts.asks('a');
  now += SILENT_MS;
  contacts.asks('a')(null);
  expect(contacts.isUp('a')).toBe(true);
  now += 1;
  expect(contacts.troubleOf('a')).toEqual({ code: '', seconds: 0 });
  expect(contacts.isUp('b')).toBeNull();
  silent(null);
  expect(contacts.isUp('a')).toBe(true);
});

test('a process that asks no more knows nothing of them', () => {
  contacts.asks('a')(away);
  contacts.forget();
  expect([contacts.isUp('a'), contacts.up().size]).toEqual([null, 0]);
});

test('every question of a source is told, with its answer and its error as they were', async () => {
  let fails = false;
  const answer = async () => {
    if (fails) throw away;
    return [];
  };
  const source = {
    feeds: ['dossiers'],
    digests: { each: answer, readKeys: answer },
    check: answer,
    readPage: answer,
    newest: answer,
    readIrregular: answer,
    readKeys: answer,
    rewind: () => ({ at: '1', key: 'k' }),
    close: answer,
  } as unknown as Source;
  const watched = contacts.watchedSource('a', source);
  const questions = [
    () => watched.check(),
    () => watched.readPage(null),
    () => watched.newest('dossiers'),
    () => watched.readIrregular(0),
    () => watched.readKeys([]),
    () => watched.digests?.readKeys([]),
  ];
  for (const question of questions) {
    fails = false;
    await question();
    expect(contacts.isUp('a')).toBe(true);
    fails = true;
    await expect(question()).rejects.toBe(away);
    expect(contacts.isUp('a')).toBe(false);
  }
  expect(watched.rewind({ at: '2', key: 'k' }, 1)).toEqual({ at: '1', key: 'k' });
});

test('neither storing a part of a document nor reading a long one is silence of the folder', async () => {
  const drop: Drop = {
    check: async () => undefined,
    take: async (store, _signal, onRead) => {
      await store([]);
      now += SILENT_MS + 1;
      expect(contacts.isUp('thu-muc')).toBe(false);
      // A document that takes minutes to be judged.
      onRead?.();
      expect(contacts.isUp('thu-muc')).toBe(true);
      return { taken: 1, refused: 0, dossiers: 0 };
    },
    onArrival: async () => undefined,
    close: async () => undefined,
  };
  const stored = async (): Promise<void> => {
    now += 10 * SILENT_MS;
    expect(contacts.isUp('thu-muc')).toBe(true);
  };
  await contacts.watchedDrop('thu-muc', drop).take(stored, new AbortController().signal);
  expect(contacts.isUp('thu-muc')).toBe(true);
});
