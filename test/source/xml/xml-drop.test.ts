/** Documents left in a folder: taken whole and in order; what is no document, or not whole yet, harms nobody. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  appendFile,
  chmod,
  mkdir,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../../src/codebook/source-map/default-source-map.ts';
import { createXmlDrop } from '../../../src/source/xml/create-xml-drop.ts';
import { foldersOf } from '../../../src/source/xml/folders.ts';
import { listInbox } from '../../../src/source/xml/inbox.ts';
import { putAwayTaken } from '../../../src/source/xml/put-away.ts';
import { aComponent, aDossier, aFee, aResult, aStep, aSupplement } from '../../support/source-rows.ts';
import { waitFor } from '../../support/wait-for.ts';
import { type DropWorld, openDropWorld } from './drop-world.ts';
import { documentXml } from './written-dossier.ts';

let world: DropWorld;
const clock = { ms: 0 };
beforeEach(async () => {
  clock.ms = Date.parse('2026-11-29T08:00:00Z');
  world = await openDropWorld({ pageSize: 3, now: () => clock.ms });
});
afterEach(() => world.end());

const never = new AbortController().signal;
const numbered = (number: number) => aDossier({ code: `H19.12-260102-${String(number).padStart(4, '0')}` });
const whole = aDossier(
  {},
  {
    components: [aComponent()],
    results: [aResult()],
    steps: [aStep({ id: '1' }), aStep({ id: '2' })],
    fees: [aFee()],
    supplements: [aSupplement()],
    changedAt: '2026-01-02T08:00:00+07:00',
  },
);
const good = documentXml([whole]);

/** A folder on another file system than `folder`, as every Linux has it. */
async function onAnotherFileSystem(folder: string): Promise<string> {
  const { dev } = await stat(folder);
  return (await stat('/dev/shm')).dev === dev ? '/var/tmp' : '/dev/shm';
}

describe('a sound document', () => {
  it('is taken with all its parts and put away', async () => {
    await world.put('a.xml', good);
    expect(await world.take()).toEqual({ taken: 1, refused: 0, dossiers: 1 });
    expect(world.stored).toEqual([whole]);
    expect([await world.in('inbox'), await world.in('done'), await world.in('refused')]).toEqual([
      [],
      ['a.xml'],
      [],
    ]);
    expect(await world.take()).toEqual({ taken: 0, refused: 0, dossiers: 0 });
  });

  it('is given in pages, in its order', async () => {
    const dossiers = [7, 6, 5, 4, 3, 2, 1].map(numbered);
    await world.put('a.xml', documentXml(dossiers));
    await world.take();
    expect(world.batches).toEqual([3, 3, 1]);
    expect(world.stored.map(({ key }) => key)).toEqual(dossiers.map(({ key }) => key));
  });

  it('tells while it is judged that it is read', async () => {
    await world.put('a.xml', documentXml([1, 2].map(numbered)) + ' '.repeat(500_000));
    const calls: string[] = [];
    const store = async (): Promise<void> => void calls.push('store');
    await world.drop.take(store, never, () => calls.push('read'));
    expect(calls.indexOf('store')).toBeGreaterThan(5);
  });

  it('of the contract may have no dossiers', async () => {
    await world.put('a.xml', '<dongbo/>');
    expect(await world.take()).toEqual({ taken: 1, refused: 0, dossiers: 0 });
  });

  it('never takes the place of another one', async () => {
    for (const code of [1, 2, 3]) {
      await world.put('a.xml', documentXml([numbered(code)]));
      await world.put('b', '<');
      await world.take();
    }
    expect(await world.in('done')).toEqual(['a.20261129-150000-2.xml', 'a.20261129-150000.xml', 'a.xml']);
    const refused = ['b', 'b.20261129-150000', 'b.20261129-150000-2'];
    expect(await world.in('refused')).toEqual(refused.flatMap((name) => [name, `${name}.reason.txt`]).sort());
  });

  it('may have any name that a file can have', async () => {
    const names = [`${'ễ'.repeat(80)}.xml`, 'hồ sơ 1.xml', '-rf.xml', 'a\nb.xml', 'x'.repeat(255), '1'];
    for (const name of names) await world.put(name, good);
    const latin = Buffer.concat([Buffer.from(`${world.dir}/inbox/`), Buffer.from([0x48, 0xe5, 0x2e])]);
    await writeFile(latin, good);
    await utimes(latin, 1, 1);
    expect(await world.take()).toEqual({ taken: 7, refused: 0, dossiers: 7 });
    expect(await world.in('inbox')).toEqual([]);
  });
});

