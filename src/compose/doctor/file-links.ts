/**
 * Whether the file links that the portal is given lead to files: a few by chance.
 * Guarantees: asks the origin of FILE_BASE_URL alone. Must not: show a link; it may name a person.
 */
import { sampleLinks } from '../../ledger/sample-links.ts';
import { askLink } from '../../portal/link-probe.ts';
import { well, words, wrong } from './finding.ts';
import { type Check, Skip } from './room.ts';

/** A file store has other things to do. */
const AT_A_TIME = 5;
const LINK_MS = 5_000;

/** Work on all of `items`, a few at a time, in their order. */
async function eachOf<Item, Answer>(
  items: readonly Item[],
  work: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let from = 0; from < items.length; from += AT_A_TIME)
    answers.push(...(await Promise.all(items.slice(from, from + AT_A_TIME).map(work))));
  return answers;
}

/** See the file's head. */
export const fileLinksCheck: Check = {
  name: 'file-links',
  title: words('Liên kết tệp', 'File links'),
  limitMs: 300_000,
  async run(room) {
    room.assertSound('FILE_');
    const { links, signal } = room.settings;
    const base = room.config.FILE_BASE_URL;
    if (base === null) throw new Skip(words('FILE_BASE_URL chưa đặt', 'FILE_BASE_URL is not set'));
    if (links === 0) throw new Skip(words('không yêu cầu', 'not asked for'));
    const sampled = await sampleLinks(await room.ledger(), links);
    const answers = await eachOf(sampled, async ({ dossier, link }) => {
      return { dossier, answer: await askLink(link, base, LINK_MS, signal) };
    });
    const asked = answers.flatMap(({ dossier, answer }) =>
      answer.kind === 'asked' ? [{ dossier, fault: answer.fault }] : [],
    );
    if (asked.length === 0)
      throw new Skip(words('chưa có liên kết tại FILE_BASE_URL', 'no link at FILE_BASE_URL yet'));
    const faulty = asked.filter(({ fault }) => fault !== null);
    const [good, total] = [asked.length - faulty.length, asked.length];
    const found = words(`${good} trên ${total} dẫn tới tệp`, `${good} of ${total} lead to a file`);
    if (faulty.length === 0) return well(found);
    return wrong(good === 0 ? 'failed' : 'warning', 'DB-DOC-022', found, {
      params: { count: faulty.length, total },
      details: faulty.map(({ dossier, fault }) => `${dossier}: ${fault ?? ''}`),
    });
  },
};
