/** An error that nobody caught ends the process, and tells nothing of a row. */
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { DongboProcess } from '../support/e2e/child.ts';
import { childEntry } from '../support/program.ts';
import { freshDatabase } from '../support/services.ts';

const CHILD = resolve(import.meta.dirname, '../support/e2e/uncaught-child.ts');
const SAID = 'Chim Thị Hoàng Yến, 079301975318';

it('is told by its SQLSTATE and where it came from, without what it quotes', async () => {
  const { url, drop } = await freshDatabase();
  try {
    const child = new DongboProcess([SAID], { DATABASE_URL: url }, childEntry(CHILD));
    const { code, stdout, stderr } = await child.finished();
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('DB-SVC-007');
    expect(stderr).toContain('unique constraint "person_code_key" (SQLSTATE 23505)');
    expect(stderr).toMatch(/^ +at .*pg/m);
    expect(stderr).not.toMatch(/Chim|Yến|0793019/);
  } finally {
    await drop();
  }
});