describe('several documents', () => {
  it('come oldest first, equal times by name', async () => {
    await world.put('a.xml', documentXml([numbered(3)]), 10);
    await world.put('c.xml', documentXml([numbered(2)]), 20);
    await world.put('b.xml', documentXml([numbered(1)]), 20);
    await world.put('z.xml', documentXml([numbered(0)]), 30);
    await world.take();
    expect(world.stored.map(({ key }) => key)).toEqual([0, 1, 2, 3].map((number) => numbered(number).key));
  });

  it('of which one is refused: the others are taken, those behind it as well', async () => {
    await world.put('1.xml', documentXml([numbered(1)]), 30);
    await world.put('2.xml', `${good}<`, 20);
    await world.put('3.xml', documentXml([numbered(3)]), 10);
    expect(await world.take()).toEqual({ taken: 2, refused: 1, dossiers: 2 });
    expect(world.stored.map(({ key }) => key)).toEqual([numbered(1).key, numbered(3).key]);
  });

  it('tell of themselves without their names', async () => {
    await world.put('Nguyễn Văn A.xml', good);
    await world.put('Trần Thị B.xml', '<a>');
    await world.take();
    expect(
      world.told.map(({ result, dossiers, faults }) => [result, dossiers, faults.map(({ code }) => code)]),
    ).toEqual([
      ['taken', 1, []],
      ['refused', 0, ['DB-XML-018']],
    ]);
    expect(JSON.stringify(world.told)).not.toMatch(/Nguyễn|Trần/);
  });
});

describe('a document that is still being written', () => {
  it.each(['.a.xml', 'a.xml.part', 'a.xml.PART', 'a.tmp', '.tmp-1'])(
    'is left under the name %s',
    async (name) => {
      await world.put(name, '<cut');
      expect(await world.take()).toEqual({ taken: 0, refused: 0, dossiers: 0 });
      expect(await world.in('inbox')).toEqual([name]);
      await rename(join(world.dir, 'inbox', name), join(world.dir, 'inbox', 'now.xml'));
      expect((await world.take()).refused).toBe(1);
    },
  );

  it('under its own name is left as long as it grows, then taken', async () => {
    const half = good.length / 2;
    const path = await world.put('a.xml', good.slice(0, half), 0);
    expect(await world.take()).toEqual({ taken: 0, refused: 0, dossiers: 0 });
    expect(world.told.map(({ result }) => result)).toEqual(['left']);
    await appendFile(path, good.slice(half));
    expect(await world.take()).toEqual({ taken: 1, refused: 0, dossiers: 1 });
  });

  it('is refused once it rests, even if its clock is ahead', async () => {
    await world.put('late.xml', '<a>', -3600);
    expect((await world.take()).refused).toBe(0);
    clock.ms += 1_999;
    expect((await world.take()).refused).toBe(0);
    clock.ms += 1;
    expect((await world.take()).refused).toBe(1);
  });

  it('is given no further when it changes in the middle', async () => {
    const path = await world.put('a.xml', documentXml([1, 2, 3, 4].map(numbered)));
    const pages: number[] = [];
    const report = await world.drop.take(async (dossiers) => {
      pages.push(dossiers.length);
      await appendFile(path, ' ');
    }, never);
    expect([report, pages, await world.in('inbox')]).toEqual([
      { taken: 0, refused: 0, dossiers: 0 },
      [3],
      ['a.xml'],
    ]);
    expect((await world.take()).dossiers).toBe(4);
  });

  it('is not put away unread when it is written over while its last part is stored', async () => {
    const path = await world.put('a.xml', documentXml([numbered(1)]));
    await world.drop.take(() => writeFile(path, documentXml([numbered(2)])), never);
    expect([await world.in('inbox'), await world.in('done')]).toEqual([['a.xml'], []]);
    await world.take();
    expect(world.stored.map(({ key }) => key)).toEqual([numbered(2).key]);
  });

  it('goes back when it is written over in the moment of its moving', async () => {
    const path = await world.put('a.xml', documentXml([numbered(1)]));
    const [arrival] = await listInbox(join(world.dir, 'inbox'));
    await writeFile(path, documentXml([numbered(2)]));
    if (arrival) await putAwayTaken(foldersOf(world.dir), arrival, clock.ms);
    expect([await world.in('inbox'), await world.in('done')]).toEqual([['a.xml'], []]);
  });

  it('that is gone by the time it is opened is nobody’s fault', async () => {
    await world.put('a.xml', good, 20);
    const other = await world.put('b.xml', '<', 10);
    expect(await world.drop.take(() => rm(other), never)).toEqual({ taken: 1, refused: 0, dossiers: 1 });
    expect(await world.in('refused')).toEqual([]);
  });

  it('is left when another one comes under its name while it is stored', async () => {
    await world.put('a.xml', documentXml([numbered(1)]));
    const other = await world.put('b.part', documentXml([numbered(2)]));
    await world.drop.take(() => rename(other, join(world.dir, 'inbox', 'a.xml')), never);
    expect(await world.in('inbox')).toEqual(['a.xml']);
    await world.take();
    expect(world.stored.map(({ key }) => key)).toEqual([numbered(2).key]);
  });
});

