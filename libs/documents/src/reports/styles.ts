import { Html } from './html.js';

/** Light on screen and paper; states differ by their word, colour only helps. */
export const styles = new Html(`
:root{color-scheme:light}
body{margin:0;background:#fff;color:#1d2530;font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:75rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.8rem;line-height:1.2;margin:.1rem 0 .5rem;overflow-wrap:anywhere}
h2{font-size:1.1rem;margin:2rem 0 .5rem}
p{margin:.25rem 0;overflow-wrap:anywhere}
.kicker{color:#54606e;font-weight:600}
.quiet{color:#54606e;font-size:.87rem}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:.75rem;margin:1.5rem 0}
.card{border:1px solid #d5dbe3;border-radius:.5rem;padding:.75rem 1rem}
.card h2{margin:0;font-size:.87rem;font-weight:600;color:#54606e}
.figure{font-size:1.5rem;font-variant-numeric:tabular-nums}
figure{margin:0}figure svg{max-width:100%;height:auto}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:.87rem;min-width:100%}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #e3e8ee}
thead th{background:#f3f5f8;white-space:nowrap}
.n{text-align:right;font-variant-numeric:tabular-nums}
tr.failed,tr.timed_out,tr.out_of_memory{background:#fdecea}
details{margin:1.5rem 0}dl{columns:18rem auto;font-size:.87rem}dt{font-weight:600}dd{margin:0 0 .4rem;overflow-wrap:anywhere}
footer{margin-top:2rem}
@media print{main{max-width:none;padding:0}body{font-size:10pt}.wide{overflow:visible}table{font-size:8pt}
thead{display:table-header-group}tr,.card{break-inside:avoid}h2{break-after:avoid}*{print-color-adjust:exact}}
`);
