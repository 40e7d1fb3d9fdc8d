/** The portal driver and the source of the national catalogue that the settings name. */
import { scryptSync } from 'node:crypto';
import { type Config, needed } from '../config.ts';
import type { AnswerRules } from '../domain/answer-rules.ts';
import type { CatalogueService, Portal, PortalPresence } from '../domain/ports.ts';
import type { TimeLimits } from '../portal/adapter/call-limits.ts';
import { createAdapterPortal } from '../portal/adapter/create-adapter-portal.ts';
import type { AdapterDeps } from '../portal/adapter/settings.ts';
import { createTransport } from '../portal/adapter/transport.ts';
import { createPace } from '../portal/pace.ts';
import { createPublicCatalogue } from '../portal/public/public-catalogue.ts';
import { sleep } from '../portal/sleep.ts';
import { readPem } from './pem.ts';

/** The portal's firewall turns away what does not look like a browser; the last word says who it is. */
const BROWSER_LIKE =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Dongbo';

/** The public catalogue (`CATALOGUE_SOURCE=public`); opens no connection yet. Throws DB-CFG-002. */
export function openPublicCatalogue(config: Config): { catalogue: CatalogueService; close(): void } {
  const transport = createTransport({
    baseUrl: needed(config, 'CATALOGUE_PUBLIC_URL'),
    userAgent: BROWSER_LIKE,
    dstcode: null,
    dstcodeIn: 'header',
    providerUrl: null,
    ca: null,
    clientCert: null,
    clientKey: null,
    concurrency: config.PORTAL_CONCURRENCY,
    ...timeLimits(config),
    maxResponseBytes: config.PORTAL_MAX_RESPONSE_BYTES,
  });
  const pace = createPace(
    { concurrency: config.PORTAL_CONCURRENCY, ratePerSecond: config.PORTAL_RATE_PER_SECOND },
    () => performance.now(),
    sleep,
  );
  const catalogue = createPublicCatalogue({ transport, pace, sleep, now: () => new Date() });
  return { catalogue, close: () => transport.close() };
}

/** What a connection, or a pause within an answer, may take where nothing is set. */
const SHORT_PHASE_SECONDS = 10;

type PhaseSettings =
  | 'PORTAL_TIMEOUT_SECONDS'
  | 'PORTAL_CONNECT_TIMEOUT_SECONDS'
  | 'PORTAL_FIRST_BYTE_TIMEOUT_SECONDS'
  | 'PORTAL_IDLE_TIMEOUT_SECONDS';

/** The limits of a call: who changes only that of the whole gets phases that fit it. */
export function timeLimits(config: Pick<Config, PhaseSettings>): TimeLimits {
  const whole = config.PORTAL_TIMEOUT_SECONDS;
  const short = Math.min(SHORT_PHASE_SECONDS, whole);
  return {
    connectTimeoutSeconds: config.PORTAL_CONNECT_TIMEOUT_SECONDS ?? short,
    firstByteTimeoutSeconds: config.PORTAL_FIRST_BYTE_TIMEOUT_SECONDS ?? whole,
    idleTimeoutSeconds: config.PORTAL_IDLE_TIMEOUT_SECONDS ?? short,
    timeoutSeconds: whole,
  };
}

/** Builds the driver; opens no connection yet. Throws DB-CFG-001 or -002. */
export function openPortal(
  config: Config,
  rules: AnswerRules,
  deps: Pick<AdapterDeps, 'onNotice' | 'onCall' | 'onBegin' | 'sessions'>,
): Portal & CatalogueService & PortalPresence {
  return createAdapterPortal(
    {
      baseUrl: needed(config, 'PORTAL_BASE_URL'),
      authPath: config.PORTAL_AUTH_PATH,
      sharePath: config.PORTAL_SHARE_PATH,
      integrationPath: config.PORTAL_INTEGRATION_PATH,
      username: needed(config, 'PORTAL_USERNAME'),
      password: needed(config, 'PORTAL_PASSWORD'),
      agencyCode: needed(config, 'PORTAL_AGENCY_CODE'),
      dstcode: config.PORTAL_DSTCODE,
      dstcodeIn: config.PORTAL_DSTCODE_IN,
      providerUrl: config.PORTAL_PROVIDER_URL,
      ca: readPem('PORTAL_CA_FILE', config.PORTAL_CA_FILE),
      clientCert: readPem('PORTAL_CLIENT_CERT_FILE', config.PORTAL_CLIENT_CERT_FILE),
      clientKey: readPem('PORTAL_CLIENT_KEY_FILE', config.PORTAL_CLIENT_KEY_FILE),
      batchSize: config.PORTAL_BATCH_SIZE,
      stepsPerCall: config.PORTAL_STEPS_PER_CALL,
      concurrency: config.PORTAL_CONCURRENCY,
      ratePerSecond: config.PORTAL_RATE_PER_SECOND,
      ...timeLimits(config),
      maxResponseBytes: config.PORTAL_MAX_RESPONSE_BYTES,
    },
    rules,
    { clock: { now: () => new Date() }, ...deps },
  );
}

/**
 * A name for the account under which processes share its session, and which tells nothing of it.
 * The password is in it, so that a mended one does not wait for the refusal of the wrong one; hence a
 * hash that is slow to guess at. Throws DB-CFG-002.
 */
export function accountOf(config: Config): string {
  const account = [
    needed(config, 'PORTAL_BASE_URL'),
    config.PORTAL_AUTH_PATH,
    needed(config, 'PORTAL_USERNAME'),
  ];
  return scryptSync(needed(config, 'PORTAL_PASSWORD'), `dongbo ${account.join(' ')}`, 24).toString(
    'base64url',
  );
}
