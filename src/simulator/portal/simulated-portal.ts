/**
 * The portal's stand-in on HTTP: `POST /mapi/login`, `POST /mapi/g`, the public catalogue under
 * `/api/v1`, and `/__state`, `/__control`.
 * Guarantees: behaves as 1-portal-contract.md sections 2 and 4 say, fails as told and no otherwise.
 * Must not: be reachable from outside unless a host is given; it guards nothing.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { reasonOf } from '../../domain/errors.ts';
import { seededRandom } from '../random.ts';
import { isRecord } from './check-fields.ts';
import { type FaultName, FaultPlan } from './fault-plan.ts';
import { PortalAnswers } from './portal-answers.ts';
import { type CatalogueContent, PortalCatalogue } from './portal-catalogue.ts';
import { checkControl, type PortalControl, type SimulatedPortalOptions } from './portal-options.ts';
import { PortalServices, type ServiceSettings } from './portal-services.ts';
import { DEFAULT_CREDENTIALS, type PortalCredentials, PortalSessions } from './portal-sessions.ts';
import { type PortalState, summarize } from './portal-state.ts';
import { type Fields, PortalStore } from './portal-store.ts';
import { isScript, PublicCatalogue } from './public-catalogue.ts';
import { sendAnswer, sendFaultInstead, sendJson } from './send-answer.ts';

const WRITING = ['DongBoHoSoMC', 'CapNhatTienDoHoSoMC'];

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || 'null');
}

/** A running stand-in; made by {@link startSimulatedPortal}. */
export class SimulatedPortal {
  readonly credentials: PortalCredentials;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly store = new PortalStore();
  private readonly answers: PortalAnswers;
  private readonly settings: ServiceSettings;
  private readonly catalogue = new PortalCatalogue();
  private readonly publicCatalogue = new PublicCatalogue(this.catalogue);
  private readonly services: PortalServices;
  private readonly sessions: PortalSessions;
  private readonly faults: FaultPlan;
  private latencyMs: number;
  private down = false;
  private inFlight = 0;
  private maxInFlight = 0;

