/**
 * Changes read from the server's own log: logical replication with pgoutput, through a slot that keeps what was
 * not fetched yet.
 * Guarantees: the server forgets a transaction only once the dossiers of all its keys were taken in (at least once,
 * never lost); a transaction of any size takes no more memory than a batch of keys; an idle slot moves on with the
 * server's log; a connection that says nothing any more is given up.
 * Must not: hold up the polls: whatever is amiss with publication or slot is told as DB-CDC-….
 */
import { LogicalReplicationService, type Pgoutput, PgoutputPlugin } from 'pg-logical-replication';
import { DongboError } from '../../domain/errors.ts';
import type { ChangeFeed } from '../../domain/source-ports.ts';
import { sourceFailure } from '../sql/source-failure.ts';
import { BATCHES, type BatchRules, KeyBatches, type OnKeys } from './key-batches.ts';
import { replicationName } from './names.ts';
import { type Ask, connectionSettings, whereOf, withConnection } from './own-connection.ts';
import { keyColumns, keysOf, type Said } from './pgoutput-keys.ts';
import { readySlot } from './ready-slot.ts';
import { slotBacklog } from './replication-slot.ts';
import { untilVisible } from './visible.ts';
import type { WatchedSource } from './watched-tables.ts';

/** How the connection is watched. */
export interface ReplicationTimes {
  /** Milliseconds between two signs of life to the server, each of which it answers. */
  readonly signEveryMs: number;
  /** Milliseconds without a word after which it is taken for dead. */
  readonly silentMs: number;
}

const TIMES: ReplicationTimes = { signEveryMs: 10_000, silentMs: 40_000 };

/** Where changes come from. */
export interface LogicalSettings extends WatchedSource {
  readonly url: string;
  readonly name: string;
  readonly times?: ReplicationTimes;
  readonly batches?: BatchRules;
}

type Message = Pgoutput.Message | { readonly tag: 'unreadable'; readonly error: unknown };

/** A message that cannot be read ends the reading in an orderly way, not the process. */
class SafePlugin extends PgoutputPlugin {
  override parse(buffer: Buffer): never {
    try {
      return super.parse(buffer) as never;
    } catch (error) {
      return { tag: 'unreadable', error } satisfies Message as never;
    }
  }
}

/** See the file's head. Throws DB-SRC-003, DB-SRC-006 for a URL that it cannot use. */
export function logicalFeed(settings: LogicalSettings): ChangeFeed {
  const { url, name } = settings;
  const where = whereOf(url);
  return {
    async follow(onKeys, onBegin, signal) {
      let ours: { readonly error: unknown } | null = null;
      const told: OnKeys = (keys) =>
        onKeys(keys).catch((error: unknown) => {
          ours = { error };
          throw error;
        });
      try {
        // The second connection is for looking what can be seen.
        await withConnection(url, async (ask) => {
          const columns = keyColumns(await readySlot(ask, where, settings));
          await new Reading(ask, settings, (message) => keysOf(message, columns)).run(told, onBegin, signal);
        });
      } catch (error) {
        if (ours !== null) throw (ours as { readonly error: unknown }).error;
        throw sourceFailure(error, where);
      }
    },
    backlog: () => slotBacklog(url, name),
    close: async () => {},
  };
}

/** One connection to the slot, from its beginning to its end. */
class Reading {
  readonly #ask: Ask;
  readonly #settings: LogicalSettings;
  readonly #read: (message: Pgoutput.Message) => Said;
  readonly #service: LogicalReplicationService;
  /** End of the last transaction all of whose keys are with the batches; what is told by then may be acknowledged. */
  #committed: string | null = null;
  #acknowledged: string | null = null;
  #xids = new Set<number>();
  #isOpen = false;
  #received = 0;
  #handled = 0;
  #heardAt = performance.now();

