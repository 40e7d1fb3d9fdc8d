/** The province's system: there, its views as agreed, not to be written by us, and fed. Must not: try to write. */
import { needed } from '../../config.ts';
import { type SourceFacts, sourceFacts } from '../../source/sql/source-facts.ts';
import { plain, span, well, words, wrong } from './finding.ts';
import { type Check, type Room, Skip } from './room.ts';

const PATIENCE_MS = 12_000;

async function ask(room: Room): Promise<SourceFacts> {
  room.assertSound('SOURCE_');
  if (room.config.SOURCE_KIND !== 'sql')
    throw new Skip(words('nguồn chính không phải cơ sở dữ liệu', 'the main source is no database'));
  if (room.config.SOURCE_URL === null) throw new Skip(words('SOURCE_URL chưa đặt', 'SOURCE_URL is not set'));
  const codebook = await room.house.codebook().catch(() => {
    throw new Skip(words('bảng ánh xạ có lỗi', 'the mapping tables are faulty'));
  });
  return sourceFacts(needed(room.config, 'SOURCE_URL'), codebook.tables().sources[0].map, PATIENCE_MS);
}

/** For those checks that are not named for it. */
function askOrSkip(room: Room): Promise<SourceFacts> {
  return ask(room).catch((error: unknown) => {
    throw error instanceof Skip
      ? error
      : new Skip(words('không đọc được nguồn', 'the source cannot be read'));
  });
}

/** Reachable, and its views have their columns. */
export const sourceCheck: Check = {
  name: 'source',
  title: words('Nguồn của tỉnh', "The province's source"),
  async run(room) {
    const { where, server } = await ask(room);
    return well(plain(`${where}, ${server}`));
  },
};

/** Whether the account may do more than read. */
export const sourceRightsCheck: Check = {
  name: 'source-rights',
  title: words('Nguồn: chỉ đọc', 'Source: read-only'),
  async run(room) {
    const { where, superuser, writable, readOnly } = await askOrSkip(room);
    const found = superuser
      ? words('tài khoản quản trị', 'a superuser')
      : words(`ghi được: ${writable.join(', ')}`, `may write: ${writable.join(', ')}`);
    if (superuser || (writable.length > 0 && !readOnly))
      return wrong('warning', 'DB-DOC-009', found, { params: { where } });
    return well(words('không ghi được', 'may not write'));
  },
};

/** A province changes dossiers every working day: longer than a week of holidays says that the views are not fed. */
const STALE_SECONDS = 10 * 86_400;

/** How long ago the newest change was. */
export const sourceFreshCheck: Check = {
  name: 'source-freshness',
  title: words('Nguồn: thay đổi mới nhất', 'Source: newest change'),
  async run(room) {
    const { where, newestSeconds } = await askOrSkip(room);
    if (newestSeconds === null)
      return wrong('warning', 'DB-DOC-010', words('chưa có hồ sơ', 'no dossier yet'), { params: { where } });
    const found = plain(span(newestSeconds));
    return newestSeconds <= STALE_SECONDS
      ? well(found)
      : wrong('warning', 'DB-DOC-010', found, { params: { where } });
  },
};
