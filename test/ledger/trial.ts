/**
 * A ledger of a test's own, with short words for what happens to it.
 * Guarantees: does nothing but call the ledger's own functions; the only SQL of its own looks at
 * rows or lets time pass (an expired lease, a delivery that falls due).
 */
import { randomUUID } from 'node:crypto';
import type { DeliveryState } from '../../src/domain/delivery.ts';
import type { Dossier, Step } from '../../src/domain/dossier.ts';
import type { Held } from '../../src/domain/normalized.ts';
import { applyCodebook, type LedgerCodebook } from '../../src/ledger/apply-codebook.ts';
import {
  type ClaimedDossier,
  type ClaimedStep,
  claimDossiers,
  dueSteps,
  lease,
  markStepsSending,
  noteCalling,
  releaseLease,
} from '../../src/ledger/claim.ts';
import { type Database, openDatabase } from '../../src/ledger/database.ts';
import { type AttemptRow, type Settlement, settle } from '../../src/ledger/settle.ts';
import { type DueByLane, storePage } from '../../src/ledger/store-page.ts';
import type { NamedKey } from '../../src/ledger/store-use.ts';
import type { StoredDossier, StoredPage } from '../../src/ledger/stored-page.ts';
import { freshLedger } from '../support/services.ts';
import { aDossier } from '../support/source-rows.ts';

/** What a dossier says: its subject tells versions apart; `null` = a fault holds it. */
export interface Says {
  readonly says?: string | null;
  /** `id` or `id:content`, in order. */
  readonly steps?: readonly string[];
  readonly held?: readonly Held[];
  readonly lane?: StoredDossier['lane'];
  readonly changedAt?: string | null;
  /** Codes that it asks the codebook for. */
  readonly asks?: readonly string[];
}

/** A blocking fault of the dossier itself. */
export const BLOCKING: Held = {
  scope: 'dossier',
  part: '',
  code: 'DB-DOS-015',
  field: 'channel',
  value: '',
  params: {},
  blocking: true,
};

/** A dossier as `pipeline/` would hand it over; the ledger does not look into payloads. */
export function dossier(code: string, what: Says = {}): StoredDossier {
  const { says = 'A', steps = [], lane = 'live', changedAt = '2026-11-02T01:00:00Z', asks = [] } = what;
  const held = what.held ?? (says === null ? [BLOCKING] : []);
  const payload = says === null ? null : ({ code, subject: says, status: '4' } as unknown as Dossier);
  const parts = steps.map((text) => stepOf(code, text));
  return {
    code,
    source: aDossier({ code, subject: says }, { changedAt }),
    sourceHash: JSON.stringify([says, steps]),
    normalized: { dossier: payload, steps: parts, held, trace: [] },
    payloadHash: says === null ? null : `hash of ${says}`,
    steps: parts.map((step) => ({ step, hash: `hash of ${step.content}` })),
    lookups: asks.map(keyOf),
    receivedOn: null,
    lane,
  };
}

/** A question for a component of this code. */
export function keyOf(code: string): NamedKey {
  return { kind: 'component', scope: '1.001193', code, name: '', nameKey: '' };
}

/** A codebook of this version, whose answer to a question is `answers[code]`, else always the same. */
export function codebook(version: string, answers: Readonly<Record<string, string>> = {}): LedgerCodebook {
  return { version, fingerprint: ({ code }) => answers[code] ?? 'same' };
}

function stepOf(code: string, text: string): Step {
  const [id = '', content = 'Tiếp nhận'] = text.split(':');
  return { id, dossierCode: code, content, at: '2026-11-02T08:00:00', status: '2' } as unknown as Step;
}

/** A delivery as its row stands. */
export interface Row {
  readonly id: number;
  readonly state: DeliveryState;
  readonly version: number;
  readonly sent_version: number | null;
  readonly sent_hash: string | null;
  readonly accepted_version: number | null;
  readonly payload_hash: string | null;
  readonly accepted_hash: string | null;
  readonly attempt: number;
  readonly position: number;
  readonly payload: { readonly subject?: string; readonly content?: string } | null;
  readonly next_payload: Row['payload'];
  readonly next_hash: string | null;
  readonly withdrawn: boolean;
  readonly absence: 'absent' | 'creating' | 'refuted' | null;
  readonly due: boolean;
}

