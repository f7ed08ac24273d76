import { seriesColours } from '../../shared/colours.ts'

const series = (theme: 0 | 1) => seriesColours.map((tones, i) => `--series-${i}:${tones[theme]};`).join('')

const light = `--page:#ffffff;--ink:#1b1e23;--soft:#5a606a;--faint:#d9dce1;--panel:#f6f7f8;--accent:#0b5c8f;--good:#1a6b3c;--bad:#b3261e;${series(0)}`
const dark = `--page:#14171b;--ink:#e6e8eb;--soft:#a3aab4;--faint:#343a42;--panel:#1c2026;--accent:#7fc1ee;--good:#7fd1a0;--bad:#ff8a80;${series(1)}`

/**
 * The report's only style sheet. One type scale (13, 15, 17, 21, 30 px), spacing in steps of 4 px, prose at most 68
 * characters wide, system fonts: nothing is fetched. Printed on white, with
 * everything that is folded away.
 */
export const style = `
:root{color-scheme:light dark;${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);
  font:17px/1.55 Charter,"Bitstream Charter","Iowan Old Style","Palatino Linotype",Palatino,Cambria,serif}
main{max-width:1024px;margin:0 auto;padding:56px 32px 72px}
h1,h2,h3,table,figure,dl,.legend,.meta,.notes,.warning,svg,summary{
  font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,sans-serif}
h1{font-size:30px;line-height:1.2;font-weight:650;letter-spacing:-.01em;margin:0 0 8px;max-width:36ch;text-wrap:balance}
h2{font-size:21px;line-height:1.3;font-weight:650;margin:56px 0 12px;padding-top:16px;border-top:1px solid var(--faint)}
h3{font-size:15px;line-height:1.4;font-weight:650;margin:0 0 4px}
p{margin:0 0 12px;max-width:72ch}
.meta{font-size:13px;color:var(--soft);margin:0 0 24px;max-width:none}
.answer{border-left:3px solid var(--accent);padding:2px 0 2px 16px;margin:24px 0}
.answer p:last-child{margin:0}
.warning{font-size:15px;
  background:var(--panel);border:1px solid var(--faint);border-radius:6px;padding:12px 16px;max-width:none}
ul.plain{margin:0 0 12px;padding-left:20px;max-width:72ch}
ul.plain li{margin-bottom:8px}
dl.facts{display:grid;grid-template-columns:minmax(120px,168px) 1fr;gap:8px 24px;margin:0;font-size:15px;line-height:1.45}
dl.facts dt{color:var(--soft)}
dl.facts dd{margin:0;overflow-wrap:anywhere}
.scroll{overflow-x:auto;margin:16px 0 8px}
table{border-collapse:collapse;width:100%;font-size:15px;line-height:1.35;font-variant-numeric:tabular-nums lining-nums}
th{font-weight:600;font-size:13px;color:var(--soft);text-align:left;vertical-align:bottom;padding:0 16px 8px 0;border-bottom:1px solid var(--ink)}
td{padding:8px 16px 8px 0;vertical-align:baseline}
td:nth-child(-n+2){white-space:nowrap}
th.number,td.number{text-align:right;white-space:nowrap}
table.dense td.number{white-space:normal}
th:last-child,td:last-child{padding-right:0}
tbody tr.group td{border-top:1px solid var(--faint)}
tbody tr.group:first-child td{border-top:0}
tbody:last-child tr:last-child td{border-bottom:1px solid var(--ink)}
td.range{color:var(--soft);font-size:13px;padding-left:0}
th.number+th.number{padding-left:8px}
td.state{color:var(--soft);font-style:italic}
code,.hash{font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;background:var(--panel);
  border-radius:6px;padding:16px;overflow-x:auto;margin:8px 0 0}
.dense{font-size:13px}.dense th,.dense td{padding-right:10px}
.scroll+h3,.notes+h3,details+h3{margin-top:32px}
caption{caption-side:top;text-align:left;font-size:13px;font-weight:650;padding:0 0 12px}
.wide-text td{font-size:14px;white-space:normal;min-width:16ch}
.flow{display:flex;flex-direction:column;align-items:stretch;gap:20px;margin:16px 0 32px;font:14px/1.35 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,sans-serif}
.flow>.box{align-self:center;width:min(100%,320px)}
.box{position:relative;display:flex;flex-direction:column;gap:2px;padding:10px 14px;border:1px solid var(--faint);border-radius:6px;background:var(--panel);text-align:center}
.box b{font-weight:650}.box span{color:var(--soft);font-size:13px}
.flow>.box+.box::before{content:"";position:absolute;left:50%;top:-20px;height:20px;border-left:1px solid var(--soft)}
.branches,.leaves{position:relative;display:grid}
.branches{grid-template-columns:3fr 2fr;gap:24px}
.leaves{grid-template-columns:repeat(2,minmax(0,1fr));gap:12px}
.branches::before,.leaves::before,.branch::before,.leaves>.box::before{content:"";position:absolute;left:50%;height:10px;border-left:1px solid var(--soft)}
.branches::before,.leaves::before{top:-20px}.branch::before,.leaves>.box::before{top:-10px}
.branches::after,.leaves::after{content:"";position:absolute;top:-10px;border-top:1px solid var(--soft)}
.branches::after{left:calc(30% - 7px);right:calc(20% - 5px)}.leaves::after{left:calc(25% - 3px);right:calc(25% - 3px)}
.branch{position:relative;display:flex;flex-direction:column;gap:20px}
.card{border:1px solid var(--faint);border-radius:6px;background:var(--panel);padding:16px 20px 8px;margin:16px 0}
ul.checks{list-style:none;margin:0 0 16px;padding:0;font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,sans-serif}
ul.checks li{display:grid;grid-template-columns:72px minmax(0,1fr) minmax(0,24ch);gap:4px 16px;padding:5px 0;border-top:1px solid var(--faint);align-items:baseline}
ul.checks b{font-weight:650;color:var(--good)}ul.checks .broken b{color:var(--bad)}
ul.checks .found{color:var(--soft);font-size:13px;text-align:right;overflow-wrap:anywhere}
.notes{font-size:13px;line-height:1.45;color:var(--soft);margin:8px 0 16px;max-width:none}
.notes p{max-width:none;margin:0 0 4px}
figure{margin:24px 0 0}
figcaption{font-size:13px;line-height:1.5;color:var(--soft);max-width:88ch;margin-top:12px}
figcaption b{color:var(--ink);font-weight:650}
.panels{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:24px 32px}
.legend{display:flex;flex-wrap:wrap;gap:4px 24px;list-style:none;margin:0 0 12px;padding:0;font-size:13px}
.legend li{display:flex;align-items:center;gap:8px}
svg{display:block;width:100%;height:auto;overflow:visible}
.legend svg{width:28px;flex:none}
svg text{fill:var(--ink);font-size:12px}
svg .panel-title{font-size:13px;font-weight:650}
svg .tick,svg .note{fill:var(--soft);font-size:12px}
svg .axis-title{fill:var(--soft);font-size:12px}
svg .note{paint-order:stroke;stroke:var(--page);stroke-width:4px;stroke-linejoin:round}
svg .grid{stroke:var(--faint);stroke-width:1}
svg .axis,svg .tick-mark{stroke:var(--soft);stroke-width:1}
svg .chance{stroke:var(--soft);stroke-width:1;stroke-dasharray:4 4}
svg .median{stroke:var(--ink);stroke-width:2.5}
.cases{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:40px 48px}
.case p{font-size:13px;line-height:1.45;color:var(--soft);margin:0 0 12px;font-family:inherit}
.grid-views{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:6px;font-size:12px}
.grid-views .head{color:var(--soft);align-self:end}
.grid-views svg{border-radius:3px;overflow:hidden;background:#000}
.grid-views svg text{fill:#fff;font-size:3.6px;font-weight:650;paint-order:stroke;stroke:#000;stroke-width:.7px}
.grid-views .outline{fill:none;stroke:#56b4e9;stroke-width:.5}
.bar{display:flex;align-items:center;gap:6px;color:var(--soft);font-size:12px;font-variant-numeric:tabular-nums}
.bar img{flex:1;min-width:0;height:8px;border-radius:2px}
details{margin:16px 0 0}
summary{font-size:13px;color:var(--accent);cursor:pointer}
@media (max-width:860px){.cases{grid-template-columns:minmax(0,600px)}th,td{padding-right:12px}td{font-size:14px}td.range{font-size:12px}}
@media (max-width:640px){main{padding:32px 16px}.panels{grid-template-columns:1fr}dl.facts{grid-template-columns:1fr;gap:0}dl.facts dd{margin-bottom:12px}.branches,.leaves{grid-template-columns:1fr}.branches::before,.branches::after,.leaves::before,.leaves::after,.branch::before,.leaves>.box::before{display:none}ul.checks li{grid-template-columns:64px minmax(0,1fr)}ul.checks .found{grid-column:2;text-align:left}svg text,svg .tick,svg .note,svg .axis-title,svg .panel-title{font-size:15px}.grid-views svg text{font-size:3.6px}}
@page{margin:16mm}
@media print{
  :root{${light}}
  body{font-size:10.5pt}main{max-width:none;padding:0}
  h2,h3,caption{break-after:avoid}h2{margin-top:28px}figure,tr,.case,.flow,.card li{break-inside:avoid}
  .scroll{overflow:visible}
  /* Paper cannot be clicked: what is folded away on the screen is printed too. */
  details::details-content{content-visibility:visible;block-size:auto}
  pre{white-space:pre-wrap;overflow-wrap:anywhere}
  *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}`
