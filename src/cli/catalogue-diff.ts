/** `dongbo catalogue diff`, `dongbo catalogue versions`: what changed in the national catalogue, and when. */
import { resolve } from 'node:path';
import { checkMappings } from '../codebook/load-mappings.ts';
import { DongboError } from '../domain/errors.ts';
import { type CatalogueDiff, diffOf, type ListDiff, type ProcedureChange } from '../ledger/catalogue-diff.ts';
import {
  type ChangeFilter,
  catalogueVersions,
  loggedChanges,
  newestChangingPull,
} from '../ledger/catalogue-log.ts';
import { catalogueProcedure } from '../ledger/catalogue-show.ts';
import { catalogueAge } from '../ledger/catalogue-snapshot.ts';
import type { Queryable } from '../ledger/database.ts';
import { type RowCounts, rowCounts } from './catalogue-rows.ts';
import { changeLine, countsLine, kindWords } from './catalogue-words.ts';
import type { CommandContext, CommonOptions, Verb } from './command-context.ts';
import { table, vietnamTime } from './table.ts';
import { endOfDay, startOfDay } from './vietnam-day.ts';

/** An end that is not there. */
const OPEN = '–';

/** Options of `catalogue diff`. */
export interface DiffOptions extends CommonOptions {
  readonly since?: string;
  readonly until?: string;
  readonly procedure?: string;
}

interface Period {
  readonly since: Date | null;
  /** The first moment after it. */
  readonly until: Date | null;
  /** Both ends as people say them: days where days were asked for. */
  readonly ends: readonly [string, string];
  readonly filter: ChangeFilter;
}

/**
 * The period asked for; without days that of the newest pull that changed anything, or all of one procedure.
 * Throws DB-CFG-003 for what is no day, and for days in the wrong order.
 */
async function periodOf(ledger: Queryable, options: DiffOptions): Promise<Period | null> {
  const { since, until, procedure } = options;
  const only: ChangeFilter = procedure === undefined ? {} : { procedure };
  if (since !== undefined || until !== undefined) {
    const from = since === undefined ? null : startOfDay('--since', since);
    const before = until === undefined ? null : endOfDay('--until', until);
    if (since !== undefined && until !== undefined && since > until) {
      throw new DongboError('DB-CFG-003', {
        option: '--since',
        value: since,
        expected: `<= --until ${until}`,
      });
    }
    const filter = { ...only, ...(from ? { from } : {}), ...(before ? { before } : {}) };
    return { since: from, until: before, ends: [since ?? OPEN, until ?? OPEN], filter };
  }
  if (procedure !== undefined) return { since: null, until: null, ends: [OPEN, OPEN], filter: only };
  const pull = await newestChangingPull(ledger);
  if (pull === null) return null;
  const { startedAt, finishedAt, afterId, toId } = pull;
  const ends = [vietnamTime(startedAt), vietnamTime(finishedAt)] as const;
  return { since: startedAt, until: finishedAt, ends, filter: { afterId, toId } };
}

/** Throws DB-CAT-002 for a procedure that the catalogue never had, DB-CAT-001 where it was never pulled whole. */
async function assertKnown(ledger: Queryable, procedure: string): Promise<void> {
  if ((await catalogueProcedure(ledger, procedure)) !== null) return;
  const { pulledAt } = await catalogueAge(ledger);
  throw pulledAt === null ? new DongboError('DB-CAT-001') : new DongboError('DB-CAT-002', { procedure });
}