  constructor(options: SimulatedPortalOptions) {
    const random = seededRandom(options.seed ?? 1);
    this.credentials = options.credentials ?? DEFAULT_CREDENTIALS;
    this.answers = new PortalAnswers(options.failMessages ?? {});
    this.settings = {
      mode: options.mode ?? 'rows',
      lookupSteps: options.lookupSteps ?? true,
      stepsPerCall: options.stepsPerCall ?? 10,
    };
    this.services = new PortalServices(this.store, this.catalogue, this.answers, this.settings);
    this.sessions = new PortalSessions(options.sessionSeconds ?? 1800, options.now ?? Date.now, random);
    this.faults = new FaultPlan(options.faults ?? {}, seededRandom((options.seed ?? 1) + 1));
    this.latencyMs = options.latencyMs ?? 0;
    this.server = createServer((request, response) => {
      this.handle(request, response).catch((error: unknown) => {
        // A client that went away is part of the game; anything else is told to the client.
        if (!response.headersSent && !response.destroyed) {
          sendJson(response, 400, { error_code: '400', message: reasonOf(error), result: [] });
        }
      });
    });
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  /** Base address, e.g. `http://127.0.0.1:40123`. */
  get url(): string {
    const { address, port } = this.server.address() as AddressInfo;
    return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
  }

  /** Starts listening; called by {@link startSimulatedPortal}. */
  async listen(port: number, host: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, resolve);
    });
  }

  /** What it has and has seen so far. */
  state(): PortalState {
    const calls = Object.fromEntries(this.services.calls);
    const { total, doubled } = this.store.steps;
    return {
      dossiers: this.store.dossiers,
      steps: total,
      doubledSteps: doubled,
      calls,
      writingCalls: WRITING.reduce((sum, service) => sum + (calls[service] ?? 0), 0),
      maxInFlight: this.maxInFlight,
      logins: this.sessions.count,
      history: this.store.history,
      faults: this.faults.counts(),
      down: this.down,
    };
  }

  /** Changes how it behaves from the next call on; `spared` = the connection that asked for it. */
  control(change: PortalControl, spared?: Socket): void {
    if (change.faults !== undefined) this.faults.set(change.faults);
    if (change.mode !== undefined) this.settings.mode = change.mode;
    if (change.lookupSteps !== undefined) this.settings.lookupSteps = change.lookupSteps;
    if (change.latencyMs !== undefined) this.latencyMs = change.latencyMs;
    if (change.expireSessions) this.sessions.expireAll();
    if (change.down !== undefined) this.down = change.down;
    if (!this.down) return;
    for (const socket of this.sockets) if (socket !== spared) socket.destroy();
  }

  /** Publishes another catalogue from the next call on, made from the present one. */
  changeCatalogue(change: (present: CatalogueContent) => Partial<CatalogueContent>): void {
    const present = this.catalogue.content;
    this.catalogue.replace({ ...present, ...change(present) });
  }

  /** Stops at once; calls under way are cut off. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://portal');
    if (pathname === '/__state') return this.showState(response, searchParams);
    if (pathname === '/__control') return this.takeControl(request, response);
    if (this.down) {
      request.socket.destroy();
      return;
    }
    this.inFlight += 1;
    this.maxInFlight = Math.max(this.maxInFlight, this.inFlight);
    try {
      if (request.method === 'POST' && pathname === '/mapi/login') await this.login(request, response);
      else if (request.method === 'POST' && pathname === '/mapi/g') await this.serve(request, response);
      else if (request.method === 'POST' && this.publicCatalogue.serves(pathname)) {
        await this.servePublic(pathname, request, response);
      } else sendJson(response, 404, { error_code: '404', message: 'Không có địa chỉ này', result: [] });
    } finally {
      this.inFlight -= 1;
    }
  }

  private async login(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.services.count('login');
    const body = await readJson(request);
    await this.pause();
    if (sendFaultInstead(response, this.faults.drawForLogin())) return;
    const { username, password } = this.credentials;
    if (!isRecord(body) || body.username !== username || body.password !== password) {
      return sendJson(response, 200, { ...this.answers.refusal('login'), session: '' });
    }
    sendJson(response, 200, { ...this.answers.success(), session: this.sessions.open() });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = this.faults.draw();
    if (fault === 'reset') {
      request.socket.destroy();
      return;
    }
    const body = await readJson(request);
    if (!isRecord(body)) throw new Error('JSON object expected');
    this.services.count(String(body.service ?? ''));
    await this.pause();
    if (sendFaultInstead(response, fault)) return;
    const answer = this.work(body, fault);
    if (fault === 'slow') await wait(2 * this.latencyMs + 2000, undefined, { ref: false });
    sendAnswer(response, fault, answer);
  }

  /** Without login; its firewall turns away whatever looks like a script. */
  private async servePublic(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = this.faults.draw();
    if (fault === 'reset') {
      request.socket.destroy();
      return;
    }
    const body = await readJson(request);
    this.services.count(path.slice(path.lastIndexOf('/') + 1));
    await this.pause();
    const rejected = isScript(request.headers['user-agent']) ? 'html200' : fault;
    if (sendFaultInstead(response, rejected)) return;
    sendAnswer(response, fault, this.publicCatalogue.answer(path, isRecord(body) ? body : {}), 201);
  }

  private work(body: Fields, fault: FaultName | null) {
    if (fault === 'expire') this.sessions.expireAll();
    if (!this.sessions.isOpen(body.session)) return { ...this.answers.refusal('expired'), result: [] };
    if (body.madonvi !== this.credentials.agencyCode) {
      return { ...this.answers.refusal('invalid', '', 'madonvi không đúng'), result: [] };
    }
    return this.services.call(body);
  }

  private async pause(): Promise<void> {
    if (this.latencyMs > 0) await wait(this.latencyMs);
  }

  private showState(response: ServerResponse, query: URLSearchParams): void {
    const code = query.get('dossier');
    if (code === null) {
      sendJson(response, 200, summarize(this.state(), query.has('dossiers')));
      return;
    }
    const { payload, created, updated, steps } = this.store.get(code) ?? {};
    sendJson(response, payload === undefined ? 404 : 200, { payload, created, updated, steps });
  }

  private async takeControl(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const change = checkControl(await readJson(request));
    this.control(change, request.socket);
    response.setHeader('connection', 'close');
    sendJson(response, 200, { applied: change });
  }
}

/** Starts the portal's stand-in. Rejects when the port is taken. */
export async function startSimulatedPortal(options: SimulatedPortalOptions = {}): Promise<SimulatedPortal> {
  const portal = new SimulatedPortal(options);
  await portal.listen(options.port ?? 0, options.host ?? '127.0.0.1');
  return portal;
}
