/**
 * The page on a telephone: tables become blocks, one below another.
 * Guarantees: nothing of a table is left out, and nothing is wider than 360 pixels; where a column's head is gone, its
 * words stand before the cell.
 */
import type { Pen } from './pen.ts';

/** See the file's head. */
export function narrowStyle({ say }: Pen): string {
  const before = (cell: string, words: string): string =>
    `${cell}::before{content:"${words}: ";color:var(--soft);font-weight:400}`;
  return `
@media screen and (max-width:1100px){main{padding:32px 28px 48px}.ranks tbody th{min-width:130px}.ranks td.sum{width:112px}}
@media screen and (max-width:860px){
main{margin:0;padding:22px 16px 40px;border-left:0;border-right:0}
h1{font-size:26px}h2{font-size:19px}.period{font-size:18px}
.facts{grid-template-columns:1fr}
.first{flex-direction:column;align-items:flex-start;gap:8px;padding:16px 18px}.figure{font-size:44px}
.tiles{grid-template-columns:1fr 1fr}.tile{padding:14px;border-top:1px solid var(--line)}.tile.main{grid-column:1/-1;border-top:0}
.tile:nth-child(2){border-left:0}.tile:nth-child(4){grid-column:1/-1;border-left:0}.tile h2{min-height:0}.tile .big{font-size:26px}
.deeds li{grid-template-columns:1fr auto;gap:2px 12px}.deeds li>div{grid-column:1/-1;grid-row:2}.deeds .blame{grid-column:2;grid-row:1;align-self:center;padding:0}
.contents ul{display:block}.contents li{padding:5px 0}
.charts{grid-template-columns:1fr}
.groups,.sides,.ranks,.waiting{display:block}
.groups thead,.sides thead,.ranks thead,.waiting thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.groups tbody,.sides tbody,.sides tfoot,.ranks tbody,.waiting tbody{display:block}
.groups tr,.sides tr,.ranks tr,.waiting tr{display:grid;grid-template-columns:1fr auto;gap:2px 14px;padding:12px 0;border-bottom:1px solid var(--line)}
.groups tr>*,.sides tr>*,.ranks tr>*,.waiting tr>*{display:block;padding:0;border:0;width:auto;text-align:left}
.groups tr>th,.sides tbody tr>th,.waiting tr>th,.groups .b,.sides td:nth-child(5),.waiting .i{grid-column:1/-1}
.groups tr>:first-child{padding-left:0}.groups tr>:last-child{padding-right:0}
.groups td.p{grid-column:2;grid-row:2;text-align:right}.groups td.c{grid-column:1;grid-row:2}.groups td.r{grid-column:1;grid-row:3}.groups .b{grid-row:4}
.groups tr.group{margin-top:14px;padding:8px 12px;background:var(--wash);border:0}.groups tr.group>th{grid-column:1;font-size:16px}.groups tr.group>td{font-size:16px}tbody+tbody .group>*{border-top:0}
.sides .bar{display:none}.sides tbody tr>td{grid-column:1/-1}.sides tfoot td:last-child{display:none}small.of{display:inline;margin-left:6px}
.ranks tr{grid-template-columns:28px auto 1fr}.ranks tr>th,.ranks tr>.sum{grid-column:2/-1}.ranks tr>.l{text-align:right}.ranks tr>.rank{grid-column:1;grid-row:1;width:auto}
.ranks tr>th{grid-row:1;font-weight:600;min-width:0}.ranks td.sum{width:auto}.ranks td.g{display:none}
.waiting tr>td{grid-column:1/-1}.matrix tbody th{min-width:130px;max-width:150px}
.costs h3{display:block}.costs h3 .of{display:block;white-space:normal}
.line{grid-template-columns:16px 1fr auto;gap:2px 8px}.line>*{grid-column:2/-1;text-align:left}.line>.count{grid-column:2}.line>.points{grid-column:3}
.cost .remedy,.more{padding-left:24px}
.list{margin-left:0;width:100%;display:block}.list thead{display:none}.list tbody{display:block}
.list tr{display:block;padding:7px 0 7px 24px;border-bottom:1px solid var(--line)}.list td{display:block;padding:0;border:0}
.list td:first-child{font-weight:600}.list td:nth-child(n+4){display:inline-block;margin-right:12px}.list td:empty{display:none}
${before('.groups td.c', say('Đạt / Tổng số', 'Reached / all'))}
${before('.groups td.r', say('Tỷ lệ', 'Ratio'))}
${before('.sides tbody td:nth-child(2)', say('Cổng đang có', 'At the portal'))}
${before('.sides tbody td:nth-child(3)', say('Tỉnh đã làm', 'At the province'))}
${before('.sides tbody td:nth-child(4)', say('Chênh lệch', 'Difference'))}
${before('.official tbody td:nth-child(2)', say('Cổng công bố', 'Published'))}
${before('.official tbody td:nth-child(3)', say('Tính từ sổ', 'From the ledger'))}
${before('.ranks td.d', say('Hồ sơ', 'Dossiers'))}
${before('.ranks td.l', say('Trễ vì đồng bộ', 'Late because of sync'))}
${before('.waiting td.w', say('Hồ sơ chờ', 'Waiting'))}
${before('.waiting td.p', say('Điểm được thêm', 'Points more'))}
${before('.list td:nth-child(4)', say('Tiếp nhận', 'Received'))}
${before('.list td:nth-child(5)', say('Hẹn trả', 'Appointment'))}
${before('.list td:nth-child(6)', say('Kết thúc', 'Ended'))}
}`;
}
