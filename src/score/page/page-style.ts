/**
 * The page's style: everything that all screens share; `narrow-style.ts` and `print-style.ts` change it.
 * Guarantees: fonts are those of the machine and have all Vietnamese letters; text stands out from its ground by 4.5 or
 * more; blames are told apart by pattern, not by colour alone.
 */
import { narrowStyle } from './narrow-style.ts';
import type { Pen } from './pen.ts';
import { printStyle } from './print-style.ts';
import { TABLE_STYLE } from './table-style.ts';

const BASE = `
:root{--ink:#18222d;--soft:#4b5866;--line:#d5dde4;--paper:#fff;--wash:#eef2f5;--brand:#0b3a5b;--done:#1f5f8c;--part:#7d97ab;
--track:#e2e8ee;--sync:#9a3412;--sync-wash:#fdf4ee;--held:#7a5a00;--agency:#4b5866;--good:#17623f;--good-wash:#eff7f2;
--sync-ground:#f6d9c6;--held-ground:#f3e3ae;--agency-ground:#d9dfe5}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e6ebf0;--soft:#a9b6c3;--line:#33404d;--paper:#141b22;--wash:#1d2731;--brand:#9cc7ea;--done:#6aaee0;--part:#6f879b;
--track:#2c3845;--sync:#ff9a6b;--sync-wash:#2b1d16;--held:#e2bb4a;--agency:#a9b6c3;--good:#6fcf9d;--good-wash:#15261e;--sync-ground:#51291a;--held-ground:#453812;--agency-ground:#3a4653}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--wash);color:var(--ink);
font:16px/1.5 "Segoe UI",system-ui,-apple-system,Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1140px;margin:24px auto;padding:40px 48px 56px;background:var(--paper);border:1px solid var(--line);border-top:6px solid var(--brand)}
h1,h2,h3,p,dl,dd,ul,ol,figure{margin:0;padding:0}
h1{font-family:"Times New Roman","Liberation Serif","Noto Serif",serif;font-size:34px;line-height:1.2;font-weight:700;color:var(--brand);text-wrap:balance}
h2{font-size:21px;line-height:1.3;font-weight:650;color:var(--brand)}
h3{font-size:17px;line-height:1.35;font-weight:650}
section{margin-top:44px}
section>h2{padding-bottom:8px;border-bottom:2px solid var(--brand);margin-bottom:14px}
small{font-size:.8em;font-weight:400;color:var(--soft)}
code{font:12px/1.4 Consolas,"Cascadia Mono",Menlo,"Noto Sans Mono","Liberation Mono",monospace;color:var(--soft);overflow-wrap:anywhere}
td,th,li,dd,p{overflow-wrap:anywhere;unicode-bidi:isolate}
.n{text-align:right}.bad b,b.bad{color:var(--sync)}
.none{color:var(--soft);font-style:italic}
.patterns{position:absolute;width:0;height:0}
.done{fill:var(--done)}.part{fill:var(--part)}.sync{fill:url(#p-sync)}.held{fill:url(#p-held)}.agency{fill:url(#p-agency)}.rest{fill:var(--track)}
.sync-ground{fill:var(--sync-ground)}.sync-line{fill:var(--sync)}.held-ground{fill:var(--held-ground)}.held-line{fill:var(--held)}
.agency-ground{fill:var(--agency-ground)}.agency-dot{fill:var(--agency)}
.bar{display:block;width:100%;height:10px;background:var(--track);border-radius:2px}
.key{display:inline-block;width:14px;height:11px;margin:0 2px 0 0;vertical-align:-1px;border-radius:2px;overflow:hidden}
.key-line{font-size:13.5px;color:var(--soft)}.key-line>span{display:inline-block;margin-right:12px}
.kicker{font-size:14px;letter-spacing:.02em;color:var(--soft);margin-bottom:6px}
.period{font-size:21px;font-weight:600;margin-top:8px}
.facts{display:grid;grid-template-columns:repeat(3,1fr);gap:12px 32px;margin-top:22px;padding-top:18px;border-top:1px solid var(--line);font-size:15px}
.facts .wide{grid-column:1/-1}.facts dt{font-size:13px;color:var(--soft)}
.first{display:flex;gap:28px;align-items:center;margin-top:28px;padding:20px 28px;border-left:8px solid var(--sync);background:var(--sync-wash)}
.first.good{border-color:var(--good);background:var(--good-wash)}
.first h2{padding:0;margin:0 0 4px;border:0;color:var(--sync)}.first.good h2{color:var(--good)}
.figure{white-space:nowrap;font-size:54px;line-height:1;font-weight:700;color:var(--sync)}.first.good .figure{color:var(--good)}
.tiles{display:grid;grid-template-columns:1.5fr 1fr 1fr 1fr;margin-top:20px;border:1px solid var(--line)}
.tile{padding:18px 20px;border-left:1px solid var(--line)}.tile:first-child{border-left:0}
.tile h2{padding:0;margin:0;border:0;font-size:14px;font-weight:600;color:var(--soft);min-height:2.6em}
.tile .big{font-size:32px;line-height:1.3;font-weight:700}.tile .big small{font-size:.55em}.tile .bar{height:14px;margin:8px 0 10px}
.tile p:not(.big){font-size:14px;color:var(--soft)}
.deeds ol{list-style:none}
.deeds li{display:grid;grid-template-columns:112px 1fr 178px;gap:18px;padding:11px 0;border-bottom:1px solid var(--line)}
.gain{font-size:20px;font-weight:700;white-space:nowrap}.gain small{font-size:.7em}
.blame{font-size:13.5px;color:var(--soft);white-space:nowrap}.deeds .blame{padding-top:2px}
.remedy{font-size:14.5px;color:var(--soft)}
.notes{padding:16px 22px;background:var(--wash)}.notes h2{font-size:16px;border:0;padding:0;margin:0 0 6px}
.notes ul{padding-left:18px;font-size:14.5px}.notes li+li{margin-top:4px}
.hint,.told{font-size:14px;color:var(--soft)}.told{margin-top:10px}.nw{white-space:nowrap}.who{font-size:13.5px;color:var(--ink)}
.contents{margin-top:22px;font-size:14.5px}.contents ul{list-style:none;display:flex;flex-wrap:wrap;gap:4px 22px}.contents a{color:var(--done)}
footer{margin-top:44px;padding-top:14px;border-top:1px solid var(--line);font-size:13.5px;color:var(--soft)}
.charts{display:grid;grid-template-columns:1fr 1fr;gap:36px}figcaption{margin-bottom:8px}figcaption strong{display:block}
.plot{display:grid;grid-template-columns:44px 1fr}.levels{position:relative;font-size:12px;color:var(--soft)}
.levels span{position:absolute;right:8px;transform:translateY(-50%)}
.chart{width:100%;height:230px;overflow:visible}.chart line{stroke:var(--line);shape-rendering:crispEdges}
.chart text{font-size:12px;fill:var(--soft);text-anchor:middle}
summary{cursor:pointer}summary:focus-visible,.wide-table:focus-visible{outline:3px solid var(--done);outline-offset:2px}
.numbers,.matrix{margin-top:18px}.numbers>summary,.matrix>summary{color:var(--done);font-size:15px}
.wide-table{overflow-x:auto;margin-top:10px}
.meanings{list-style:none;font-size:14.5px;color:var(--soft)}.meanings b{color:var(--ink)}
.costs{margin-top:28px}.costs h3{display:flex;justify-content:space-between;gap:16px;align-items:baseline}
.costs h3 .of{font-size:14px;font-weight:400;color:var(--soft);white-space:nowrap}.costs>.bar{margin:8px 0 2px}
.cost{border-bottom:1px solid var(--line)}
.line{display:grid;grid-template-columns:16px 168px 1fr 110px 112px;gap:12px;align-items:baseline;padding:9px 0}
.line::before{content:""}summary.line::before{content:"\\25B8";color:var(--done)}details[open]>summary.line::before{content:"\\25BE"}
summary.line{list-style:none}summary.line::-webkit-details-marker{display:none}
.line .points{font-weight:600}.cost .remedy{padding:0 0 10px 28px}
.more{font-size:14px;color:var(--soft);padding:6px 0 12px 28px}.paper{display:none}
`;

/** The whole style sheet. */
export function styleOf(title: string, pen: Pen): string {
  return (BASE + TABLE_STYLE + narrowStyle(pen) + printStyle(title)).replace(/\n/g, '');
}
