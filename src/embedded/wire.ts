/**
 * Just enough of PostgreSQL's protocol to talk to our own server over its socket: is it there,
 * is it ours, who else uses it, make a database.
 * Guarantees: every query settles, also when the connection breaks. Must not: serve as a driver;
 * data go through the ledger's own connection.
 */
import { connect, type Socket } from 'node:net';

/** What the server said instead of an answer; `sqlState` is '' when it said nothing. */
export class WireError extends Error {
  readonly sqlState: string;
  constructor(message: string, sqlState: string, options?: ErrorOptions) {
    super(message, options);
    this.sqlState = sqlState;
  }
}

/** One connection; queries wait for their turn. */
export interface WireConnection {
  /** Rows of a simple query, every value as text (null as ''). Throws {@link WireError}. */
  query(sql: string): Promise<readonly (readonly string[])[]>;
  close(): void;
}

function startupMessage(user: string, database: string, name: string): Buffer {
  const body = Buffer.from(
    `user\0${user}\0database\0${database}\0application_name\0${name}\0client_encoding\0UTF8\0\0`,
  );
  const head = Buffer.alloc(8);
  head.writeInt32BE(body.length + 8, 0);
  head.writeInt32BE(196_608, 4);
  return Buffer.concat([head, body]);
}

function message(type: string, text: string): Buffer {
  const body = Buffer.from(`${text}\0`);
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function rowOf(body: Buffer): string[] {
  const values: string[] = [];
  let at = 2;
  for (let left = body.readInt16BE(0); left > 0; left -= 1) {
    const length = body.readInt32BE(at);
    at += 4;
    values.push(length < 0 ? '' : body.toString('utf8', at, at + length));
    at += Math.max(length, 0);
  }
  return values;
}

function errorOf(body: Buffer): WireError {
  const fields = new Map(
    body
      .toString('utf8')
      .split('\0')
      .map((field) => [field.slice(0, 1), field.slice(1)]),
  );
  return new WireError(fields.get('M') ?? 'unknown error', fields.get('C') ?? '');
}

class Connection implements WireConnection {
  readonly #socket: Socket;
  #buffer = Buffer.alloc(0);
  #rows: string[][] = [];
  #error: WireError | null = null;
  #broken: WireError | null = null;
  #waiting: { resolve: (rows: string[][]) => void; reject: (error: WireError) => void } | null = null;

  #last: Promise<unknown> = Promise.resolve();

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => this.#break(error.code ?? error.message, error));
    socket.on('close', () => this.#break('the connection was closed'));
  }

  /** Sends `bytes` when it is their turn and waits until the server is ready again. */
  exchange(bytes: Buffer): Promise<string[][]> {
    const turn = this.#last.then(() => this.#send(bytes));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #send(bytes: Buffer): Promise<string[][]> {
    return new Promise((resolve, reject) => {
      if (this.#broken) return reject(this.#broken);
      this.#rows = [];
      this.#error = null;
      this.#waiting = { resolve, reject };
      this.#socket.ref();
      this.#socket.write(bytes);
    });
  }

  query(sql: string): Promise<readonly (readonly string[])[]> {
    return this.exchange(message('Q', sql));
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    while (this.#buffer.length >= 5) {
      const length = this.#buffer.readInt32BE(1);
      if (this.#buffer.length < length + 1) return;
      const type = String.fromCharCode(this.#buffer[0] ?? 0);
      const body = this.#buffer.subarray(5, length + 1);
      this.#buffer = this.#buffer.subarray(length + 1);
      if (type === 'D') this.#rows.push(rowOf(body));
      else if (type === 'E') this.#error = errorOf(body);
      else if (type === 'R' && body.readInt32BE(0) !== 0)
        this.#socket.destroy(new Error('the server asks for a password: it is not ours'));
      else if (type === 'Z') this.#settle(this.#error);
    }
  }

  #settle(error: WireError | null): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    // An idle connection must not keep the process alive.
    this.#socket.unref();
    if (error) waiting?.reject(error);
    else waiting?.resolve(this.#rows);
  }

  #break(reason: string, cause?: Error): void {
    this.#broken ??= this.#error ?? new WireError(reason, '', { cause });
    this.#settle(this.#broken);
  }
}

/** Connects to the socket `path`. Throws {@link WireError}: sqlState '57P03' = not yet or no longer open. */
export async function connectWire(path: string, user: string, database: string): Promise<WireConnection> {
  const connection = new Connection(connect({ path }));
  await connection.exchange(startupMessage(user, database, 'dongbo'));
  return connection;
}
