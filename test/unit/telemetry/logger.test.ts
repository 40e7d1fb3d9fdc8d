/** What the log writes down of what it is given. */
import { expect, it } from 'vitest';
import { createLogger, type LogFields } from '../../../src/telemetry/logger.ts';

function lineOf(fields: object): Record<string, unknown> {
  const lines: string[] = [];
  const log = createLogger('trace', { write: (line: string) => void lines.push(line) });
  log.info('something', fields as LogFields);
  const { level, time, pid, msg, ...rest } = JSON.parse(lines.join('')) as Record<string, unknown>;
  expect(msg).toBe('something');
  return rest;
}

it('carries the fields that are listed', () => {
  const fields: LogFields = { batch: '0a1b2c3d', dossiers: 3, httpStatus: null, since: new Date(0) };
  expect(lineOf(fields)).toEqual({ ...fields, since: '1970-01-01T00:00:00.000Z' });
});

it('drops what is not listed, or not of its form, whatever the types were told', () => {
  const sneaked = {
    lane: 'live',
    owner: 'Nguyễn Văn A',
    payload: { name: 'Nguyễn Văn A' },
    reason: { name: 'Nguyễn Văn A' },
    dossiers: 'Nguyễn Văn A',
    constructor: 'Nguyễn Văn A',
  };
  expect(lineOf(sneaked)).toEqual({ lane: 'live' });
});
