/**
 * A schema that nobody has seen before, with the source.yaml that describes it.
 * Guarantees: holds the dossiers that it was given and nothing else that the description would let through; the
 * same seed invents the same schema. Names have Vietnamese letters, capitals, blanks and words of SQL.
 */

import { keyOfField } from '../../src/codebook/source-map/read-view.ts';
import type { SourceText } from '../../src/domain/source-dossier.ts';
import { PART_NAMES, type PartName } from '../../src/domain/source-fields.ts';
import { between, pick, type Random } from '../../src/simulator/random.ts';
import type { ProvinceDatabase } from './either-database.ts';
import { type Spelled, spellings } from './invented-spellings.ts';
import { isoLocal, type Texts, type Truth } from './invented-truth.ts';

type System = ProvinceDatabase['system'];
type Cell = SourceText | number;

/** What is to be created, and how it is described. */
export interface InventedSchema {
  readonly statements: readonly string[];
  /** For `yaml`'s stringify. */
  readonly description: Record<string, unknown>;
  /** By what the dossiers are asked for, in the order in which they were given. */
  readonly keys: readonly string[];
  /** Parts that have a time of their own. */
  readonly feeds: readonly PartName[];
}

const STEMS = [
  'Mã hồ sơ',
  'select',
  'Order',
  'tên_người',
  'NgàySửa',
  'hoSo',
  'user',
  'Group by',
  'giá trị',
  'x$y',
  'bảng',
];

/** A table in the making. */
interface Table {
  readonly name: string;
  readonly columns: Map<string, { readonly type: string; readonly cells: Cell[] }>;
}

class Inventor {
  readonly random: Random;
  readonly #system: System;
  readonly #quote: (name: string) => string;
  readonly #tables: Table[] = [];
  #names = 0;

  constructor(random: Random, database: Pick<ProvinceDatabase, 'system' | 'quote'>) {
    this.random = random;
    this.#system = database.system;
    this.#quote = (name) => database.quote(name);
  }

  chance(share: number): boolean {
    return this.random() < share;
  }

  name(): string {
    this.#names += 1;
    return `${pick(this.random, STEMS)}${this.#names}`;
  }

  table(): Table {
    const table: Table = { name: this.name(), columns: new Map() };
    this.#tables.push(table);
    return table;
  }

  /** Adds a column with a cell for each row; answers its name. */
  column(table: Table, type: string, cells: readonly Cell[]): string {
    const name = this.name();
    table.columns.set(name, { type, cells: [...cells] });
    return name;
  }

  get text(): string {
    return this.#system === 'PostgreSQL' ? 'text' : 'LONGTEXT';
  }

  get time(): string {
    return this.#system === 'PostgreSQL' ? 'timestamp' : 'DATETIME';
  }

  /** Types and cells of a key with as many values as rows. */
  key(rows: number): { readonly type: string; readonly cells: string[] } {
    const kind = pick(this.random, ['integer', 'uuid', 'text'] as const);
    const numbers = Array.from({ length: rows }, (_, row) => row * 7 + between(this.random, 1, 6));
    const hex = (number: number): string => number.toString(16).padStart(12, '0');
    if (kind === 'integer') return { type: 'BIGINT', cells: numbers.map(String) };
    if (kind === 'text') return { type: 'VARCHAR(40)', cells: numbers.map((number) => `k/${number}`) };
    const type = this.#system === 'PostgreSQL' ? 'uuid' : 'CHAR(36)';
    return { type, cells: numbers.map((number) => `6f2c0f9e-1111-4222-8333-${hex(number)}`) };
  }

  /** Where rows come from: the table, or a query that says the same. */
  origin(table: Table): Record<string, string> {
    if (this.chance(0.6)) return { from: table.name };
    const columns = [...table.columns.keys()].map(this.#quote).join(', ');
    return { query: `SELECT ${columns}\nFROM ${this.#quote(table.name)} WHERE 'a;b' <> '--'` };
  }

  statements(): string[] {
    return this.#tables.flatMap((table) => {
      const columns = [...table.columns].map(([name, { type }]) => `${this.#quote(name)} ${type}`);
      const all = [...table.columns.values()];
      const rows = all[0]?.cells.length ?? 0;
      const tuples = Array.from(
        { length: rows },
        (_, row) => `(${all.map(({ cells }) => literal(cells[row] ?? null)).join(', ')})`,
      );
      const create = `CREATE TABLE ${this.#quote(table.name)} (${columns.join(', ')})`;
      return rows === 0
        ? [create]
        : [create, `INSERT INTO ${this.#quote(table.name)} VALUES ${tuples.join(', ')}`];
    });
  }
}

export function literal(cell: Cell): string {
  if (cell === null) return 'NULL';
  return typeof cell === 'number' ? String(cell) : `'${cell.replaceAll("'", "''")}'`;
}

/** Tables beside a main one, into which fields may be put. */
class Beside {
  readonly joins: Record<string, unknown>[] = [];
  readonly #inventor: Inventor;
  readonly #homes: { readonly alias: string; readonly table: Table }[] = [];

  constructor(inventor: Inventor, main: Table, rows: number) {
    this.#inventor = inventor;
    let from = { alias: '', table: main };
    for (let number = between(inventor.random, 0, 3); number > 0; number -= 1) {
      const { type, cells } = inventor.key(rows);
      const table = inventor.table();
      const mine = inventor.column(table, type, cells);
      const theirs = inventor.column(from.table, type, cells);
      const alias = `j${this.joins.length}`;
      this.joins.push({
        table: table.name,
        as: alias,
        on: { [mine]: from.alias === '' ? theirs : `${from.alias}.${theirs}` },
      });
      const home = { alias, table };
      this.#homes.push(home);
      // The next one hangs on this one, or on the main table.
      from = inventor.chance(0.5) ? home : { alias: '', table: main };
    }
  }

