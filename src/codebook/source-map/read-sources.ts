/**
 * Reads all sources of a mappings folder: `source.yaml`, the files of `source.d/`, and the presets that they name.
 * Guarantees: every fault of every file; a source is named by its file, and no two alike.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../../domain/errors.ts';
import { SOURCE_KINDS, type SourceDefinition, type SourceKind } from '../../domain/source-definition.ts';
import { FaultSink, FILE_START } from '../mapping-fault.ts';
import { readText } from '../read-text.ts';
import { SHIPPED_MAPPINGS } from '../shipped-mappings.ts';
import { type Presets, readSource } from './read-source.ts';

/** Folder of further sources within the mappings. */
export const SOURCES_FOLDER = 'source.d';
/** Folder of presets within the mappings. */
export const PRESETS_FOLDER = 'presets';

/** A source's name is part of settings, jobs, metrics and the ledger. */
const SOURCE_NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const LONGEST_NAME = 31;
const PRESET_NAME = /^[a-z0-9][a-z0-9-]{0,30}$/;

/** What {@link readSources} finds. */
export interface ReadSources {
  /** The main one first, the others by name; `null` where any has a fault. */
  readonly definitions: readonly [SourceDefinition, ...SourceDefinition[]] | null;
  /** Faults of the files of `source.d/` and of presets; those of `source.yaml` go to its own sink. */
  readonly sinks: readonly FaultSink[];
}

/** Reads them all. */
export function readSources(dir: string, mainKind: SourceKind, mainSink: FaultSink): ReadSources {
  const presets = presetsOf(dir);
  const text = readText(dir, mainSink);
  const main = text === null ? null : readSource(text, mainSink, { name: mainKind, kind: mainKind, presets });
  const sinks: FaultSink[] = [];
  const further = namesIn(dir, SOURCES_FOLDER, sinks).map((name) => {
    const sink = new FaultSink(`${SOURCES_FOLDER}/${name}.yaml`);
    sinks.push(sink);
    const isTaken = SOURCE_KINDS.some((kind) => kind === name);
    if (!SOURCE_NAME.test(name) || name.length > LONGEST_NAME || isTaken) {
      sink.add(FILE_START, 'DB-MAP-045', { value: name });
      return null;
    }
    const own = readText(dir, sink);
    return own === null ? null : readSource(own, sink, { name, kind: null, presets });
  });
  const sound = further.flatMap((one) => one ?? []);
  const isWhole =
    main !== null && sound.length === further.length && sinks.every(({ faults }) => faults.length === 0);
  return { definitions: isWhole ? [main, ...sound] : null, sinks: [...sinks, ...presets.sinks.values()] };
}

/** Names of the YAML files of a folder, in order; hidden ones and those of other kinds are nobody's business. */
function namesIn(dir: string, folder: string, sinks: FaultSink[] = []): string[] {
  const path = join(dir, folder);
  try {
    if (!(statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false)) return [];
    const files = readdirSync(path).filter((file) => /^[^.].*\.ya?ml$/i.test(file));
    // `x.yml` has no name that could be read: it is told as a whole.
    return files.map((file) => (file.endsWith('.yaml') ? file.slice(0, -'.yaml'.length) : file)).sort();
  } catch (error) {
    const sink = new FaultSink(folder);
    sink.add(FILE_START, 'DB-MAP-004', { reason: reasonOf(error) });
    sinks.push(sink);
    return [];
  }
}

function presetsOf(dir: string): Presets & { readonly sinks: ReadonlyMap<string, FaultSink> } {
  const sinks = new Map<string, FaultSink>();
  const inFolder = (folder: string): string[] =>
    namesIn(folder, PRESETS_FOLDER).filter((name) => PRESET_NAME.test(name));
  return {
    sinks,
    names: () => [...new Set([dir, SHIPPED_MAPPINGS].flatMap(inFolder))].sort(),
    open(name) {
      const home = [dir, SHIPPED_MAPPINGS].find((folder) => inFolder(folder).includes(name));
      if (home === undefined) return null;
      const file = `${PRESETS_FOLDER}/${name}.yaml`;
      // Two sources may begin with one preset: its faults are told once.
      const known = sinks.has(file);
      const sink = new FaultSink(file);
      if (!known) sinks.set(file, sink);
      const text = readText(home, sink);
      return { text: text ?? '', sink };
    },
  };
}
