/**
 * The services behind `POST /mapi/g`: catalogue, lookup, dossiers, steps.
 * Guarantees: nothing is stored but what passed every check; each call is counted once.
 * Must not: know HTTP or faults.
 */
import { checkDossier, checkStep } from './check-dossier.ts';
import { isRecord } from './check-fields.ts';
import type { AnswerBody, PortalAnswers } from './portal-answers.ts';
import type { PortalCatalogue } from './portal-catalogue.ts';
import type { Fields, PortalStore } from './portal-store.ts';
import { type BatchMode, type Judged, settleBatch } from './settle-batch.ts';

/** What may change while the portal runs. */
export interface ServiceSettings {
  mode: BatchMode;
  /** `TraCuuHoSo` shows the steps under `TienDoXuLy`. */
  lookupSteps: boolean;
  /** Most steps that it shows, the newest; 0 = all. */
  lookupStepsMost: number;
  /** Most steps a call. */
  readonly stepsPerCall: number;
}

/** Answers calls. */
export class PortalServices {
  readonly calls = new Map<string, number>();
  private readonly store: PortalStore;
  private readonly catalogue: PortalCatalogue;
  private readonly answers: PortalAnswers;
  private readonly settings: ServiceSettings;

  constructor(
    store: PortalStore,
    catalogue: PortalCatalogue,
    answers: PortalAnswers,
    settings: ServiceSettings,
  ) {
    this.store = store;
    this.catalogue = catalogue;
    this.answers = answers;
    this.settings = settings;
  }

  /** Counts a call, also one that a fault will swallow. */
  count(service: string): void {
    this.calls.set(service, (this.calls.get(service) ?? 0) + 1);
  }

  /** The same call with the first half of its records, rounded up. */
  static half(body: Fields): Fields {
    const { data } = body;
    return Array.isArray(data) ? { ...body, data: data.slice(0, Math.ceil(data.length / 2)) } : body;
  }

  /** Does the work of a call with a good session. */
  call(body: Fields): AnswerBody {
    const service = String(body.service ?? '');
    switch (service) {
      case 'DongBoHoSoMC':
        return this.pushDossiers(body);
      case 'CapNhatTienDoHoSoMC':
        return this.pushSteps(body);
      case 'TraCuuHoSo':
        return this.lookup(String(body.mahoso ?? ''));
      default: {
        const rows = this.catalogue.answer(service, body);
        if (rows === null) return { ...this.answers.refusal('service'), result: [] };
        return { ...this.answers.success(), result: rows };
      }
    }
  }

  private lookup(code: string): AnswerBody {
    const dossier = this.store.get(code);
    if (dossier === undefined) return { ...this.answers.success(), result: [] };
    const { lookupSteps, lookupStepsMost } = this.settings;
    // `slice(-0)` is all of them.
    const steps = lookupSteps ? { TienDoXuLy: dossier.steps.slice(-lookupStepsMost) } : {};
    return { ...this.answers.success(), result: [{ ...dossier.payload, ...steps }] };
  }

  private pushDossiers(body: Fields): AnswerBody {
    const { isUpdating } = body;
    if (isUpdating !== 'True' && isUpdating !== 'False') {
      return this.refuseCall('isUpdating phải là "True" hoặc "False"');
    }
    const seen = new Set<string>();
    const judge = (dossier: Fields): Judged => {
      const code = String(dossier.MaHoSo ?? '');
      const faults = checkDossier(dossier, this.catalogue);
      if (seen.has(code)) faults.push('MaHoSo lặp lại trong một lần gửi');
      seen.add(code);
      const there = this.store.has(code);
      const wrong = isUpdating === 'True' ? (there ? 'good' : 'missing') : there ? 'exists' : 'good';
      const store =
        isUpdating === 'True'
          ? () => this.store.update(code, dossier)
          : () => this.store.create(code, dossier);
      return { code, verdict: faults.length > 0 ? 'invalid' : wrong, faults, store };
    };
    return this.settle('DongBoHoSoMC', isUpdating, body.data, judge);
  }

  private pushSteps(body: Fields): AnswerBody {
    const limit = this.settings.stepsPerCall;
    if (Array.isArray(body.data) && body.data.length > limit) {
      return this.refuseCall(`quá ${limit} bản ghi tiến độ trong một lần gửi`);
    }
    const judge = (step: Fields): Judged => {
      const code = String(step.MaHoSo ?? '');
      const faults = checkStep(step);
      const verdict = faults.length > 0 ? 'invalid' : this.store.has(code) ? 'good' : 'missing';
      return { code, verdict, faults, store: () => this.store.appendStep(code, step) };
    };
    return this.settle('CapNhatTienDoHoSoMC', '', body.data, judge);
  }

  private settle(
    service: string,
    isUpdating: string,
    data: unknown,
    judge: (record: Fields) => Judged,
  ): AnswerBody {
    if (!Array.isArray(data) || data.length === 0 || !data.every(isRecord)) {
      return this.refuseCall('data phải là danh sách bản ghi');
    }
    const settled = settleBatch(data.map(judge), this.settings.mode, this.answers);
    this.store.record({ service, isUpdating, records: data.length, stored: settled.stored });
    return settled.body;
  }

  private refuseCall(fault: string): AnswerBody {
    return { ...this.answers.refusal('invalid', '', fault), result: [] };
  }
}
