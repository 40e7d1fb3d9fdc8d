/**
 * The page on paper: A4, with the report's name and the number of the sheet at its foot.
 * Guarantees: no table is cut at the side; heads are repeated on each sheet; a row, a chart, a reason with its remedy stay
 * together; lists show the first twenty dossiers whether they are open or not; what is drawn is printed in its colours.
 */
import { PRINTED } from './cost-dossiers.ts';

/** A text as it may stand in a string of a style sheet within HTML. */
function cssString(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N} ·./–-]/gu, '')}"`;
}

/** See the file's head. */
export function printStyle(title: string): string {
  return `
@page{size:A4;margin:15mm 14mm 17mm;
@bottom-left{content:${cssString(title)};font:8pt "Segoe UI","Noto Sans","Liberation Sans",Arial,sans-serif;color:#4b5866}
@bottom-right{content:counter(page) " / " counter(pages);font:8pt "Segoe UI","Noto Sans","Liberation Sans",Arial,sans-serif;color:#4b5866}}
@page across{size:A4 landscape;margin:12mm}
@media print{
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{background:#fff;font-size:10pt;line-height:1.4}
main{max-width:none;margin:0;padding:0;border:0}
h1{font-size:21pt}h2{font-size:13.5pt}h3{font-size:11pt}
h2,h3,figcaption,.hint{break-after:avoid}
section{margin-top:20pt}.first{margin-top:14pt;padding:10pt 14pt}.figure{font-size:34pt}
.facts{font-size:9.5pt;gap:6pt 20pt;margin-top:12pt;padding-top:10pt}.facts dt{font-size:8.5pt}
.tile{padding:9pt 11pt}.tile h2{font-size:9pt}.tile .big{font-size:19pt}.tile p:not(.big),.key-line,.blame,.hint,.told{font-size:8.5pt}
.first,.tiles,.notes,.deeds li,.sides:not(.official),figure,tr,.line{break-inside:avoid}
thead th{white-space:normal}.sides thead th{white-space:nowrap}thead{display:table-header-group}tfoot{display:table-row-group}
table{font-size:9pt}thead th{font-size:8pt;padding:4pt 5pt}tbody th,tbody td,tfoot th,tfoot td{padding:4pt 5pt}.contents{display:none}.part{break-before:page}.meanings{font-size:9pt}
code{font-size:7.5pt}.why,.who,.gain-line,.places,.remedy{font-size:8.5pt}.gain{font-size:13pt}
.deeds li{grid-template-columns:68pt 1fr 114pt;padding:5pt 0}
.notes{padding:8pt 12pt}.notes h2{font-size:10.5pt}.notes ul{font-size:9pt}
.groups{margin-top:8pt}.group th,.group td{font-size:11pt;padding-top:4pt;padding-bottom:4pt}.groups .p b{font-size:10.5pt}tbody+tbody .group>*{border-top-width:10pt}
.group,.group+tr{break-after:avoid}.groups tr>:first-child{padding-left:7pt}.groups tr>:last-child{padding-right:7pt}
.groups thead th:nth-child(2){width:80pt}.groups thead th:nth-child(3){width:46pt}.groups thead th:nth-child(4){width:76pt}.groups thead th:nth-child(5){width:104pt}
.charts{gap:18pt}.chart{height:140pt}.chart text,.levels{font-size:7.5pt}
.ranks tbody th{min-width:0}.ranks td.sum{width:88pt}.ranks code{display:inline;margin-left:4pt}.ranks .rank,.ranks thead th:first-child{width:28pt}
.costs h3 .of{font-size:8.5pt}
.line{grid-template-columns:0 104pt 1fr 62pt 66pt;gap:6pt;padding:4pt 0}summary.line::before{content:""}
.line,.cost>.remedy{break-after:avoid}.cost .remedy,.more{padding:0 0 4pt 6pt}
details.cost::details-content{content-visibility:visible;display:block;height:auto}
.list{margin:0 0 2pt 6pt;width:calc(100% - 6pt);font-size:7.5pt}.list td{padding:1.5pt 5pt 1.5pt 0}.list thead th{font-size:7pt;padding:1.5pt 5pt 1.5pt 0}
.list tr:nth-child(n+${PRINTED + 1}){display:none}
.screen{display:none}.paper{display:block;font-size:8pt}
.numbers:not([open]),.matrix:not([open]){display:none}
.matrix{page:across;break-before:page}.wide-table{overflow:visible}
.matrix table{width:100%;table-layout:fixed;font-size:7.5pt}.matrix thead th:first-child{width:58mm}.matrix tbody th{position:static;min-width:0}
.matrix td,.matrix tbody th{padding:1.5pt 3pt}
}`;
}
