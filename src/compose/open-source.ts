/**
 * Opens what a source is made of, by its kind: the only place that knows every adapter of `source/`.
 * Guarantees: a fault of the settings is thrown here (exit 78); that a system is away is not: it shows when it is read.
 */
import { isDeepStrictEqual } from 'node:util';
import { DEFAULT_SOURCE_MAP } from '../codebook/source-map/default-source-map.ts';
import type { Config, SourceSettings } from '../config/settings.ts';
import { sourceSettingName } from '../config/source-settings.ts';
import { DongboError } from '../domain/errors.ts';
import type { SourceDefinition } from '../domain/source-definition.ts';
import { VIEW_NAMES } from '../domain/source-fields.ts';
import type { SourceMap } from '../domain/source-map.ts';
import type { ChangeFeed, Drop, Source } from '../domain/source-ports.ts';
import { createSqlSource } from '../source/sql/create-sql-source.ts';
import type { DropTelling } from './dropping.ts';
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
export async function openDrop(parts: SourceParts, telling: DropTelling): Promise<Drop> {
  const { definition, settings, pageSize, config } = parts;
  if (definition.kind !== 'xml') throw notOfKind(parts, 'place where documents are left');
  // Loaded where there is such a source: other commands would wait for it in vain.
  const { CONTRACT_SCHEMA } = await import('../source/xml/contract-schema.ts');
  const { createXmlDrop } = await import('../source/xml/create-xml-drop.ts');
  telling.knows(definition.name);
  const own = settings.xsd === null ? null : ({ file: settings.xsd, of: 'dossier' } as const);
  return createXmlDrop(
    {
      dir: neededOf(parts, 'dir'),
      pageSize,
      maxBytes: config.SOURCE_XML_MAX_BYTES,
      schema: own ?? (isContract(definition.map) ? CONTRACT_SCHEMA : null),
      onDocument: (told) => telling.document(definition.name, told),
    },
    definition.map,
  );
}

/** Is it the contract's own layout, with all or some of its parts? */
function isContract(map: SourceMap): boolean {
  return VIEW_NAMES.every(
    (name) => map[name] === null || isDeepStrictEqual(map[name], DEFAULT_SOURCE_MAP[name]),
  );
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
