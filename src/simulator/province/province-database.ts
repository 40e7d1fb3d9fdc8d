/**
 * A made-up province on a PostgreSQL, to be filled and changed.
 * Guarantees: one round trip a page and view; every change moves `cap_nhat_luc`, as the source
 * contract asks, in one transaction with it.
 */
import type { Client } from 'pg';
import type { ProvinceDossier } from './make-province.ts';
import { insertStatement, SCHEMA, tableOf } from './province-schema.ts';
import { type DossierRows, rowsOf, VIEW_NAMES, VIEWS, type ViewName, type ViewRow } from './view-columns.ts';

const PAGE = 500;

/** A step that is added to a dossier. */
export interface NewStep {
  /** The province's word, which becomes the dossier's too. */
  readonly status: string;
  readonly at: Date;
  readonly processor?: string;
  readonly content?: string;
}

/** A made-up province that can be changed; made by `createProvinceDatabase` or `openProvinceDatabase`. */
export class ProvinceDatabase {
  private readonly client: Client;

  constructor(client: Client) {
    this.client = client;
  }

  /** Inserts dossiers, page by page. Returns how many. */
  async insert(dossiers: Iterable<ProvinceDossier>): Promise<number> {
    let page: DossierRows[] = [];
    let count = 0;
    for (const { rows } of dossiers) {
      page.push(rows);
      count += 1;
      if (page.length < PAGE) continue;
      await this.insertPage(page);
      page = [];
    }
    await this.insertPage(page);
    return count;
  }

  /** Adds a step and sets the dossier's status to it; `cap_nhat_luc` becomes `step.at`. */
  async addStep(code: string, step: NewStep): Promise<void> {
    const at = step.at.toISOString();
    await this.transaction(async () => {
      await this.set(code, { trang_thai: step.status, trang_thai_phu: null }, step.at);
      await this.client.query(
        `insert into ${tableOf('dongbo_tien_do')} (ma_ho_so, id, thoi_diem, nguoi_xu_ly, noi_dung, trang_thai)
         select $1, coalesce(max(id), 0) + 1, $2::timestamptz, $3, $4, $5 from ${tableOf('dongbo_tien_do')}`,
        [code, at, step.processor ?? 'Nguyễn Văn Mẫu', step.content ?? 'Chuyển bước xử lý', step.status],
      );
    });
  }

  /** Changes columns of the dossier's row, e.g. to mend a fault; `cap_nhat_luc` becomes `at`. */
  async change(code: string, columns: Readonly<Partial<ViewRow<'dongbo_ho_so'>>>, at: Date): Promise<void> {
    await this.transaction(() => this.set(code, columns, at));
  }

  /** Changes columns of one part (component, result, fee …) of a dossier; `cap_nhat_luc` becomes `at`. */
  async changePart(
    view: Exclude<ViewName, 'dongbo_ho_so'>,
    code: string,
    id: string,
    columns: Readonly<Record<string, string | null>>,
    at: Date,
  ): Promise<void> {
    await this.transaction(async () => {
      await this.update(view, columns, { ma_ho_so: code, id });
      await this.set(code, {}, at);
    });
  }

  /** Takes a dossier away with all its parts, as sources do without a trace. */
  async remove(code: string): Promise<void> {
    await this.transaction(async () => {
      for (const view of VIEW_NAMES) {
        await this.client.query(`delete from ${tableOf(view)} where ma_ho_so = $1`, [code]);
      }
    });
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  /** For `createProvinceDatabase`: runs DDL. */
  async run(statements: readonly string[]): Promise<void> {
    for (const statement of statements) await this.client.query(statement);
  }

  /** What the schema says of itself; `undefined` = there is none. */
  async schemaMark(): Promise<string | null | undefined> {
    const { rows } = await this.client.query<{ mark: string | null }>(
      "select obj_description(oid, 'pg_namespace') as mark from pg_namespace where nspname = $1",
      [SCHEMA],
    );
    return rows[0]?.mark;
  }

  private async set(
    code: string,
    columns: Readonly<Partial<ViewRow<'dongbo_ho_so'>>>,
    at: Date,
  ): Promise<void> {
    await this.update('dongbo_ho_so', { ...columns, cap_nhat_luc: at.toISOString() }, { ma_ho_so: code });
  }

  private async update(
    view: ViewName,
    columns: Readonly<Record<string, string | null>>,
    where: Readonly<Record<string, string>>,
  ): Promise<void> {
    const known: Readonly<Record<string, string>> = VIEWS[view].columns;
    const values: (string | null)[] = [];
    const equal = ([name, value]: [string, string | null]) => {
      const type = known[name];
      if (type === undefined) throw new RangeError(`${view} has no column ${name}`);
      values.push(value);
      return `${name} = $${values.length}::text::${type}`;
    };
    const changes = Object.entries(columns).map(equal);
    if (changes.length === 0) return;
    const conditions = Object.entries(where).map(equal);
    const { rowCount } = await this.client.query(
      `update ${tableOf(view)} set ${changes.join(', ')} where ${conditions.join(' and ')}`,
      values,
    );
    if (rowCount === 0) throw new RangeError(`${view} has no such row`);
  }

  private async insertPage(page: readonly DossierRows[]): Promise<void> {
    for (const view of VIEW_NAMES) {
      const rows = page.flatMap((dossier) => rowsOf(dossier, view));
      if (rows.length === 0) continue;
      const columns = Object.keys(VIEWS[view].columns);
      const arrays = columns.map((column) => rows.map((row) => row[column] ?? null));
      await this.client.query(insertStatement(view), arrays);
    }
  }

  private async transaction(work: () => Promise<void>): Promise<void> {
    await this.client.query('begin');
    try {
      await work();
      await this.client.query('commit');
    } catch (error) {
      await this.client.query('rollback');
      throw error;
    }
  }
}
