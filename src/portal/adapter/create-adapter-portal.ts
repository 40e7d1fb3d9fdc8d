/**
 * The `adapter` driver put together: what the rest of Dongbo sees of it.
 * Guarantees: the contract of `Portal` and `CatalogueService` (domain/ports.ts).
 * Must not: hold logic of its own; it only wires the parts.
 */
import { setMaxListeners } from 'node:events';
import type { AnswerRules } from '../../domain/answer-rules.ts';
import type { DossierCode } from '../../domain/codes.ts';
import { DongboError } from '../../domain/errors.ts';
import type {
  CallObserver,
  CatalogueService,
  LookupAnswer,
  Portal,
  PortalPresence,
} from '../../domain/ports.ts';
import { createCatalogueService } from '../catalogue-services.ts';
import { compareFields } from '../compare-fields.ts';
import { readLookup } from '../lookup.ts';
import { createPace } from '../pace.ts';
import { LOGIN, LOOKUP } from '../services.ts';
import { createSession, type LoginResult } from '../session.ts';
import { orOwnStore, ownSessionStore } from '../session-stores.ts';
import { sleep as realSleep } from '../sleep.ts';
import { sameStep } from '../wire/same-step.ts';
import { createExchange, type Errand } from './exchange.ts';
import { logIn, onLoginFailure } from './login.ts';
import { createProbe } from './probe.ts';
import { pushDossiers } from './push-dossiers.ts';
import { pushSteps } from './push-steps.ts';
import type { AdapterDeps, AdapterSettings } from './settings.ts';
import { createTransport } from './transport.ts';

/** Between the end of a login call and the end of its claim lies one statement. */
const LOGIN_MARGIN_MS = 2_000;

/** The catalogue can wait: it is read at night, and today's dossiers go before it. */
const NOBODY: CallObserver = { lane: 'backfill', beforeCall: async () => {}, afterCall: async () => {} };

/** Builds the driver; opens no connection yet. */
export function createAdapterPortal(
  settings: AdapterSettings,
  rules: AnswerRules,
  deps: AdapterDeps,
): Portal & CatalogueService & PortalPresence {
  const sleep = deps.sleep ?? realSleep;
  // A clock that is set back an hour must not hold up all calls for an hour.
  const now = deps.ticks ?? (() => performance.now());
  const closed = new AbortController();
  const transport = createTransport(settings);
  const pace = createPace(settings, now, sleep);
  const tellFailure = onLoginFailure(deps);
  const own = ownSessionStore(now);
  const session = createSession({
    login: async (mayI) => {
      // Asked with the place in line already ours, so that a claim lasts no longer than one call.
      const result = await pace.run(closed.signal, async () =>
        (await mayI()) ? logIn(settings, rules, transport, deps, closed.signal) : 'not ours',
      );
      if (result === 'not ours') return null;
      if (result === null || closed.signal.aborted) return { kind: 'away', reason: 'closed' };
      tellFailure(result);
      return result;
    },
    store: deps.sessions
      ? orOwnStore(deps.sessions, own, (detail) => deps.onNotice?.({ kind: 'session-not-shared', detail }))
      : own,
    patienceMs: settings.timeoutSeconds * 1000 + LOGIN_MARGIN_MS,
    now,
    sleep,
    onWait: () => deps.onBegin?.(LOGIN),
    closed: closed.signal,
  });
  const exchange = createExchange({ settings, rules, transport, session, pace, deps });

  async function lookup(code: DossierCode, errand: Errand): Promise<LookupAnswer> {
    const request = { service: LOOKUP, path: settings.sharePath, parameters: { mahoso: code } };
    const result = await exchange({ ...request, refs: [], repeatable: true, hide: [] }, errand);
    if (result.kind === 'none') {
      return { kind: 'failed', outcome: result.doubt ? { ...result.outcome, away: true } : result.outcome };
    }
    return readLookup(result.answer, code, rules);
  }

  const push = {
    exchange,
    path: settings.integrationPath,
    namedOthersStored: rules.namedOthersStored,
    probe: createProbe(lookup),
  };
  return {
    ...createCatalogueService({
      call: (service, parameters, signal) =>
        exchange(
          { service, path: settings.sharePath, parameters, refs: [], repeatable: true, hide: [] },
          errandOf(NOBODY, signal),
        ),
      where: transport.where(settings.sharePath),
      sleep,
      onSkipped: (service, rows) =>
        deps.onNotice?.({ kind: 'catalogue-rows-skipped', detail: `${service}: ${rows}` }),
    }),
    batchSize: settings.batchSize,
    pushDossiers: (offers, observer, signal) =>
      pushDossiers({ ...push, batchSize: settings.batchSize }, offers, errandOf(observer, signal)),
    pushSteps: (offers, observer, signal) =>
      pushSteps({ ...push, lookup, stepsPerCall: settings.stepsPerCall }, offers, errandOf(observer, signal)),
    lookup: (code, observer, signal) => lookup(code, errandOf(observer, signal)),
    sameStep,
    differences: compareFields,
    open: async (signal) => assertSession(await session.renew(signal), transport.where(settings.authPath)),
    ready: async (signal) => assertSession(await session.get(signal), transport.where(settings.authPath)),
    async close() {
      closed.abort();
      // A login that was cut off is given back: whoever comes next would wait for it until its time is over.
      await session.atRest();
      transport.close();
    },
  };
}

function assertSession(result: LoginResult | null, where: string): void {
  if (result?.kind === 'session') return;
  const reason = result?.reason ?? 'stopped';
  const away = (result?.kind === 'away' ? result.tls : undefined) ?? 'DB-PRT-001';
  throw new DongboError(result?.kind === 'refused' ? 'DB-PRT-002' : away, { where, reason });
}

function errandOf(observer: CallObserver, signal: AbortSignal): Errand {
  // Every call in line listens to it and stops listening when done; more than ten are no leak.
  setMaxListeners(0, signal);
  const urgency = observer.lane === 'backfill' ? 'can-wait' : 'urgent';
  return { observer, signal, urgency, stopped: false, out: null };
}
