/**
 * The shipped mapping tables and a copy that lacks every second row of documents.
 * Guarantees: the shipped ones stay as they are; what the copy lacks is held there and goes by itself
 * with the whole ones, and nothing that was accepted is taken back (invariant 12).
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SHIPPED_MAPPINGS } from './shipped-mappings.ts';

const DOCUMENTS = 'document-types.csv';

/** See the head of this file. */
export class TwoTables {
  /** The copy's folder. */
  readonly less: string;

  private constructor(less: string) {
    this.less = less;
  }

  static async make(): Promise<TwoTables> {
    const dir = await mkdtemp(join(tmpdir(), 'dongbo-mappings-'));
    await cp(SHIPPED_MAPPINGS, dir, { recursive: true });
    const tables = new TwoTables(dir);
    await tables.lose();
    return tables;
  }

  /** The copy says less. */
  async lose(): Promise<void> {
    const [head = '', ...rows] = (await readFile(join(SHIPPED_MAPPINGS, DOCUMENTS), 'utf8')).split('\n');
    const kept = rows.filter((row, index) => row === '' || index % 2 === 0);
    await writeFile(join(this.less, DOCUMENTS), [head, ...kept].join('\n'));
  }

  /** The copy says all that the shipped tables do. */
  async restore(): Promise<void> {
    await writeFile(join(this.less, DOCUMENTS), await readFile(join(SHIPPED_MAPPINGS, DOCUMENTS), 'utf8'));
  }

  remove(): Promise<void> {
    return rm(this.less, { recursive: true, force: true });
  }
}
