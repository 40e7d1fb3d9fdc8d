/** Which source a dossier is of, where there is more than one to ask. */
import type { CommandContext } from './command-context.ts';
import type { ExplainDocument } from './explain-document.ts';
import { vietnamTime } from './table.ts';

/** Who owns it and who else gives it; '' where nobody asks: one source gives everything. */
export function ownersLine(
  { givenBy, alsoGivenBy }: Pick<ExplainDocument, 'givenBy' | 'alsoGivenBy'>,
  say: CommandContext['say'],
): string {
  if (alsoGivenBy.length === 0)
    return givenBy === '' ? '' : say(`Từ nguồn ${givenBy}.`, `From source ${givenBy}.`);
  const owner = givenBy === '' ? say('nguồn chính', 'the main source') : givenBy;
  const others = alsoGivenBy
    .map(({ source, noticedAt }) => `${source} (${vietnamTime(noticedAt)})`)
    .join(', ');
  return say(
    `Từ nguồn ${owner}; cũng có ở ${others}, nhưng không lấy từ đó vì đứng sau.`,
    `From ${owner}; ${others} gives it, too, without effect: it stands behind.`,
  );
}
