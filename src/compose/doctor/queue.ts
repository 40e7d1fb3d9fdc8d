/** The queue: its Redis there, new enough, keeping what it is given; or the ledger's own PostgreSQL. */
import { type RedisFacts, redisFacts } from '../../queue/redis-facts.ts';
import { redisOf } from '../queue.ts';
import { type Finding, plain, size, well, words, wrong } from './finding.ts';
import { type Check, type Room, Skip } from './room.ts';

async function askRedis(room: Room): Promise<RedisFacts | null> {
  room.assertSound('REDIS_');
  const { REDIS_URL } = room.config;
  return REDIS_URL === null ? null : redisFacts(redisOf(room.config, REDIS_URL));
}

/** For those checks that are not named for it. */
async function redisOrSkip(room: Room): Promise<RedisFacts> {
  const facts = await askRedis(room).catch((error: unknown) => {
    throw error instanceof Skip ? error : new Skip(words('không dùng được Redis', 'Redis cannot be used'));
  });
  if (facts === null) throw new Skip(words('hàng đợi ở trong sổ', 'the queue is in the ledger'));
  return facts;
}

/** Reachable and new enough. */
export const queueCheck: Check = {
  name: 'queue',
  title: words('Hàng đợi', 'Queue'),
  async run(room) {
    const facts = await askRedis(room);
    if (facts === null) {
      await room.ledger();
      return well(words('trong PostgreSQL của sổ', "in the ledger's PostgreSQL"));
    }
    const { where, version, appendOnly, faults } = facts;
    const old = faults.find(({ code }) => code === 'DB-SVC-023');
    const log = appendOnly === null ? '' : `, appendonly ${appendOnly ? 'yes' : 'no'}`;
    const found = plain(`Redis ${version ?? '?'}, ${where}${log}`);
    if (old === undefined) return well(found);
    return wrong('failed', old.code, found, { params: old.params, exit: 78 });
  },
};

/** Whether it may throw jobs away. */
export const queuePolicyCheck: Check = {
  name: 'queue-policy',
  title: words('Hàng đợi: không tự xóa', 'Queue: keeps its jobs'),
  async run(room) {
    const { policy, faults } = await redisOrSkip(room);
    if (policy === null) throw new Skip(words('Redis không cho biết', 'Redis does not tell'));
    const found = plain(`maxmemory-policy ${policy}`);
    const fault = faults.find(({ code }) => code === 'DB-SVC-022');
    return fault === undefined ? well(found) : wrong('warning', fault.code, found, { params: fault.params });
  },
};

/** Above this share of its memory it soon takes nothing more. */
const FULL = 0.9;

/** How much it still takes. */
export const queueMemoryCheck: Check = {
  name: 'queue-memory',
  title: words('Hàng đợi: bộ nhớ', 'Queue: memory'),
  run: async (room) => judgeMemory(await redisOrSkip(room)),
};

/** Judges how full it is. */
export function judgeMemory({
  where,
  usedBytes,
  mostBytes,
}: Pick<RedisFacts, 'where' | 'usedBytes' | 'mostBytes'>): Finding {
  if (usedBytes === null) throw new Skip(words('Redis không cho biết', 'Redis does not tell'));
  if (!mostBytes) return well(words(`${size(usedBytes)}, không giới hạn`, `${size(usedBytes)}, no limit`));
  const found = plain(`${size(usedBytes)} / ${size(mostBytes)}`);
  if (usedBytes < FULL * mostBytes) return well(found);
  return wrong('warning', 'DB-DOC-008', found, {
    params: { where, found: size(usedBytes), limit: size(mostBytes) },
  });
}
