/**
 * What a database server or a parser said of an error, without the values that it stumbled over.
 * Guarantees: pure; names of tables, columns and constraints and the server's own troubles stay, so that people can act;
 * whatever a server may quote from a row, and anything that somebody's trigger says, does not (invariant 10).
 * Must not: be taken for more than the message: `detail`, `where` and the rest of an error are told to nobody.
 */

/** An error as node-postgres makes it of a server's answer, as far as it is looked at. */
interface ServerError {
  readonly message: string;
  readonly code: string;
  readonly routine: string;
  /** What the server itself calls names: schema, table, column, constraint, type. */
  readonly names: ReadonlySet<string>;
}

/** Routines of PostgreSQL that speak of what a statement or a login names, before any row is read. */
const BEFORE_ANY_ROW = new Set([
  'parserOpenTable',
  'errorMissingColumn',
  'errorMissingRTE',
  'ParseFuncOrColumn',
  'op_error',
  'InitPostgres',
  'InitializeSessionUserId',
  'CheckMyDatabase',
  'auth_failed',
  'ClientAuthentication',
]);
/** `RAISE`: the words are whoever wrote the function's, and may be anything. */
const RAISED = 'exec_stmt_raise';
/** Connection, transaction, login, rights, room, limits, locks, shutdown, disk: the server's own troubles, which no value brings about. */
const OWN_TROUBLE = /^(08|25|28|3D|40|53|55|57|58)/;
const STATE = /^[0-9A-Z]{5}$/;
const NAMES = ['schema', 'table', 'column', 'constraint', 'dataType'] as const;

const QUOTED = /"([^"]*)"/g;
/** From the first sign of quoting to the last: a value may hold such signs itself. */
const ALL_QUOTED = /["'«“‘„].*["'»”’“]/s;
const UNCLOSED = /["«“‘„].*$/s;
const BYTES = /\b0x[0-9a-f]{2}\b/gi;
/** Lengths and positions are shorter; what is longer may be somebody's number. */
const LONG_NUMBER = /\d{5,}/g;
const MASK = '…';

function serverErrorOf(error: Error): ServerError | null {
  const { code, severity, routine, ...rest } = error as Error & Readonly<Record<string, unknown>>;
  if (typeof code !== 'string' || !STATE.test(code) || typeof severity !== 'string') return null;
  return {
    message: error.message,
    code,
    routine: typeof routine === 'string' ? routine : '',
    names: new Set(NAMES.flatMap((name) => (typeof rest[name] === 'string' ? [rest[name] as string] : []))),
  };
}

function withoutValues({ message, code, routine, names }: ServerError): string {
  if (BEFORE_ANY_ROW.has(routine)) return message;
  const state = `SQLSTATE ${code}`;
  if (routine === RAISED) return state;
  const quoted = [...message.matchAll(QUOTED)].map(([, text = '']) => text);
  const isNamesOnly = quoted.every((text) => names.has(text));
  const shown = isNamesOnly
    ? message
    : message.replace(ALL_QUOTED.test(message) ? ALL_QUOTED : UNCLOSED, MASK);
  if (OWN_TROUBLE.test(code)) return shown;
  // What comes after a colon is what was read.
  const cut = shown.replace(/: .*$/s, `: ${MASK}`).replace(BYTES, MASK).replace(LONG_NUMBER, MASK);
  return `${cut} (${state})`;
}

/** A parser quotes what it reads. Where it stopped is told, and no more. */
function withoutText({ name, message }: Error): string {
  const [position = ''] = /(?:at )?position \d{1,9}/.exec(message) ?? [];
  return `${name} ${position}`.trim();
}

/** The words that may be told of an error that may quote values; `null` = of another kind, its own message will do. */
export function wordsOf(error: Error): string | null {
  const said = serverErrorOf(error);
  if (said !== null) return withoutValues(said);
  return error instanceof SyntaxError ? withoutText(error) : null;
}
