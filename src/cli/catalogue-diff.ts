/** `dongbo catalogue diff`, `dongbo catalogue versions`: what changed in the national catalogue, and when. */
import { resolve } from 'node:path';
import { checkMappings } from '../codebook/load-mappings.ts';
import { type CatalogueDiff, diffOf, type ListDiff, type ProcedureChange } from '../ledger/catalogue-diff.ts';
import {
  type ChangeFilter,
  catalogueVersions,
  loggedChanges,
  newestChangingPull,
} from '../ledger/catalogue-log.ts';
import type { Queryable } from '../ledger/database.ts';
import { type RowCounts, rowCounts } from './catalogue-rows.ts';
import { changeLine, countsLine, kindWords } from './catalogue-words.ts';
import type { CommandContext, CommonOptions, Verb } from './command-context.ts';
import { table, vietnamTime } from './table.ts';
import { endOfDay, startOfDay } from './vietnam-day.ts';

/** Options of `catalogue diff`. */
export interface DiffOptions extends CommonOptions {
  readonly since?: string;
  readonly until?: string;
  readonly procedure?: string;
}

interface Period {
  readonly since: Date | null;
  readonly until: Date | null;
  readonly filter: ChangeFilter;
}

/** The period asked for; without days that of the newest pull that changed anything, or all of one procedure. */
async function periodOf(ledger: Queryable, options: DiffOptions): Promise<Period | null> {
  const { since, until, procedure } = options;
  const only: ChangeFilter = procedure === undefined ? {} : { procedure };
  if (since !== undefined || until !== undefined) {
    const from = since === undefined ? null : startOfDay('--since', since);
    const before = until === undefined ? null : endOfDay('--until', until);
    const filter = { ...only, ...(from ? { from } : {}), ...(before ? { before } : {}) };
    return { since: from, until: before, filter };
  }
  if (procedure !== undefined) return { since: null, until: null, filter: only };
  const pull = await newestChangingPull(ledger);
  if (pull === null) return null;
  const { startedAt, finishedAt, afterId, toId } = pull;
  return { since: startedAt, until: finishedAt, filter: { afterId, toId } };
}

/** Shows what changed. Throws DB-CFG-003 for what is no day. */
export function showDiff(options: DiffOptions): Verb {
  return async (context) => {
    const ledger = await context.house.ledger();
    const period = await periodOf(ledger, options);
    const diff = diffOf(period === null ? [] : await loggedChanges(ledger, period.filter));
    // Tables with faults are no reason not to tell what changed: then the counts are left out.
    const { tables } = checkMappings(resolve(context.config.MAPPINGS_DIR));
    const counts = tables === null ? null : rowCounts(tables, vietnamTime(new Date()).slice(0, 10));
    const document = {
      since: period?.since ?? null,
      until: period?.until ?? null,
      ...diff,
      procedures: withRows(diff.procedures, counts),
    };
    context.print(document, () => textOf(context, document));
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
    readonly since: Date | null;
    readonly until: Date | null;
    readonly procedures: CountedProcedures;
  },
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
  const head = `${vietnamTime(diff.since)} … ${vietnamTime(diff.until)}`;
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
