/**
 * The words of the simulated portal.
 * Guarantees: the three faces of success (`0`, `"0"`, `"00"`) come in turn; each kind of refusal
 * has one code and one wording, which a caller may replace.
 */

/** Why a record or a call is refused. */
export type RefusalKind = 'expired' | 'invalid' | 'exists' | 'missing' | 'partly' | 'service' | 'login';
/** Wording of a refusal; `{codes}` stands for the dossiers named, and may be empty. */
export type FailMessages = Readonly<Record<RefusalKind, string>>;

/** The wording where nothing else is asked for. */
export const DEFAULT_FAIL_MESSAGES: FailMessages = {
  expired: 'Phiên làm việc đã hết hạn',
  invalid: 'Dữ liệu không hợp lệ {codes}',
  exists: 'Hồ sơ {codes} đã tồn tại',
  missing: 'Không tìm thấy hồ sơ {codes}',
  partly: 'Một số bản ghi không được tiếp nhận, xem chi tiết từng bản ghi',
  service: 'Dịch vụ không được hỗ trợ',
  login: 'Sai tên đăng nhập hoặc mật khẩu',
};

const CODES: Readonly<Record<RefusalKind, string>> = {
  expired: '-1',
  invalid: '-5',
  exists: '-3',
  missing: '-4',
  partly: '-6',
  service: '-7',
  login: '-2',
};

/** Body of an answer. */
export interface AnswerBody {
  readonly error_code: string | number;
  readonly message: string;
  readonly result: readonly unknown[];
  readonly session?: string;
}

/** Makes answers. */
export class PortalAnswers {
  private readonly messages: FailMessages;
  private successes = 0;

  constructor(messages: Partial<FailMessages>) {
    this.messages = { ...DEFAULT_FAIL_MESSAGES, ...messages };
  }

  /** Success code, varying as real portals do, and its message. */
  success(): { readonly error_code: string | number; readonly message: string } {
    this.successes += 1;
    return { error_code: [0, '0', '00'][this.successes % 3] ?? 0, message: 'Thực hiện thành công' };
  }

  /**
   * Code and message of a refusal.
   * @param named what is put in the place of `{codes}`: dossier codes, or nothing.
   * @param detail faults of the data, appended; only for `invalid`.
   */
  refusal(
    kind: RefusalKind,
    named = '',
    detail = '',
  ): { readonly error_code: string; readonly message: string } {
    const text = this.messages[kind].replace('{codes}', named).replace(/\s+/g, ' ').trim();
    return { error_code: CODES[kind], message: detail === '' ? text : `${text}: ${detail}` };
  }
}
