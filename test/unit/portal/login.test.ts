import { expect, it } from 'vitest';
import { logIn } from '../../../src/portal/adapter/login.ts';
import type { Reply } from '../../../src/portal/adapter/transport.ts';
import { adapterSettings, NEVER } from '../../support/adapter.ts';
import { shippedAnswerRules } from '../../support/answer-rules.ts';

const SECRET = 'f81d4fae7dec11d0a765';

/** What is made of `body` as the answer to a login, and all that is told of it on the way. */
async function answered(status: number, body: string) {
  const reply: Reply = { kind: 'answer', status, headers: {}, body: Buffer.from(body) };
  const told: unknown[] = [];
  const result = await logIn(
    adapterSettings('http://portal'),
    shippedAnswerRules(),
    { post: async () => reply, where: () => '', close: () => {} },
    {
      clock: { now: () => new Date(0) },
      onCall: (call) => void told.push(call),
      onNotice: (notice) => void told.push(notice),
    },
    NEVER,
  );
  return { result, told };
}

it.each([
  [200, { data: { session: SECRET, expires: 1 } }, 'HTTP 200, fields: data'],
  [200, { Session: SECRET, code: 0 }, 'HTTP 200, fields: Session, code'],
  [
    200,
    { error_code: 0, result: [{ token: SECRET }] },
    /^HTTP 200, fields: error_code, result, error_code 0/,
  ],
  [422, { [SECRET]: 1, data: null }, 'HTTP 422, fields: data, error_code HTTP 422'],
  [200, [SECRET], 'HTTP 200'],
  [200, SECRET, 'HTTP 200'],
])('a session in another place than agreed is not shown: HTTP %i %j', async (status, body, reason) => {
  const { result, told } = await answered(status, JSON.stringify(body));
  if (result.kind === 'session') throw new Error('taken for a session');
  if (typeof reason === 'string') expect(result.reason).toBe(reason);
  else expect(result.reason).toMatch(reason);
  expect(JSON.stringify([result, told])).not.toContain(SECRET);
});

it('a body that is no JSON is named, not shown', async () => {
  const { result, told } = await answered(409, `session=${SECRET}`);
  expect(result).toEqual({ kind: 'refused', reason: 'HTTP 409, other body, error_code HTTP 409' });
  expect(JSON.stringify(told)).not.toContain(SECRET);
});

it('the words of a refusal are shown', async () => {
  const { result } = await answered(200, JSON.stringify({ error_code: 2, message: 'Sai mật khẩu' }));
  expect(result).toEqual({ kind: 'refused', reason: 'HTTP 200, Sai mật khẩu, error_code 2' });
});
