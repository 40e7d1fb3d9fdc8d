// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is written here is shell, which has such placeholders of its own
/**
 * Completion scripts for bash, zsh and fish, made from the tree of verbs.
 * Guarantees: pure; a script asks nothing of the program or the ledger while it completes; what the
 * program says stands in single quotes. Must not: offer dossier codes (invariant 10).
 */
import type { TreeNode, Value } from './command-tree.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const fishQuoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A branch of `case`; none where nothing falls in it. */
const branch = (keys: readonly string[], body: string): string[] =>
  keys.length === 0 ? [] : [`    ${keys.map(quoted).join('|')}) ${body} ;;`];

/** `dongbo held list --actor` of every option whose value fits. */
const optionsWith = (tree: readonly TreeNode[], fits: (value: Value) => boolean): string[] =>
  tree.flatMap(({ at, options }) =>
    options.filter(({ value }) => fits(value)).map(({ flag }) => `${at} ${flag}`),
  );

const pathsBelow = (tree: readonly TreeNode[]): string[] => tree.slice(1).map(({ at }) => at);
const wordsOf = ({ verbs, options, argument }: TreeNode): string[] => [
  ...verbs.map(({ name }) => name),
  ...(Array.isArray(argument) ? argument : []),
  ...options.map(({ flag }) => flag),
];

/** Walks over the words that are typed already: `at` becomes the verb, values of options are passed over. */
const walk = (tree: readonly TreeNode[]): string[] => [
  '    case "$at $word" in',
  ...branch(pathsBelow(tree), 'at="$at $word"').map((line) => `  ${line}`),
  ...branch(
    optionsWith(tree, (value) => value !== 'none'),
    'skip=1',
  ).map((line) => `  ${line}`),
  '    esac',
];

function choices(tree: readonly TreeNode[], body: (words: readonly string[]) => string): string[] {
  return tree.flatMap(({ at, options }) =>
    options.flatMap(({ flag, value }) =>
      Array.isArray(value) ? branch([`${at} ${flag}`], body(value)) : [],
    ),
  );
}

/** For bash 3.2 and newer. */
export function bashScript(tree: readonly TreeNode[]): string {
  const files = optionsWith(tree, (value) => value === 'file');
  const texts = optionsWith(tree, (value) => value === 'text');
  const takers = tree.filter(({ argument }) => argument === 'file').map(({ at }) => at);
  const offer = (words: string) => `COMPREPLY=($(compgen -W ${words} -- "$cur"))`;
  const offerFiles = `compopt -o filenames 2>/dev/null; local IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$cur")); return`;
  return [
    '# source <(dongbo completion bash)',
    '_dongbo() {',
    '  local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" at=dongbo word skip="" i words=""',
    '  COMPREPLY=()',
    // "=" is a word of its own to bash.
    '  if [[ $cur == = ]]; then cur=""; elif [[ $prev == = ]]; then prev="${COMP_WORDS[COMP_CWORD-2]}"; fi',
    '  for ((i = 1; i < COMP_CWORD; i++)); do',
    '    word="${COMP_WORDS[i]}"',
    '    if [[ $word == = ]]; then continue; fi',
    '    if [[ -n $skip ]]; then skip=""; continue; fi',
    ...walk(tree),
    '  done',
    '  case "$at $prev" in',
    ...choices(tree, (words) => `${offer(quoted(words.join(' ')))}; return`),
    ...branch(files, offerFiles),
    ...branch(texts, 'return'),
    '  esac',
    '  if [[ $cur != -* ]]; then case "$at" in',
    ...branch(takers, offerFiles),
    '  esac; fi',
    '  case "$at" in',
    ...tree.flatMap((node) => branch([node.at], `words=${quoted(wordsOf(node).join(' '))}`)),
    '  esac',
    `  ${offer('"$words"')}`,
    '}',
    'complete -F _dongbo dongbo',
    '',
  ].join('\n');
}

/** For zsh. */
export function zshScript(tree: readonly TreeNode[]): string {
  const described = (name: string, about: string) => quoted(`${name.replaceAll(':', '\\:')}:${about}`);
  const list = ({ verbs, options, argument }: TreeNode) =>
    [
      ...verbs.map(({ name, about }) => described(name, about)),
      ...(Array.isArray(argument) ? argument.map(quoted) : []),
      ...options.map(({ flag, about }) => described(flag, about)),
    ].join(' ');
  const takers = tree.filter(({ argument }) => argument === 'file').map(({ at }) => at);
  return [
    '#compdef dongbo',
    '_dongbo() {',
    '  local at=dongbo word skip="" i',
    '  local -a offers',
    '  for ((i = 2; i < CURRENT; i++)); do',
    '    word="${words[i]}"',
    '    if [[ -n $skip ]]; then skip=""; continue; fi',
    ...walk(tree),
    '  done',
    '  case "$at ${words[CURRENT-1]}" in',
    ...choices(tree, (words) => `compadd -- ${words.map(quoted).join(' ')}; return`),
    ...branch(
      optionsWith(tree, (value) => value === 'file'),
      '_files; return',
    ),
    ...branch(
      optionsWith(tree, (value) => value === 'text'),
      'return',
    ),
    '  esac',
    '  if [[ ${words[CURRENT]} != -* ]]; then case "$at" in',
    ...branch(takers, '_files; return'),
    '  esac; fi',
    '  case "$at" in',
    ...tree.flatMap((node) => branch([node.at], `offers=(${list(node)})`)),
    '  esac',
    "  _describe 'dongbo' offers",
    '}',
    'if [[ ${funcstack[1]} == _dongbo ]]; then _dongbo "$@"; else compdef _dongbo dongbo; fi',
    '',
  ].join('\n');
}

/** For fish. */
export function fishScript(tree: readonly TreeNode[]): string {
  const valued = optionsWith(tree, (value) => value !== 'none').map(fishQuoted);
  const lines = tree.flatMap(({ at, verbs, options, argument }) => {
    const here = `complete -c dongbo -n ${fishQuoted(`test (__dongbo_at) = "${at}"`)}`;
    const takenBy = (value: Value): string => {
      if (value === 'none') return '';
      if (value === 'file') return ' -r -F';
      return value === 'text' ? ' -x' : ` -x -a ${fishQuoted((value as readonly string[]).join(' '))}`;
    };
    return [
      ...verbs.map(({ name, about }) => `${here} -a ${name} -d ${fishQuoted(about)}`),
      ...(Array.isArray(argument) ? [`${here} -a ${fishQuoted(argument.join(' '))}`] : []),
      ...(argument === 'file' ? [`${here} -F`] : []),
      ...options.map(
        ({ flag, value, about }) => `${here} -l ${flag.slice(2)}${takenBy(value)} -d ${fishQuoted(about)}`,
      ),
    ];
  });
  return [
    'function __dongbo_at',
    '    set -l at dongbo',
    '    set -l skip 0',
    '    for word in (commandline -opc)[2..-1]',
    '        if test $skip = 1',
    '            set skip 0',
    `        else if contains -- "$at $word" ${pathsBelow(tree).map(fishQuoted).join(' ')}`,
    '            set at "$at $word"',
    `        else if contains -- "$at $word" ${valued.join(' ')}`,
    '            set skip 1',
    '        end',
    '    end',
    '    echo $at',
    'end',
    'complete -c dongbo -f',
    ...lines,
    '',
  ].join('\n');
}