  constructor(ask: Ask, settings: LogicalSettings, read: (message: Pgoutput.Message) => Said) {
    this.#ask = ask;
    this.#settings = settings;
    this.#read = read;
    this.#service = new LogicalReplicationService(connectionSettings(settings.url), {
      // Of itself the library acknowledges what has arrived, whatever became of it.
      acknowledge: { auto: false, timeoutSeconds: 0 },
      flowControl: { enabled: true },
    });
  }

  async run(onKeys: OnKeys, onBegin: () => void, signal: AbortSignal): Promise<void> {
    const { name, times = TIMES, batches: rules = BATCHES } = this.#settings;
    const service = this.#service;
    const over = new AbortController();
    let signs: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        let committing: Promise<void> = Promise.resolve();
        const batches: KeyBatches = new KeyBatches(
          (keys) => this.#visible(signal).then(() => onKeys(keys)),
          reject,
          rules,
        );
        const flush = async (): Promise<void> => {
          const upTo = this.#committed;
          await batches.flush();
          if (!this.#isOpen && batches.size === 0) this.#xids.clear();
          this.#acknowledge(upTo);
        };
        let timer: NodeJS.Timeout | null = null;
        const flushSoon = (): void => {
          timer ??= setTimeout(() => {
            timer = null;
            committing = committing.then(flush);
            committing.catch(reject);
          }, rules.gatherMs);
        };
        service.on('start', onBegin);
        service.on('error', reject);
        service.on('heartbeat', (lsn, _at, mustAnswer) => {
          this.#heardAt = performance.now();
          const idle = !this.#isOpen && batches.size === 0 && this.#received === this.#handled;
          // Nothing of ours lies before this place: the server need not keep it.
          if (idle && timer === null) committing.then(() => this.#acknowledge(lsn)).catch(() => {});
          if (mustAnswer) this.#sign(false);
        });
        service.on('data', async (_lsn, message: Message) => {
          this.#handled += 1;
          this.#heardAt = performance.now();
          if (message.tag === 'unreadable') throw message.error;
          if (message.tag === 'begin') {
            this.#isOpen = true;
            this.#xids.add(message.xid);
            return;
          }
          if (message.tag === 'commit') {
            this.#isOpen = false;
            this.#committed = message.commitEndLsn;
            return flushSoon();
          }
          const { keys, poll } = this.#read(message);
          if (poll) onBegin();
          batches.add(keys);
          // Until these are told, the connection is not read on.
          if (batches.size >= rules.most) await batches.flush();
        });
        const stop = (): void => void committing.then(flush).then(resolve, resolve);
        signal.addEventListener('abort', stop, { once: true, signal: over.signal });
        const plugin = new SafePlugin({ protoVersion: 1, publicationNames: [replicationName(name)] });
        const parse = plugin.parse.bind(plugin);
        plugin.parse = (buffer) => {
          this.#received += 1;
          return parse(buffer);
        };
        service.subscribe(plugin, replicationName(name)).then(
          () =>
            reject(
              new DongboError('DB-SRC-001', {
                where: whereOf(this.#settings.url),
                reason: 'connection ended',
              }),
            ),
          reject,
        );
        signs = setInterval(() => {
          const busy = this.#received !== this.#handled || batches.size > 0;
          if (!busy && performance.now() - this.#heardAt > times.silentMs)
            return reject(
              new DongboError('DB-SRC-001', { where: whereOf(this.#settings.url), reason: 'silent' }),
            );
          this.#sign(true);
        }, times.signEveryMs);
      });
    } finally {
      over.abort();
      clearInterval(signs);
      await this.#end();
    }
  }

  async #visible(signal: AbortSignal): Promise<void> {
    const xids = [...this.#xids];
    await untilVisible(this.#ask, xids, signal);
    // One that is still being read may have more keys to come, and is seen by then.
    for (const xid of xids) this.#xids.delete(xid);
  }

  #acknowledge(lsn: string | null): void {
    if (lsn === null) return;
    if (this.#acknowledged === null || placeIn(lsn) > placeIn(this.#acknowledged)) this.#acknowledged = lsn;
    this.#sign(false);
  }

  /** Tells the server that we live, and up to where it may forget. @param ping ask it for a sign, too */
  #sign(ping: boolean): void {
    // The library adds one byte to what it is given: the next commit may begin at that very place.
    const lsn = this.#acknowledged === null ? '0/0' : before(this.#acknowledged);
    void this.#service.acknowledge(lsn, ping).catch(() => {});
  }

  /** A server that is away answers no goodbye. */
  async #end(): Promise<void> {
    const { _connection: connection } = this.#service as unknown as {
      _connection: { stream: { destroy(): void } } | null;
    };
    const late = setTimeout(() => connection?.stream.destroy(), 1_000);
    await this.#service.destroy().catch(() => {});
    clearTimeout(late);
  }
}

/** A place in the log as a number. */
function placeIn(lsn: string): bigint {
  const [high = '0', low = '0'] = lsn.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

function before(lsn: string): string {
  const place = placeIn(lsn) - 1n;
  return `${(place >> 32n).toString(16)}/${(place & 0xffff_ffffn).toString(16)}`.toUpperCase();
}
