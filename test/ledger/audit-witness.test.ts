/** Entries that a running service has seen are missed by it, though what is left is a whole chain. */
import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AuditWitness } from '../../src/compose/daemon-audit.ts';
import { judgeAudit } from '../../src/compose/doctor/audit.ts';
import { appendAudit, newestAudit } from '../../src/ledger/audit.ts';
import { verifyAudit } from '../../src/ledger/audit-chain.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
let witness: AuditWitness;
let logged: Record<string, unknown>[];
beforeEach(async () => {
  ledger = await LedgerTrial.open();
  logged = [];
  const stream = new Writable({
    write(line, _encoding, next) {
      logged.push(JSON.parse(String(line)));
      next();
    },
  });
  witness = new AuditWitness({ log: createLogger('info', stream) }, ledger.db);
});
afterEach(() => ledger.close());

const act = (n: number) =>
  appendAudit(ledger.db, { who: 'lan', host: 'may-1', action: 'resync', phase: 'done', detail: { n } });
/** What a superuser can do who knows of the trigger. */
const cut = (after: number) =>
  ledger.db.transaction(async (tx) => {
    await tx.query('ALTER TABLE audit DISABLE TRIGGER ALL');
    await tx.query('DELETE FROM audit WHERE seq > $1', [after]);
    await tx.query('ALTER TABLE audit ENABLE TRIGGER ALL');
  });
const missed = () => logged.filter(({ code }) => code === 'DB-AUD-004').map(({ records }) => records);

test.each([
  ['its end is cut off', 2, 0],
  ['its end is cut off, and it grows past it', 2, 5],
  ['all of it goes', 0, 0],
  ['all of it goes, and it grows past it', 0, 7],
])('%s: log and audit tell it once, and so does the doctor', async (_what, left, more) => {
  for (let n = 0; n < 4; n += 1) await act(n);
  await witness.look();
  await act(4);
  await witness.look();
  expect(missed()).toEqual([]);

  await cut(left);
  for (let n = 0; n < more; n += 1) await act(n);
  for (let n = 0; n < 3; n += 1) await witness.look();
  expect(missed()).toEqual([5]);
  const chain = await verifyAudit(ledger.db, null);
  expect(chain.gone.map(({ seq }) => seq)).toEqual([left + more + 1]);
  expect(judgeAudit(chain, Date.now())).toMatchObject({ result: 'warning', code: 'DB-AUD-004' });
  expect(judgeAudit(chain, Date.now() + 31 * 86_400_000)).toMatchObject({ result: 'ok' });

  // Whoever has looked into it notes the newest hash: what goes later is told again.
  const noted = (await newestAudit(ledger.db))?.hash ?? '';
  expect((await verifyAudit(ledger.db, noted)).gone).toEqual([]);
  await act(9);
  await witness.look();
  await cut(chain.seq);
  await witness.look();
  expect((await verifyAudit(ledger.db, noted)).gone.map(({ seq }) => seq)).toEqual([chain.seq + 1]);
});

test('an audit without any entry is one that was emptied', async () => {
  await expect(verifyAudit(ledger.db, null)).rejects.toMatchObject({ code: 'DB-AUD-003' });
});
