import type { RelationReport } from '@batchyard/domain';
import { Html, html } from './html.js';
import { relationSvg } from './relation-figure.js';
import { relationMethod, relationQuality, relationText } from './relation-texts.js';
import { headingOf, numberText } from './texts.js';

/** Rows of the table of residuals; the JSON has all. */
const maxRows = 200;

/** One metric against another: figure, curve, and how far each job is off. */
export async function relationSection(relation: RelationReport): Promise<Html> {
  const { title, x, y, points, fit } = relation;
  const rows = points.slice(0, maxRows).map((point, i) => {
    const residual = fit.law?.residualsPercent[i];
    return html`<tr><td>${point.label}</td><td class="n">${numberText(point.x)}</td><td class="n">${numberText(
      point.y,
    )}</td><td class="n">${residual === undefined ? '' : residual.toFixed(1)}</td></tr>`;
  });
  return html`<section><h2>${title}</h2><figure>${new Html(await relationSvg(relation))}</figure>
<p>${relationText(relation)}</p><p class="quiet">${relationQuality(relation)} ${fit.law === null ? '' : relationMethod}</p>
<details><summary>Points and residuals</summary><div class="wide"><table><thead><tr><th>Job</th><th>${headingOf(x)}</th><th>${headingOf(
    y,
  )}</th><th>Residual (%)</th></tr></thead><tbody>${rows}</tbody></table></div></details></section>`;
}
