/**
 * How a province's name of a thing comes to differ from the national one: one rule each.
 * Guarantees: a name with a letter never becomes one without; the same chance gives the same name.
 * Must not: spare the engine: errors fall anywhere, and a word left out may be the one that matters.
 */
import { SHORT_FORMS } from './abbreviations.ts';
import type { Chance } from './chance.ts';

export type Rule = (name: string, chance: Chance) => string;

const words = (name: string): string[] => name.trim().split(/\s+/);

const marksLost: Rule = (name) =>
  name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');

const decomposed: Rule = (name) => name.normalize('NFD');

const capitals: Rule = (name) => name.normalize('NFC').toUpperCase();

/** Every phrase that has a short form, in half of the cases only some; one that is short already, written out. */
const abbreviated: Rule = (name, chance) => {
  const all = chance.next() < 0.5;
  const forms = [...SHORT_FORMS].sort((a, b) => b[0].length - a[0].length || (chance.next() < 0.5 ? -1 : 1));
  let short = name.normalize('NFC');
  for (const [full, form] of forms) {
    short = short.replace(wholeWords(full, 'giu'), (found) => (all || chance.next() < 0.7 ? form : found));
  }
  if (short !== name.normalize('NFC')) return short;
  for (const [full, form] of forms) {
    short = short.replace(wholeWords(form, 'gu'), full);
    if (short !== name.normalize('NFC')) return short;
  }
  return initialsSomewhere(name, chance);
};

