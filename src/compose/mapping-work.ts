/**
 * What people do with the mapping tables, over the codebook and the ledger of this moment.
 * Guarantees: reads only; tables and catalogue are those that the next pass would use; told to stop,
 * it ends soon and with an error, never with half an answer.
 */
import { setImmediate } from 'node:timers/promises';
import { CatalogueIndex } from '../codebook/catalogue-index.ts';
import { cleanCode, tidyCode } from '../codebook/clean-code.ts';
import { ask, changeDays } from '../codebook/lookup-fingerprint.ts';
import { spellProcedures, type WantedName, type WantedNames } from '../codebook/read-wanted-names.ts';
import type { Codebook, LookupKind } from '../domain/codebook.ts';
import type { IsoDay } from '../domain/codes.ts';
import { DongboError } from '../domain/errors.ts';
import { catalogueSnapshot } from '../ledger/catalogue-snapshot.ts';
import type { Database } from '../ledger/database.ts';
import { type Coverage, measureCoverage } from '../pipeline/coverage.ts';
import { type Proposal, type ProposalKind, Proposer, type Wanted } from '../pipeline/propose.ts';
import { wantedOf } from '../pipeline/wanted.ts';
import type { CodebookSource } from './codebook.ts';

/** Which proposals are asked for. */
export interface ProposalRequest {
  /** The province's own list; `null` = what the ledger's dossiers lack, agencies without a national code among it. */
  readonly wanted: WantedNames | null;
  /** `null` = all kinds. */
  readonly kind: ProposalKind | null;
  /** Only parts of this national procedure, however it is written; `null` = all. */
  readonly procedure: string | null;
}

/** How much is translated. Throws DB-CAT-001 where there is no catalogue yet. */
export async function coverageOf(ledger: Database, source: CodebookSource): Promise<Coverage> {
  const codebook = await source.current(ledger);
  const catalogue = new CatalogueIndex(await catalogueSnapshot(ledger));
  return measureCoverage(ledger, codebook, changeDays(source.tables(), catalogue));
}

/**
 * Proposals, most dossiers first. Throws DB-CAT-001, DB-MAP-033 and 034 (a procedure that the catalogue
 * does not have), DB-MAP-035 when `signal` fires.
 */
export async function proposalsOf(
  ledger: Database,
  source: CodebookSource,
  request: ProposalRequest,
  signal: AbortSignal,
): Promise<Proposal[]> {
  const codebook = await source.current(ledger);
  const proposer = new Proposer(await catalogueSnapshot(ledger), source.tables());
  const procedure = request.procedure === null ? null : knownProcedure(proposer, request.procedure);
  const all =
    request.wanted === null
      ? await lackingOf(ledger, source)
      : notYetMapped(
          spellProcedures(request.wanted, (code) => proposer.procedureCode(code)),
          codebook,
        );
  const wanted = all.filter((one) => {
    if (request.kind !== null && one.kind !== request.kind) return false;
    return procedure === null || cleanCode(one.procedure) === cleanCode(procedure);
  });
  return proposeAll(proposer, wanted, signal);
}

/** So many names are looked for at a stretch, in some tens of milliseconds. */
const STRETCH = 50;

/** Looking for names keeps the process busy: without a break it would not hear that it should stop. */
async function proposeAll(
  proposer: Proposer,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<Proposal[]> {
  const proposals: Proposal[] = [];
  for (const one of wanted) {
    if (proposals.length % STRETCH === 0) await setImmediate();
    if (signal.aborted) throw new DongboError('DB-MAP-035', { done: proposals.length });
    proposals.push(proposer.propose(one));
  }
  return proposals;
}

function knownProcedure(proposer: Proposer, written: string): string {
  const code = proposer.procedureCode(written);
  if (code === null) throw new DongboError('DB-MAP-034', { value: tidyCode(written) });
  return code;
}

async function lackingOf(ledger: Database, source: CodebookSource): Promise<Wanted[]> {
  const { lacking, named } = await coverageOf(ledger, source);
  return wantedOf([...lacking, ...named]);
}

/** Of a list without dossiers: what the tables of today do not answer. */
function notYetMapped(names: readonly WantedName[], codebook: Codebook): Wanted[] {
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10) as IsoDay;
  return wantedOf(
    names.flatMap(({ kind, procedure, provinceCode, name }) => {
      const lookup: LookupKind = procedure === '' && kind === 'result' ? 'any-result' : kind;
      const key = { kind: lookup, scope: procedure, code: provinceCode };
      const answer = ask(codebook, key, today);
      if (answer.found) return [];
      const { why, rule } = answer;
      return { key, name, severalNames: false, dossiers: 0, why, rule };
    }),
  );
}
