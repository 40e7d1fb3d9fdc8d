/**
 * Whose figures an agency's name in a published file means.
 * Guarantees: by the code (in its form of before and since 2020), by a name that only one agency of the ledger has, or by what whoever
 * imports the file says; an agency that cannot be told is another's, and named.
 * Must not: take names that are merely alike for the same.
 */
import { WHOLE_PROVINCE } from '../../domain/score/official-score.ts';
import type { ScoreAgency } from '../../domain/score/score-world.ts';
import type { NamedAgency } from './found-figure.ts';

/** What is known of one's own province. */
export interface OwnAgencies {
  /** The province's own national code; '' = not known. */
  readonly province: string;
  /** How the file names the province: its code, name or id; '' = nothing is said. */
  readonly named: string;
  /** Agencies that the ledger knows. */
  readonly agencies: readonly ScoreAgency[];
}

/** `ours`: the agency under which the figures stand. `other`: as the file names it. `unnamed`: it names none. */
export type Whose =
  | { readonly kind: 'ours'; readonly agency: string }
  | { readonly kind: 'other'; readonly named: string }
  | { readonly kind: 'unnamed' };

const OLD_FORM = /^(\d{3})\.(\d{2,3})\.(\d{2,3})\.([A-Z]\d{1,3})$/;
const ZEROS = /^0+$/;

/** An agency's code in the form since 2020: `000.00.12.H22` → `H22.12`; others as they are, in capitals. */
export function newForm(code: string): string {
  const text = code.normalize('NFC').trim().toUpperCase();
  const [, fourth = '', third = '', second = '', root = ''] = OLD_FORM.exec(text) ?? [];
  if (root === '') return text;
  const levels = [second, third, fourth];
  while (ZEROS.test(levels.at(-1) ?? '')) levels.pop();
  return [root, ...levels].join('.');
}

/** The province or ministry in a code: `H22`; '' where it has none. */
export const rootOf = (code: string): string => /^[A-Z]\d{1,3}(?=\.|$)/.exec(newForm(code))?.[0] ?? '';

/** A name as it is compared: `UBND` is `Ủy ban nhân dân`, however that is spelled. */
const foldedName = (name: string): string =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('uỷ', 'ủy')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^ubnd(?= )/, 'ủy ban nhân dân');

/** One text for an agency, whatever form its code has; by the name where there is no code. */
export const agencyKey = ({ code, name }: ScoreAgency): string => newForm(code) || foldedName(name);

/** Texts under which an agency may stand that published figures name by its code or its name. */
export const agencyKeysOf = (agency: string): readonly string[] => [newForm(agency), foldedName(agency)];

/** Tells whose figures they are; made once for a file. */
export class WhoseFigures {
  readonly #own: OwnAgencies;
  readonly #byCode = new Map<string, string>();
  readonly #byName = new Map<string, string | null>();

  constructor(own: OwnAgencies) {
    this.#own = own;
    const province = newForm(own.province);
    for (const { code, name } of own.agencies) {
      const agency = code !== '' && newForm(code) === province ? WHOLE_PROVINCE : code || name;
      if (code !== '') this.#byCode.set(newForm(code), agency);
      const folded = foldedName(name);
      const known = this.#byName.get(folded);
      if (folded !== '') this.#byName.set(folded, known === undefined || known === agency ? agency : null);
    }
    if (province !== '') this.#byCode.set(province, WHOLE_PROVINCE);
  }

  /** @param agency as the file names it */
  of({ code, name, id }: NamedAgency): Whose {
    const names = [code, name, id].filter((text) => text !== '');
    if (names.length === 0) return { kind: 'unnamed' };
    const { named, province } = this.#own;
    if (named !== '' && names.some((text) => foldedName(text) === foldedName(named)))
      return ours(WHOLE_PROVINCE);
    const byCode = this.#byCode.get(newForm(code));
    if (code !== '' && byCode !== undefined) return ours(byCode);
    if (province !== '' && rootOf(code) !== '' && rootOf(code) === rootOf(province)) return ours(code);
    const byName = code === '' ? this.#byName.get(foldedName(name)) : undefined;
    if (typeof byName === 'string') return ours(byName);
    return { kind: 'other', named: name || code || id };
  }
}

const ours = (agency: string): Whose => ({ kind: 'ours', agency });
