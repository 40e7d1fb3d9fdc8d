/**
 * A dossier that the province has finished in time, whose last step is not at the portal: within a minute status and
 * metrics tell that it is late because of synchronization, or about to be, and it is sent before all that waits. The
 * daemon as a process, on both servers of the queue.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change } from '../../src/simulator/portal/portal-store.ts';
import { tableOf } from '../../src/simulator/province/province-schema.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';
import { parseExposition } from '../support/exposition.ts';
import { describeWithRedis, redisServer } from '../support/services.ts';

interface Status {
  readonly lateBecauseOfSync: number;
  readonly dueSoonNotSynchronized: number;
  readonly notCountedYet: number;
  readonly urgent: readonly {
    readonly late: boolean;
    readonly standing: string;
    readonly count: number;
    readonly examples: readonly string[];
  }[];
}

const OTHERS = 200;
/** Jobs that the workers of a lane have fetched, and one that a place is free for while the last of the two goes. */
const IN_HAND = 3;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let home: ProvinceHome;
let inProcess: readonly string[] = [];
beforeAll(async () => {
  home = await settleProvince(OTHERS + 60, 0, 5);
  inProcess = home.dossiers.flatMap(({ rows }) =>
    rows.dongbo_ho_so.trang_thai === 'DANG_XU_LY' && rows.dongbo_bo_sung.length === 0
      ? [rows.dongbo_ho_so.ma_ho_so ?? '']
      : [],
  );
});
afterAll(() => home?.close());

let lastStep = 5_000_000_000;

/** What the province does with a dossier: a step, and what its row says by then. */
function step(code: string, word: string, at: Date, columns = ''): string[] {
  lastStep += 1;
  const when = at.toISOString();
  return [
    `update ${tableOf('dongbo_ho_so')} set trang_thai = '${word}', trang_thai_phu = null, cap_nhat_luc = '${when}'${columns} where ma_ho_so = '${code}'`,
    `insert into ${tableOf('dongbo_tien_do')} (ma_ho_so, id, thoi_diem, nguoi_xu_ly, noi_dung, trang_thai)
     values ('${code}', ${lastStep}, '${when}', 'Nguyễn Văn Mẫu', 'Chuyển bước', '${word}')`,
  ];
}

/** Finished four minutes ago, in time; nothing in the page has an older change. */
function finished(code: string, now: number, dueMs: number): string[] {
  const at = new Date(now - 4 * MINUTE_MS);
  const due = new Date(now + dueMs).toISOString();
  return step(code, 'DA_XU_LY', at, `, ngay_hen_tra = '${due}', ngay_ket_thuc = '${at.toISOString()}'`);
}

