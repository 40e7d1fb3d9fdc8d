/** The province's system: there, its views as agreed, not to be written by us, and fed. Must not: try to write. */
import { type SourceFacts, sourceFacts } from '../../source/sql/source-facts.ts';
import type { SourceInUse } from '../sources.ts';
import { type Finding, plain, span, thrown, well, words, wrong } from './finding.ts';
import { type Check, type Room, Skip } from './room.ts';

const PATIENCE_MS = 12_000;

/** Databases that are sources. */
async function databases(room: Room): Promise<readonly SourceInUse[]> {
  room.assertSound('SOURCE_');
  await room.house.codebook().catch(() => {
    throw new Skip(words('bảng ánh xạ có lỗi', 'the mapping tables are faulty'));
  });
  const sources = await room.house.sources().catch((error: unknown) => {
    if (room.config.SOURCE_URL === null && Object.keys(room.config.furtherSources).length === 0)
      throw new Skip(words('SOURCE_URL chưa đặt', 'SOURCE_URL is not set'));
    throw error;
  });
  const found = sources.filter(({ definition: { kind } }) => kind === 'sql');
  if (found.length === 0)
    throw new Skip(words('không nguồn nào là cơ sở dữ liệu', 'no source is a database'));
  return found;
}

const GRAVITY: readonly Finding['result'][] = ['failed', 'warning', 'skipped', 'ok'];

/** Looks at every database; the gravest finding speaks, with what all of them say where there are several. */
async function overAll(
  room: Room,
  judge: (facts: SourceFacts) => Finding,
  onFailure: (error: unknown) => Finding,
): Promise<Finding> {
  const sources = await databases(room);
  const seen = await Promise.all(
    sources.map(async ({ name, definition, settings }) => {
      const facts = sourceFacts(settings.url ?? '', definition.map, PATIENCE_MS);
      return { name, finding: await facts.then(judge, onFailure) };
    }),
  );
  const [first] = seen;
  const worst = GRAVITY.map((result) => seen.find(({ finding }) => finding.result === result)).find(Boolean);
  if (!first || !worst) throw new Error('no database');
  if (seen.length === 1) return first.finding;
  const all = (language: 'vi' | 'en'): string =>
    seen
      .map(({ name, finding: { found, code } }) => `${name}: ${found[language] || (code ?? '')}`)
      .join('; ');
  return { ...worst.finding, found: words(all('vi'), all('en')) };
}

/** For those checks that are not named for it: what cannot be read is told once. */
const unread = (): never => {
  throw new Skip(words('không đọc được nguồn', 'the source cannot be read'));
};

/** Reachable, and its views have their columns. */
export const sourceCheck: Check = {
  name: 'source',
  title: words('Nguồn của tỉnh', "The province's source"),
  run: (room) => overAll(room, ({ where, server }) => well(plain(`${where}, ${server}`)), thrown),
};

function judgeRights({ where, superuser, writable, readOnly }: SourceFacts): Finding {
  const found = superuser
    ? words('tài khoản quản trị', 'a superuser')
    : words(`ghi được: ${writable.join(', ')}`, `may write: ${writable.join(', ')}`);
  if (superuser || (writable.length > 0 && !readOnly))
    return wrong('warning', 'DB-DOC-009', found, { params: { where } });
  return well(words('không ghi được', 'may not write'));
}

/** Whether the account may do more than read. */
export const sourceRightsCheck: Check = {
  name: 'source-rights',
  title: words('Nguồn: chỉ đọc', 'Source: read-only'),
  run: (room) => overAll(room, judgeRights, unread),
};

/** A province changes dossiers every working day: longer than a week of holidays says that the views are not fed. */
const STALE_SECONDS = 10 * 86_400;

function judgeFreshness({ where, newestSeconds }: SourceFacts): Finding {
  if (newestSeconds === null)
    return wrong('warning', 'DB-DOC-010', words('chưa có hồ sơ', 'no dossier yet'), { params: { where } });
  const found = plain(span(newestSeconds));
  return newestSeconds <= STALE_SECONDS
    ? well(found)
    : wrong('warning', 'DB-DOC-010', found, { params: { where } });
}

/** How long ago the newest change was. */
export const sourceFreshCheck: Check = {
  name: 'source-freshness',
  title: words('Nguồn: thay đổi mới nhất', 'Source: newest change'),
  run: (room) => overAll(room, judgeFreshness, unread),
};
