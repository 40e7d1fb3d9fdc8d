/** What systemd hears of the daemon: a real socket, the real `systemd-notify`. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServiceBeat } from '../../src/compose/service-beat.ts';
import { DongboError } from '../../src/domain/errors.ts';
import type { LogFields } from '../../src/telemetry/logger.ts';
import { settleProvince, World } from '../support/e2e/world.ts';
import { describeWithNotify, type NotifySocket, notifySocket } from '../support/notify-socket.ts';
import { waitFor } from '../support/wait-for.ts';

const { PATH } = process.env;
/** A third of it is how often a sign of life is due. */
const WATCHDOG_USEC = '600000';

interface Circumstances {
  isWell: () => boolean | Promise<boolean>;
  fault: DongboError | null;
}

function beatOf(environment: Record<string, string | undefined>, now: Circumstances) {
  const warnings: LogFields[] = [];
  const lane = { waiting: 6, delayed: 0, active: 0, failed: 0 };
  const beat = new ServiceBeat({
    environment: { PATH, ...environment },
    language: 'vi',
    log: { warn: (_message, fields = {}) => void warnings.push(fields) },
    isWell: () => now.isWell(),
    queue: { counts: async () => ({ live: lane, backfill: lane }) },
    ledgerFault: () => now.fault,
  });
  return { beat, warnings };
}

describeWithNotify('a service under systemd', () => {
  let socket: NotifySocket;
  beforeEach(async () => {
    socket = await notifySocket();
  });
  afterEach(() => socket.close());

  it('gives signs of life while it is well, and none when it is not or does not know', async () => {
    const now: Circumstances = { isWell: () => true, fault: null };
    const { beat, warnings } = beatOf({ NOTIFY_SOCKET: socket.path, WATCHDOG_USEC }, now);
    beat.started();
    await socket.next(/WATCHDOG=1/);
    expect(socket.messages().filter((one) => one !== 'BARRIER=1')[0]).toBe('READY=1');
    expect(await socket.next(/STATUS=/)).toContain('STATUS=làm việc: 12 lô chờ');

    now.fault = new DongboError('DB-SVC-010', { where: 'x', reason: 'x' });
    expect(await socket.next(/chờ sổ/)).toMatch(/STATUS=chờ sổ \(DB-SVC-010\) WATCHDOG=1/);

    for (const isWell of [() => false, () => Promise.reject(new Error('no answer'))]) {
      now.isWell = isWell;
      const first = await socket.next(/không tiến triển/, socket.messages().length);
      expect(first).not.toContain('WATCHDOG');
      const seen = socket.messages().length;
      await socket.next(/không tiến triển/, seen + 1);
      expect(socket.messages().slice(seen).join()).not.toContain('WATCHDOG');
      now.isWell = () => true;
      await socket.next(/WATCHDOG=1/, socket.messages().length);
    }
    beat.stopping();
    expect(await socket.next(/STOPPING=1/)).toContain('STATUS=đang dừng');
    expect(warnings).toEqual([]);
  });

  it('gives none that were asked of another process', async () => {
    const environment = { NOTIFY_SOCKET: socket.path, WATCHDOG_USEC, WATCHDOG_PID: '1' };
    const { beat } = beatOf(environment, { isWell: () => true, fault: null });
    beat.started();
    expect(await socket.next(/STATUS=/)).not.toContain('WATCHDOG');
    beat.stopping();
  });

  it('is the whole daemon: up, alive, stopping', async () => {
    const home = await settleProvince(3, 0, 11);
    const world = await World.open(home);
    try {
      const daemon = world.start(['run'], { NOTIFY_SOCKET: socket.path, WATCHDOG_USEC: '3000000' });
      await socket.next(/READY=1/);
      expect(daemon.logged('started')).toHaveLength(1);
      await socket.next(/WATCHDOG=1/);
      expect((await daemon.end('SIGTERM')).code).toBe(0);
      await socket.next(/STOPPING=1/);
    } finally {
      await world.close();
      await home.close();
    }
  });
});

describe('without systemd', () => {
  it('says once that systemd-notify is missing, and goes on', async () => {
    const { beat, warnings } = beatOf(
      { PATH: '/nonexistent', NOTIFY_SOCKET: '/nonexistent', WATCHDOG_USEC: '30000' },
      { isWell: () => true, fault: null },
    );
    beat.started();
    await waitFor(() => warnings.length > 0);
    beat.stopping();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.reason).toMatch(/systemd-notify.*ENOENT/);
  });

  it('starts no program', () => {
    const asked: string[] = [];
    const isWell = () => {
      asked.push('well?');
      return true;
    };
    const { beat } = beatOf({}, { isWell, fault: null });
    beat.started();
    beat.stopping();
    expect(asked).toEqual([]);
  });
});
