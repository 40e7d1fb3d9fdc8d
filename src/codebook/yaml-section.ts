/**
 * Walks a YAML file with a place for every fault.
 * Guarantees: syntax faults, unknown keys, missing keys and wrong forms are all told with line and
 * column; numbers are read as they are written (`00` stays `00`).
 * Must not: know what the keys mean.
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import type { ErrorCode, ErrorParams } from '../domain/errors.ts';
import { tidyCode } from './clean-code.ts';
import { type FaultSink, FILE_START, type Position } from './mapping-fault.ts';

/** A text of the file and where it stands. */
export interface Located extends Position {
  readonly text: string;
}

/** What stands at some place of the file, whatever its form. */
export class YamlValue {
  readonly at: Position;
  readonly path: string;
  readonly #node: unknown;
  readonly #reading: Reading;

  /** @param key stands for the place where nothing is written behind it */
  constructor(node: unknown, path: string, reading: Reading, key?: unknown) {
    this.at = reading.place(node ?? key);
    this.path = path;
    this.#node = reading.follow(node);
    this.#reading = reading;
  }

  get kind(): 'none' | 'text' | 'list' | 'section' {
    const node = this.#node;
    if (isSeq(node)) return 'list';
    if (isMap(node)) return 'section';
    return isScalar(node) && node.value !== null && node.value !== undefined ? 'text' : 'none';
  }

