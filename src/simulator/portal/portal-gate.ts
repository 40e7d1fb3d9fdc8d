/**
 * What a simulated portal does with one call: reads it, draws its fault, works, answers.
 * Guarantees: the work is done before the answer begins, and not at all where a fault says so.
 * Must not: know sockets or the control from outside.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../random.ts';
import { isRecord } from './check-fields.ts';
import { sendFaultInstead } from './fault-instead.ts';
import type { FaultName, FaultPlan } from './fault-plan.ts';
import { PUBLIC_PAGES } from './fault-scope.ts';
import { type Poison, poisonOf } from './poison.ts';
import type { AnswerBody, PortalAnswers } from './portal-answers.ts';
import { PortalServices } from './portal-services.ts';
import type { PortalCredentials, PortalSessions } from './portal-sessions.ts';
import type { Fields } from './portal-store.ts';
import { isScript, type PublicCatalogue } from './public-catalogue.ts';
import { sendJson, type WireSettings } from './send-answer.ts';
import { sendAnswer } from './spoil-answer.ts';

/** What may change while the portal runs. */
export interface GateSettings extends WireSettings {
  latencyMs: number;
  jitterMs: number;
  slowMs: number;
  poison: Poison;
  /** Chooses the poisoned share. */
  readonly seed: number;
}

/** Those a gate works with. */
export interface GateParts {
  readonly credentials: PortalCredentials;
  readonly answers: PortalAnswers;
  readonly services: PortalServices;
  readonly sessions: PortalSessions;
  readonly publicCatalogue: PublicCatalogue;
  readonly faults: FaultPlan;
  readonly settings: GateSettings;
  /** Of the jitter alone, so that it does not change which faults are drawn. */
  readonly random: Random;
}

/** The JSON of a request; throws where it is none. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || 'null');
}

/** Answers calls, one at a time or many. */
export class PortalGate {
  private readonly parts: GateParts;
  private poisonedCalls = 0;

  constructor(parts: GateParts) {
    this.parts = parts;
  }

  /** Calls turned away because of a dossier in them. */
  get poisoned(): number {
    return this.poisonedCalls;
  }

  async login(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { services, faults, settings, credentials, answers, sessions } = this.parts;
    services.count('login');
    const body = await readJson(request);
    await this.pause();
    if (await sendFaultInstead(response, faults.drawForLogin(), settings)) return;
    const { username, password } = credentials;
    if (!isRecord(body) || body.username !== username || body.password !== password) {
      return sendJson(response, 200, { ...answers.refusal('login'), session: '' });
    }
    sendJson(response, 200, { ...answers.success(), session: sessions.open() });
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { services, faults, settings, answers } = this.parts;
    const body = await readJson(request);
    if (!isRecord(body)) throw new Error('JSON object expected');
    const service = String(body.service ?? '');
    services.count(service);
    const poison = poisonOf(settings.poison, settings.seed, body);
    if (poison !== null) this.poisonedCalls += 1;
    const fault = poison === null ? faults.draw(service) : poison === 'invalid' ? null : poison;
    await this.pause();
    if (await sendFaultInstead(response, fault, settings)) return;
    if (poison === 'invalid') return sendJson(response, 200, { ...answers.refusal('invalid'), result: [] });
    const answer = this.work(fault === 'partial' ? PortalServices.half(body) : body, fault);
    if (fault === 'slow') await wait(2 * settings.latencyMs + settings.slowMs, undefined, { ref: false });
    await sendAnswer(response, fault, answer, settings);
  }

  /** Without login; its firewall turns away whatever looks like a script. */
  async servePublic(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { services, faults, settings, publicCatalogue } = this.parts;
    const body = await readJson(request);
    services.count(path.slice(path.lastIndexOf('/') + 1));
    const fault = isScript(request.headers['user-agent']) ? 'html200' : faults.draw(PUBLIC_PAGES);
    await this.pause();
    if (await sendFaultInstead(response, fault, settings)) return;
    const answer = publicCatalogue.answer(path, isRecord(body) ? body : {});
    await sendAnswer(response, fault, answer, settings, 201);
  }

  private work(body: Fields, fault: FaultName | null): AnswerBody {
    const { sessions, answers, credentials, services } = this.parts;
    if (fault === 'expire') sessions.expireAll();
    if (!sessions.isOpen(body.session)) return { ...answers.refusal('expired'), result: [] };
    if (body.madonvi !== credentials.agencyCode) {
      return { ...answers.refusal('invalid', '', 'madonvi không đúng'), result: [] };
    }
    return services.call(body);
  }

  private async pause(): Promise<void> {
    const { settings, random } = this.parts;
    const jitter = settings.jitterMs > 0 ? random() * settings.jitterMs : 0;
    if (settings.latencyMs + jitter > 0) await wait(settings.latencyMs + jitter);
  }
}
