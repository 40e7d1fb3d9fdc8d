/**
 * What commander has to say of a wrong call, as our own error in one language.
 * Guarantees: names the word at fault and, where commander has one, the word that was probably meant;
 * what is new in commander is told in its own English words rather than not at all.
 */
import type { CommanderError } from 'commander';
import { DongboError } from '../domain/errors.ts';
import type { Say } from './command-context.ts';
import { inVietnameseTerms } from './help-language.ts';

/** What commander says, and the same in Vietnamese; `$1` is what it names. */
const VIETNAMESE: readonly (readonly [RegExp, string])[] = [
  [/^missing required argument '(.+)'$/, 'thiếu tham số <$1>'],
  [/^option '(.+)' argument missing$/, "tùy chọn '$1' thiếu giá trị"],
  [/^required option '(.+)' not specified$/, "thiếu tùy chọn bắt buộc '$1'"],
  [/^option '(.+)' cannot be used with option '(.+)'$/, "tùy chọn '$1' không đi cùng '$2'"],
  [/^unknown option '(.+)'$/, "không có tùy chọn '$1'"],
  [/^unknown command '(.+)'$/, "không có lệnh '$1'"],
  [
    /^too many arguments(?: for '.+')?\. Expected (\d+) arguments? but got (\d+)\.$/,
    'thừa tham số: nhận $1, đã gõ $2',
  ],
  [
    /^option '(.+)' argument '(.*)' is invalid\. Allowed choices are (.+)\.$/,
    "tùy chọn '$1' không nhận '$2'; các giá trị được nhận: $3",
  ],
  [
    /^command-argument value '(.*)' is invalid for argument '(.+)'\. Allowed choices are (.+)\.$/,
    "tham số <$2> không nhận '$1'; các giá trị được nhận: $3",
  ],
];

function inVietnamese(fault: string): string {
  const known = VIETNAMESE.find(([pattern]) => pattern.test(fault));
  return known ? inVietnameseTerms(fault.replace(...known)) : fault;
}

/** DB-CFG-005 with commander's reason in the language of `say`. */
export function wrongUse({ code, message }: CommanderError, say: Say): DongboError {
  // Where a command is missing, commander shows the help and has no words for it.
  if (code === 'commander.help') {
    return new DongboError('DB-CFG-005', { reason: say('chưa gõ lệnh nào', 'no command given') });
  }
  const [fault = '', hint = ''] = message.replace(/^error: /, '').split('\n');
  const meant = /^\(Did you mean (?:one of )?(.+)\?\)$/.exec(hint)?.[1];
  const told = say(inVietnamese(fault), fault.replace(/\.$/, ''));
  const rest = meant === undefined ? '' : say(` (ý bạn là ${meant}?)`, ` (did you mean ${meant}?)`);
  return new DongboError('DB-CFG-005', { reason: `${told}${rest}` });
}
