/** `explain` tells of each step what the portal has, and what the source says of it by now. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { documentOf } from '../../../src/cli/explain-document.ts';
import { explanation } from '../../../src/cli/explain-text.ts';
import { parseConfig } from '../../../src/config.ts';
import { stepsOtherwise } from '../../../src/ledger/following.ts';
import { noteAbsent } from '../../../src/ledger/lost-dossier.ts';
import { settleReadBack } from '../../../src/ledger/read-back.ts';
import { explain } from '../../../src/pipeline/explain.ts';
import { dossier, LedgerTrial } from '../../ledger/trial.ts';
import { SmallCodebook } from '../../support/small-codebook.ts';

const SETTINGS = { fileBaseUrl: null, holdPolicy: 'part' as const };
const BOOK = new SmallCodebook();
const english = (_vi: string, en: string): string => en;
/** The wire form is another test's. */
const as = (payload: unknown): unknown => payload;

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open(2);
});
afterAll(() => ledger.close());

/** Explained as it stands; the text in English. */
async function told(code: string, config = parseConfig({}, {})) {
  const found = await explain(ledger.db, BOOK, SETTINGS, code);
  if (!found) throw new Error(`${code} is not in the ledger`);
  const house = { config, wire: () => ({ dossier: as, step: as }) } as never;
  const document = documentOf(found, { house, language: 'en', say: english });
  return { document, text: explanation(document, 'en', english) };
}
const saying = (code: string, ...steps: readonly string[]) => ledger.store(dossier(code, { steps }));

it('a step that the portal has otherwise than the source is told with both texts, and counted', async () => {
  await ledger.accepted(dossier('H99-corrected', { steps: ['1:trước', '2:hai'] }));
  await saying('H99-corrected', '1:sau');
  const { document, text } = await told('H99-corrected');
  expect(document.steps).toMatchObject([
    {
      state: 'accepted',
      payload: { content: 'trước' },
      next: { content: 'sau' },
      withdrawn: false,
    },
    { state: 'accepted', payload: { content: 'hai' }, next: null, withdrawn: true },
  ]);
  expect(text).toMatch(/trước.*\n.*it cannot change a step.*sau/);
  expect(text).toContain('The source has it no more; the portal keeps it.');
  expect(await stepsOtherwise(ledger.db)).toEqual({ count: 2, examples: ['H99-corrected'] });
  await saying('H99-corrected', '1:trước', '2:hai');
  expect(await stepsOtherwise(ledger.db)).toEqual({ count: 0, examples: [] });
  expect((await told('H99-corrected')).text).not.toContain('→');
});

it('a step that may be at the portal is told with what goes instead of it', async () => {
  await ledger.accepted(dossier('H99-out'));
  await saying('H99-out', '1:trước');
  await ledger.end(await ledger.sendStep('H99-out'), 'unknown', 60_000);
  await saying('H99-out', '1:sau');
  expect((await told('H99-out')).text).toMatch(
    /may be at the portal; if it is not, this goes instead: .*sau/,
  );
  await saying('H99-out');
  expect((await told('H99-out')).text).toContain('if the portal does not have it, it goes no more');
});

it('a step that cannot be told of names the setting in force', async () => {
  await ledger.accepted(dossier('H99-untold'));
  await saying('H99-untold', '1:một');
  const sent = await ledger.sendStep('H99-untold');
  await ledger.end(sent, 'not understood');
  await ledger.db.query(`UPDATE held SET code = 'DB-PRT-012' WHERE code = 'DB-PRT-011'`);
  const held = await told('H99-untold');
  expect(held.document.stepsWhenUnknown).toBe('hold');
  expect(held.text).toContain('STEPS_WHEN_UNKNOWN=hold is set');
  const resend = await told('H99-untold', parseConfig({ STEPS_WHEN_UNKNOWN: 'resend' }, {}));
  expect(resend.document.stepsWhenUnknown).toBe('resend');
  expect(resend.text).toContain('STEPS_WHEN_UNKNOWN=resend is set');
});

it('a corrected step that goes again in doubt is told with the text that may be there, too', async () => {
  await ledger.accepted(dossier('H99-two'));
  await saying('H99-two', '1:trước');
  await ledger.end(await ledger.sendStep('H99-two'), 'unknown');
  const token = await ledger.lease('H99-two');
  const { id: deliveryId } = await ledger.row('H99-two', '1');
  await settleReadBack(ledger.db, token, [{ deliveryId, verdict: 'resend', delayMs: 0, held: null }], []);
  expect((await told('H99-two')).text).not.toContain('→');
  await saying('H99-two', '1:sau');
  const { document, text } = await told('H99-two');
  expect(document.steps).toMatchObject([{ payload: { content: 'sau' }, other: { content: 'trước' } }]);
  expect(text).toMatch(/sau.*\n.*An older text may be at the portal, too.*trước/);
});

it('a step that was dropped keeps its calls, and they are not taken for the dossier’s', async () => {
  await ledger.accepted(dossier('H99-dropped'));
  await saying('H99-dropped', '1:một');
  await ledger.end(await ledger.sendStep('H99-dropped'), 'retrying');
  await saying('H99-dropped');
  const { document, text } = await told('H99-dropped');
  expect(document.attempts.map(({ of, outcome }) => [of, outcome])).toEqual([
    ['dossier', 'accepted'],
    ['', 'retry-later'],
  ]);
  expect(text).toMatch(/a dropped step/);
});

it('a dossier that the portal seems to have lost is sent again, which is said', async () => {
  await ledger.accepted(dossier('H99-lost'));
  const token = await ledger.lease('H99-lost');
  await ledger.db.query(
    `INSERT INTO lease (dossier_id, token, until) VALUES ($1, $2, now() + interval '1 minute')`,
    [await ledger.id('H99-lost'), token],
  );
  await noteAbsent(ledger.db, token, [await ledger.id('H99-lost')]);
  const { document, text } = await told('H99-lost');
  expect(document.absence).toBe('absent');
  expect(text).toContain('A look-up does not find it at the portal');
});