function wholeWords(phrase: string, flags: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${phrase}(?![\\p{L}\\p{N}])`, flags);
}

/** Two to four words that stand together, by their first letters: a short form that nobody has in a list. */
function initialsSomewhere(name: string, chance: Chance): string {
  const all = words(name.normalize('NFC'));
  const runs: [number, number][] = [];
  for (let from = 0; from < all.length; from += 1) {
    for (let to = from + 2; to <= Math.min(from + 4, all.length); to += 1) {
      if (to - from === all.length && all.length < 4) continue;
      if (all.slice(from, to).every((word) => /^\p{L}{2,}$/u.test(word))) runs.push([from, to]);
    }
  }
  const [from, to] = runs[Math.floor(chance.next() * runs.length)] ?? [0, 0];
  if (to === 0) return name;
  const initials = all.slice(from, to).map((word) => (word[0] ?? '').toUpperCase());
  return [...all.slice(0, from), initials.join(''), ...all.slice(to)].join(' ');
}

const KEYS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** One or two real ones: the next key, a letter twice, left out (a blank as well), two swapped. */
const typingErrors: Rule = (name, chance) => {
  let letters = [...name.normalize('NFC')];
  for (let errors = chance.between(1, 2); errors > 0; errors -= 1) {
    const places = letters.flatMap((char, at) => (/\p{L}/u.test(char) ? [at] : []));
    if (places.length < 2) break;
    letters = typedWrong(letters, places[chance.between(0, places.length - 1)] ?? 0, chance);
  }
  return letters.join('');
};

function typedWrong(letters: readonly string[], at: number, chance: Chance): string[] {
  const typed = [...letters];
  const letter = typed[at] ?? '';
  switch (chance.pick(['next', 'twice', 'dropped', 'swapped', 'joined'])) {
    case 'twice':
      typed.splice(at, 0, letter);
      break;
    case 'dropped':
      typed.splice(at, 1);
      break;
    case 'swapped': {
      const other = /\p{L}/u.test(typed[at + 1] ?? '') ? at + 1 : at - 1;
      if (!/\p{L}/u.test(typed[other] ?? '') || typed[other] === letter)
        return typedWrong(letters, at, chance);
      [typed[at], typed[other]] = [typed[other] ?? '', letter];
      break;
    }
    case 'joined': {
      const blank = typed.indexOf(' ', at);
      // One in five at most: a blank is one key in five of Vietnamese text, and not every text has one.
      if (blank < 0 || chance.next() < 0.5) return typedWrong(letters, at, chance);
      typed.splice(blank, 1);
      break;
    }
    case 'next':
      typed[at] = nextKey(letter, chance);
  }
  return typed;
}

function nextKey(letter: string, chance: Chance): string {
  const base = marksLost(letter, chance).toLowerCase();
  const row = KEYS.findIndex((keys) => keys.includes(base));
  if (row < 0) return letter + letter;
  const column = KEYS[row]?.indexOf(base) ?? 0;
  const near = [
    KEYS[row]?.[column - 1],
    KEYS[row]?.[column + 1],
    KEYS[row - 1]?.[column],
    KEYS[row - 1]?.[column + 1],
    KEYS[row + 1]?.[column],
    KEYS[row + 1]?.[column - 1],
  ].filter((key) => key !== undefined);
  return near[Math.floor(chance.next() * near.length)] ?? letter + letter;
}

const numbered: Rule = (name, chance) => {
  const number = chance.between(1, 20);
  const letter = chance.pick(['a', 'b', 'c', 'd', 'đ', 'e']);
  const roman = chance.pick(['I', 'II', 'III', 'IV', 'V', 'VI']);
  const before = chance.pick([
    `${number}. `,
    `${number}.`,
    `${number}) `,
    `(${number}) `,
    `${number}/ `,
    `${number} - `,
    `${chance.between(1, 9)}.${number}. `,
    `${letter}) `,
    `${letter}. `,
    `${roman}. `,
    '- ',
    '+ ',
    '• ',
    '* ',
    `- ${number}. `,
    `${roman}.${number}. `,
    `${chance.between(1, 9)}.${number} `,
  ]);
  return before + name;
};

/** The first 50 to 80 percent of the words. */
const cutShort: Rule = (name, chance) => {
  const all = words(name);
  const kept = Math.max(1, Math.round(all.length * (0.5 + 0.3 * chance.next())));
  return orWhole(all.slice(0, kept), name);
};

/** One or two words, two only where they are no more than a fifth. */
const leftOut: Rule = (name, chance) => {
  const all = words(name);
  let out = all.length >= 10 ? chance.between(1, 2) : 1;
  for (; out > 0 && all.length > 1; out -= 1) all.splice(chance.between(0, all.length - 1), 1);
  return orWhole(all, name);
};

/** Two neighbouring parts between commas, or two words anywhere. */
const orderChanged: Rule = (name, chance) => {
  const parts = name.split(/([,;])/);
  if (parts.length >= 3 && chance.next() < 0.5) {
    const at = 2 * chance.between(0, (parts.length - 3) / 2);
    [parts[at], parts[at + 2]] = [parts[at + 2] ?? '', parts[at] ?? ''];
    return parts
      .map((part, index) => (index % 2 === 0 && index > 0 ? ` ${part.trim()}` : part.trim()))
      .join('');
  }
  const all = words(name);
  if (all.length < 2) return name;
  const one = chance.between(0, all.length - 2);
  const other = chance.between(one + 1, all.length - 1);
  [all[one], all[other]] = [all[other] ?? '', all[one] ?? ''];
  return all.join(' ');
};

function orWhole(kept: readonly string[], name: string): string {
  const text = kept.join(' ');
  return /\p{L}/u.test(text) ? text : name;
}

/** One after the other. */
const both =
  (...rules: readonly Rule[]): Rule =>
  (name, chance) =>
    rules.reduce((text, rule) => rule(text, chance), name);

/** Each alone: the goals are held over these. */
export const RULES: Readonly<Record<string, Rule>> = {
  'marks lost': marksLost,
  decomposed,
  capitals,
  abbreviated,
  'typing errors': typingErrors,
  numbered,
  'cut short': cutShort,
  'words left out': leftOut,
  'order changed': orderChanged,
};

/** Several at once. */
export const COMBINED: Readonly<Record<string, Rule>> = {
  'marks lost + capitals': both(marksLost, capitals),
  'marks lost + typing errors': both(typingErrors, marksLost),
  'marks lost + abbreviated': both(abbreviated, marksLost),
  'marks lost + cut short': both(cutShort, marksLost),
  'left out + typing errors': both(leftOut, typingErrors),
  'numbered + abbreviated': both(abbreviated, numbered),
  'order changed + left out': both(orderChanged, leftOut),
  'all together': both(
    abbreviated,
    leftOut,
    orderChanged,
    cutShort,
    typingErrors,
    marksLost,
    capitals,
    numbered,
    decomposed,
  ),
};