  /** Puts a column somewhere; answers how the description names it. */
  place(main: Table, type: string, cells: readonly Cell[]): string {
    const home = this.#inventor.chance(0.4) ? this.#homes[0] : this.#homes.at(-1);
    if (home === undefined || this.#inventor.chance(0.5)) return this.#inventor.column(main, type, cells);
    return `${home.alias}.${this.#inventor.column(home.table, type, cells)}`;
  }
}

function fillFields(
  inventor: Inventor,
  main: Table,
  beside: Beside,
  rows: readonly Texts[],
  spares: number,
): Record<string, unknown> {
  const filled: Record<string, unknown> = {};
  for (const field of Object.keys(rows[0] ?? {})) {
    const values = rows.map((row) => row[field] ?? null);
    const spelled: Spelled = pick(inventor.random, spellings(field, values, inventor));
    const names = spelled.columns.map(({ type, cells }) =>
      beside.place(main, type, [...cells, ...Array<Cell>(spares).fill(null)]),
    );
    filled[keyOfField(field)] = spelled.rule(names);
  }
  return filled;
}

/** Invents a schema that holds `truths`. */
export function inventSchema(
  random: Random,
  database: Pick<ProvinceDatabase, 'system' | 'quote'>,
  truths: readonly Truth[],
): InventedSchema {
  const inventor = new Inventor(random, database);
  const main = inventor.table();
  const SPARES = 2;
  const count = truths.length + SPARES;
  const keyed = inventor.chance(0.7);
  const key = keyed ? inventor.key(count) : null;
  const codes = [...truths.map(({ fields }) => fields.code ?? null), 'SPARE-1', 'SPARE-2'];
  const code = inventor.column(main, 'VARCHAR(60)', codes);
  const meet = key ? inventor.column(main, key.type, key.cells) : code;
  const beside = new Beside(inventor, main, count);
  const rest = truths.map(({ fields: { code: _, ...others } }) => others);
  const columns: Record<string, unknown> = { code, ...fillFields(inventor, main, beside, rest, SPARES) };

  const changes = [...truths.map(({ changedMs }) => changedMs), truths[0]?.changedMs ?? 0, 0];
  columns.changed_at = inventor.chance(0.4)
    ? { epoch_millis: inventor.column(main, 'BIGINT', changes) }
    : inventor.column(
        main,
        inventor.time,
        changes.map((ms) => isoLocal(ms).slice(0, 19).replace('T', ' ')),
      );

  // The spare rows are nobody's dossiers: a condition leaves them out, in one of its forms.
  const dropped = inventor.column(main, 'INTEGER', [
    ...truths.map((_, row) => (row % 2 === 0 ? 0 : null)),
    9,
    9,
  ]);
  const where = { [dropped]: inventor.chance(0.5) ? { not: 9 } : [0, null] };
  const description: Record<string, unknown> = {
    dossiers: {
      ...inventor.origin(main),
      ...(key ? { key: meet } : {}),
      ...(beside.joins.length > 0 ? { join: beside.joins } : {}),
      where,
      columns,
    },
  };
  const feeds = describeParts(
    inventor,
    truths,
    key?.cells ?? codes,
    key?.type ?? 'VARCHAR(60)',
    keyed,
    description,
  );
  // Queries name the columns that there are in the end: they come last.
  const keys = (key?.cells ?? codes).slice(0, truths.length).map(String);
  return { statements: inventor.statements(), description, keys, feeds };
}

/** The parts: each a table of its own, or two in one with a mark that tells them apart. */
function describeParts(
  inventor: Inventor,
  truths: readonly Truth[],
  meets: readonly Cell[],
  meetType: string,
  keyed: boolean,
  description: Record<string, unknown>,
): PartName[] {
  const feeds: PartName[] = [];
  for (const part of PART_NAMES) {
    const owned = truths.flatMap((truth, owner) => truth.parts[part].map((row) => ({ row, owner })));
    if (owned.length === 0) continue;
    const table = inventor.table();
    const spares = 2;
    const refs: Cell[] = [
      ...owned.map(({ owner }) => meets[owner] ?? null),
      meets[0] ?? null,
      meets[1] ?? null,
    ];
    const ref = inventor.column(table, meetType, refs);
    const beside = new Beside(inventor, table, owned.length + spares);
    const columns = fillFields(
      inventor,
      table,
      beside,
      owned.map(({ row }) => row),
      spares,
    );
    // Rows of another kind stand in the same table.
    const kind = inventor.column(table, 'INTEGER', [...owned.map((_, row) => 1 + (row % 2)), 7, null]);
    const section: Record<string, unknown> = { where: { [kind]: [1, 2] }, columns };
    if (inventor.chance(0.5)) {
      // Before any of the dossiers: the later time would be the dossier's.
      const times = [...owned, null, null].map(
        (_, row) => `2025-03-02 09:${String(row % 60).padStart(2, '0')}:00`,
      );
      section.changed_at = inventor.column(table, inventor.time, times);
      feeds.push(part);
    }
    if (keyed || inventor.chance(0.5)) section.key = ref;
    else columns.dossier_code = ref;
    if (beside.joins.length > 0) section.join = beside.joins;
    description[part] = { ...inventor.origin(table), ...section };
  }
  return feeds;
}
