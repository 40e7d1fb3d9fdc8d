/**
 * A contender as a process of its own: `tsx contender-process.ts floor '<LoadCase>'`.
 * Guarantees: tells its parent the moment at which its work begins, when all is loaded, and ends by itself; texts are as quick as in
 * `dongbo`, whatever libraries a contender loads.
 */
import { keepStringsQuick } from '../../src/lifecycle/quick-strings.ts';
import { floor } from './floor.ts';
import type { LoadCase } from './load-case.ts';
import { naive } from './naive.ts';
import { pgBoss } from './pg-boss.ts';

/** Loads everything; tells `begin` once it is connected. */
export type Contender = (given: LoadCase, begin: () => void) => Promise<void>;

const CONTENDERS: Readonly<Record<string, Contender>> = { floor, naive, 'pg-boss': pgBoss };

keepStringsQuick();
const [name = '', given = ''] = process.argv.slice(2);
const contender = CONTENDERS[name];
if (contender === undefined || process.send === undefined) throw new Error('this is started by the bench');
await contender(JSON.parse(given) as LoadCase, () => process.send?.({ began: Date.now() }));
process.disconnect();
