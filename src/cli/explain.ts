/** `dongbo explain <MaHoSo>`: all that is known of one dossier and what to do next. */
import { allKnownOf } from '../compose/explaining.ts';
import { DongboError } from '../domain/errors.ts';
import { type AddVerb, type CommandContext, type CommonOptions, runVerb } from './command-context.ts';
import { documentOf, type ExplainDocument } from './explain-document.ts';
import { explanation } from './explain-text.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { jsonOption } from './help-language.ts';

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
export const addExplain: AddVerb = (program, done, say) => {
  const verb = program
    .command('explain')
    .argument('<dossier>', say('mã hồ sơ của tỉnh', "the province's code of the dossier"))
    .description(
      say(
        'mọi điều biết về một hồ sơ: mã nào đổi thành mã nào, đã gửi gì, Cổng trả lời gì, cần làm gì tiếp',
        'all that is known of one dossier: its codes, what was sent, what the portal answered, what to do next',
      ),
    )
    .option(...jsonOption(say))
    .action((code: string, options: CommonOptions) =>
      done(
        runVerb(options, async (context) => {
          const document = await explainDossier(context, code);
          context.print(document, () => explainText(document, context.say));
          return 0;
        }),
      ),
    );
  withExamples(verb, say, [
    [
      'explain H99.01-261001-0001',
      'vì sao hồ sơ này chưa lên Cổng',
      'why this dossier is not at the portal yet',
    ],
  ]);
  withExitCodes(verb, say, [
    [0, 'đã in ra', 'told'],
    [1, 'sổ không có hồ sơ này', 'the ledger has no such dossier'],
  ]);
};
