/**
 * As whom the embedded PostgreSQL runs.
 * Guarantees: never as root (PostgreSQL refuses), never as an account that this makes up: root
 * lends the work to an unprivileged account that the machine already has.
 */
import { readFile, stat } from 'node:fs/promises';

/** An account of /etc/passwd. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Accounts that root may lend the work to, best first. */
const PREFERRED = ['postgres', '_postgres', 'nobody'];

/** Reads the text of /etc/passwd; lines that are not accounts are passed over. */
export function parsePasswd(text: string): readonly Account[] {
  const accounts: Account[] = [];
  for (const line of text.split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (!name || name.startsWith('#') || !/^-?\d+$/.test(uid ?? '') || !/^-?\d+$/.test(gid ?? '')) continue;
    // macOS writes nobody's -2; the kernel means the unsigned number.
    accounts.push({ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 });
  }
  return accounts;
}

/** The account for a new cluster, or `null` where the machine has none that fits. */
export function chooseAccount(accounts: readonly Account[]): Account | null {
  for (const name of PREFERRED) {
    const found = accounts.find((account) => account.name === name && account.uid !== 0);
    if (found) return found;
  }
  return null;
}

/**
 * Whom to run as: `null` = ourselves. As root: the owner of the existing cluster in `dataFolder`,
 * because PostgreSQL insists on it, else {@link chooseAccount}.
 * Throws a plain Error where root finds no account.
 */
export async function serviceAccount(
  dataFolder: string,
  passwdFile = '/etc/passwd',
): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const accounts = parsePasswd(await readFile(passwdFile, 'utf8').catch(() => ''));
  const owner = await stat(dataFolder).then(
    (found) => found.uid,
    () => 0,
  );
  const account = accounts.find(({ uid }) => owner !== 0 && uid === owner) ?? chooseAccount(accounts);
  if (!account) throw new Error('root finds neither "postgres" nor "nobody" in /etc/passwd to run it as');
  return account;
}
