/**
 * The portal's stand-in on HTTP: `POST /mapi/login`, `POST /mapi/g`, the public catalogue under
 * `/api/v1`, and `/__state`, `/__control`.
 * Guarantees: behaves as 1-portal-contract.md sections 2 and 4 say, fails as told and no otherwise.
 * Must not: be reachable from outside unless a host is given; it guards nothing.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { reasonOf } from '../../domain/errors.ts';
import { type Random, seededRandom } from '../random.ts';
import { FaultPlan } from './fault-plan.ts';
import { PortalAnswers } from './portal-answers.ts';
import { type CatalogueContent, PortalCatalogue } from './portal-catalogue.ts';
import { checkControl, type PortalControl } from './portal-control.ts';
import { PortalGate, readJson } from './portal-gate.ts';
import { PortalJournal } from './portal-journal.ts';
import type { SimulatedPortalOptions } from './portal-options.ts';
import { PortalServices } from './portal-services.ts';
import { DEFAULT_CREDENTIALS, type PortalCredentials, PortalSessions } from './portal-sessions.ts';
import { changeSettings, type PortalSettings, settingsOf } from './portal-settings.ts';
import { dossierLines, type PortalState, summarize } from './portal-state.ts';
import { PortalStore } from './portal-store.ts';
import { PublicCatalogue } from './public-catalogue.ts';
import { sendJson } from './send-answer.ts';

const WRITING = ['DongBoHoSoMC', 'CapNhatTienDoHoSoMC'];

/** A running stand-in; made by {@link startSimulatedPortal}. */
export class SimulatedPortal {
  readonly credentials: PortalCredentials;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly store = new PortalStore();
  private readonly journal: PortalJournal | undefined;
  private readonly catalogue = new PortalCatalogue();
  private readonly publicCatalogue = new PublicCatalogue(this.catalogue);
  private readonly settings: PortalSettings;
  private readonly services: PortalServices;
  private readonly sessions: PortalSessions;
  private readonly faults: FaultPlan;
  private readonly gate: PortalGate;
  /** Chooses what is forgotten. */
  private readonly random: Random;
  private inFlight = 0;
  private maxInFlight = 0;

  constructor(options: SimulatedPortalOptions) {
    this.credentials = options.credentials ?? DEFAULT_CREDENTIALS;
    const answers = new PortalAnswers(options.failMessages ?? {});
    this.settings = settingsOf(options);
    const { seed } = this.settings;
    this.services = new PortalServices(this.store, this.catalogue, answers, this.settings);
    this.sessions = new PortalSessions(this.settings, options.now ?? Date.now);
    this.faults = new FaultPlan(options.faults ?? {}, seededRandom(seed + 1));
    this.random = seededRandom(seed + 2);
    this.gate = new PortalGate({
      credentials: this.credentials,
      answers,
      services: this.services,
      sessions: this.sessions,
      publicCatalogue: this.publicCatalogue,
      faults: this.faults,
      settings: this.settings,
      random: seededRandom(seed + 3),
    });
    this.journal = this.openJournal(options.journal, options.onStored);
    this.server = this.createServer();
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
    const { steps, doubled, forgotten } = this.store.counts;
    return {
      dossiers: this.store.dossiers,
      steps,
      doubledSteps: doubled,
      forgotten,
      calls,
      writingCalls: WRITING.reduce((sum, service) => sum + (calls[service] ?? 0), 0),
      maxInFlight: this.maxInFlight,
      logins: this.sessions.count,
      history: this.store.history,
      faults: this.faults.counts(),
      poisoned: this.gate.poisoned,
      down: this.settings.down,
    };
  }

