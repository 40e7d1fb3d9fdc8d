/** Folders of XML sources: whether documents wait too long in them, or were refused. Must not: name a file. */
import { dropFacts } from '../../source/xml/drop-facts.ts';
import { type Finding, span, well, words, wrong } from './finding.ts';
import { type Check, Skip } from './room.ts';

/** The folder is looked at every few seconds: what is an hour old is read by nobody, or cannot be. */
const STALE_SECONDS = 3600;

async function judge(dir: string, now: () => number): Promise<Finding> {
  const facts = await dropFacts(dir, now).catch(() => {
    throw new Skip(words('chưa có thư mục', 'the folder is not there yet'));
  });
  const { waiting, oldestSeconds, refused } = facts;
  const found = words(
    `${waiting} tệp chờ, ${refused} tệp bị từ chối`,
    `${waiting} waiting, ${refused} refused`,
  );
  const age = span(oldestSeconds ?? 0);
  if ((oldestSeconds ?? 0) > STALE_SECONDS)
    return wrong('warning', 'DB-XML-040', found, { params: { path: dir, count: waiting, found: age } });
  if (refused > 0) return wrong('warning', 'DB-XML-041', found, { params: { path: dir, count: refused } });
  return well(found);
}

/** See the file's head. */
export const sourceDocumentsCheck: Check = {
  name: 'source-documents',
  title: words('Nguồn: tệp XML', 'Source: XML documents'),
  async run(room) {
    room.assertSound('SOURCE_');
    const sources = await room.house.sources().catch(() => {
      throw new Skip(words('chưa có nguồn nào dùng được', 'there is no source that can be used'));
    });
    const dirs = sources.flatMap(({ definition: { kind }, settings: { dir } }) =>
      kind === 'xml' && dir !== null ? [dir] : [],
    );
    if (dirs.length === 0) throw new Skip(words('không có', 'there is none'));
    const findings: Finding[] = [];
    for (const dir of dirs) findings.push(await judge(dir, room.settings.now));
    const [first] = findings;
    return findings.find(({ result }) => result !== 'ok') ?? first ?? well(words('', ''));
  },
};