/** A call's row of the attempt record. */
export function attemptOf(
  item: { readonly deliveryId: number; readonly dossierId: number },
  change: Partial<AttemptRow> = {},
): AttemptRow {
  return {
    deliveryId: item.deliveryId,
    dossierId: item.dossierId,
    at: new Date('2026-11-02T01:00:00Z'),
    service: 'push',
    outcome: 'accepted',
    httpStatus: 200,
    errorCode: '0',
    message: '',
    records: 1,
    durationMs: 5,
    ...change,
  };
}

/** How a delivery ends. */
export function ending(
  item: { readonly deliveryId: number; readonly attempt: number },
  state: Settlement['state'],
  delayMs = 0,
): Settlement {
  const held =
    state === 'held'
      ? { code: 'DB-PRT-010' as const, params: { errorCode: '1', message: 'sai' }, value: '' }
      : null;
  return { deliveryId: item.deliveryId, attempt: item.attempt, state, delayMs, held };
}

/** With which answer a delivery ends in such a state. */
export const OUTCOMES: Readonly<Record<Settlement['state'] | 'not understood', AttemptRow['outcome']>> = {
  accepted: 'accepted',
  held: 'rejected',
  retrying: 'retry-later',
  unknown: 'unknown',
  queued: 'retry-later',
  'not understood': 'not-understood',
};

/** What is due already does not fall due once more. */
const PASS = `
  WITH late AS (SELECT $1 * interval '1 second' AS by),
  deliveries AS (UPDATE delivery SET due_at = CASE WHEN due_at > now() THEN due_at - late.by ELSE due_at END,
    lost_at = lost_at - late.by FROM late WHERE due_at > now() OR lost_at IS NOT NULL),
  leases AS (UPDATE lease SET until = until - late.by FROM late),
  marks AS (UPDATE enqueued SET at = at - late.by FROM late WHERE at > now() - interval '2 minutes')
  UPDATE breaker SET since = since - late.by, probe_at = probe_at - late.by FROM late`;

/** A migrated ledger; see the head of this file. */
export class LedgerTrial {
  readonly db: Database;
  readonly url: string;
  readonly #drop: () => Promise<void>;

  private constructor(db: Database, url: string, drop: () => Promise<void>) {
    this.db = db;
    this.url = url;
    this.#drop = drop;
  }

  static async open(connections = 8): Promise<LedgerTrial> {
    const { url, drop } = await freshLedger();
    const db = openDatabase({ url, max: connections, name: 'ledger-test' });
    await applyCodebook(db, codebook('v1'), 'rules');
    return new LedgerTrial(db, url, drop);
  }

  async close(): Promise<void> {
    await this.db.close();
    await this.#drop();
  }

  store(...dossiers: readonly StoredDossier[]) {
    return this.page({ dossiers });
  }

  /** Stores a page as extraction does: its codebook is applied first. */
  async page({
    codebookVersion = 'v1',
    ...page
  }: Partial<StoredPage> & { readonly codebookVersion?: string }): Promise<DueByLane> {
    const ours = page.codebook ?? codebook(codebookVersion);
    await this.apply(ours);
    return this.latePage({ ...page, codebook: ours });
  }

  /** Stores a page whatever codebook is applied by now. */
  latePage(page: Partial<StoredPage> & Pick<StoredPage, 'codebook'>): Promise<DueByLane> {
    return storePage(this.db, { dossiers: [], cursor: null, ...page });
  }

  /** Takes a codebook into use. */
  apply(present: LedgerCodebook, rules = 'rules'): Promise<number> {
    return applyCodebook(this.db, present, rules);
  }

  async id(code: string): Promise<number> {
    const { rows } = await this.db.query<{ id: number }>('SELECT id FROM dossier WHERE code = $1', [code]);
    return rows[0]?.id ?? Number.NaN;
  }

