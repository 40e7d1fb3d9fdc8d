/**
 * `dongbo completion bash|zsh|fish`: the shell's completion of the command line.
 * Guarantees: needs no settings, no ledger and no service; made from the program's own verbs.
 */
import { Argument } from 'commander';
import type { AddVerb, CommonOptions } from './command-context.ts';
import { treeOf } from './command-tree.ts';
import { bashScript, fishScript, zshScript } from './completion-scripts.ts';
import { withExamples } from './help-examples.ts';
import { jsonOption } from './help-language.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;
type Shell = keyof typeof SCRIPTS;

/** Adds the verb. */
export const addCompletion: AddVerb = (program, done, say) => {
  const verb = program
    .command('completion')
    .addArgument(new Argument('<shell>', say('loại shell', 'of which shell')).choices(Object.keys(SCRIPTS)))
    .description(
      say('in ra đoạn mã để shell tự điền lệnh dongbo', 'prints what makes the shell complete dongbo'),
    )
    .option(...jsonOption(say))
    .action((shell: Shell, options: CommonOptions) => {
      const script = SCRIPTS[shell](treeOf(program));
      process.stdout.write(
        options.json === true ? `${JSON.stringify({ shell, script }, null, 2)}\n` : script,
      );
      return done(Promise.resolve(0));
    });
  withExamples(verb, say, [
    [
      'completion bash',
      'đưa vào ~/.bashrc: source <(dongbo completion bash)',
      'for ~/.bashrc: source <(dongbo completion bash)',
    ],
    [
      'completion fish',
      'ghi vào ~/.config/fish/completions/dongbo.fish',
      'into ~/.config/fish/completions/dongbo.fish',
    ],
  ]);
};
