/** Sources on a REST service of the test's own, and what their errors may not say. */
import { expect } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import { DongboError } from '../../src/domain/errors.ts';
import type { RestRules } from '../../src/domain/source-definition.ts';
import type { SourceMap } from '../../src/domain/source-map.ts';
import type { Source } from '../../src/domain/source-ports.ts';
import { createRestSource } from '../../src/source/rest/create-rest-source.ts';
import type { RestSourceSettings } from '../../src/source/rest/rest-settings.ts';
import { type JsonDossier, PAGINGS, restDefinition, restRules } from '../support/rest-service.ts';

export const NOBODY = { token: null, username: null, password: null, apiKey: null };
export const SECRETS = {
  token: 'bi-mat-token',
  username: 'bi-mat-ten',
  password: 'bi-mat-mk',
  apiKey: 'bi-mat-khoa',
};
/** Of a dossier's owner; must be in no error. */
export const CITIZEN = '079200012345';

/** A source at `settings.url`; two dossiers a page, nobody's credentials. */
export function restSource(
  settings: Partial<RestSourceSettings> & Pick<RestSourceSettings, 'url'>,
  rules: RestRules = restRules(PAGINGS.none),
  map: SourceMap = DEFAULT_SOURCE_MAP,
): Source {
  return createRestSource(
    { credentials: NOBODY, ca: null, pageSize: 2, ...settings },
    restDefinition(map, rules),
  );
}

/** A sound dossier. */
export const dossier = (code: string, at: string, more: JsonDossier = {}): JsonDossier => ({
  ma_ho_so: code,
  ma_tthc: '1.000001',
  ma_don_vi: 'H99.1',
  kenh: '1',
  ngay_tiep_nhan: '2026-11-01',
  trang_thai: '2',
  cap_nhat_luc: at,
  so_dinh_danh: CITIZEN,
  ...more,
});

/** What `work` throws; of ours, and without anything that is secret or personal in it. */
export async function failure(work: Promise<unknown>): Promise<DongboError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DongboError)) throw error ?? new Error('nothing was thrown');
  const said = `${error.stack} ${JSON.stringify(error)} ${error.details.join()} ${String(error.cause)}`;
  expect(said).not.toMatch(/bi-mat|Basic |Bearer |tinh=H99|079200012345/);
  return error;
}