async function goesFirst(
  soon: string,
  late: string,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const stored: Change[] = [];
  const world = await World.open(
    home,
    { latencyMs: 50, onStored: (changes) => void stored.push(...changes) },
    {
      ...settings,
      SCHEDULE_EXTRACT: '* * * * * *',
      SCHEDULE_SCORE: '* * * * * *',
      PORTAL_BATCH_SIZE: '1',
      PORTAL_CONCURRENCY: '2',
    },
  );
  const status = () => world.json<Status>(['status']);
  try {
    await world.json(['catalogue', 'pull']);
    await world.sync({ PORTAL_BATCH_SIZE: '50', PORTAL_CONCURRENCY: '8' });
    expect(await status()).toMatchObject({ lateBecauseOfSync: 0, dueSoonNotSynchronized: 0, urgent: [] });
    const daemon = world.start(['run']);
    await daemon.until('leading', () => daemon.logged('leading').length === 1);
    const [{ where } = { where: '' }] = daemon.logged('admin HTTP listens');
    const shown = async () => {
      const { values } = parseExposition(await (await fetch(`${where}/metrics`)).text());
      return [
        values.get('dongbo_late_because_of_sync_total'),
        values.get('dongbo_due_soon_not_synchronized'),
      ];
    };
    await world.json(['pause', 'all', '--why', 'Cổng bảo trì']);
    stored.length = 0;

    // All of it becomes visible at once: whoever goes by the newest change comes to the two last of all.
    const now = Date.now();
    const others = home.expectations().flatMap(({ code }) => (code === soon || code === late ? [] : [code]));
    const changes = others
      .slice(0, OTHERS)
      .flatMap((code, n) => step(code, 'DANG_XU_LY', new Date(now - 2 * MINUTE_MS + n * 100)));
    const both = [...finished(soon, now, 2 * HOUR_MS), ...finished(late, now, -3 * MINUTE_MS)];
    await home.database.run(['begin', ...both, ...changes, 'commit']);

    await daemon.until('the metrics tell of both', async () => (await shown()).join() === '1,1', MINUTE_MS);
    expect(Date.now() - now).toBeLessThan(MINUTE_MS);
    expect(await status()).toMatchObject({
      lateBecauseOfSync: 1,
      dueSoonNotSynchronized: 1,
      urgent: [
        { late: true, standing: 'waiting', count: 1, examples: [late] },
        { late: false, standing: 'waiting', count: 1, examples: [soon] },
      ],
    });
    const { stdout } = await world.dongbo(['status']);
    expect(stdout).toContain(`sắp đến hẹn, chờ gửi, đi trước mọi hồ sơ khác: 1 (dongbo explain: ${soon})`);
    const explained = await world.dongbo(['explain', late]);
    expect(explained.stdout).toMatch(/Thời hạn: hẹn trả .*; tỉnh: xong .*, đúng hạn; Cổng: chưa kết thúc/);
    expect(explained.stdout).toContain('Cổng tính là trễ hạn chỉ vì đồng bộ');
    expect(await world.json(['explain', soon])).toMatchObject({
      onTime: {
        recorded: true,
        province: { ended: expect.any(String), onTime: true },
        portal: { ended: null },
        lateBecauseOfSync: false,
        dueAndNotSynchronized: true,
        upToDate: true,
      },
    });
    await daemon.until('both are put first, before as many others', async () => {
      const [row] = await world.ledger<{ first: number; waiting: number }>(
        `SELECT (SELECT count(*)::int FROM score_fact WHERE hurried_at IS NOT NULL) AS first,
           (SELECT count(*)::int FROM delivery WHERE kind = 'step' AND state = 'queued') AS waiting`,
      );
      return row?.first === 2 && row.waiting === OTHERS + 2;
    });
    expect(stored).toEqual([]);

    await world.json(['resume', 'all']);
    const steps = () => stored.flatMap(([kind, code]) => (kind === 'step' ? [code] : []));
    await daemon.until('both are there', () => [soon, late].every((code) => steps().includes(code)));
    // What was in hand when the lanes were paused goes on; of the two hundred that waited longer nothing goes before.
    const before = Math.max(steps().indexOf(soon), steps().indexOf(late)) - 1;
    expect(before).toBeLessThanOrEqual(IN_HAND);
    for (const code of [soon, late]) {
      expect(world.portal.state().dossiers.get(code)?.steps.at(-1)?.TrangThai).toBe('9');
    }
    expect(world.portal.state().doubledSteps).toBe(0);
    await daemon.until('the others follow', () => steps().length > 3 * IN_HAND);
    await daemon.until('the metrics tell of none', async () => (await shown()).join() === '0,0', MINUTE_MS);
    expect(await status()).toMatchObject({ lateBecauseOfSync: 0, dueSoonNotSynchronized: 0, urgent: [] });
    expect((await daemon.end('SIGTERM')).code).toBe(0);
  } finally {
    await world.close();
  }
}

describe('on PostgreSQL', () => {
  it('is told within a minute, and sent before all others', { timeout: 240_000 }, async () => {
    const [soon = '', late = ''] = inProcess;
    await goesFirst(soon, late, {});
  });
});

describeWithRedis('on Redis', () => {
  it('is told within a minute, and sent before all others', { timeout: 240_000 }, async () => {
    const redis = await redisServer();
    const [, , soon = '', late = ''] = inProcess;
    try {
      await goesFirst(soon, late, { REDIS_URL: redis?.url ?? '' });
    } finally {
      await redis?.stop();
    }
  });
});