describe('what is no plain file', () => {
  it('is refused unopened: a link, a pipe, a folder', async () => {
    const secret = join(world.dir, 'secret.xml');
    await writeFile(secret, good);
    await symlink(secret, join(world.dir, 'inbox', 'link.xml'));
    await symlink('/nowhere', join(world.dir, 'inbox', 'broken.xml'));
    execFileSync('mkfifo', [join(world.dir, 'inbox', 'pipe.xml')]);
    await mkdir(join(world.dir, 'inbox', 'folder.xml'));
    await writeFile(join(world.dir, 'inbox', 'folder.xml', 'a.xml'), good);
    clock.ms = Date.now() + 60_000;
    expect(await world.take()).toEqual({ taken: 0, refused: 4, dossiers: 0 });
    expect(world.stored).toEqual([]);
    expect(await world.in('inbox')).toEqual([]);
    expect(await world.reasonOf('pipe.xml')).toMatch(/DB-XML-006[\s\S]*pipe/);
    expect((await stat(secret)).size).toBe(Buffer.byteLength(good));
  });
});

describe('an end in the middle', () => {
  it('after storing and before moving: it comes again, the same', async () => {
    await world.put('a.xml', good);
    const crashed = world.drop.take(async (dossiers) => {
      world.stored.push(...dossiers);
      throw new Error('killed');
    }, never);
    await expect(crashed).rejects.toThrow('killed');
    expect(await world.in('inbox')).toEqual(['a.xml']);
    await world.take();
    expect(world.stored).toEqual([whole, whole]);
    expect(await world.in('done')).toEqual(['a.xml']);
  });

  it('after the reason and before moving: it is refused once', async () => {
    await world.put('a.xml', '<');
    await writeFile(join(world.dir, 'refused', 'a.xml.reason.txt'), 'half a rea');
    await writeFile(join(world.dir, 'refused', 'a.xml.reason.txt.tmp'), 'ha');
    expect((await world.take()).refused).toBe(1);
    expect(await world.in('refused')).toEqual(['a.xml', 'a.xml.reason.txt']);
    expect(await world.reasonOf('a.xml')).toMatch(/^Tệp này bị từ chối/);
  });

  it('by word: it stops between two pages, and the document stays', async () => {
    await world.put('a.xml', documentXml([1, 2, 3, 4].map(numbered)));
    await world.put('b.xml', documentXml([numbered(5)]));
    const stop = new AbortController();
    const pages: number[] = [];
    const report = await world.drop.take(async (dossiers) => {
      pages.push(dossiers.length);
      stop.abort();
    }, stop.signal);
    expect([report, pages]).toEqual([{ taken: 0, refused: 0, dossiers: 0 }, [3]]);
    expect(await world.in('inbox')).toEqual(['a.xml', 'b.xml']);
  });
});

