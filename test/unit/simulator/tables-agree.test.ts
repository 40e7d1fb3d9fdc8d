import { describe, expect, it } from 'vitest';
import { DOSSIER_STATUSES, NATIONAL_VALUES } from '../../../src/domain/dossier.ts';
import { AGENCIES } from '../../../src/simulator/national-facts/agencies.ts';
import { NATIONAL_PROCEDURES } from '../../../src/simulator/national-facts/national-procedures.ts';
import {
  OWN_AGENCIES,
  OWN_PROCEDURES,
  OWN_STATUSES,
  OWN_VALUES,
} from '../../../src/simulator/province/own-codes.ts';
import { OWN_DOCUMENTS } from '../../../src/simulator/province/own-documents.ts';
import { SERVICES } from '../../../src/simulator/province/services-offered.ts';
import { shippedTables } from './shipped-codebook.ts';

const tables = shippedTables();

describe('the shipped tables and the generator say the same', () => {
  it('procedures', () => {
    const rows = tables.procedures.map((row) => [row.provinceCode, row.nationalCode]);
    expect(rows).toEqual(OWN_PROCEDURES.map((row) => [...row]));
  });

  it('documents', () => {
    const rows = tables.documentTypes.map(({ kind, procedure, provinceCode: code, nationalCode }) => ({
      kind,
      procedure,
      code,
      nationalCode,
    }));
    expect(rows).toEqual(OWN_DOCUMENTS);
  });

  it('agencies', () => {
    const rows = tables.agencies.map(({ provinceCode: code, nationalCode, validFrom, validTo }) => ({
      code,
      nationalCode,
      validFrom,
      validTo,
    }));
    expect(rows).toEqual(OWN_AGENCIES.map(({ name: _, ...rest }) => rest));
  });

  it('statuses and values', () => {
    const statuses = tables.statuses.map((row) => [
      row.provinceStatus,
      row.provinceSubstatus,
      row.nationalStatus,
    ]);
    expect(statuses).toEqual(OWN_STATUSES.map((row) => [...row]));
    const values = tables.values.map((row) => [row.field, row.provinceValue, row.nationalValue]);
    expect(values).toEqual(OWN_VALUES.map((row) => [...row]));
  });
});

describe('what the tables lead to', () => {
  const byCode = new Map(NATIONAL_PROCEDURES.map((procedure) => [procedure.code, procedure]));

  it('no two procedures share a code, no procedure lists a component or a result twice', () => {
    expect(byCode.size).toBe(NATIONAL_PROCEDURES.length);
    for (const { code, components, results } of NATIONAL_PROCEDURES) {
      for (const list of [components, results]) {
        expect(new Set(list.map(([part]) => part)).size, code).toBe(list.length);
      }
    }
  });

  it('every national code of the tables stands in the catalogue', () => {
    for (const [, code] of OWN_PROCEDURES) expect(byCode.get(code)?.published, code).toBe(true);
    for (const { kind, procedure, nationalCode } of OWN_DOCUMENTS) {
      const among = procedure === '' ? NATIONAL_PROCEDURES : [byCode.get(procedure)];
      const parts = among.flatMap((one) => (kind === 'component' ? one?.components : one?.results) ?? []);
      expect(parts.map(([code]) => code)).toContain(nationalCode);
    }
    const agencies = ['', ...AGENCIES.map(({ code }) => code)];
    for (const { nationalCode } of OWN_AGENCIES) expect(agencies).toContain(nationalCode);
  });

  it('every status and every field of values has a word, every office a row or a national code', () => {
    expect(new Set(OWN_STATUSES.map(([, , status]) => status))).toEqual(new Set(DOSSIER_STATUSES));
    expect(new Set(OWN_VALUES.map(([field]) => field))).toEqual(new Set(Object.keys(NATIONAL_VALUES)));
    const known = [...OWN_AGENCIES, ...AGENCIES].map(({ code }) => code);
    for (const { code } of SERVICES.flatMap(({ offices }) => offices)) expect(known).toContain(code);
  });

  it('has the dirt of the national database', () => {
    const codes = NATIONAL_PROCEDURES.flatMap((p) => [
      p.code,
      ...[...p.components, ...p.results].map(([c]) => c),
    ]);
    for (const code of [' 1.014325', 'KQ.H37 0002', '000.00.00.G01 -KQ002290', 'Mẫu số 21_73/2026/QĐ-UBND']) {
      expect(codes).toContain(code);
    }
    expect(NATIONAL_PROCEDURES.some(({ name }) => name !== name.normalize('NFC'))).toBe(true);
  });

  it('knows the public holidays of 2026', () => {
    const days = [...tables.holidays.keys()].filter((day) => day.startsWith('2026'));
    expect(days).toHaveLength(15);
    for (const day of ['2026-01-02', '2026-02-17', '2026-04-27', '2026-08-31', '2026-11-24'])
      expect(days).toContain(day);
    // Worked for the Friday and the Monday that were off instead.
    expect([...tables.workedDays]).toEqual(['2026-01-10', '2026-08-22']);
  });
});
