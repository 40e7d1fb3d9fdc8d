/**
 * The portal: there, by a certificate that holds, at our time, and letting us in.
 * Guarantees: the login goes through the session that all processes share, so that nobody's is ended by it.
 */
import { DongboError, reasonOf } from '../../domain/errors.ts';
import { judgeEnd } from './certificates.ts';
import { judgeClock } from './clock.ts';
import { plain, well, words, wrong } from './finding.ts';
import { type Check, type Room, Skip } from './room.ts';

/** Address without account, path and query. */
function whereOf(room: Room): string {
  return new URL(room.config.PORTAL_BASE_URL ?? '').origin;
}

/** Whether anything answers there. */
export const portalCheck: Check = {
  name: 'portal',
  title: words('Cổng: liên lạc', 'Portal: reachable'),
  async run(room) {
    try {
      const { status, tls } = await room.ownPresence();
      const secure =
        tls === null ? words('không mã hóa (http)', 'not encrypted (http)') : plain(tls.protocol);
      const answer = `${whereOf(room)}, HTTP ${status}`;
      return well(words(`${answer}, ${secure.vi}`, `${answer}, ${secure.en}`));
    } catch (error) {
      if (error instanceof Skip || error instanceof DongboError) throw error;
      return wrong('failed', 'DB-PRT-001', plain(whereOf(room)), {
        params: { where: whereOf(room), reason: reasonOf(error) },
      });
    }
  },
};

/** Chain, name and end of its certificate. */
export const portalCertificateCheck: Check = {
  name: 'portal-certificate',
  title: words('Cổng: chứng thư', 'Portal: certificate'),
  async run(room) {
    const { tls } = await room.presence();
    if (tls === null) return well(words('không dùng TLS (http://)', 'no TLS (http://)'));
    const where = whereOf(room);
    if (tls.fault !== null)
      return wrong('failed', 'DB-DOC-011', plain(tls.fault), { params: { where, reason: tls.fault } });
    if (tls.ends === null)
      throw new Skip(words('Cổng không đưa chứng thư', 'the portal showed no certificate'));
    return judgeEnd(tls.ends, where, room.settings.now());
  },
};

/** Times of its own that it takes for times to come are refused. */
export const portalClockCheck: Check = {
  name: 'portal-clock',
  title: words('Cổng: đồng hồ', 'Portal: clock'),
  async run(room) {
    const { aheadMs } = await room.presence();
    if (aheadMs === null) throw new Skip(words('Cổng không cho biết giờ', 'the portal tells no time'));
    return judgeClock(aheadMs, whereOf(room));
  },
};

const ACCOUNT = ['PORTAL_USERNAME', 'PORTAL_PASSWORD', 'PORTAL_AGENCY_CODE'] as const;

/** Whether it lets us in. */
export const portalLoginCheck: Check = {
  name: 'portal-login',
  title: words('Cổng: đăng nhập', 'Portal: login'),
  limitMs: 60_000,
  async run(room) {
    const { tls } = await room.presence();
    if (tls !== null && tls.fault !== null)
      throw new Skip(words('chứng thư của Cổng không hợp lệ', "the portal's certificate does not hold"));
    for (const name of ACCOUNT) {
      if (room.config[name] === null) throw new Skip(words(`${name} chưa đặt`, `${name} is not set`));
    }
    await room.ledger();
    const portal = await room.portal();
    await portal.ready(room.settings.signal);
    return well(words('có phiên dùng chung', 'a shared session is there'));
  },
};
