/**
 * Whether the sources tell of changes at once as the settings say, and whether a slot that nobody reads fills
 * somebody's disk. Must not: call it a fault that a province does not tell: then readings go by schedule.
 */
import type { ChangeCapture } from '../../domain/source-definition.ts';
import type { CaptureFacts } from '../../source/capture/capture-facts.ts';
import type { SourceInUse } from '../sources.ts';
import { type Finding, size, well, words, wrong } from './finding.ts';
import { type Check, type Room, Skip } from './room.ts';

const PATIENCE_MS = 12_000;

/** What is to be said of one source. @param where name of the source */
export function judgeCapture(where: string, capture: ChangeCapture, facts: CaptureFacts): Finding {
  const { slot, tables, walLevel, keepsUpTo } = facts;
  const value = slot?.name ?? '';
  const kept = words(
    `${where}: slot ${value}, giữ ${size(slot?.bytes ?? 0)}`,
    `${where}: slot ${value} keeps ${size(slot?.bytes ?? 0)}`,
  );
  if (capture !== 'logical') {
    if (slot !== null) return wrong('warning', 'DB-CDC-007', kept, { params: { where, value }, exit: 1 });
    return capture === 'poll'
      ? well(words(`${where}: đọc theo lịch`, `${where}: by schedule`))
      : told(where, facts);
  }
  const params = { where, value, found: walLevel };
  if (walLevel !== 'logical') return wrong('failed', 'DB-CDC-001', words(walLevel, walLevel), { params });
  const published = tables.filter(({ isPublished }) => isPublished);
  if (published.length === 0)
    return wrong('failed', 'DB-CDC-002', words('chưa có publication', 'no publication'), { params });
  if (slot?.walStatus === 'lost') return wrong('failed', 'DB-CDC-004', kept, { params });
  if (keepsUpTo === null) return wrong('warning', 'DB-CDC-008', kept, { params, exit: 1 });
  const left = tables.filter(({ isPublished }) => !isPublished).map(({ name }) => name);
  if (left.length > 0) return untold(where, left);
  if (slot === null)
    return well(words(`${where}: slot sẽ được tạo khi chạy`, `${where}: the daemon makes the slot`));
  return slot.active
    ? well(kept)
    : well(words(`${kept.vi}, lúc này không ai đọc`, `${kept.en}, nobody reads it now`));
}

function told(where: string, { tables }: CaptureFacts): Finding {
  const left = tables.filter(({ hasTriggers }) => !hasTriggers).map(({ name }) => name);
  if (left.length === tables.length)
    return well(
      words(`${where}: nguồn không báo, đọc theo lịch`, `${where}: the source does not tell, by schedule`),
    );
  return left.length === 0
    ? well(
        words(`${where}: trigger ở ${tables.length} bảng`, `${where}: triggers on ${tables.length} tables`),
      )
    : untold(where, left);
}

const untold = (where: string, left: readonly string[]): Finding =>
  wrong('warning', 'DB-CDC-009', words(left.join(', '), left.join(', ')), {
    params: { where, value: left.join(', ') },
    exit: 1,
  });

async function look(room: Room, { name, definition, settings }: SourceInUse): Promise<Finding | null> {
  const { url } = settings;
  if (definition.kind !== 'sql' || url === null || !/^postgres(ql)?:/i.test(url)) return null;
  const { captureFacts } = await import('../../source/capture/capture-facts.ts');
  const facts = await captureFacts(url, name, definition, PATIENCE_MS).catch(() => {
    throw new Skip(words('không đọc được nguồn', 'the source cannot be read'));
  });
  return judgeCapture(name, definition.capture ?? room.config.SOURCE_CDC, facts);
}

/** See the file's head. */
export const sourceChangesCheck: Check = {
  name: 'source-changes',
  title: words('Nguồn: báo thay đổi', 'Source: telling of changes'),
  async run(room) {
    room.assertSound('SOURCE_');
    const sources = await room.house.sources().catch(() => {
      throw new Skip(words('chưa có nguồn nào dùng được', 'there is no source that can be used'));
    });
    const seen = (await Promise.all(sources.map((source) => look(room, source)))).flatMap((one) => one ?? []);
    const worst =
      seen.find(({ result }) => result === 'failed') ?? seen.find(({ result }) => result === 'warning');
    if (worst !== undefined) return worst;
    if (seen.length === 0)
      return well(words('không phải PostgreSQL, đọc theo lịch', 'no PostgreSQL, by schedule'));
    return well(
      words(seen.map(({ found }) => found.vi).join('; '), seen.map(({ found }) => found.en).join('; ')),
    );
  },
};
