/**
 * What an import may well mean, but must be told to write (`--yes`).
 * Guarantees: nothing is doubted that changes nothing.
 * Must not: judge cells; faults are not to be overruled.
 */
import { DongboError } from '../../domain/errors.ts';
import type { ImportFault } from './incoming.ts';
import type { ImportPlan, TablePlan } from './plan-import.ts';

/** More than this share of a table's rows vanishing or saying something else needs a word of consent. */
const MAX_SHARE = 0.2;

/** A table's: DB-XLS-018 (much vanishes or changes), DB-XLS-019 (it changed since the export). */
function doubtsAbout({ before, difference, stale }: TablePlan): DongboError[] {
  const { file, lines } = before;
  const [added, removed] = [difference.added.length, difference.removed.length];
  const changed = difference.changed.length;
  // Notes are for people. One row alone is an edit; one column sorted by itself changes two or more.
  const other = difference.changed.filter(({ columns }) =>
    columns.some((column) => column !== 'note'),
  ).length;
  const most = MAX_SHARE * lines.length;
  const isMuch = removed > most || (other > 1 && removed + other > most);
  // Added too: it may be a row that somebody took out since.
  const isOld = stale && added + removed + changed > 0;
  return [
    ...(isMuch
      ? [new DongboError('DB-XLS-018', { file, removed, changed: other, total: lines.length })]
      : []),
    ...(isOld ? [new DongboError('DB-XLS-019', { file, added, removed, changed })] : []),
  ];
}

/**
 * Doubts in the order of the tables, then DB-XLS-020.
 * @param targets rows whose codes the catalogue does not have (`checkNewTargets`)
 */
export function doubtsOf({ tables }: ImportPlan, targets: readonly ImportFault[]): DongboError[] {
  const doubts = tables.flatMap(doubtsAbout);
  return targets.length === 0
    ? doubts
    : [...doubts, new DongboError('DB-XLS-020', { count: targets.length })];
}
