/** Rows into a table by COPY. Guarantees: values arrive as they are, whatever characters they have; waits where the server is slower. */
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** A value of a column. */
export type Value = string | number | boolean | null;

function written(value: Value): string {
  if (value === null) return '\\N';
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return String(value).replace(
    /[\\\n\r\t]/g,
    (found) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[found] ?? found,
  );
}

/** Without checks of references and without marks: both cost more than the rows, and are made up for by whoever fills. */
const UNCHECKED = `SET session_replication_role = 'replica'`;

/** An open COPY, on a connection of its own. */
export class CopyRows {
  readonly #client: pg.Client;
  readonly #stream: ReturnType<typeof copyFrom>;
  /** Rejects with what went wrong, whenever it did. */
  readonly #done: Promise<void>;
  #lines = '';

  private constructor(client: pg.Client, table: string, columns: readonly string[]) {
    this.#client = client;
    // Told by the write that meets it; nobody hearing it, the process would end before it says why.
    client.on('error', () => {});
    this.#stream = client.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`));
    this.#done = finished(this.#stream);
    this.#done.catch(() => undefined);
  }

  static async open(url: string, table: string, columns: readonly string[]): Promise<CopyRows> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(UNCHECKED);
    return new CopyRows(client, table, columns);
  }

  add(values: readonly Value[]): void {
    this.#lines += `${values.map(written).join('\t')}\n`;
  }

  /** Hands on what was added. */
  async flush(): Promise<void> {
    const lines = this.#lines;
    this.#lines = '';
    if (lines !== '' && !this.#stream.write(lines))
      await Promise.race([once(this.#stream, 'drain'), this.#done]);
  }

  async end(): Promise<void> {
    await this.flush();
    this.#stream.end();
    await this.#done;
    await this.#client.end();
  }
}

/** Does `work` on a connection of its own, unchecked. */
export async function unchecked<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(UNCHECKED);
    return await work(client);
  } finally {
    await client.end();
  }
}
