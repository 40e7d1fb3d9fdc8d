/** A dossier counts as recorded as soon as its day of receipt can be read, whatever else keeps it from going. */
import { expect, it } from 'vitest';
import type { SourceFields } from '../../../src/domain/source-dossier.ts';
import { normalize } from '../../../src/normalize/normalize.ts';
import { normalizeThoughHeld } from '../../../src/pipeline/though-held.ts';
import { SmallCodebook } from '../../support/small-codebook.ts';
import { aComponent, aDossier } from '../../support/source-rows.ts';

const book = new SmallCodebook();
const PART = { fileBaseUrl: null, holdPolicy: 'part' } as const;
const WHOLE = { ...PART, holdPolicy: 'whole' } as const;
const parts = { components: [aComponent(), aComponent({ id: '8', deleted: 'có lẽ' })] };

it.each<[string, Partial<SourceFields>]>([
  ['no subject', { subject: null }],
  ['no procedure', { procedureCode: null }],
  ['no agency', { agencyCode: null, agencyName: null }],
  ['no status', { status: ' ' }],
  ['no channel', { channel: null }],
  [
    'nothing of these',
    { subject: '', procedureCode: '', agencyCode: '', agencyName: '', status: null, channel: '' },
  ],
])('with %s', (_, lacking) => {
  const source = aDossier(lacking, { components: [aComponent()] });
  expect(normalize(source, book, PART).dossier).toBeNull();
  const { dossier } = normalizeThoughHeld(source, book, PART);
  expect(dossier).toMatchObject({ receivedAt: '2026-01-02T08:00:00', dueAt: '2026-01-05T17:00:00' });
  expect(dossier?.components).toHaveLength(1);
});

it('with a part at fault where any fault holds the whole, without that part', () => {
  const source = aDossier({ ownerIdNumber: '12' }, parts);
  expect(normalize(source, book, WHOLE).dossier).toBeNull();
  const { dossier } = normalizeThoughHeld(source, book, WHOLE);
  expect(dossier).toMatchObject({ ownerIds: [] });
  expect(dossier?.components).toHaveLength(1);
});

it.each<[string, Partial<SourceFields>]>([
  ['no receipt', { receivedAt: null }],
  ['no receipt that can be read', { receivedAt: 'hôm qua' }],
  ['the mark that it was deleted', { deleted: '1' }],
])('but not with %s', (_, lacking) => {
  expect(normalizeThoughHeld(aDossier(lacking), book, WHOLE).dossier).toBeNull();
});
