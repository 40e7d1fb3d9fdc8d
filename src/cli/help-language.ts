/**
 * Commander's own words in the language of the settings: headings, `[options]`, defaults, placeholders.
 * Guarantees: set on the program before its verbs are added, it holds for all of them; a placeholder
 * that has no Vietnamese word here is shown as it was declared.
 */
import { type Argument, type Command, Help, type HelpConfiguration, type Option } from 'commander';
import type { Say } from './command-context.ts';

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': 'Cách dùng:',
  'Arguments:': 'Tham số:',
  'Options:': 'Tùy chọn:',
  'Commands:': 'Các lệnh:',
};

/** Placeholders of arguments and of options' values. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  address: 'địa-chỉ',
  agency: 'cơ-quan',
  answer: 'câu-trả-lời',
  code: 'mã',
  codes: 'các-mã',
  command: 'lệnh',
  count: 'số-lượng',
  day: 'ngày',
  days: 'số-ngày',
  dossier: 'mã-hồ-sơ',
  factor: 'hệ-số',
  file: 'tệp',
  folder: 'thư-mục',
  from: 'tệp-hoặc-thư-mục',
  job: 'việc',
  jobs: 'các-việc',
  kind: 'loại',
  lane: 'làn',
  likeness: 'độ-giống',
  list: 'danh-sách',
  minutes: 'số-phút',
  mode: 'cách',
  name: 'tên',
  number: 'số',
  path: 'đường-dẫn',
  period: 'kỳ',
  port: 'cổng',
  'postgres-url': 'địa-chỉ-postgres',
  procedure: 'thủ-tục',
  reason: 'lý-do',
  'reason-or-dossier': 'lý-do-hoặc-mã-hồ-sơ',
  roles: 'vai-trò',
  seconds: 'số-giây',
  share: 'tỷ-lệ',
  text: 'lời',
  time: 'lúc',
  unit: 'đơn-vị',
  url: 'địa-chỉ',
  version: 'phiên-bản',
  what: 'điều-gì',
  who: 'ai',
  word: 'từ',
};

/** `--limit <count>` → `--limit <số-lượng>`; also `[options] [command]`. */
export function inVietnameseTerms(terms: string): string {
  return terms
    .replace('[options]', '[tùy-chọn]')
    .replace(/([<[])([a-z-]+)(?=[\].>])/g, (whole, bracket: string, name: string) =>
      Object.hasOwn(PLACEHOLDERS, name) ? `${bracket}${PLACEHOLDERS[name]}` : whole,
    );
}

/** What stands behind a description: the words that may be given, and what holds without them. */
function described(
  { description, argChoices, defaultValue }: Pick<Option, 'description' | 'argChoices' | 'defaultValue'>,
  say: Say,
): string {
  const isDefault = typeof defaultValue === 'string' && defaultValue !== '';
  const further = [
    ...(argChoices ? [`${say('chọn', 'one of')}: ${argChoices.join(', ')}`] : []),
    ...(isDefault ? [`${say('mặc định', 'default')}: ${defaultValue}`] : []),
  ].join('; ');
  return [description, further === '' ? '' : `(${further})`].filter((part) => part !== '').join(' ');
}

/** Makes `program`, and what is added to it, tell its help in one language. */
export function speakHelp(program: Command, say: Say): Command {
  const plain = new Help();
  const terms = (text: string): string => say(inVietnameseTerms(text), text);
  const words: HelpConfiguration = {
    styleTitle: (title) => say(TITLES[title] ?? title, title),
    commandUsage: (command) => terms(plain.commandUsage(command)),
    // Every verb has options: in a list of verbs that says nothing.
    subcommandTerm: (command) => terms(plain.subcommandTerm(command).replace(' [options]', '')),
    optionTerm: (option) => terms(plain.optionTerm(option)),
    argumentTerm: (argument: Argument) => terms(`<${argument.name()}>`).slice(1, -1),
    optionDescription: (option) => described(option, say),
    argumentDescription: (argument: Argument) => described(argument, say),
  };
  return program
    .configureHelp(words)
    .helpOption('-h, --help', say('xem trợ giúp của lệnh này', 'show the help of this command'))
    .helpCommand('help [command]', say('xem trợ giúp của một lệnh', 'show the help of a command'));
}

/** The option that every verb has. */
export const jsonOption = (say: Say): [flags: string, description: string] => [
  '--json',
  say('in một tài liệu JSON', 'one JSON document on standard output'),
];
