/**
 * From knex to the text that a server takes.
 * Guarantees: knex never sees a name of the province: marks stand for them until the text is made, and then become
 * names quoted by our own hand, in one pass, so that no name is ever looked into for marks, dots, `?` or ` as `.
 */
import type { Knex } from 'knex';
import type { Dialect, Statement } from './engine.ts';

/** Marks for what the province named. */
export class Names {
  readonly #texts: string[] = [];
  readonly #placeholder: string | null;

  constructor(dialect: Dialect) {
    this.#placeholder = dialect.placeholder ?? null;
  }

  /** A mark that stands for `sql`, a quoted name or a query in parentheses; to be used like a name of knex'. */
  mark(sql: string): string {
    return `@${this.#texts.push(sql) - 1}`;
  }

  /** The statement with the province's names in it. */
  compile(builder: Knex.QueryBuilder): Statement {
    const { sql, bindings } = builder.toSQL().toNative();
    const values = this.#placeholder === null ? sql : sql.replaceAll('?', this.#placeholder);
    const text = values.replace(
      /["`[]@(\d+)["`\]]/g,
      (_, number: string) => this.#texts[Number(number)] ?? '',
    );
    return { sql: text, values: bindings ?? [] };
  }
}
