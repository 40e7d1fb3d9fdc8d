/**
 * Sources that are no database: services that are read, folders where documents are left, systems that push.
 * Guarantees: each is looked at as reading it would, and the first that is not as it should be is told; nothing is read.
 */
import type { SourceInUse } from '../sources.ts';
import { plain, well, words } from './finding.ts';
import { type Check, Skip } from './room.ts';

/** A service answers, and what it lists fits the map; a folder is there and may be worked in. */
async function look({ definition: { kind }, ...source }: SourceInUse): Promise<void> {
  if (kind === 'rest') await (await source.source()).check();
  if (kind === 'xml') await (await source.drop()).check();
}

/** See the file's head. */
export const sourceServicesCheck: Check = {
  name: 'source-services',
  title: words('Nguồn: dịch vụ, thư mục, hệ thống gửi tới', 'Source: services, folders, systems that push'),
  // A service may take a minute for its answer.
  limitMs: 70_000,
  async run(room) {
    room.assertSound('SOURCE_', 'INTAKE_');
    const sources = await room.house.sources().catch(() => {
      throw new Skip(words('chưa có nguồn nào dùng được', 'there is no source that can be used'));
    });
    const others = sources.filter(({ definition: { kind } }) => kind !== 'sql');
    if (others.length === 0) return well(words('không có nguồn loại này', 'none of this kind'));
    for (const source of others) await look(source);
    return well(
      plain(
        others
          .map(({ name, definition: { kind } }) => (name === kind ? kind : `${name} (${kind})`))
          .join(', '),
      ),
    );
  },
};
