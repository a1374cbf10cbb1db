import type { ComparisonReport } from '@batchyard/domain';

/** The comparison on A4 pages. What draws is loaded when something is drawn. */
export async function comparisonPdf(report: ComparisonReport): Promise<Buffer> {
  const { writePdf } = await import('./pdf-pages.js');
  return writePdf(report);
}
