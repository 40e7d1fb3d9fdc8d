/**
 * DDL of the made-up province: tables of an imaginary vendor in schema `motcua`, Dongbo's views on them.
 * Guarantees: only a schema that carries our own mark is ever dropped.
 */
import { VIEW_NAMES, VIEWS, type ViewName } from './view-columns.ts';

/** Schema of the tables. */
export const SCHEMA = 'motcua';
/** Comment on the schema: this one may be dropped, it is made up. */
export const SCHEMA_MARK = 'Dongbo: tỉnh Mẫu, dữ liệu tự tạo';

const columnsOf = (view: ViewName) => Object.entries(VIEWS[view].columns);

/** Name of the table behind a view. */
export function tableOf(view: ViewName): string {
  return `${SCHEMA}.${VIEWS[view].table}`;
}

/** Drops what an earlier run left. */
export function dropStatements(): string[] {
  return [`drop schema if exists ${SCHEMA} cascade`];
}

/** Tables, before the rows come. */
export function createTableStatements(): string[] {
  return [
    `create schema ${SCHEMA}`,
    `comment on schema ${SCHEMA} is '${SCHEMA_MARK}'`,
    ...VIEW_NAMES.map((view) => {
      const columns = columnsOf(view).map(([name, type]) => `${name} ${type}`);
      return `create table ${tableOf(view)} (${columns.join(', ')})`;
    }),
  ];
}

/** Keys and views, once the rows are in: an index built at once is faster than one kept while loading. */
export function createViewStatements(): string[] {
  return VIEW_NAMES.flatMap((view) => {
    const columns = columnsOf(view).map(([name]) => name);
    const table = tableOf(view);
    const keys =
      view === 'dongbo_ho_so'
        ? [
            `alter table ${table} add primary key (ma_ho_so)`,
            `create index ho_so_cap_nhat on ${table} (cap_nhat_luc, ma_ho_so)`,
          ]
        : [
            `alter table ${table} add primary key (id)`,
            `create index ${VIEWS[view].table}_ma_ho_so on ${table} (ma_ho_so)`,
          ];
    return [...keys, `create view ${view} as select ${columns.join(', ')} from ${table}`, `analyze ${table}`];
  });
}

/** Inserts rows whose columns come as one array of texts each. */
export function insertStatement(view: ViewName): string {
  const columns = columnsOf(view);
  const names = columns.map(([name]) => name).join(', ');
  const casts = columns.map(([name, type]) => (type === 'text' ? name : `${name}::${type}`)).join(', ');
  const arrays = columns.map((_, index) => `$${index + 1}::text[]`).join(', ');
  return `insert into ${tableOf(view)} (${names}) select ${casts} from unnest(${arrays}) as rows (${names})`;
}
