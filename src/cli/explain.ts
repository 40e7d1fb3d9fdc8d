/** `dongbo explain <MaHoSo>`: all that is known of one dossier and what to do next. */
import type { Command } from 'commander';
import { allKnownOf } from '../compose/explaining.ts';
import { DongboError } from '../domain/errors.ts';
import { type CommandContext, type CommonOptions, runVerb } from './command-context.ts';
import { documentOf, type ExplainDocument } from './explain-document.ts';
import { explanation } from './explain-text.ts';

/** The explanation for people. */
export function explainText(document: ExplainDocument, say: CommandContext['say']): string {
  return explanation(document, say('vi', 'en') === 'vi' ? 'vi' : 'en', say);
}

/** Explains one dossier. Throws DB-CFG-004 when the ledger has none of that code. */
export async function explainDossier(context: CommandContext, code: string): Promise<ExplainDocument> {
  const explained = await allKnownOf(context.house, code);
  if (!explained) throw new DongboError('DB-CFG-004', { dossier: code });
  return documentOf(explained, context);
}

/** Adds the verb. */
export function addExplain(program: Command, done: (code: Promise<number>) => Promise<void>): void {
  program
    .command('explain <dossier>')
    .description('mọi điều biết về một hồ sơ · all that is known of one dossier')
    .option('--json', 'one JSON document on standard output')
    .action((code: string, options: CommonOptions) =>
      done(
        runVerb(options, async (context) => {
          const document = await explainDossier(context, code);
          context.print(document, () => explainText(document, context.say));
          return 0;
        }),
      ),
    );
}
