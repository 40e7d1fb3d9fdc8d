/**
 * Documents of any length need the same memory, sound ones and hostile ones, measured in a process of its own.
 * DONGBO_XML_MB has the sound one longer, as a province's first load may be (200): above 100 no program that held all of
 * it could pass, for a character takes two bytes there.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { childEntry } from '../../support/program.ts';
import { aComponent, aDossier, aFee, aResult, aStep } from '../../support/source-rows.ts';
import { dossierXml } from './written-dossier.ts';

const BYTES = Number(process.env.DONGBO_XML_MB ?? 20) * 1e6;
/** Ten times what may be read of a hostile one before it is refused: how much comes behind that is never known. */
const HOSTILE_BYTES = 20e6;
/** What may be needed beyond the process at rest: young generation, one batch, WebAssembly. */
const MOST_MB = 180;
/** For which leases, health and watchdog may wait, on a machine that is busy with other tests. */
const MOST_BLOCKED_MS = 1_000;
const ROOT = '<dongbo xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">';

/** How the program has V8 look after its memory. */
const FLAGS = [
  ...readFileSync(join(import.meta.dirname, '../../../bin/dongbo.mjs'), 'utf8').matchAll(
    /setFlagsFromString\('(--[^']+)'\)/g,
  ),
].map(([, flag = '']) => flag);

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dongbo-large-'));
  await mkdir(join(dir, 'inbox'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** Writes `begin`, `piece` until the document is long enough, and `end`; how many pieces there are. */
async function write(
  name: string,
  begin: string,
  piece: string,
  end = '',
  bytes = HOSTILE_BYTES,
): Promise<number> {
  const out = createWriteStream(join(dir, 'inbox', name));
  out.write(begin);
  // Large writes: a small piece many times is one of them.
  const times = Math.max(1, Math.floor(1e6 / Buffer.byteLength(piece)));
  const block = Buffer.from(piece.repeat(times));
  const blocks = Math.ceil(bytes / block.length);
  for (let at = 0; at < blocks; at += 1) if (!out.write(block)) await once(out, 'drain');
  out.end(end);
  await once(out, 'finish');
  // Long finished: what is young and faulty would be left, as it may still grow.
  await utimes(join(dir, 'inbox', name), 1, 1);
  return blocks * times;
}

async function taken(): Promise<
  Readonly<Record<'taken' | 'refused' | 'dossiers' | 'seconds' | 'grownMb' | 'blockedMs', number>>
> {
  const words = [...FLAGS, ...childEntry(join(import.meta.dirname, 'take-large.ts')), dir];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  return JSON.parse(stdout);
}

it('a sound one is taken whole', { timeout: 300_000 }, async () => {
  const parts = { components: [aComponent()], results: [aResult()], steps: [aStep()], fees: [aFee()] };
  const dossiers = await write('a.xml', ROOT, dossierXml(aDossier({}, parts)), '</dongbo>', BYTES);
  const { grownMb, blockedMs, seconds: _, ...report } = await taken();
  expect(report).toEqual({ taken: 1, refused: 0, dossiers });
  expect(grownMb).toBeLessThan(MOST_MB);
  expect(blockedMs).toBeLessThan(MOST_BLOCKED_MS);
});

it('hostile ones are refused: endless texts, tags, comments, blanks, levels', {
  timeout: 120_000,
}, async () => {
  const names = [
    'text',
    'attributes',
    'attribute',
    'comment',
    'between',
    'levels',
    'before',
    'doctype',
    'name',
    'cdata',
  ];
  const begun = `${ROOT}<dongbo_ho_so><ma_ho_so>`;
  await write('text.xml', begun, 'a');
  await write('cdata.xml', `${begun}<![CDATA[`, ']]');
  await write('name.xml', `${ROOT}<`, 'a');
  await write('attributes.xml', `${ROOT}<dongbo_ho_so`, ' a="1"');
  await write('attribute.xml', `${ROOT}<dongbo_ho_so a="`, 'a');
  await write('comment.xml', `${ROOT}<!--`, ' a');
  await write('between.xml', ROOT, ' \n');
  await write('levels.xml', begun, '<a>');
  await write('before.xml', '<?xml version="1.0"?>', '<!-- a -->');
  await write('doctype.xml', '<!DOCTYPE a [', '<!ENTITY a "b">');
  const { grownMb, blockedMs, seconds: _, ...report } = await taken();
  expect(report).toEqual({ taken: 0, refused: names.length, dossiers: 0 });
  expect(grownMb).toBeLessThan(MOST_MB);
  expect(blockedMs).toBeLessThan(MOST_BLOCKED_MS);
  const refused = (await readdir(join(dir, 'refused'))).filter((name) => name.endsWith('.xml'));
  expect(refused.sort()).toEqual(names.map((name) => `${name}.xml`).sort());
});
