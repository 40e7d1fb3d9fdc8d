/**
 * How tables look on wide screens.
 * Guarantees: numbers stand right, names left; a head is told from its rows by weight and line, not by colour alone.
 */
export const TABLE_STYLE = `
table{width:100%;border-collapse:collapse;font-size:15px}
th{text-align:left;font-weight:400}th.n{text-align:right}
thead th{overflow-wrap:break-word;font-size:13px;font-weight:600;color:var(--soft);vertical-align:bottom;padding:8px 10px;border-bottom:1px solid var(--soft)}
tbody th,tbody td,tfoot th,tfoot td{padding:9px 10px;border-bottom:1px solid var(--line);vertical-align:top}
tr>:first-child{padding-left:0}tr>:last-child{padding-right:0}
tfoot th{font-weight:600}
.groups{margin-top:14px;table-layout:fixed}.groups tr>:first-child{padding-left:12px}.groups tr>:last-child{padding-right:12px}
.group th,.group td{padding-top:8px;padding-bottom:8px;border-bottom:0;background:var(--wash);font-size:17px;font-weight:650}
tbody+tbody .group>*{border-top:22px solid var(--paper)}
.groups thead th:nth-child(2){width:150px}.groups thead th:nth-child(3){width:90px}.groups thead th:nth-child(4){width:140px}.groups thead th:nth-child(5){width:214px}
.groups .name{display:block;font-weight:600}.groups code{display:block}
.why{display:block;font-size:13.5px;color:var(--soft);font-style:italic}.why::first-letter{text-transform:uppercase}
.groups .p{white-space:nowrap}.groups .p b{font-size:17px}.groups .bar{margin-top:6px}.gain-line{display:block;margin-top:3px;font-size:13px;color:var(--sync)}
.sides thead th:first-child{width:32%}.sides .bar{width:90px;margin:5px 0 0 auto;height:7px}small.of{display:block;white-space:nowrap}
.places{list-style:none;font-size:14px}.official thead th:first-child{width:26%}.official thead th:last-child{width:38%}.official code{display:block}.good{color:var(--good)}
.ranks code{display:block}.ranks .rank{width:52px;color:var(--soft)}.ranks thead th:first-child{width:52px}
.ranks td.sum{width:170px}.ranks .sum .bar{margin-top:4px;height:8px}.ranks tbody th{min-width:220px}
.ranks tbody td,.ranks .d{white-space:nowrap}.ranks tbody th{text-wrap:pretty}
.waiting{margin-top:10px}.waiting thead th:first-child{width:54%}.waiting .remedy,.waiting .who{display:block}.waiting .name{font-weight:600}
.list{margin:0 0 4px 28px;width:calc(100% - 28px);font-size:13.5px}.list td{padding:4px 8px 4px 0}.list th{padding-left:0}
.list td:nth-child(n+4){white-space:nowrap}
.numbers table{font-size:14px}.numbers td,.numbers tbody th{padding:4px 10px 4px 0}
.matrix table{font-size:12.5px;width:auto;min-width:100%}.matrix td{text-align:right;padding:3px 6px;white-space:nowrap}
.matrix tbody th{min-width:220px;padding:3px 10px 3px 0;position:sticky;left:0;background:var(--paper)}
.matrix thead th{padding:4px 6px;vertical-align:bottom;text-align:right}
.matrix thead th span{display:inline-block;writing-mode:vertical-rl;transform:rotate(180deg);text-align:left;max-height:190px;font-weight:400;line-height:1.2}
.matrix thead th:first-child{text-align:left;padding-left:0}
`;