  /** Changes how it behaves from the next call on; `spared` = the connection that asked for it. */
  control(change: PortalControl, spared?: Socket): void {
    const { faults, expireSessions, forget } = change;
    if (faults !== undefined) this.faults.set(faults);
    changeSettings(this.settings, change);
    if (expireSessions) this.sessions.expireAll();
    if (forget !== undefined) this.store.forget(typeof forget === 'number' ? this.someCodes(forget) : forget);
    for (const [code, fields] of Object.entries(change.edit ?? {})) this.store.alter(code, fields);
    for (const code of change.loseStep ?? []) this.store.alter(code, {}, (steps) => steps.slice(0, -1));
    for (const code of change.doubleStep ?? []) {
      this.store.alter(code, {}, (steps) => [...steps, ...steps.slice(-1)]);
    }
    if (!this.settings.down) return;
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
    this.journal?.close();
  }

  private createServer(): Server {
    const server = createServer((request, response) => {
      this.handle(request, response).catch((error: unknown) => {
        // A client that went away is part of the game; anything else is told to the client.
        if (!response.headersSent && !response.destroyed) {
          sendJson(response, 400, { error_code: '400', message: reasonOf(error), result: [] });
        }
      });
    });
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    return server;
  }

  private openJournal(
    file: string | undefined,
    onStored: SimulatedPortalOptions['onStored'],
  ): PortalJournal | undefined {
    if (onStored !== undefined) this.store.tell(({ changes }) => onStored(changes));
    if (file === undefined) return undefined;
    const journal = PortalJournal.open(file, (line) => this.store.replay(line));
    this.store.tell((line) => {
      journal.append(line);
      onStored?.(line.changes);
    });
    return journal;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://portal');
    if (pathname === '/__state') return this.showState(response, searchParams);
    if (pathname === '/__control') return this.takeControl(request, response);
    const { down, clockSkewSeconds } = this.settings;
    if (down) {
      request.socket.destroy();
      return;
    }
    if (clockSkewSeconds !== 0) {
      response.setHeader('date', new Date(Date.now() + clockSkewSeconds * 1000).toUTCString());
    }
    this.inFlight += 1;
    this.maxInFlight = Math.max(this.maxInFlight, this.inFlight);
    try {
      if (request.method === 'POST' && pathname === '/mapi/login') await this.gate.login(request, response);
      else if (request.method === 'POST' && pathname === '/mapi/g') await this.gate.serve(request, response);
      else if (request.method === 'POST' && this.publicCatalogue.serves(pathname)) {
        await this.gate.servePublic(pathname, request, response);
      } else sendJson(response, 404, { error_code: '404', message: 'Không có địa chỉ này', result: [] });
    } finally {
      this.inFlight -= 1;
    }
  }

  private async showState(response: ServerResponse, query: URLSearchParams): Promise<void> {
    if (query.has('full')) {
      response.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8' });
      // Copied, because calls go on while a slow reader reads.
      return pipeline(Readable.from(dossierLines(new Map(this.store.dossiers))), response);
    }
    const code = query.get('dossier');
    if (code === null) return sendJson(response, 200, summarize(this.state(), query.has('dossiers')));
    const { payload, created, updated, steps } = this.store.get(code) ?? {};
    sendJson(response, payload === undefined ? 404 : 200, { payload, created, updated, steps });
  }

  private async takeControl(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const change = checkControl(await readJson(request));
    this.control(change, request.socket);
    response.setHeader('connection', 'close');
    sendJson(response, 200, { applied: change });
  }

  private someCodes(count: number): string[] {
    const codes = [...this.store.dossiers.keys()];
    return Array.from({ length: Math.min(count, codes.length) }, () => {
      const [code = ''] = codes.splice(Math.floor(this.random() * codes.length), 1);
      return code;
    });
  }
}

/** Starts the portal's stand-in. Rejects when the port is taken or the journal cannot be used. */
export async function startSimulatedPortal(options: SimulatedPortalOptions = {}): Promise<SimulatedPortal> {
  const portal = new SimulatedPortal(options);
  await portal.listen(options.port ?? 0, options.host ?? '127.0.0.1');
  return portal;
}
