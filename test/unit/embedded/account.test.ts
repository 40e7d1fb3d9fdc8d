/** Whom root lends the embedded PostgreSQL to. */
import { describe, expect, it } from 'vitest';
import { chooseAccount, parsePasswd } from '../../../src/embedded/account.ts';

const LINUX = `root:x:0:0:root:/root:/bin/bash
# a comment
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
+::::::
postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash
`;

describe('the account', () => {
  it('is postgres where there is one, else nobody', () => {
    const accounts = parsePasswd(LINUX);
    expect(chooseAccount(accounts)).toEqual({ name: 'postgres', uid: 101, gid: 104 });
    expect(chooseAccount(accounts.filter(({ name }) => name !== 'postgres'))?.uid).toBe(65534);
  });

  it('is never root by another name, and none is made up', () => {
    expect(chooseAccount(parsePasswd('postgres:x:0:0::/:/bin/sh'))).toBeNull();
    expect(chooseAccount(parsePasswd(''))).toBeNull();
  });

  it('takes the negative number of macOS for what the kernel means', () => {
    expect(
      chooseAccount(parsePasswd('nobody:*:-2:-2:Unprivileged User:/var/empty:/usr/bin/false'))?.uid,
    ).toBe(4_294_967_294);
  });
});
