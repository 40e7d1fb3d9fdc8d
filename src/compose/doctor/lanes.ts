/** Whether the lanes call the portal: neither stopped by their breaker nor paused by a person. */
import { LANES } from '../../domain/delivery.ts';
import { breakers } from '../../ledger/breaker.ts';
import { plain, well, words, wrong } from './finding.ts';
import type { Check } from './room.ts';

/** What a breaker says of why; more of it is in `dongbo status`. */
const REASON_LENGTH = 200;

/** See the file's head. */
export const lanesCheck: Check = {
  name: 'lanes',
  title: words('Các làn gửi', 'Lanes'),
  async run(room) {
    const lanes = await breakers(await room.ledger());
    const found = plain(
      LANES.map((lane) => `${lane} ${lanes[lane].pausedBy === null ? lanes[lane].state : 'paused'}`).join(
        ', ',
      ),
    );
    const broken = LANES.filter((lane) => lanes[lane].state !== 'closed');
    const [first] = broken;
    if (first !== undefined) {
      const reason = lanes[first].reason.slice(0, REASON_LENGTH);
      return wrong('failed', 'DB-DOC-014', found, { params: { lane: broken.join(', '), reason } });
    }
    const paused = LANES.filter((lane) => lanes[lane].pausedBy !== null);
    if (paused.length === 0) return well(found);
    return wrong('warning', 'DB-DOC-015', found, { params: { lane: paused.join(', ') } });
  },
};
