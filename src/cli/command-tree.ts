/**
 * The program's verbs and options as plain data, read from commander.
 * Guarantees: what is hidden is left out; an option's value is a choice, a file or a text, by what it declares.
 */
import type { Command } from 'commander';

/** What may stand behind an option: nothing, one of some words, a file, or any text. */
export type Value = 'none' | 'file' | 'text' | readonly string[];

/** One verb, the program itself being the first. */
export interface TreeNode {
  /** The words up to it: `dongbo held list`. */
  readonly at: string;
  readonly verbs: readonly { readonly name: string; readonly about: string }[];
  readonly options: readonly { readonly flag: string; readonly value: Value; readonly about: string }[];
  /** What its first argument takes. */
  readonly argument: Value;
}

/** Placeholders that stand for a file or a folder. */
const FILES: ReadonlySet<string> = new Set(['file', 'folder', 'path', 'from']);

function takenBy(placeholder: string | undefined, choices: readonly string[] | undefined): Value {
  if (placeholder === undefined) return 'none';
  return choices ?? (FILES.has(placeholder) ? 'file' : 'text');
}

/** `command` and everything below it. */
export function treeOf(command: Command, above = ''): TreeNode[] {
  const at = `${above} ${command.name()}`.trim();
  const [argument] = command.registeredArguments;
  const verbs = command.createHelp().visibleCommands(command);
  const options = command.createHelp().visibleOptions(command);
  const node: TreeNode = {
    at,
    verbs: verbs.map((verb) => ({ name: verb.name(), about: verb.description() })),
    options: options.map(({ long, flags, description, argChoices }) => ({
      flag: long ?? flags,
      value: takenBy(/<([^>]+)>/.exec(flags)?.[1], argChoices),
      about: description,
    })),
    argument: takenBy(argument?.name(), argument?.argChoices),
  };
  return [node, ...command.commands.flatMap((below) => treeOf(below, at))];
}
