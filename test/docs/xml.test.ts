/** docs/xml.md: its files are taken by the maps that it shows, and its figures are the program's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FaultSink } from '../../src/codebook/mapping-fault.ts';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import { readSource } from '../../src/codebook/source-map/read-source.ts';
import { VIEW_NAMES } from '../../src/domain/source-fields.ts';
import type { SourceMap } from '../../src/domain/source-map.ts';
import {
  DEEPEST,
  LONGEST_DOSSIER,
  MOST_ATTRIBUTES,
  MOST_NAMESPACES,
  MOST_NODES,
} from '../../src/source/xml/cut-dossiers.ts';
import { type DropWorld, openDropWorld } from '../source/xml/drop-world.ts';
import { ROOT, readDocument } from './markdown.ts';

const page = readDocument('docs/xml.md');
const example = (mark: string): string => page.fences.find((fence) => fence.mark === mark)?.text ?? '';

function mapOf(text: string): SourceMap {
  const sink = new FaultSink('source.yaml');
  const presets = { open: () => null, names: () => [] };
  const source = readSource(text, sink, { name: 'xml', kind: 'xml', presets });
  expect(sink.faults).toEqual([]);
  if (source === null) throw new Error('no map');
  return source.map;
}

let world: DropWorld;
afterEach(() => world?.end());

describe('docs/xml.md', () => {
  it('shows a file of the contract that is taken', async () => {
    world = await openDropWorld();
    await world.put('a.xml', example('example'));
    expect(await world.take()).toEqual({ taken: 1, refused: 0, dossiers: 1 });
    expect(world.stored).toMatchObject([
      {
        key: 'H99.12-261001-000001',
        changedAt: '2026-10-01T09:30:00+07:00',
        fields: { ownerName: 'Trần Thị Ví Dụ', ownerIdNumber: null },
        components: [{ id: '1' }],
        steps: [{ processor: 'Cán bộ Một' }],
      },
    ]);
  });

  it('says the truth of the shipped source.yaml: it is the contract’s layout for XML, too', () => {
    const map = mapOf(readFileSync(join(ROOT, 'mappings/source.yaml'), 'utf8'));
    for (const name of VIEW_NAMES)
      expect(map[name] ?? DEFAULT_SOURCE_MAP[name]).toEqual(DEFAULT_SOURCE_MAP[name]);
  });

  it('shows a layout of one’s own with the map that reads it', async () => {
    world = await openDropWorld({ schema: null }, mapOf(example('source')));
    await world.put('a.xml', example('own'));
    expect(await world.take()).toEqual({ taken: 1, refused: 0, dossiers: 1 });
    expect(world.stored).toMatchObject([
      {
        key: 'H99.12-261001-000001',
        fields: {
          procedureCode: '1.001193',
          agencyCode: 'H99.12',
          channel: '2',
          ownerName: 'Trần Thị Ví Dụ',
          receivedAt: '2026-10-01T08:00:00+07:00',
        },
        components: [{ id: '1', name: 'Tờ khai', link: 'https://motcua.example.vn/tep/1.pdf' }],
      },
    ]);
  });

  it('has the limits of the program', () => {
    const numbers = [
      LONGEST_DOSSIER.toLocaleString('en-US'),
      `${DEEPEST} levels`,
      `${MOST_ATTRIBUTES} attributes`,
      `${MOST_NODES.toLocaleString('en-US')} elements and attributes`,
      `${MOST_NAMESPACES} namespaces`,
    ];
    for (const number of numbers) expect(page.text).toContain(number);
  });
});
