/** The ledger: there, new enough, migrated, reached directly, writable; what it keeps, and how much more it takes. */

import { latestVersion } from '../../ledger/migrate.ts';
import { serverAheadMs, serverFacts } from '../../ledger/server-facts.ts';
import { assertWritable } from '../../ledger/writable.ts';
import { ledgerConnections } from '../ledger.ts';
import { judgeClock } from './clock.ts';
import { plain, size, well, words, wrong } from './finding.ts';
import type { Check } from './room.ts';

/** Reachable, fit (version, pooler), migrated, writable. */
export const ledgerCheck: Check = {
  name: 'ledger',
  title: words('Sổ (PostgreSQL)', 'Ledger (PostgreSQL)'),
  async run(room) {
    const database = await room.ownLedger();
    await assertWritable(database);
    const { version, bytes } = await serverFacts(database);
    return well(plain(`${database.where}, PostgreSQL ${version}, ${latestVersion()}, ${size(bytes)}`));
  },
};

/** Whether what is committed is on the disk. */
export const ledgerCommitCheck: Check = {
  name: 'ledger-commit',
  title: words('Sổ: ghi chắc xuống đĩa', 'Ledger: commits on disk'),
  async run(room) {
    const { synchronousCommit } = await serverFacts(await room.ledger());
    const found = plain(`synchronous_commit = ${synchronousCommit}`);
    if (synchronousCommit !== 'off') return well(found);
    return wrong('warning', 'DB-DOC-005', found);
  },
};

/** Whether a daemon finds the connections that it needs. */
export const ledgerConnectionsCheck: Check = {
  name: 'ledger-connections',
  title: words('Sổ: kết nối còn lại', 'Ledger: connections left'),
  async run(room) {
    const {
      connectionsLeft: left,
      connectionsMost: most,
      connectionsOurs: ours,
    } = await serverFacts(await room.ledger());
    const needs = ledgerConnections(room.config);
    const found = words(
      `còn ${left} trên ${most}; Dongbo đang dùng ${ours}, một tiến trình cần tới ${needs}`,
      `${left} of ${most} left; Dongbo has ${ours}, a process needs up to ${needs}`,
    );
    // What runs already has its connections, of which it gives back those that are idle.
    if (left + ours >= needs) return well(found);
    return wrong('warning', 'DB-DOC-006', found, { params: { found: left, needed: needs } });
  },
};

/** The server's clock decides leases and when something is due. */
export const ledgerClockCheck: Check = {
  name: 'ledger-clock',
  title: words('Sổ: đồng hồ', 'Ledger: clock'),
  async run(room) {
    const database = await room.ledger();
    return judgeClock(await serverAheadMs(database), `PostgreSQL ${database.where}`);
  },
};
