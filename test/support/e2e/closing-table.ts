/**
 * Source, ledger and portal held against each other, dossier by dossier and step by step.
 * Guarantees: nothing of Dongbo's own word is believed: what the portal has is compared with what the
 * source says now; the ledger must say the same. Every offence is told.
 * Must not: know how the three were filled.
 */
import { isDeepStrictEqual } from 'node:util';
import type { DeliveryState } from '../../../src/domain/delivery.ts';
import type { Dossier, Step } from '../../../src/domain/dossier.ts';
import type { Queryable } from '../../../src/ledger/database.ts';
import { encodeDossier } from '../../../src/portal/wire/encode-dossier.ts';
import { encodeStep } from '../../../src/portal/wire/encode-step.ts';
import type { Said, WireFields } from './said-by-source.ts';

/** A dossier at the portal. */
export interface AtPortal {
  readonly payload: WireFields;
  readonly created: number;
  readonly updated: number;
  readonly steps: readonly WireFields[];
}

/** What was found; each offence is `code: what`. */
export interface ClosingTable {
  readonly dossiers: number;
  readonly steps: number;
  /** The source says it, and the portal does not have it, or the ledger does not know or finish it. */
  readonly lost: readonly string[];
  /** The portal has it more than once. */
  readonly doubled: readonly string[];
  /** The portal has something else than the source says, or the ledger thinks that it has. */
  readonly wrong: readonly string[];
}

/** The three sides, and what the test knows of them. */
export interface Sides {
  readonly said: ReadonlyMap<string, Said>;
  readonly portal: ReadonlyMap<string, AtPortal>;
  readonly ledger: Queryable;
  /** `code/step` of steps whose content the source changed after saying it: the portal may keep any version. */
  readonly corrected: ReadonlySet<string>;
}

interface LedgerRow {
  readonly code: string;
  readonly step_id: string;
  readonly state: DeliveryState;
  readonly payload: Dossier | Step | null;
  readonly reasons: readonly string[];
}

const DELIVERIES = `
  SELECT d.code, v.step_id, v.state::text AS state, v.payload,
    ARRAY(SELECT h.origin || ' ' || h.code FROM held h WHERE h.dossier_id = d.id
      AND (h.scope = 'step') = (v.kind = 'step') AND (v.kind = 'dossier' OR h.part = v.step_id) ORDER BY 1) AS reasons
  FROM dossier d JOIN delivery v ON v.dossier_id = d.id`;

/** As it comes out of the other side of the wire. */
const asSent = (fields: unknown): WireFields => JSON.parse(JSON.stringify(fields)) as WireFields;

function differing(found: WireFields, wanted: WireFields): string {
  const names = new Set([...Object.keys(found), ...Object.keys(wanted)]);
  return [...names].filter((name) => !isDeepStrictEqual(found[name], wanted[name])).join(', ');
}

/** Compares all. */
export async function closingTable(sides: Sides): Promise<ClosingTable> {
  const { rows } = await sides.ledger.query<LedgerRow>(DELIVERIES);
  const ledger = new Map(rows.map((row) => [`${row.code}/${row.step_id}`, row]));
  const found: Record<'lost' | 'doubled' | 'wrong', string[]> = { lost: [], doubled: [], wrong: [] };
  const known = new Set([...sides.portal.keys(), ...rows.map(({ code }) => code)]);
  for (const code of known)
    if (!sides.said.has(code)) found.wrong.push(`${code}: the source has no such dossier`);
  let steps = 0;
  for (const [code, said] of sides.said) {
    steps += said.steps.length;
    compareDossier(code, said, sides.portal.get(code), ledger.get(`${code}/`), found);
    compareSteps(code, said, sides, ledger, found);
  }
  return { dossiers: sides.said.size, steps, ...found };
}

type Found = Readonly<Record<'lost' | 'doubled' | 'wrong', string[]>>;

function compareDossier(
  code: string,
  said: Said,
  stored: AtPortal | undefined,
  row: LedgerRow | undefined,
  found: Found,
): void {
  if (row === undefined) return void found.lost.push(`${code}: is not in the ledger`);
  const state = `${row.state} ${row.reasons.join(', ')}`.trim();
  if (said.dossier === null) {
    if (row.state !== 'held') found.wrong.push(`${code}: must be held, the ledger says ${state}`);
    return;
  }
  if (stored === undefined)
    return void found.lost.push(`${code}: is not at the portal, the ledger says ${state}`);
  if (stored.created !== 1) found.doubled.push(`${code}: was created ${stored.created} times`);
  const wanted = asSent(said.dossier);
  const other = differing(stored.payload, wanted);
  if (row.state !== 'accepted')
    found.lost.push(`${code}: the ledger says ${state}, other fields: ${other || 'none'}`);
  else if (other !== '') found.wrong.push(`${code}: the portal has other values of ${other}`);
  const ours = row.payload && differing(asSent(encodeDossier(row.payload as Dossier)), wanted);
  if (ours !== '') found.wrong.push(`${code}: the ledger has other values of ${ours ?? 'all'}`);
}

function compareSteps(
  code: string,
  said: Said,
  { portal, corrected }: Sides,
  ledger: ReadonlyMap<string, LedgerRow>,
  found: Found,
): void {
  const stored = portal.get(code);
  if (stored === undefined) return;
  const left = [...stored.steps];
  let before = -1;
  for (const { id, wire } of said.steps) {
    const name = `${code}/${id}`;
    const row = ledger.get(name);
    const wanted = asSent(wire);
    const like = (step: WireFields): boolean => {
      const other = differing(step, wanted);
      return other === '' || (corrected.has(name) && other === 'NoiDungXuLy');
    };
    const hits = left.filter(like);
    if (hits.length > 1) found.doubled.push(`${name}: stands ${hits.length} times at the portal`);
    const [hit] = hits;
    const state = row ? `${row.state} ${row.reasons.join(', ')}`.trim() : 'nothing';
    // What waits for its dossier, and that for a person, is not lost; nobody may say that it arrived.
    const waits = said.dossier === null && row?.state !== 'accepted' && row !== undefined;
    if (!hit && waits) continue;
    if (!hit) found.lost.push(`${name}: is not at the portal, the ledger says ${state}`);
    else if (row?.state !== 'accepted')
      found.lost.push(`${name}: is at the portal, the ledger says ${state}`);
    else if (row.payload && differing(asSent(encodeStep(row.payload as Step)), hit) !== '') {
      found.wrong.push(`${name}: the portal has another version than the ledger`);
    }
    if (!hit) continue;
    const at = stored.steps.indexOf(hit);
    if (at < before) found.wrong.push(`${name}: came before an earlier step`);
    before = at;
    for (const one of hits) left.splice(left.indexOf(one), 1);
  }
  for (const _one of left) found.wrong.push(`${code}: the portal has a step that the source does not`);
}
