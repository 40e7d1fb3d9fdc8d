/**
 * Logins and sessions of the simulated portal.
 * Guarantees: a session ends after its seconds, at the account's next login where only one may be
 * open, or at once when told so; no token ever comes twice, not even after a new start.
 */
import { randomUUID } from 'node:crypto';

/** What a login must bring, and the agency code (`madonvi`) that calls must carry. */
export interface PortalCredentials {
  readonly username: string;
  readonly password: string;
  readonly agencyCode: string;
}

/** Credentials of the stand-in; it guards nothing. */
export const DEFAULT_CREDENTIALS: PortalCredentials = {
  username: 'tinh-mau',
  password: 'mat-khau-thu',
  agencyCode: 'H99',
};

/** How long sessions live; may change while the portal runs and counts from the next login. */
export interface SessionSettings {
  sessionSeconds: number;
  /** A login ends the earlier sessions of its account. */
  singleSession: boolean;
}

/** Open sessions. */
export class PortalSessions {
  private readonly until = new Map<string, number>();
  private readonly settings: SessionSettings;
  private readonly now: () => number;
  private opened = 0;

  constructor(settings: SessionSettings, now: () => number) {
    this.settings = settings;
    this.now = now;
  }

  open(): string {
    this.opened += 1;
    // There is one account.
    if (this.settings.singleSession) this.until.clear();
    const token = `phien-${this.opened}-${randomUUID()}`;
    this.until.set(token, this.now() + this.settings.sessionSeconds * 1000);
    return token;
  }

  isOpen(token: unknown): boolean {
    return typeof token === 'string' && (this.until.get(token) ?? 0) > this.now();
  }

  expireAll(): void {
    this.until.clear();
  }

  /** Logins so far. */
  get count(): number {
    return this.opened;
  }
}