describe('what cannot be put away', () => {
  it('is tried again before anything newer: an older one never comes over it; and it is not read again', async () => {
    await world.put('a.xml', documentXml([numbered(1)]), 20);
    await world.put('b.xml', documentXml([numbered(2)]), 10);
    await rm(join(world.dir, 'done'), { recursive: true });
    for (const _ of [1, 2])
      await expect(world.take()).rejects.toMatchObject({ code: 'DB-XML-005', exitCode: 69 });
    expect(world.stored.map(({ key }) => key)).toEqual([numbered(1).key]);
    await mkdir(join(world.dir, 'done'));
    expect(await world.take()).toEqual({ taken: 2, refused: 0, dossiers: 2 });
    expect(world.stored.map(({ key }) => key)).toEqual([numbered(1).key, numbered(2).key]);
    expect(await world.in('done')).toEqual(['a.xml', 'b.xml']);
  });

  it('holds up nobody where it is refused, and is told', async () => {
    await world.put('a.xml', '<', 20);
    await world.put('b.xml', documentXml([numbered(2)]), 10);
    await rm(join(world.dir, 'refused'), { recursive: true });
    await expect(world.take()).rejects.toMatchObject({ code: 'DB-XML-005' });
    expect([await world.in('inbox'), await world.in('done')]).toEqual([['a.xml'], ['b.xml']]);
  });
});

describe('the folders', () => {
  it('are made where they are missing: the group may write into the inbox, others see nothing', async () => {
    const dir = join(world.dir, 'own');
    // As the service's unit has it.
    const before = process.umask(0o077);
    const own = await openDropWorld({ dir }).finally(() => process.umask(before));
    const modes = await Promise.all(
      ['', 'inbox', 'done', 'refused'].map(async (name) => (await stat(join(dir, name))).mode & 0o7777),
    );
    expect(modes.map((mode) => mode.toString(8))).toEqual(['750', '770', '750', '750']);
    await chmod(join(dir, 'inbox'), 0o700);
    await own.drop.check();
    // What a person has set stays.
    expect((await stat(join(dir, 'inbox'))).mode & 0o7777).toBe(0o700);
    await own.end();
  });

  it('are made by the first look, whoever asks', async () => {
    const dir = join(world.dir, 'new', 'deep');
    const settings = { dir, pageSize: 1, maxBytes: 1_000, schema: null };
    expect(await createXmlDrop(settings, DEFAULT_SOURCE_MAP).take(async () => undefined, never)).toEqual({
      taken: 0,
      refused: 0,
      dossiers: 0,
    });
    expect((await readdir(dir)).sort()).toEqual(['done', 'inbox', 'refused']);
  });

  it('that are none are told all at once', async () => {
    await rm(join(world.dir, 'done'), { recursive: true });
    await rm(join(world.dir, 'refused'), { recursive: true });
    await writeFile(join(world.dir, 'done'), '');
    await writeFile(join(world.dir, 'refused'), '');
    await expect(world.drop.check()).rejects.toMatchObject({ code: 'DB-XML-001', details: { length: 2 } });
  });

  it.skipIf(!existsSync('/dev/shm'))('must be on one file system', async () => {
    await rm(join(world.dir, 'inbox'), { recursive: true });
    // A link is as good as a mount: what counts is where the files are.
    await symlink(await onAnotherFileSystem(world.dir), join(world.dir, 'inbox'));
    await expect(world.drop.check()).rejects.toMatchObject({ code: 'DB-XML-002', exitCode: 78 });
  });

  it('that went away are away for now', async () => {
    await rm(join(world.dir, 'inbox'), { recursive: true });
    await expect(world.take()).rejects.toMatchObject({ code: 'DB-XML-005', exitCode: 69 });
  });

  it('call when a document comes in, not while it is written', async () => {
    const stop = new AbortController();
    let calls = 0;
    const watching = world.drop.onArrival(stop.signal, () => {
      calls += 1;
    });
    const path = await world.put('a.part', good);
    await rename(path, join(world.dir, 'inbox', 'a.xml'));
    await waitFor(() => calls > 0, { what: 'a call' });
    expect(calls).toBe(1);
    stop.abort();
    await watching;
  });
});
