/**
 * Opens what a source is made of, by its kind: the only place that knows every adapter of `source/`.
 * Guarantees: a fault of the settings is thrown here (exit 78); that a system is away is not: it shows when it is read.
 */
import type { Config, SourceSettings } from '../config/settings.ts';
import { sourceSettingName } from '../config/source-settings.ts';
import { DongboError } from '../domain/errors.ts';
import type { SourceDefinition } from '../domain/source-definition.ts';
import type { ChangeFeed, Drop, Source } from '../domain/source-ports.ts';
import { createSqlSource } from '../source/sql/create-sql-source.ts';
import { readPem } from './pem.ts';

/** What opening works with. */
export interface SourceParts {
  readonly definition: SourceDefinition;
  readonly settings: SourceSettings;
  /** `null` = the main one. */
  readonly furtherName: string | null;
  readonly pageSize: number;
  readonly config: Config;
}

/** A setting of the source that its kind cannot do without. Throws DB-CFG-002. */
export function neededOf({ settings, furtherName }: SourceParts, key: keyof SourceSettings): string {
  const value = settings[key];
  if (value === null) throw new DongboError('DB-CFG-002', { setting: sourceSettingName(furtherName, key) });
  return value;
}

const notOfKind = ({ definition: { name, kind } }: SourceParts, what: string): Error =>
  new Error(`source ${name} of the kind ${kind} has no ${what}`);

/** A source that is asked for what changed: `sql`, `rest`. */
export async function openSource(parts: SourceParts): Promise<Source> {
  const { definition, pageSize } = parts;
  switch (definition.kind) {
    case 'sql':
      return createSqlSource({ url: neededOf(parts, 'url'), pageSize }, definition.map);
    case 'rest':
      return openRest(parts);
    default:
      throw notOfKind(parts, 'pages to read');
  }
}

async function openRest(parts: SourceParts): Promise<Source> {
  const { definition, settings, furtherName, pageSize } = parts;
  const { token, username, password, apiKey } = settings;
  const pem = (key: 'caFile' | 'clientCertFile' | 'clientKeyFile'): string | null =>
    readPem(sourceSettingName(furtherName, key), settings[key]);
  // Loaded where there is such a source: other commands would wait for it in vain.
  const { createRestSource } = await import('../source/rest/create-rest-source.ts');
  return createRestSource(
    {
      url: neededOf(parts, 'url'),
      credentials: { token, username, password, apiKey },
      ca: pem('caFile'),
      clientCert: pem('clientCertFile'),
      clientKey: pem('clientKeyFile'),
      pageSize,
    },
    definition,
  );
}

/** A place where documents are left: `xml`. */
export async function openDrop(parts: SourceParts): Promise<Drop> {
  throw notOfKind(parts, 'place where documents are left');
}

/** What tells of changes at once; `null` where this source has nothing of the kind. */
export async function openChangeFeed(parts: SourceParts): Promise<ChangeFeed | null> {
  const { definition, config } = parts;
  const { name, kind, map, watch } = definition;
  if (kind !== 'sql') return null;
  // Loaded by whoever follows: other commands would wait for it in vain.
  const { createChangeFeed } = await import('../source/capture/create-change-feed.ts');
  const capture = definition.capture ?? config.SOURCE_CDC;
  return createChangeFeed({ url: neededOf(parts, 'url'), name, map, watch, capture });
}
