/**
 * A made-up dossier in the making: its rows, and what is expected of it, still open to a fault.
 * Must not: leave this folder; {@link ProvinceDossier} is what goes out.
 */
import type { Random } from '../random.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Office, Service } from './services-offered.ts';
import type { DossierRows, ViewRow } from './view-columns.ts';

/** What all parts of one dossier are made from. */
export interface Making {
  readonly random: Random;
  /** Position in the province, from 0; also in codes and ids. */
  readonly index: number;
  readonly code: string;
  readonly service: Service;
  readonly office: Office;
  readonly online: boolean;
  readonly life: Lifecycle;
}

/** A row with the national code that must come of it. */
export interface CodedRow<Row> {
  row: Row;
  /** '' where it must be held. */
  nationalCode: string;
  readonly files: number;
}

/** See the head of this file. */
export interface Draft {
  readonly making: Making;
  readonly dossier: ViewRow<'dongbo_ho_so'>;
  readonly components: CodedRow<ViewRow<'dongbo_thanh_phan'>>[];
  readonly results: CodedRow<ViewRow<'dongbo_ket_qua'>>[];
  readonly fees: ViewRow<'dongbo_le_phi'>[];
  readonly steps: readonly ViewRow<'dongbo_tien_do'>[];
  readonly supplements: readonly ViewRow<'dongbo_bo_sung'>[];
}

/** An id of a part: unique in its view, since no dossier has ten parts of a kind. */
export function partId(index: number, position: number): string {
  return String((index + 1) * 10 + position);
}

/** The rows as the views show them. */
export function rowsOfDraft(draft: Draft): DossierRows {
  return {
    dongbo_ho_so: draft.dossier,
    dongbo_thanh_phan: draft.components.map(({ row }) => row),
    dongbo_ket_qua: draft.results.map(({ row }) => row),
    dongbo_tien_do: draft.steps,
    dongbo_le_phi: draft.fees,
    dongbo_bo_sung: draft.supplements,
  };
}