  /** Texts, numbers, `true` and `false` as they are written, nothing cleaned; '' for anything else. */
  get text(): string {
    return this.kind === 'text' ? writtenText(this.#node) : '';
  }

  /** The values of a list; none for anything else. */
  items(): YamlValue[] {
    if (!isSeq(this.#node)) return [];
    return this.#node.items.map(
      (item, index) => new YamlValue(item, `${this.path}[${index + 1}]`, this.#reading),
    );
  }

  /** The map that stands here; `null` for anything else. */
  section(): YamlSection | null {
    return isMap(this.#node) ? new YamlSection(this.#node, this.path, this.#reading) : null;
  }

  /** Tells a fault of this place. */
  fault(code: ErrorCode, params: ErrorParams = {}): void {
    this.#reading.sink.add(this.at, code, { path: this.path, ...params });
  }

  /** Tells that something else should stand here. */
  wrongForm(expected: string): void {
    this.fault('DB-MAP-022', { expected });
  }
}

function writtenText(node: unknown): string {
  if (!isScalar(node)) return '';
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

/** What all nodes of one file share. */
interface Reading {
  readonly sink: FaultSink;
  readonly place: (node: unknown) => Position;
  readonly follow: (node: unknown) => unknown;
}

/** One map of the file, named by its path (`rules[2].when`). */
export class YamlSection {
  readonly at: Position;
  readonly path: string;
  readonly #map: YAMLMap;
  readonly #reading: Reading;

  constructor(map: YAMLMap, path: string, reading: Reading) {
    this.at = reading.place(map);
    this.path = path;
    this.#map = map;
    this.#reading = reading;
  }

  /** The path of a key of this map. */
  pathOf(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }

  /** What stands under the key; `null` where it is not written. */
  value(key: string): YamlValue | null {
    const pair = this.#written(key);
    return pair ? new YamlValue(pair.value, this.pathOf(key), this.#reading, pair.key) : null;
  }

  /** Every key as it is written, with what stands under it, in the order of the file. */
  entries(): (Located & { readonly value: YamlValue })[] {
    return this.#map.items.map(({ key, value }) => {
      const text = writtenText(key);
      return {
        text,
        ...this.#reading.place(key),
        value: new YamlValue(value, this.pathOf(text), this.#reading, key),
      };
    });
  }

  /** Tells a fault of this map as a whole. */
  fault(code: ErrorCode, params: ErrorParams = {}): void {
    this.#reading.sink.add(this.at, code, { path: this.path, ...params });
  }

  /** Tells every key that is not one of these. */
  allow(allowed: readonly string[]): void {
    for (const { key } of this.#map.items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (allowed.includes(name)) continue;
      this.#tell(key, 'DB-MAP-023', { path: this.pathOf(name), allowed: allowed.join(', ') });
    }
  }

  /** Is the key there with a value? `key:` and `key: null` are not. */
  has(key: string): boolean {
    const node = this.#node(key);
    return node !== undefined && node !== null && !(isScalar(node) && node.value === null);
  }

  /** Is the key written at all, be its value empty? */
  mentions(key: string): boolean {
    return this.#node(key) !== undefined;
  }

  /** Tells that the key is missing. */
  missing(key: string): void {
    this.#reading.sink.add(this.at, 'DB-MAP-024', { path: this.pathOf(key) });
  }

  /** A map under this key; `null` where it is missing (told if `needed`) or of another form. */
  section(key: string, needed = true): YamlSection | null {
    const node = this.#needed(key, needed);
    if (node === undefined) return null;
    if (isMap(node)) return new YamlSection(node, this.pathOf(key), this.#reading);
    this.#wrongForm(node, this.pathOf(key), `${key}: {…}`);
    return null;
  }

  /** A list of maps, at least one. */
  sections(key: string): YamlSection[] {
    const node = this.#needed(key, true);
    if (node === undefined) return [];
    if (!isSeq(node) || node.items.length === 0) {
      this.#wrongForm(node, this.pathOf(key), `${key}: [{…}, …]`);
      return [];
    }
    return node.items.flatMap((entry, index) => {
      const item = this.#reading.follow(entry);
      const path = `${this.pathOf(key)}[${index + 1}]`;
      if (isMap(item)) return [new YamlSection(item, path, this.#reading)];
      this.#wrongForm(item, path, '{…}');
      return [];
    });
  }

  /** One text or number, as written; `null` where it is missing (told if `needed`) or of another form. */
  text(key: string, needed = true): Located | null {
    const node = this.#needed(key, needed);
    return node === undefined ? null : this.#textOf(node, this.pathOf(key), `${key}: "…"`);
  }

  /** A list of texts or numbers; one alone is a list of one. `null` where it is missing (told if `needed`). */
  list(key: string, needed = true): Located[] | null {
    const node = this.#needed(key, needed);
    if (node === undefined) return null;
    const form = `${key}: ["…", …]`;
    const items = isSeq(node) ? node.items : [node];
    return items.flatMap((item) => this.#textOf(this.#reading.follow(item), this.pathOf(key), form) ?? []);
  }

  /** `true` or `false` (also `yes`, `no`). */
  flag(key: string): boolean | null {
    const node = this.#needed(key, true);
    if (node === undefined) return null;
    const value = isScalar(node) ? node.value : undefined;
    if (value === true || value === 'yes') return true;
    if (value === false || value === 'no') return false;
    this.#wrongForm(node, this.pathOf(key), `${key}: true | false`);
    return null;
  }

  #written(key: string): { readonly key: unknown; readonly value: unknown } | undefined {
    return this.#map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
  }

  #node(key: string): unknown {
    return this.#reading.follow(this.#written(key)?.value);
  }

  #needed(key: string, needed: boolean): unknown {
    if (this.has(key)) return this.#node(key);
    if (needed) this.missing(key);
    return undefined;
  }

  #textOf(node: unknown, path: string, form: string): Located | null {
    if (isScalar(node) && (typeof node.value === 'string' || typeof node.value === 'number')) {
      const text = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
      return { text: tidyCode(text), ...this.#reading.place(node) };
    }
    this.#wrongForm(node, path, form);
    return null;
  }

  #wrongForm(node: unknown, path: string, expected: string): void {
    this.#tell(node, 'DB-MAP-022', { path, expected });
  }

  #tell(node: unknown, code: 'DB-MAP-022' | 'DB-MAP-023', params: Record<string, string>): void {
    this.#reading.sink.add(this.#reading.place(node), code, params);
  }
}

/** The file's outermost map, or `null` after telling why there is none. */
export function openYaml(text: string, sink: FaultSink): YamlSection | null {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return line === 0 ? FILE_START : { line, column: col };
  };
  const wrong = [...document.errors, ...document.warnings];
  for (const fault of wrong) sink.add(positionAt(fault.pos[0]), 'DB-MAP-021', { reason: fault.message });
  if (wrong.length > 0) return null;
  if (!isMap(document.contents)) {
    sink.add(FILE_START, 'DB-MAP-022', { path: sink.file, expected: 'key: …' });
    return null;
  }
  const reading: Reading = {
    sink,
    place: (node) => {
      const range = (node as Node | null | undefined)?.range;
      return range ? positionAt(range[0]) : FILE_START;
    },
    follow: (node) => (isAlias(node) ? node.resolve(document) : node),
  };
  return new YamlSection(document.contents, '', reading);
}
