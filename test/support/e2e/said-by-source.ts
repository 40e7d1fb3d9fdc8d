/**
 * What the province says now, as the portal should have it: read anew from the first row and normalized
 * with the present tables, past everything that Dongbo remembers.
 * Must not: look at what the ledger stores of dossiers; only its catalogue is used.
 */
import { resolve } from 'node:path';
import { openCodebook } from '../../../src/compose/codebook.ts';
import type { SourceDossier } from '../../../src/domain/source-dossier.ts';
import type { Source } from '../../../src/domain/source-ports.ts';
import type { Database } from '../../../src/ledger/database.ts';
import { type NormalizeSettings, normalizerFor } from '../../../src/pipeline/normalize-for-ledger.ts';
import { ledgerCode } from '../../../src/pipeline/take-in.ts';
import { encodeDossier } from '../../../src/portal/wire/encode-dossier.ts';
import { encodeStep } from '../../../src/portal/wire/encode-step.ts';
import { createSqlSource } from '../../../src/source/sql/create-sql-source.ts';

/** A message's fields as they stand on the wire. */
export type WireFields = Readonly<Record<string, unknown>>;

/** One dossier. */
export interface Said {
  /** `null` where a fault holds it. */
  readonly dossier: WireFields | null;
  /** In order. */
  readonly steps: readonly { readonly id: string; readonly wire: WireFields }[];
}

/** Where to read. */
export interface SaidDeps {
  readonly sourceUrl: string;
  readonly mappingsDir: string;
  readonly ledger: Database;
  readonly normalize: NormalizeSettings;
}

/** Every row, those too that the cursor cannot see. */
export async function readAll(source: Source): Promise<SourceDossier[]> {
  const rows: SourceDossier[] = [];
  for (let position = null, end = false; !end; ) {
    const page = await source.readPage(position);
    rows.push(...page.dossiers);
    position = page.last ?? position;
    end = page.end;
  }
  for (let skip = 0, end = false; !end; ) {
    const page = await source.readIrregular(skip);
    rows.push(...page.dossiers);
    skip += page.dossiers.length;
    end = page.end;
  }
  return rows;
}

/** By code. */
export async function saidBySource(deps: SaidDeps): Promise<Map<string, Said>> {
  const onFault = (error: Error): never => {
    throw error;
  };
  const opened = openCodebook(resolve(deps.mappingsDir), 'vi', deps.normalize, { onFault }, { strict: true });
  const source = createSqlSource({ url: deps.sourceUrl, pageSize: 1000 }, opened.tables().sources[0].map);
  try {
    const normalized = normalizerFor(await opened.current(deps.ledger), deps.normalize);
    const rows = await readAll(source);
    return new Map(
      rows.map((row): [string, Said] => {
        const code = ledgerCode(row);
        const { normalized: became } = normalized({ code, source: row, sourceHash: '' });
        const { dossier, steps } = became;
        return [
          code,
          {
            dossier: dossier && encodeDossier(dossier),
            steps: steps.map((step) => ({ id: step.id, wire: encodeStep(step) })),
          },
        ];
      }),
    );
  } finally {
    await source.close();
  }
}
