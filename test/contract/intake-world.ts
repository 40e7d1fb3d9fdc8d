/** An intake on real HTTP over a real ledger; only the queue is none, and may fail. */
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import { GO_ON } from '../../src/domain/crash-points.ts';
import type { Queue } from '../../src/domain/ports.ts';
import type { Database } from '../../src/ledger/database.ts';
import { takeInPushed } from '../../src/pipeline/intake.ts';
import { type Intake, startIntake } from '../../src/source/intake/intake-server.ts';
import type { IntakeOptions, IntakeSource, RequestReport } from '../../src/source/intake/intake-settings.ts';
import { SmallCodebook } from '../support/small-codebook.ts';

export const TOKEN = 'mot-ma-truy-cap-du-dai-0001';
/** Of a dossier's owner; must be in no answer, log or error. */
export const CITIZEN = '079200012345';

/** What a source does with what is pushed, over this ledger. */
export function pushing(
  ledger: Database,
  more: {
    readonly queue?: Queue;
    readonly outranked?: readonly string[];
    readonly name?: string;
    readonly names?: readonly string[];
  } = {},
): IntakeSource['take'] {
  const {
    queue = { enqueue: async () => {} } as unknown as Queue,
    outranked = [],
    name = 'intake',
    names = [name],
  } = more;
  return (dossiers) =>
    takeInPushed(
      {
        sourceName: name,
        names,
        mapHash: '',
        ledger,
        queue,
        codebook: new SmallCodebook(),
        normalize: { fileBaseUrl: null, holdPolicy: 'part' },
        batchSize: 50,
        reached: GO_ON,
        now: () => Date.now(),
        outranked,
        onNotEnqueued: () => {},
      },
      dossiers,
    );
}

/** See the file's head. */
export interface IntakeWorld {
  readonly intake: Intake;
  readonly reports: RequestReport[];
  readonly failures: unknown[];
  /** Posts a body. An object or list goes as JSON. */
  post(
    body: string | Uint8Array<ArrayBuffer> | object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  close(): Promise<void>;
}

/** What was answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a document of whatever was answered
  readonly json: any;
}

/** Starts it. */
export async function intakeWorld(
  take: IntakeSource['take'],
  more: Partial<IntakeOptions> = {},
): Promise<IntakeWorld> {
  const reports: RequestReport[] = [];
  const failures: unknown[] = [];
  const intake = await startIntake({
    host: '127.0.0.1',
    port: 0,
    tls: null,
    maxBytes: 100_000,
    maxDossiers: 50,
    concurrency: 30,
    sources: [{ name: 'intake', tokens: [TOKEN], map: DEFAULT_SOURCE_MAP, take }],
    onRequest: (report) => reports.push(report),
    onFailure: (error) => failures.push(error),
    ...more,
  });
  return {
    intake,
    reports,
    failures,
    async post(body, headers = {}) {
      const answer = await fetch(`${intake.url}/intake`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      });
      const text = await answer.text();
      return {
        status: answer.status,
        headers: answer.headers,
        text,
        json: text === '' ? null : JSON.parse(text),
      };
    },
    close: () => intake.close(),
  };
}

/** A dossier as it is pushed. */
export const pushed = (code: string, at: string, more: Readonly<Record<string, unknown>> = {}) => ({
  ma_ho_so: code,
  ma_tthc: '1.001193',
  ma_don_vi: 'H19.12',
  kenh: 'truc tuyen',
  trang_thai: 'done',
  ngay_tiep_nhan: '2026-11-01',
  so_dinh_danh: CITIZEN,
  cap_nhat_luc: at,
  tien_do: [{ id: 1, thoi_diem: '2026-11-01T08:00:00+07:00', nguoi_xu_ly: 'A', trang_thai: 'done' }],
  ...more,
});