/** Shows what changed. Throws DB-CFG-003, DB-CAT-001 and DB-CAT-002 for what cannot be meant. */
export function showDiff(options: DiffOptions): Verb {
  return async (context) => {
    const ledger = await context.house.ledger();
    const period = await periodOf(ledger, options);
    if (options.procedure !== undefined) await assertKnown(ledger, options.procedure);
    const diff = diffOf(period === null ? [] : await loggedChanges(ledger, period.filter));
    // Tables with faults are no reason not to tell what changed: then the counts are left out.
    const { tables } = checkMappings(resolve(context.config.MAPPINGS_DIR), context.config.SOURCE_KIND);
    const counts = tables === null ? null : rowCounts(tables, vietnamTime(new Date()).slice(0, 10));
    const document = {
      since: period?.since ?? null,
      until: period?.until ?? null,
      ...diff,
      procedures: withRows(diff.procedures, counts),
    };
    context.print(document, () => textOf(context, document, period?.ends ?? [OPEN, OPEN]));
    return 0;
  };
}

type Counted<Entry> = Entry & { readonly mappingRows?: number };
type CountedProcedures = ReturnType<typeof withRows>;

function withRows({ added, abolished, changed }: CatalogueDiff['procedures'], counts: RowCounts | null) {
  const ofChange = (procedure: string, change: ProcedureChange): Counted<ProcedureChange> => {
    const kind = /^(component|result)-removed$/.exec(change.what)?.[1] as 'component' | 'result' | undefined;
    if (counts === null || kind === undefined || change.code === null) return change;
    return { ...change, mappingRows: counts.document(kind, procedure, change.code) };
  };
  return {
    added,
    abolished: abolished.map(
      (entry): Counted<typeof entry> =>
        counts === null ? entry : { ...entry, mappingRows: counts.procedure(entry.code) },
    ),
    changed: changed.map(({ changes, ...entry }) => ({
      ...entry,
      changes: changes.map((change) => ofChange(entry.code, change)),
    })),
  };
}

function textOf(
  { say }: CommandContext,
  diff: Omit<CatalogueDiff, 'procedures'> & {
    readonly procedures: CountedProcedures;
  },
  ends: Period['ends'],
): string {
  const rows = ({ mappingRows = 0 }: { readonly mappingRows?: number }): string =>
    mappingRows === 0
      ? ''
      : `  [${say(`${mappingRows} dòng ánh xạ trỏ tới`, `${mappingRows} mapping rows lead to it`)}]`;
  const { added, abolished, changed } = diff.procedures;
  const lines = [
    ...added.map(({ code, name }) => `+ ${code}  ${name}`),
    ...abolished.map((entry) => `- ${entry.code}  ${entry.name}${rows(entry)}`),
    ...changed.flatMap(({ code, name, changes }) => [
      `~ ${code}  ${name}`,
      ...changes.map((change) => `    ${changeLine(say, change)}${rows(change)}`),
    ]),
    ...listLines(say, 'sector', diff.sectors),
    ...listLines(say, 'agency', diff.agencies),
  ];
  const head = ends.join(' … ');
  if (lines.length === 0)
    return `${head}\n${say('Danh mục không thay đổi.', 'The catalogue has not changed.')}`;
  return [head, ...lines].join('\n');
}

function listLines(say: CommandContext['say'], list: 'sector' | 'agency', diff: ListDiff): string[] {
  return [
    ...diff.added.map(({ code, name }) => `+ ${kindWords(say, `${list}-added`)} ${code}: ${name}`),
    ...diff.removed.map(({ code, name }) => `- ${kindWords(say, `${list}-removed`)} ${code}: ${name}`),
    ...diff.renamed.map(
      ({ code, before, after }) => `~ ${kindWords(say, `${list}-renamed`)} ${code}: ${before} → ${after}`,
    ),
  ];
}

/** Lists the pulls after which the catalogue was another. */
export const showVersions: Verb = async ({ house, print, say }) => {
  const versions = await catalogueVersions(await house.ledger());
  print({ versions }, () =>
    table(
      [say('Lúc', 'When'), say('Số thủ tục', 'Listed'), say('Thay đổi', 'Changes'), say('Dấu', 'Hash')],
      versions.map(({ finishedAt, listed, changes, hash }) => [
        vietnamTime(finishedAt),
        listed,
        countsLine(say, changes),
        hash.slice(0, 8),
      ]),
      [22, 12, 70, 10],
    ),
  );
  return 0;
};
