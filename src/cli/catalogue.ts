/** `dongbo catalogue pull | show <code>`: the national catalogue in the ledger. */
import type { Command } from 'commander';
import { DongboError } from '../domain/errors.ts';
import { catalogueProcedure } from '../ledger/catalogue-snapshot.ts';
import { type CommonOptions, PORTAL_SETTINGS, runVerb, type Verb } from './command-context.ts';
import { startProgress } from './progress.ts';
import { table, vietnamTime } from './table.ts';

function pull(full: boolean): Verb {
  return async ({ house, print, say, json, signal }) => {
    const progress = startProgress(say('Danh mục', 'Catalogue'), json);
    const report = await house
      .pullCatalogue({ full, onProgress: (done, total) => progress.update(done, total) }, signal)
      .finally(() => progress.stop());
    print(report, () =>
      [
        say(
          `Cổng liệt kê ${report.listed} thủ tục; đã tải chi tiết ${report.fetched}.`,
          `The portal lists ${report.listed} procedures; details fetched: ${report.fetched}.`,
        ),
        ...report.failed.map(({ code, reason }) => `  ! ${code}: ${reason}`),
        ...report.absent.map((code) => `  ? ${code}`),
      ].join('\n'),
    );
    return report.failed.length > 0 ? 75 : 0;
  };
}

function show(code: string): Verb {
  return async ({ house, print, say }) => {
    const procedure = await catalogueProcedure(await house.ledger(), code);
    if (procedure === null) throw new DongboError('DB-CAT-002', { procedure: code });
    const kind = { component: say('thành phần', 'component'), result: say('kết quả', 'result') };
    print(procedure, () =>
      [
        `${procedure.code}  ${procedure.name}`,
        `${say('Lĩnh vực', 'Sector')}: ${procedure.sectorCode} ${procedure.sectorName}`,
        procedure.published ? say('Đang công bố', 'Published') : say('KHÔNG công bố', 'NOT published'),
        `${say('Tải lúc', 'Fetched')}: ${vietnamTime(procedure.fetchedAt)}`,
        table(
          [say('Loại', 'Kind'), say('Mã', 'Code'), say('Tên', 'Name')],
          [
            ...procedure.components.map((item) => [kind.component, item.code, item.name]),
            ...procedure.results.map((item) => [kind.result, item.code, item.name]),
          ],
          [14, 30, 70],
        ),
      ].join('\n'),
    );
    return 0;
  };
}

/** Adds the verbs. */
export function addCatalogue(program: Command, done: (code: Promise<number>) => Promise<void>): void {
  const catalogue = program
    .command('catalogue')
    .description('danh mục quốc gia · the national catalogue of procedures');
  catalogue
    .command('pull')
    .description('tải danh mục về sổ, lần sau chỉ tải phần mới · into the ledger, incrementally')
    .option('--full', 'fetch every procedure again')
    .option('--json', 'one JSON document on standard output')
    .action((options: CommonOptions & { full?: boolean }) =>
      done(runVerb(options, pull(options.full === true), { needs: { names: PORTAL_SETTINGS } })),
    );
  catalogue
    .command('show <code>')
    .description('một thủ tục với mã thành phần, kết quả · one procedure with its codes')
    .option('--json', 'one JSON document on standard output')
    .action((code: string, options: CommonOptions) => done(runVerb(options, show(code))));
}
