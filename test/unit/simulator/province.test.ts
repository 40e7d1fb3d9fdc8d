import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalize } from '../../../src/normalize/normalize.ts';
import { encodeDossier } from '../../../src/portal/wire/encode-dossier.ts';
import { encodeStep } from '../../../src/portal/wire/encode-step.ts';
import { checkDossier, checkStep } from '../../../src/simulator/portal/check-dossier.ts';
import { PortalCatalogue } from '../../../src/simulator/portal/portal-catalogue.ts';
import { FAULT_KINDS } from '../../../src/simulator/province/expectation.ts';
import { PROVINCE_FILE_BASE_URL } from '../../../src/simulator/province/make-documents.ts';
import { makeProvince } from '../../../src/simulator/province/make-province.ts';
import { VIEW_NAMES, VIEWS } from '../../../src/simulator/province/view-columns.ts';
import { asSource, shippedCodebook } from './shipped-codebook.ts';

const now = new Date('2026-11-24T08:15:00Z');
const options = { dossiers: 3000, faulty: 600, seed: 5, now };

describe('a made-up province', () => {
  it('comes out the same for the same seed, whole or one by one', () => {
    const [whole, alone] = [makeProvince(options), makeProvince(options)];
    const all = [...whole.dossiers()];
    expect(all).toHaveLength(3000);
    for (const index of [0, 17, 2999]) expect(alone.at(index)).toEqual(all[index]);
    expect(makeProvince({ ...options, seed: 6 }).at(0)).not.toEqual(all[0]);
    expect(new Set(all.map(({ expectation }) => expectation.code)).size).toBe(3000);
  });

  it('deals out exactly the faults asked for, every kind as often, in every stretch', () => {
    const faults = [...makeProvince(options).dossiers()].map(({ expectation }) => expectation.fault);
    for (const kind of FAULT_KINDS) expect(faults.filter((fault) => fault === kind)).toHaveLength(50);
    for (let start = 0; start < 3000; start += 100) {
      expect(faults.slice(start, start + 100).filter((fault) => fault !== null)).toHaveLength(20);
    }
  });

  it('refuses numbers that make no province', () => {
    for (const wrong of [{ dossiers: 0 }, { faulty: 3001 }, { faulty: -1 }, { dossiers: 1.5 }]) {
      expect(() => makeProvince({ ...options, ...wrong })).toThrow(RangeError);
    }
  });

  it('keeps times in order and before now, wherever now falls', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2025-09-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 199 }),
        (today, index) => {
          const { rows } = makeProvince({ dossiers: 200, faulty: 20, seed: 1, now: today }).at(index);
          const times = rows.dongbo_tien_do.map(({ thoi_diem }) => Date.parse(thoi_diem ?? ''));
          expect([...new Set(times)].sort((a, b) => a - b)).toEqual(times);
          const changed = Date.parse(rows.dongbo_ho_so.cap_nhat_luc ?? '');
          expect(changed).toBeGreaterThanOrEqual(times.at(-1) ?? Number.NaN);
          expect(changed).toBeLessThanOrEqual(today.getTime());
        },
      ),
    );
  });

  it('fills every column of the views, and has several rows of one time of change', () => {
    const all = [...makeProvince({ ...options, dossiers: 50, faulty: 10 }).dossiers()];
    for (const { rows } of all) {
      for (const view of VIEW_NAMES) {
        const list = view === 'dongbo_ho_so' ? [rows.dongbo_ho_so] : rows[view];
        for (const row of list)
          expect(Object.keys(row).sort()).toEqual(Object.keys(VIEWS[view].columns).sort());
      }
    }
    expect(new Set(all.map(({ rows }) => rows.dongbo_ho_so.cap_nhat_luc)).size).toBeLessThan(50);
  });
});

describe('with the shipped tables, the daemon makes of it what the generator expects', () => {
  const codebook = shippedCodebook();
  const catalogue = new PortalCatalogue();
  const sorted = (codes: readonly string[]) => [...new Set(codes)].sort();

  it('dossier by dossier, and a strict portal takes every one that goes', () => {
    for (const { rows, expectation } of makeProvince(options).dossiers()) {
      const out = normalize(asSource(rows), codebook, {
        fileBaseUrl: PROVINCE_FILE_BASE_URL,
        holdPolicy: 'part',
      });
      const seen = {
        held: sorted(out.held.map(({ scope }) => scope)),
        blocked: out.dossier === null,
        procedure: out.dossier?.procedureCode ?? '',
        components: sorted((out.dossier?.components ?? []).map(({ code }) => code)),
        files: out.dossier?.components.length ?? 0,
        results: sorted((out.dossier?.results ?? []).map(({ code }) => code)),
        status: out.dossier?.status ?? '',
        steps: out.dossier === null ? [] : out.steps.map(({ status }) => status),
      };
      expect(seen, `${expectation.code} ${JSON.stringify(out.held)}`).toEqual({
        held: sorted(expectation.heldScopes),
        blocked: expectation.outcome === 'held',
        procedure: expectation.procedureCode,
        components: expectation.componentCodes,
        files: expectation.componentFiles,
        results: expectation.resultCodes,
        status: expectation.status,
        steps: expectation.stepStatuses,
      });
      if (out.dossier === null) continue;
      expect(checkDossier(encodeDossier(out.dossier), catalogue), expectation.code).toEqual([]);
      expect(out.steps.flatMap((step) => checkStep(encodeStep(step)))).toEqual([]);
    }
  });
});
