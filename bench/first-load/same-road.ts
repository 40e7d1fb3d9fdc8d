/**
 * What no program can do without: rows by a cursor, their payloads, one HTTP client.
 * Guarantees: the very functions of Dongbo for each of the three, so that a contender differs only in what it does around them;
 * throws at the first answer that is not a plain success, since then nothing comparable was measured.
 */
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import type { Dossier, Step } from '../../src/domain/dossier.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import { createTransport } from '../../src/portal/adapter/transport.ts';
import { encodeDossier } from '../../src/portal/wire/encode-dossier.ts';
import { encodeStep } from '../../src/portal/wire/encode-step.ts';
import { PROVINCE_FILE_BASE_URL } from '../../src/simulator/province/make-documents.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { shippedCodebook } from '../../test/unit/simulator/shipped-codebook.ts';
import { BATCH, type LoadCase } from './load-case.ts';

/** A dossier as it goes to the portal. */
export interface Payload {
  readonly dossier: Dossier;
  readonly steps: readonly Step[];
}

const OPTIONS = { fileBaseUrl: PROVINCE_FILE_BASE_URL, holdPolicy: 'part' } as const;

/** All dossiers, a page of the source at a time. */
export async function* payloads({
  sourceUrl,
}: LoadCase): AsyncGenerator<readonly Payload[], void, undefined> {
  const source = createSqlSource({ url: sourceUrl, pageSize: BATCH.rowsAPage }, DEFAULT_SOURCE_MAP);
  const codebook = shippedCodebook();
  try {
    let page = await source.readPage(null);
    for (;;) {
      // Read on while this page is worked on, as Dongbo does.
      const next = page.end || page.last === null ? null : source.readPage(page.last);
      next?.catch(() => undefined);
      yield page.dossiers.map((row) => {
        const { dossier, steps, held } = normalize(row, codebook, OPTIONS);
        if (dossier === null || held.length > 0) throw new Error(`${row.key} is held`);
        return { dossier, steps };
      });
      if (next === null) return;
      page = await next;
    }
  } finally {
    await source.close();
  }
}

/** Calls to the portal, with one session. */
export interface Caller {
  isThere(code: string): Promise<boolean>;
  push(dossiers: readonly Dossier[], isUpdating: boolean): Promise<void>;
  pushSteps(steps: readonly Step[]): Promise<void>;
  close(): void;
}

const PATHS = { login: '/mapi/login', services: '/mapi/g' } as const;
const SECONDS = 60;

/** Logs in. Throws where the portal refuses. */
export async function logIn({ portalUrl, credentials }: LoadCase): Promise<Caller> {
  const transport = createTransport({
    baseUrl: portalUrl,
    dstcode: null,
    dstcodeIn: 'header',
    providerUrl: null,
    ca: null,
    clientCert: null,
    clientKey: null,
    concurrency: BATCH.callsAtATime,
    connectTimeoutSeconds: SECONDS,
    firstByteTimeoutSeconds: SECONDS,
    idleTimeoutSeconds: SECONDS,
    timeoutSeconds: SECONDS,
    maxResponseBytes: 10 * 2 ** 20,
  });
  const never = new AbortController().signal;
  const post = async (path: string, document: object): Promise<Record<string, unknown>> => {
    const reply = await transport.post(path, document, never);
    if (reply.kind !== 'answer') throw new Error(`${path}: ${reply.code}`);
    const answer = JSON.parse(Buffer.from(reply.body).toString('utf8')) as Record<string, unknown>;
    if (Number(answer.error_code) !== 0) throw new Error(`${path}: ${String(answer.message)}`);
    return answer;
  };
  const { username, password, agencyCode } = credentials;
  const { session } = await post(PATHS.login, { username, password });
  const call = (service: string, parameters: object): Promise<Record<string, unknown>> =>
    post(PATHS.services, { session, madonvi: agencyCode, service, ...parameters });
  return {
    async isThere(code) {
      const { result } = await call('TraCuuHoSo', { mahoso: code });
      return Array.isArray(result) && result.length > 0;
    },
    async push(dossiers, isUpdating) {
      const data = dossiers.map(encodeDossier);
      await call('DongBoHoSoMC', { isUpdating: isUpdating ? 'True' : 'False', data });
    },
    async pushSteps(steps) {
      await call('CapNhatTienDoHoSoMC', { data: steps.map(encodeStep) });
    },
    close: () => transport.close(),
  };
}
