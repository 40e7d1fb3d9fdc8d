/**
 * The words of a name that is looked for, as an index knows them: slips of a keyboard undone where the result is known.
 * Guarantees: pure; a word the index knows is never changed; what cannot be undone stays an unknown word
 * with the known words it may have been.
 * Must not: choose between those; compare-names.ts sees the name they would be part of.
 */
import { isInitials, type NameWord, nameWords } from './name-words.ts';
import { type LikeWord, UNKNOWN, type Vocabulary } from './vocabulary.ts';
import { lettersOf, ONE_SLIP } from './word-likeness.ts';

export interface QueryWord {
  /** As written, and without marks. */
  readonly text: string;
  readonly folded: string;
  /** In the vocabulary, without marks, or {@link UNKNOWN}. */
  readonly id: number;
  /** In the vocabulary, as written, or {@link UNKNOWN}. */
  readonly written: number;
  readonly letters: number;
  readonly marked: boolean;
  readonly initials: boolean;
  readonly weight: number;
  /** Of an unknown word: what it may have been. */
  readonly like: readonly LikeWord[];
}

export interface Query {
  readonly words: readonly QueryWord[];
  /** Whether any word has marks: where none has, missing marks say nothing. */
  readonly marked: boolean;
  readonly weight: number;
}

/** Unknown words beyond these are not looked for under other spellings: a text of those is no name. */
const MOST_SLIPS = 24;
const NUMBER = /\d/;
/** Words run together that are taken apart, and the longest run of letters that is looked into. */
const MOST_PARTS = 3;
const LONGEST_MENDED = 24;

/** @param key the exact key of the name. */
export function readQuery(key: string, vocabulary: Vocabulary): Query {
  let slips = 0;
  const words = mend(nameWords(key), vocabulary).map(({ text, folded }): QueryWord => {
    const id = vocabulary.folded(folded);
    const initials = isInitials(folded);
    const mayBeSlip = id === UNKNOWN && !NUMBER.test(folded) && slips < MOST_SLIPS;
    if (mayBeSlip) slips += 1;
    return {
      text,
      folded,
      id,
      written: vocabulary.written(text),
      letters: lettersOf(folded),
      marked: text !== folded,
      initials,
      weight: id === UNKNOWN ? vocabulary.unknownWeight : vocabulary.weight(id),
      like: mayBeSlip ? vocabulary.like(folded) : [],
    };
  });
  return {
    words,
    marked: words.some(({ marked }) => marked),
    weight: words.reduce((sum, { weight }) => sum + weight, 0),
  };
}

/** Unknown words put together or taken apart, and keys of Telex and VNI that were typed as letters, undone. */
function mend(words: readonly NameWord[], vocabulary: Vocabulary): readonly NameWord[] {
  const known = (folded: string) => vocabulary.folded(folded) !== UNKNOWN;
  const mended: NameWord[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    const next = words[at + 1];
    if (word === undefined) continue;
    if (next !== undefined && !(known(word.folded) && known(next.folded))) {
      const joined = word.folded + next.folded;
      if (known(joined) && !NUMBER.test(joined)) {
        mended.push({ text: word.text + next.text, folded: joined });
        at += 1;
        continue;
      }
    }
    if (known(word.folded)) mended.push(word);
    else mended.push(...(typedKeys(word.folded, known) ?? apart(word, vocabulary) ?? [word]));
  }
  return mended;
}

/** `giaays`, `gia6y1` → `giay`. Which marks were meant is not asked: the word counts as one without. */
function typedKeys(folded: string, known: (word: string) => boolean): readonly NameWord[] | null {
  if (folded.length > LONGEST_MENDED) return null;
  const letters = folded
    .replace(/(?<=[a-z])[0-9]/g, '')
    .replace(/(?<=[aou])w/g, '')
    .replace(/w/g, 'u')
    .replace(/([aeod])\1/g, '$1');
  const ways = [letters];
  for (const { index } of letters.matchAll(/(?<=[aeiouy].*)[sfrxj]/g)) {
    ways.push(letters.slice(0, index) + letters.slice(index + 1));
  }
  const found = ways.find((way) => way !== folded && way.length >= 2 && /[aeiouy]/.test(way) && known(way));
  return found === undefined ? null : [{ text: found, folded: found }];
}

/** `nhậnđãcấp` → `nhận`, `đã`, `cấp`: the parts that are the commonest words; `null` where a single slip explains it. */
function apart(word: NameWord, vocabulary: Vocabulary): readonly NameWord[] | null {
  const { text, folded } = word;
  if (text.length !== folded.length || folded.length > LONGEST_MENDED || NUMBER.test(folded)) return null;
  if (vocabulary.like(folded)[0]?.likeness === ONE_SLIP) return null;
  return partsOf(word, vocabulary, MOST_PARTS)?.parts ?? null;
}

function partsOf(
  { text, folded }: NameWord,
  vocabulary: Vocabulary,
  most: number,
): { readonly parts: readonly NameWord[]; readonly weight: number } | null {
  let best: ReturnType<typeof partsOf> = null;
  const whole = vocabulary.folded(folded);
  if (whole !== UNKNOWN && !vocabulary.initials(whole)) {
    best = { parts: [{ text, folded }], weight: vocabulary.weight(whole) };
  }
  for (let at = 2; most > 1 && at <= folded.length - 2; at += 1) {
    const first = vocabulary.folded(folded.slice(0, at));
    if (first === UNKNOWN || vocabulary.initials(first)) continue;
    const rest = partsOf({ text: text.slice(at), folded: folded.slice(at) }, vocabulary, most - 1);
    if (rest === null) continue;
    const weight = vocabulary.weight(first) + rest.weight;
    if (best !== null && weight >= best.weight) continue;
    best = { parts: [{ text: text.slice(0, at), folded: folded.slice(0, at) }, ...rest.parts], weight };
  }
  return best;
}