  /** The delivery of the dossier, or of its step. */
  async row(code: string, step = ''): Promise<Row> {
    const found = await this.find(code, step);
    if (!found) throw new Error(`no delivery ${code} ${step}`);
    return found;
  }

  async find(code: string, step = ''): Promise<Row | undefined> {
    const { rows } = await this.db.query<Row>(
      `SELECT v.*, v.due_at <= now() AS due FROM delivery v JOIN dossier d ON d.id = v.dossier_id
       WHERE d.code = $1 AND v.step_id = $2`,
      [code, step],
    );
    return rows[0];
  }

  async state(code: string, step = ''): Promise<DeliveryState> {
    return (await this.row(code, step)).state;
  }

  /** Held entries as `origin scope part code`. */
  async held(code: string): Promise<string[]> {
    const { rows } = await this.db.query<{ text: string }>(
      `SELECT concat_ws(' ', h.origin, h.scope, nullif(h.part, ''), h.code) AS text
       FROM held h JOIN dossier d ON d.id = h.dossier_id WHERE d.code = $1 ORDER BY 1`,
      [code],
    );
    return rows.map((row) => row.text);
  }

  async lease(...codes: readonly string[]): Promise<string> {
    const token = randomUUID();
    await lease(this.db, await Promise.all(codes.map((code) => this.id(code))), token, 60_000);
    return token;
  }

  /** Leases the dossier and marks it as being sent. */
  async send(code: string): Promise<{ token: string; item: ClaimedDossier }> {
    const token = await this.lease(code);
    const [item] = await claimDossiers(this.db, token);
    if (!item) throw new Error(`${code} has nothing to send`);
    await noteCalling(this.db, token, [item.deliveryId]);
    return { token, item };
  }

  /** Leases the dossier and marks its first due step as being sent. */
  async sendStep(code: string): Promise<{ token: string; item: ClaimedStep }> {
    const token = await this.lease(code);
    const [due] = await dueSteps(this.db, token);
    if (!due) throw new Error(`${code} has no step to send`);
    await markStepsSending(this.db, token, [due]);
    return { token, item: { ...due, attempt: due.attempt + 1 } };
  }

  /** Settles what was sent, with its attempt, and gives the dossier back. */
  async end(
    sent: {
      readonly token: string;
      readonly item: { readonly deliveryId: number; readonly dossierId: number; readonly attempt: number };
    },
    state: Settlement['state'] | 'not understood',
    delayMs = 0,
  ) {
    const attempt = attemptOf(sent.item, { at: new Date(), outcome: OUTCOMES[state] });
    const end = ending(sent.item, state === 'not understood' ? 'held' : state, delayMs);
    const held = { code: 'DB-PRT-011' as const, params: {}, value: '' };
    const settlement = state === 'not understood' ? { ...end, held } : end;
    const settled = await settle(this.db, sent.token, [settlement], [attempt]);
    await releaseLease(this.db, sent.token);
    return settled;
  }

  /** Stores and has it accepted, steps and all. */
  async accepted(stored: StoredDossier): Promise<void> {
    await this.store(stored);
    await this.end(await this.send(stored.code), 'accepted');
    for (const _step of stored.steps) await this.end(await this.sendStep(stored.code), 'accepted');
  }

  /** The lease's time is over: its owner gave no sign of life. */
  async expire(...codes: readonly string[]): Promise<void> {
    await this.db.query(
      `UPDATE lease SET until = now() - interval '1 second'
       WHERE dossier_id IN (SELECT id FROM dossier WHERE code = ANY($1))`,
      [codes],
    );
  }

  /** So many seconds pass: what waits comes nearer, leases and the breaker's times run on. */
  async pass(seconds: number): Promise<void> {
    await this.db.query(PASS, [seconds]);
  }

  /** Everything that waits for its time falls due, and calls that were given up are long over. */
  async fallDue(): Promise<void> {
    await this.db.query('UPDATE delivery SET due_at = now() WHERE due_at > now()');
    await this.db.query(
      `UPDATE delivery SET lost_at = lost_at - interval '1 hour' WHERE lost_at IS NOT NULL`,
    );
  }
}
