/**
 * What people do with the mapping tables, over the codebook and the ledger of this moment.
 * Guarantees: reads only; tables and catalogue are those that the next pass would use.
 */

import { CatalogueIndex } from '../codebook/catalogue-index.ts';
import { tidyCode } from '../codebook/clean-code.ts';
import { ask, changeDays } from '../codebook/lookup-fingerprint.ts';
import type { WantedName } from '../codebook/read-wanted-names.ts';
import type { Codebook, LookupKind } from '../domain/codebook.ts';
import type { IsoDay } from '../domain/codes.ts';
import { catalogueSnapshot } from '../ledger/catalogue-snapshot.ts';
import type { Database } from '../ledger/database.ts';
import { type Coverage, measureCoverage } from '../pipeline/coverage.ts';
import { type Proposal, Proposer, type Wanted, wantedOf } from '../pipeline/propose.ts';
import type { CodebookSource } from './codebook.ts';

/** Which proposals are asked for. */
export interface ProposalRequest {
  /** The province's own list; `null` = what the ledger's dossiers lack. */
  readonly wanted: readonly WantedName[] | null;
  readonly isPicked: (wanted: Wanted) => boolean;
}

/** How much is translated. Throws DB-CAT-001 where there is no catalogue yet. */
export async function coverageOf(ledger: Database, source: CodebookSource): Promise<Coverage> {
  const codebook = await source.current(ledger);
  const catalogue = new CatalogueIndex(await catalogueSnapshot(ledger));
  return measureCoverage(ledger, codebook, changeDays(source.tables(), catalogue));
}

/** Proposals, most dossiers first. Stops early when `signal` fires. Throws DB-CAT-001. */
export async function proposalsOf(
  ledger: Database,
  source: CodebookSource,
  request: ProposalRequest,
  signal: AbortSignal,
): Promise<Proposal[]> {
  const wanted =
    request.wanted === null
      ? wantedOf((await coverageOf(ledger, source)).lacking)
      : notYetMapped(request.wanted, await source.current(ledger));
  const proposer = new Proposer(await catalogueSnapshot(ledger));
  const proposals: Proposal[] = [];
  for (const one of wanted.filter(request.isPicked)) {
    if (signal.aborted) break;
    proposals.push(proposer.propose(one));
  }
  return proposals;
}

/** Of a list without dossiers: what the tables of today do not answer. */
function notYetMapped(names: readonly WantedName[], codebook: Codebook): Wanted[] {
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10) as IsoDay;
  const listed = names.map(({ kind, procedure, provinceCode, name }) => {
    const lookup: LookupKind = procedure === '' && kind === 'result' ? 'any-result' : kind;
    return { key: { kind: lookup, scope: procedure, code: tidyCode(provinceCode) }, name, dossiers: 0 };
  });
  return wantedOf(listed.filter(({ key }) => !ask(codebook, key, today).found));
}
