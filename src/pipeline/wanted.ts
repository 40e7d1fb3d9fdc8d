/**
 * The lacking codes that a national code can be proposed for.
 * Guarantees: spellings that a row takes for one code are one, under the spelling and name of most
 * dossiers, with the dossiers of all; names that differ between them are told, never chosen between.
 */
import { cleanCode } from '../codebook/clean-code.ts';
import { exactKey } from '../codebook/suggest/exact-name.ts';
import type { LookupKind } from '../domain/codebook.ts';
import type { LackingCode } from './coverage.ts';
import type { ProposalKind, Wanted } from './propose.ts';

const KIND_OF_LOOKUP: Readonly<Partial<Record<LookupKind, ProposalKind>>> = {
  procedure: 'procedure',
  component: 'component',
  result: 'result',
  'any-result': 'result',
  agency: 'agency',
};

/** See the head of this file. Most dossiers first. */
export function wantedOf(lacking: readonly LackingCode[]): Wanted[] {
  const all = new Map<string, Wanted>();
  for (const one of [...lacking].sort((a, b) => b.dossiers - a.dossiers)) {
    const kind = KIND_OF_LOOKUP[one.key.kind];
    if (kind === undefined || one.key.code === '') continue;
    const code = JSON.stringify([kind, cleanCode(one.key.scope), cleanCode(one.key.code)]);
    const known = all.get(code);
    all.set(code, known === undefined ? wanted(kind, one) : joined(known, one));
  }
  return [...all.values()].sort((a, b) => b.dossiers - a.dossiers);
}

function wanted(kind: ProposalKind, { key, ...rest }: LackingCode): Wanted {
  return { kind, procedure: key.scope, provinceCode: key.code, ...rest };
}

function joined(known: Wanted, { name, severalNames, dossiers, why, rule }: LackingCode): Wanted {
  const differ = known.name !== '' && name !== '' && exactKey(known.name) !== exactKey(name);
  return {
    ...known,
    name: known.name || name,
    severalNames: known.severalNames || severalNames || differ,
    dossiers: known.dossiers + dossiers,
    // Of two reasons the one that asks for a person.
    ...(known.why === 'unknown' ? { why, rule } : {}),
  };
}
