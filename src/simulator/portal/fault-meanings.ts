/**
 * What can go wrong with a call, as data: one line a fault, said so that nothing is left to guess.
 * Guarantees: each says what the portal has stored by then; whoever adds a fault gives it a row in
 * `test/unit/simulator/portal-faults.test.ts`, which holds the wire to these words.
 */

/** What the portal keeps of a writing call that met the fault: of what was good, all, the first half, nothing. */
export type Stored = 'all' | 'half' | 'nothing';

/** One fault. */
export interface FaultMeaning {
  /** A fault of calls, or of the login alone. */
  readonly on: 'call' | 'login';
  readonly stored: Stored;
  readonly vi: string;
  readonly en: string;
}

const call = (stored: Stored, en: string, vi: string): FaultMeaning => ({ on: 'call', stored, vi, en });
const login = (en: string, vi: string): FaultMeaning => ({ on: 'login', stored: 'nothing', vi, en });

/** Every fault by name. The order decides which a seed draws: new ones go to the end. */
export const FAULT_MEANINGS = {
  lost: call('all', 'the connection ends without an answer', 'kết nối bị ngắt, không có câu trả lời'),
  cut: call('all', 'the answer breaks off in the middle', 'câu trả lời đứt giữa chừng'),
  stored502: call(
    'all',
    'a gateway answers HTTP 502 with its own HTML page',
    'cổng trung gian trả HTTP 502 kèm trang HTML của nó',
  ),
  http503: call('nothing', 'HTTP 503 with an HTML page', 'HTTP 503 kèm trang HTML'),
  http429: call('nothing', 'HTTP 429 with Retry-After', 'HTTP 429 kèm Retry-After'),
  html200: call('nothing', 'HTTP 200 with the page of a firewall', 'HTTP 200 nhưng là trang của tường lửa'),
  html201: call('nothing', 'HTTP 201 with the page of a firewall', 'HTTP 201 nhưng là trang của tường lửa'),
  reset: call('nothing', 'the connection is reset (TCP RST)', 'kết nối bị đặt lại (TCP RST)'),
  slow: call(
    'all',
    'a good answer after twice the latency and two seconds more',
    'trả lời đúng, nhưng chậm thêm hai lần độ trễ và hai giây',
  ),
  expire: call(
    'nothing',
    'every session ends at once, the call is refused',
    'mọi phiên hết hạn ngay, lần gọi bị từ chối',
  ),
  garbage: call(
    'nothing',
    'HTTP 200, said to be JSON, which it is not',
    'HTTP 200, xưng là JSON mà không phải',
  ),
  login503: login('HTTP 503', 'HTTP 503'),
  http500: call('nothing', 'HTTP 500 with words of failure in JSON', 'HTTP 500 kèm JSON báo lỗi'),
  http502: call(
    'nothing',
    'a gateway answers HTTP 502 with its own HTML page',
    'cổng trung gian trả HTTP 502 kèm trang HTML của nó',
  ),
  stored500: call('all', 'HTTP 500 with words of failure in JSON', 'HTTP 500 kèm JSON báo lỗi'),
  stored504: call(
    'all',
    'a gateway answers HTTP 504 with its own HTML page',
    'cổng trung gian trả HTTP 504 kèm trang HTML của nó',
  ),
  hang: call('nothing', 'no answer ever; the connection stays open', 'không bao giờ trả lời; kết nối vẫn mở'),
  storedHang: call(
    'all',
    'no answer ever; the connection stays open',
    'không bao giờ trả lời; kết nối vẫn mở',
  ),
  trickle: call(
    'all',
    'a good answer, a byte every ten seconds',
    'trả lời đúng, nhưng mười giây mới được một byte',
  ),
  stall: call(
    'all',
    'half an answer, then silence; the connection stays open',
    'được nửa câu trả lời rồi im; kết nối vẫn mở',
  ),
  huge: call('all', 'a good answer of more than 11 MB', 'trả lời đúng, nhưng lớn hơn 11 MB'),
  gzip: call(
    'all',
    'a good answer, compressed without being asked',
    'trả lời đúng, nén gzip dù không ai yêu cầu',
  ),
  gzipCut: call(
    'all',
    'a compressed answer that ends too early, in a whole HTTP message',
    'câu trả lời nén bị thiếu đoạn cuối, HTTP vẫn trọn vẹn',
  ),
  gzipBomb: call(
    'all',
    'small on the wire, more than 64 MB when unpacked',
    'nhỏ trên đường truyền, bung ra hơn 64 MB',
  ),
  wrongType: call('all', 'a good answer that says it is text/html', 'trả lời đúng, nhưng xưng là text/html'),
  empty200: call('nothing', 'HTTP 200 without a body', 'HTTP 200 không có nội dung'),
  storedEmpty200: call('all', 'HTTP 200 without a body', 'HTTP 200 không có nội dung'),
  empty204: call('all', 'HTTP 204, which has no body', 'HTTP 204, không có nội dung'),
  redirect: call('nothing', 'HTTP 302 to a login page', 'HTTP 302 tới trang đăng nhập'),
  http401: call('nothing', 'HTTP 401; the session stays open', 'HTTP 401; phiên vẫn còn hiệu lực'),
  http403html: call('nothing', 'HTTP 403 with the page of a firewall', 'HTTP 403 kèm trang của tường lửa'),
  latin1: call(
    'all',
    'a good answer in ISO-8859-1 that does not say so; letters it lacks come as `?`',
    'trả lời đúng bằng ISO-8859-1 mà không báo; chữ nào không có thì thành `?`',
  ),
  oddCodes: call(
    'all',
    'a true answer whose error_code is a number or has blanks',
    'trả lời đúng, nhưng error_code là số hoặc thừa dấu cách',
  ),
  unknownWords: call(
    'nothing',
    'HTTP 200 with a code and words that nobody knows',
    'HTTP 200 với mã và lời không ai biết',
  ),
  storedUnknownWords: call(
    'all',
    'HTTP 200 with a code and words that nobody knows',
    'HTTP 200 với mã và lời không ai biết',
  ),
  partial: call(
    'half',
    'HTTP 500 with words of failure; the first half of the records, rounded up, was judged and kept',
    'HTTP 500 báo lỗi; nửa đầu số bản ghi (làm tròn lên) đã được xét và lưu',
  ),
  doubleRows: call(
    'all',
    'a good answer in which every row of `result` comes twice',
    'trả lời đúng, nhưng mỗi dòng của `result` xuất hiện hai lần',
  ),
  busy: call('nothing', 'HTTP 200, the words say maintenance', 'HTTP 200, lời nói là đang bảo trì'),
  throttledWords: call(
    'nothing',
    'HTTP 200, the words say too many calls',
    'HTTP 200, lời nói là quá nhiều yêu cầu',
  ),
  loginRefused: login('a right password is called wrong', 'mật khẩu đúng mà bị báo sai'),
  loginHang: login('no answer ever; the connection stays open', 'không bao giờ trả lời; kết nối vẫn mở'),
  loginHtml: login('HTTP 200 with the page of a firewall', 'HTTP 200 nhưng là trang của tường lửa'),
} as const satisfies Record<string, FaultMeaning>;

/** Name of a fault. */
export type FaultName = keyof typeof FAULT_MEANINGS;
/** Every name. */
export const FAULT_NAMES = Object.keys(FAULT_MEANINGS) as FaultName[];

/** Is there a fault of this name? */
export function isFaultName(text: string): text is FaultName {
  return Object.hasOwn(FAULT_MEANINGS, text);
}
