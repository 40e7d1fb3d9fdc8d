/**
 * The plans of the statements that run at every tick.
 * Guarantees: the statements are those that Dongbo sent, with their values, each explained after those before it in the same
 * transaction; all of it is rolled back.
 */
import pg from 'pg';

/** A statement as it was sent. */
interface Sent {
  readonly client: object;
  readonly database: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** A statement with its plan. */
export interface Plan {
  readonly statement: string;
  readonly ms: number;
  readonly plan: readonly string[];
}

/** Notes every statement that node-postgres sends during `work`. */
export async function recorded(work: () => Promise<unknown>): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function noting(this: pg.Client, ...given: unknown[]): unknown {
    const [first, second] = given as [string | { text?: string; values?: unknown[] }, unknown];
    const text = typeof first === 'string' ? first : (first?.text ?? '');
    const values = Array.isArray(second) ? second : typeof first === 'object' ? (first?.values ?? []) : [];
    sent.push({ client: this, database: this.database ?? '', text, values });
    return Reflect.apply(query, this, given);
  } as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return sent;
}

const EXPLAINED = /^\s*(select|insert|update|delete|with)\b/i;
const BEGIN = /^\s*(begin|start transaction)\b/i;
const END = /^\s*(commit|rollback)\b/i;

/** Explains those that were sent to the database at `url`, each kind once, the slowest first. */
export async function plansOf(sent: readonly Sent[], url: string): Promise<readonly Plan[]> {
  const name = new URL(url).pathname.slice(1);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const plans = new Map<string, Plan>();
  try {
    for (const by of new Set(sent.map((one) => one.client))) {
      await client.query('BEGIN');
      for (const { text, values } of sent.filter((one) => one.client === by && one.database === name)) {
        if (BEGIN.test(text) || END.test(text))
          await client.query('ROLLBACK').then(() => client.query('BEGIN'));
        if (!EXPLAINED.test(text)) continue;
        const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE, BUFFERS) ${text}`, [
          ...values,
        ]);
        const plan = rows.map((row) => row['QUERY PLAN']);
        const ms = Number(/^Execution Time: ([\d.]+)/m.exec(plan.join('\n'))?.[1]);
        const statement = text.replace(/\s+/g, ' ').trim();
        if ((plans.get(statement)?.ms ?? -1) < ms) plans.set(statement, { statement, ms, plan });
      }
      await client.query('ROLLBACK');
    }
  } finally {
    await client.end();
  }
  return [...plans.values()].sort((a, b) => b.ms - a.ms);
}
