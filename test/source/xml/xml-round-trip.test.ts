/** What a careful writer writes is what is read, whatever the texts are and however the bytes come. */
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../../src/codebook/source-map/default-source-map.ts';
import type { SourceDossier, SourceText } from '../../../src/domain/source-dossier.ts';
import { PART_NAMES } from '../../../src/domain/source-fields.ts';
import { compareIds } from '../../../src/source/rows/assemble.ts';
import { CONTRACT_SCHEMA } from '../../../src/source/xml/contract-schema.ts';
import { DossierCutter, type Fragment } from '../../../src/source/xml/cut-dossiers.ts';
import { documentText } from '../../../src/source/xml/document-text.ts';
import { dossierReader } from '../../../src/source/xml/dossier-of-element.ts';
import { readElement } from '../../../src/source/xml/read-element.ts';
import { openSchema, type Schema } from '../../../src/source/xml/schema.ts';
import { anySource } from '../../support/arbitrary-source.ts';
import { documentXml } from './written-dossier.ts';

/** What XML cannot say at all. */
const sayable = (text: SourceText): SourceText =>
  text === null ? null : text.toWellFormed().replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd');

type Part = { readonly id: string } & Readonly<Record<string, SourceText>>;

/** Parts with ids of their own, in their order: others are named by the reader, as rows of a table are. */
function named(parts: readonly Part[]): Part[] {
  return parts
    .map((part, at) => {
      const texts = Object.entries(part).map(([field, text]) => [field, sayable(text)]);
      return { ...Object.fromEntries(texts), id: `${sayable(part.id.trim())}-${at}` } as Part;
    })
    .sort((a, b) => compareIds(a.id, b.id));
}

const writable: fc.Arbitrary<SourceDossier> = fc
  .tuple(anySource, fc.integer({ min: 1 }))
  .map(([source, number]) => {
    const fields = Object.entries(source.fields).map(([field, text]) => [field, sayable(text)]);
    const code = `H19-${number}`;
    const parts = PART_NAMES.map((name) => [
      name,
      named(source[name] as readonly unknown[] as readonly Part[]),
    ]);
    return {
      ...source,
      changedAt: source.changedAt === null ? null : '2026-01-02T00:00:00+07:00',
      key: code,
      fields: { ...Object.fromEntries(fields), code },
      ...Object.fromEntries(parts),
    } as SourceDossier;
  });

/** Any of the ways in which the same text can be written. */
function disguised(document: string, seed: number): string {
  let at = seed;
  return document.replace(/<(\w+)>([^<>]+)<\/\1>/g, (whole, name: string, text: string) => {
    at = (at * 7 + 1) % 11;
    const references = [...text].map((sign) => `&#x${sign.codePointAt(0)?.toString(16)};`).join('');
    const ways = [
      `<${name}\n>${text}</${name} >`,
      `<${name}>${text}<!-- <a> & --></${name}>`,
      `<${name}><?pi <b ?>${text}</${name}>`,
      ...(text.includes('&')
        ? []
        : [`<${name}><![CDATA[${text}]]></${name}>`, `<${name}>${references}</${name}>`]),
    ];
    return ways[at] ?? whole;
  });
}

let dir: string;
let schema: Schema;
beforeAll(async () => {
  schema = await openSchema(CONTRACT_SCHEMA);
  dir = await mkdtemp(join(tmpdir(), 'dongbo-xml-'));
});
afterAll(async () => {
  schema.close();
  await rm(dir, { recursive: true, force: true });
});

const dossierOf = dossierReader(DEFAULT_SOURCE_MAP);

async function readBytes(
  bytes: Uint8Array,
  pieceBytes: number,
): Promise<{ dossiers: (SourceDossier | null)[]; slices: string[] }> {
  const path = join(dir, 'a.xml');
  await writeFile(path, bytes);
  const file = await open(path);
  try {
    const fragments: Fragment[] = [];
    const slices: string[] = [];
    let cutter: DossierCutter | undefined;
    const pieces = documentText(
      file,
      (encoding) => {
        cutter = new DossierCutter(['dongbo_ho_so'], encoding);
      },
      pieceBytes,
    );
    for await (const piece of pieces) {
      const cut = cutter?.write(piece);
      fragments.push(...(cut?.fragments ?? []));
      if (cut?.slice) slices.push(...schema.faultsOf(cut.slice).map(({ code }) => code));
    }
    const end = cutter?.end();
    if (end?.slice) slices.push(...schema.faultsOf(end.slice).map(({ code }) => code));
    return { dossiers: fragments.map(({ text }) => dossierOf(readElement(text))), slices };
  } finally {
    await file.close();
  }
}

const encodings: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a mark': (text) => Buffer.from(`\uFEFF${text}`),
  'UTF-16LE': (text) => Buffer.from(`\uFEFF${text.replace('UTF-8', 'UTF-16')}`, 'utf16le'),
  'UTF-16BE': (text) => Buffer.from(`\uFEFF${text.replace('UTF-8', 'utf-16')}`, 'utf16le').swap16(),
};

describe('dossiers written as XML', () => {
  it.each(Object.entries(encodings))('are read as they were, in %s', async (_name, encode) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(writable, { maxLength: 3 }),
        fc.constantFrom(8, 61, 1000, 4093),
        fc.nat(10),
        async (dossiers, pieceBytes, seed) => {
          const { dossiers: read, slices } = await readBytes(
            encode(disguised(documentXml(dossiers), seed)),
            pieceBytes,
          );
          expect(read).toEqual(dossiers);
          expect(slices).toEqual([]);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('fold line ends as XML does, and keep those that are written as references', () => {
    const element = readElement('<a>1\r\n2\r3&#13;&#10;4</a>');
    expect(element.text).toBe('1\n2\n3\r\n4');
  });

  it('say by xsi:nil that there is nothing, by an empty element that it is empty, and nothing by its absence', () => {
    const element = readElement(
      '<dongbo_ho_so xmlns:xsi="x"><ma_ho_so>1</ma_ho_so><fax xsi:nil=" 1 "/><email/></dongbo_ho_so>',
    );
    expect(dossierOf(element)?.fields).toMatchObject({ code: '1', fax: null, email: '', note: null });
  });
});
