/**
 * The province's sources: the main one (`source.yaml`) and those of `source.d/`, each with its settings.
 * Guarantees: the main one comes first, the others by name: who stands before others owns a dossier that several
 * give; a part of a source is opened when it is first asked for, and closed with the house; what one source lacks
 * is told with what the others lack.
 * Must not: read; what is done with a source is a job's or a command's.
 */
import { sourceMapHash } from '../codebook/source-map/source-map-hash.ts';
import type { Config, SourceSettings } from '../config/settings.ts';
import { isMainSet, sourceNeeds, sourceSettingFaults, sourceSettingsOf } from '../config/source-settings.ts';
import { DongboError } from '../domain/errors.ts';
import { SOURCE_KINDS, type SourceDefinition } from '../domain/source-definition.ts';
import type { ChangeFeed, Drop, Source } from '../domain/source-ports.ts';
import type { NamedSource } from '../ledger/source-figures.ts';
import { type Lifecycle, monotonicMs, once } from '../lifecycle.ts';
import { Overlap } from '../pipeline/overlap.ts';
import { Turns } from '../pipeline/turns.ts';
import type { SourceContacts } from '../telemetry/source-contacts.ts';
import type { DropTelling } from './dropping.ts';
import { openChangeFeed, openDrop, openSource, type SourceParts } from './open-source.ts';

/** The main one's name is its kind, which may have been another one. */
const MAIN_NAMES: readonly string[] = ['', ...SOURCE_KINDS];

/** One source as it is worked with. */
export interface SourceInUse {
  /** In the ledger, the metrics and the log: of the main one its kind, of a further one its file's name. */
  readonly name: string;
  readonly isMain: boolean;
  readonly definition: SourceDefinition;
  readonly settings: SourceSettings;
  /** Shared by all that read it. */
  readonly turns: Turns;
  /** Of the map by which it is read. */
  readonly mapHash: string;
  readonly overlapSeconds: number;
  /** Less of it while the source tells of its changes. */
  readonly overlap: Overlap;
  /** Under which its dossiers stand in the ledger: of the main one also '', from before there were names, and other kinds. */
  readonly names: readonly string[];
  /** Names of those whose dossiers it never takes over. */
  readonly outranked: readonly string[];
  /** Names of those whose dossiers it takes over. */
  readonly behind: readonly string[];
  /** Of the kinds `sql` and `rest`; of others a bug. Throws DB-SRC-…, DB-CFG-… (exit 78) for settings that cannot be used. */
  source(): Promise<Source>;
  /** Of the kind `xml`. */
  drop(): Promise<Drop>;
  /** Tells of changes at once; `null` where it has nothing of the kind. */
  changeFeed(): Promise<ChangeFeed | null>;
}

/** What a schedule needs to know of a source. */
export type ScheduledSource = Pick<SourceInUse, 'name' | 'isMain' | 'names'> & {
  readonly definition: Pick<SourceDefinition, 'kind' | 'schedule'>;
};

/** The name of a source's job: what it does, and of a further source its name. */
export function sourceJobName(what: string, { name, isMain }: Pick<SourceInUse, 'name' | 'isMain'>): string {
  return isMain ? what : `${what}:${name}`;
}

/** What is done by a job of each source's own. */
const DONE_BY_SOURCE: readonly string[] = ['extract', 'irregular', 'sweep'];

/** Is this a job of one of `sources`, or none of a source's? The ledger remembers those of sources that are gone. */
export function isJobOf(sources: readonly Pick<SourceInUse, 'name' | 'isMain'>[], job: string): boolean {
  const [what = ''] = job.split(':');
  if (!DONE_BY_SOURCE.includes(what)) return true;
  return sources.some((source) => sourceJobName(what, source) === job);
}

/** As the ledger has it. */
export function namedSource(source: ScheduledSource): NamedSource {
  return { name: source.name, names: source.names, job: sourceJobName('extract', source) };
}

/** The main source as far as the settings say it. */
export function mainAsSet({ SOURCE_KIND }: Pick<Config, 'SOURCE_KIND'>): ScheduledSource {
  return {
    name: SOURCE_KIND,
    isMain: true,
    names: MAIN_NAMES,
    definition: { kind: SOURCE_KIND, schedule: null },
  };
}

/**
 * The sources of a house; where they cannot be known (faulty tables, no source at all), those that the settings
 * and the names of files tell of: for whoever shows what there is, and must not stop at that.
 */
