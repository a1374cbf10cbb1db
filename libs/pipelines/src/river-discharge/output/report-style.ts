/** Light on screen and paper, like all reports; on a phone tables scroll and small figures stand two in a row. */
export const reportStyle = `
:root{color-scheme:light}
body{margin:0;background:#fff;color:#1d2530;font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:75rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.8rem;line-height:1.2;margin:0 0 1rem}
h2{font-size:1.1rem;margin:2rem 0 .5rem}
.facing{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(20rem,100%),1fr));gap:1rem 3rem;align-items:start}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:.87rem;width:100%}
td,th{text-align:left;vertical-align:top;padding:.25rem .6rem .25rem 0;border-bottom:1px solid #e3e8ee;overflow-wrap:anywhere}
.numbers td,.numbers th{white-space:nowrap;font-variant-numeric:tabular-nums;overflow-wrap:normal}
.numbers td:not(:last-child):not(:first-child),.numbers th:not(:last-child):not(:first-child){text-align:right;padding-right:1.2rem}
.doubtful{background:#fdf3e1}
figure{margin:0 0 1.5rem}img{max-width:100%;height:auto;display:block}
figcaption{font-size:.87rem;color:#54606e;margin-top:.25rem}
.small{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(17rem,100%),1fr));gap:1rem}
.small figure{margin:0}
@media screen and (max-width:40rem){.small{grid-template-columns:1fr 1fr;gap:.5rem}}
@media print{main{max-width:none;padding:0}body{font-size:10pt}.wide{overflow:visible}
.small{display:block}.small figure{float:left;width:31%;margin:0 2% .5rem 0}
thead{display:table-header-group}tr,figure{break-inside:avoid}h2{break-after:avoid}*{print-color-adjust:exact}}
`;
