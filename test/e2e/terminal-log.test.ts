/** The daemon's log: for a person at a terminal, as JSON everywhere else, and there where `--json` asks for it. */
import { expect, it } from 'vitest';
import { SHIPPED_MAPPINGS } from '../support/e2e/shipped-mappings.ts';
import { atTerminal } from '../support/e2e/terminal.ts';
import { freePort } from '../support/services.ts';

it('is JSON but at a terminal, and there with --json', async () => {
  // A start that ends by itself once it has told something.
  const settings = {
    LOG_LEVEL: 'info',
    MAPPINGS_DIR: SHIPPED_MAPPINGS,
    ADMIN_PORT: '0',
    DATABASE_URL: `postgres://an@127.0.0.1:${await freePort()}/so`,
    SOURCE_URL: 'postgres://an@127.0.0.1:1/nguon',
    PORTAL_BASE_URL: 'http://127.0.0.1:1',
    PORTAL_USERNAME: 'tinh',
    PORTAL_PASSWORD: 'mat-khau',
    PORTAL_AGENCY_CODE: 'H99',
  };
  const person = await atTerminal(['run'], settings, '');
  expect(person.output).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} INFO {2}admin HTTP listens {2}where=http:\/\/127\.0\.0\.1:\d+\r?$/m,
  );
  expect(person.output).not.toContain('{"level"');
  const asked = await atTerminal(['run', '--json'], settings, '');
  expect(asked.output).toMatch(/^\{"level":30,.*"msg":"admin HTTP listens"\}\r?$/m);
  expect([person.code, asked.code]).toEqual([69, 69]);
}, 120_000);
