/** A drop in a folder of its own, and what came out of it. */
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SOURCE_MAP } from '../../../src/codebook/source-map/default-source-map.ts';
import type { SourceDossier } from '../../../src/domain/source-dossier.ts';
import type { SourceMap } from '../../../src/domain/source-map.ts';
import type { Drop } from '../../../src/domain/source-ports.ts';
import { CONTRACT_SCHEMA } from '../../../src/source/xml/contract-schema.ts';
import {
  createXmlDrop,
  type DocumentTold,
  type XmlDropSettings,
} from '../../../src/source/xml/create-xml-drop.ts';

export interface DropWorld {
  readonly dir: string;
  readonly drop: Drop;
  readonly stored: SourceDossier[];
  readonly batches: number[];
  readonly told: DocumentTold[];
  /** Puts a document into the inbox, as old as said; an hour unless told. */
  put(name: string, content: string | Uint8Array, ageSeconds?: number): Promise<string>;
  take(): ReturnType<Drop['take']>;
  in(folder: 'inbox' | 'done' | 'refused'): Promise<string[]>;
  reasonOf(name: string): Promise<string>;
  end(): Promise<void>;
}

export async function openDropWorld(
  settings: Partial<XmlDropSettings> = {},
  map: SourceMap = DEFAULT_SOURCE_MAP,
): Promise<DropWorld> {
  const dir = settings.dir ?? (await mkdtemp(join(tmpdir(), 'dongbo-drop-')));
  const stored: SourceDossier[] = [];
  const batches: number[] = [];
  const told: DocumentTold[] = [];
  const drop = createXmlDrop(
    {
      dir,
      pageSize: 1000,
      maxBytes: 1 << 30,
      schema: CONTRACT_SCHEMA,
      onDocument: (one) => told.push(one),
      ...settings,
    },
    map,
  );
  await drop.check();
  return {
    dir,
    drop,
    stored,
    batches,
    told,
    async put(name, content, ageSeconds = 3600) {
      const path = join(dir, 'inbox', name);
      await writeFile(path, content);
      const at = (settings.now?.() ?? Date.now()) / 1000 - ageSeconds;
      await utimes(path, at, at);
      return path;
    },
    take: () =>
      drop.take(async (dossiers) => {
        stored.push(...dossiers);
        batches.push(dossiers.length);
      }, new AbortController().signal),
    in: async (folder) => (await readdir(join(dir, folder))).sort(),
    reasonOf: (name) => readFile(join(dir, 'refused', `${name}.reason.txt`), 'utf8'),
    async end() {
      await drop.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