export async function knownSources(house: {
  readonly config: Config;
  sources(): Promise<readonly SourceInUse[]>;
}): Promise<readonly ScheduledSource[]> {
  try {
    return await house.sources();
  } catch (error) {
    if (!(error instanceof DongboError)) throw error;
    const { config } = house;
    const further = Object.keys(config.furtherSources);
    const main = isMainSet(config) || further.length === 0 ? [mainAsSet(config)] : [];
    return main.concat(
      further.map((name) => ({
        name,
        isMain: false,
        names: [name],
        definition: { kind: 'sql', schedule: null },
      })),
    );
  }
}

/** The source with this name. Throws DB-OPS-008 where there is none. */
export function sourceCalled(sources: readonly SourceInUse[], name: string): SourceInUse {
  const found = sources.find((source) => source.name === name);
  if (found) return found;
  throw new DongboError('DB-OPS-008', { value: name, expected: sources.map((one) => one.name).join(', ') });
}

/** What it is put together from. */
export interface SourcesDeps {
  readonly config: Config;
  /** That of `source.yaml` first, then those of `source.d/` by name. */
  readonly definitions: readonly SourceDefinition[];
  readonly lifecycle: Lifecycle;
  readonly contacts: SourceContacts;
  readonly drops: DropTelling;
}

/**
 * Puts them together; opens none. The main one is left out where its address is not set and there are others.
 * Throws DB-CFG-001 with every fault.
 */
export function sourcesInUse({
  config,
  definitions,
  lifecycle,
  contacts,
  drops,
}: SourcesDeps): readonly SourceInUse[] {
  const [main, ...further] = definitions;
  const asked = [...(main && isMainSet(config) ? [{ definition: main, isMain: true }] : [])].concat(
    further.map((definition) => ({ definition, isMain: false })),
  );
  const faults = further.flatMap(({ name, kind }) =>
    sourceSettingFaults(name, kind, settingsOf(config, name)),
  );
  if (asked.length === 0) {
    const lacks = sourceNeeds(config).map(
      (name) => `${name}: chưa có nguồn nào, hãy đặt / there is no source, set it`,
    );
    faults.push(...lacks);
  }
  if (faults.length > 0) throw new DongboError('DB-CFG-001', { count: faults.length }, { details: faults });
  return asked.map(({ definition, isMain }, index) => {
    const outranked = asked.slice(0, index).flatMap(namesOf);
    const behind = asked.slice(index + 1).flatMap(namesOf);
    return inUse({ config, definition, isMain, outranked, behind, lifecycle, contacts, drops });
  });
}

function namesOf({ definition: { name }, isMain }: Pick<Asked, 'definition' | 'isMain'>): readonly string[] {
  return isMain ? MAIN_NAMES : [name];
}

function settingsOf(config: Config, name: string | null): SourceSettings {
  const further = name === null ? undefined : config.furtherSources[name];
  // A file that came after the settings were read has none yet.
  return further ?? sourceSettingsOf(name === null ? config : {}, name);
}

interface Asked extends Omit<SourcesDeps, 'definitions'> {
  readonly definition: SourceDefinition;
  readonly isMain: boolean;
  readonly outranked: readonly string[];
  readonly behind: readonly string[];
}

function inUse(asked: Asked): SourceInUse {
  const { config, definition, isMain, outranked, behind, lifecycle, contacts, drops } = asked;
  const { name } = definition;
  const settings = settingsOf(config, isMain ? null : name);
  const parts: SourceParts = {
    definition,
    settings,
    furtherName: isMain ? null : name,
    pageSize: definition.pageSize ?? config.SOURCE_PAGE_SIZE,
    config,
  };
  const overlapSeconds = definition.overlapSeconds ?? config.SOURCE_OVERLAP_SECONDS;
  const opened = <Part extends { close(): Promise<void> } | null>(
    open: (parts: SourceParts) => Promise<Part>,
  ) =>
    once(async () => {
      const part = await open(parts);
      if (part !== null) lifecycle.onClose(`source ${name}`, () => part.close());
      return part;
    });
  return {
    name,
    isMain,
    definition,
    settings,
    turns: new Turns(),
    mapHash: sourceMapHash(definition.map, definition.rest),
    overlapSeconds,
    overlap: new Overlap(overlapSeconds, monotonicMs),
    names: namesOf({ definition, isMain }),
    outranked,
    behind,
    source: opened(async (of) => contacts.watchedSource(name, await openSource(of))),
    drop: opened(async (of) => contacts.watchedDrop(name, await openDrop(of, drops))),
    changeFeed: opened(openChangeFeed),
  };
}
