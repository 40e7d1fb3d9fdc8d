/** The right name comes first, as an official would choose it; what is not the same never gets 1. */
import { describe, expect, it } from 'vitest';
import { NameIndex } from '../../../../src/codebook/suggest/name-index.ts';

const NAMES: Readonly<Record<string, string>> = {
  khaiSinh: 'Thủ tục đăng ký khai sinh',
  khaiSinhLai: 'Thủ tục đăng ký lại khai sinh',
  khaiSinhNgoai: 'Thủ tục đăng ký khai sinh có yếu tố nước ngoài',
  ketHon: 'Thủ tục đăng ký kết hôn',
  doiGcn: 'Cấp đổi Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất',
  laiGcn: 'Cấp lại Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất do bị mất',
  xayDung: 'Cấp giấy phép xây dựng mới đối với công trình cấp III, cấp IV và nhà ở riêng lẻ',
  suaChua: 'Cấp giấy phép sửa chữa, cải tạo đối với công trình cấp III, cấp IV và nhà ở riêng lẻ',
  htx: 'Đăng ký thành lập hợp tác xã',
  hoKinhDoanh: 'Đăng ký thành lập hộ kinh doanh',
  lyLich: 'Thủ tục cấp Phiếu lý lịch tư pháp cho công dân Việt Nam',
  mau18: 'Đơn đăng ký biến động đất đai theo Mẫu số 18',
  mau24: 'Đơn đăng ký biến động đất đai theo Mẫu số 24',
  khcn: 'Văn bản của Sở KH&CN về việc chuyển giao công nghệ',
  phuong: 'Ủy ban nhân dân phường Hồng Gai',
  xa: 'Ủy ban nhân dân xã Hồng Gai',
  so: 'Sở Nông nghiệp và Môi trường',
  ban: 'Giấy bán hàng',
  baN: 'Giấy bản hàng',
};
const index = new NameIndex(Object.entries(NAMES).map(([code, name]) => ({ code, name })));

describe('a name that differs', () => {
  it.each([
    ['thu tuc dang ky khai sinh', 'khaiSinh'],
    ['ĐKKS', 'khaiSinh'],
    ['TT ĐK khai sinh', 'khaiSinh'],
    ['Khai sinh có yếu tố nước ngoài', 'khaiSinhNgoai'],
    ['Đăng ký lại việc khai sinh', 'khaiSinhLai'],
    ['đằng ký kết hônn', 'ketHon'],
    ['Kết hôn - đăng ký', 'ketHon'],
    ['Cấp đổi GCN QSDĐ', 'doiGcn'],
    ['cap lai gcn qsd dat do bi mat', 'laiGcn'],
    ['Cấp lại GCNQSDĐ', 'laiGcn'],
    ['Cấp GPXD mới nhà ở riêng lẻ', 'xayDung'],
    ['Cấp GP sửa chữa nhà ở riêng lẻ', 'suaChua'],
    ['Thành lập HTX', 'htx'],
    ['dang ky thanh lap HKD', 'hoKinhDoanh'],
    ['Cấp phiếu LLTP', 'lyLich'],
    ['phieeus lys lichj tuw phaps', 'lyLich'],
    ['phie6u1 ly1 lich5', 'lyLich'],
    ['Đơnđăng ký biếnđộng đất đai Mẫu 24', 'mau24'],
    ['Mẫu số 018 biến động đất đai', 'mau18'],
    ['Văn bản Sở Khoa học và Công nghệ chuyển giao công nghệ', 'khcn'],
    ['UBND P. Hồng Gai', 'phuong'],
    ['UBND X. Hồng Gai', 'xa'],
    ['Sở NN&MT', 'so'],
    ['so nnmt tinh', 'so'],
    ['Giấy bán hàg', 'ban'],
    ['Giấy bản hàg', 'baN'],
  ])('%s → %s', (asked, code) => {
    const [first, second] = index.find(asked);
    expect(first?.code).toBe(code);
    expect(first?.score).toBeLessThan(1);
    expect(first?.score).toBeGreaterThan(second?.score ?? 0);
  });
});

describe('a name that is the same', () => {
  it.each(Object.entries(NAMES))('%s gets 1, and nothing else does', (code, name) => {
    const [first, second] = index.find(`2. ${name.normalize('NFD').toUpperCase()}.`);
    expect(first).toEqual({ code, name, score: 1 });
    expect(second?.score ?? 0).toBeLessThan(1);
  });

  it('under two codes gets 1 twice: what is spelled nearest, then what is used more, then by code', () => {
    const items = ['c', 'b', 'a', 'd'].map((code) => ({ code, name: 'Giấy chứng nhận đã cấp' }));
    items.push({ code: 'e', name: 'Giấy chứng nhận đã cấp.' });
    const twins = new NameIndex(items, new Map([['b', 3]]));
    const told = (asked: string) => twins.find(asked).map(({ code, score }) => `${code} ${score}`);
    expect(told('giấy chứng nhận đã cấp')).toEqual(['b 1', 'a 1', 'c 1', 'd 1', 'e 1']);
    expect(told('1. Giấy chứng nhận đã cấp.')[0]).toBe('e 1');
    expect(told('giay chung nhan da cap')).toEqual(['b 0.99', 'a 0.99', 'c 0.99', 'd 0.99', 'e 0.99']);
  });

  it('comes once where the list has it twice', () => {
    const item = { code: 'a', name: 'Đơn' };
    expect(new NameIndex([item, item, { code: 'a', name: 'Đơn xin' }]).find('đơn')).toHaveLength(1);
  });
});

describe('nothing is proposed', () => {
  it('for what has nothing in common, no letters, or no place to stand', () => {
    expect(index.find('zzz')).toEqual([]);
    expect(index.find(' — ')).toEqual([]);
    expect(index.find('khai sinh', 0)).toEqual([]);
    expect(new NameIndex([]).find('khai sinh')).toEqual([]);
  });

  it('of an entry without a code or a name', () => {
    const empty = new NameIndex([
      { code: '', name: 'Đơn' },
      { code: 'a', name: '-' },
    ]);
    expect(empty.find('Đơn')).toEqual([]);
  });
});

it('what weighs more in a name decides, not how many words agree', () => {
  const [first] = index.find('Thủ tục đăng ký hợp tác xã');
  expect(first?.code).toBe('htx');
});

it('a name as long as a page is found with an error in it, among others that begin like it', () => {
  const page = (end: string) => ({
    code: end,
    name: `${'Một trong các giấy tờ về quyền sử dụng đất theo quy định của pháp luật; '.repeat(20)} ${end}`,
  });
  const long = new NameIndex([page('khai sinh'), page('kết hôn'), page('khai tử')]);
  expect(long.find(page('kết hôn').name.replace('pháp luật', 'phá luật'))[0]?.code).toBe('kết hôn');
});
