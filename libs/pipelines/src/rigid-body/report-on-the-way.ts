import type { JobContext } from '../contract.js';
import { measureEdgeErrors, measurePositionErrors } from './measures.js';
import { millimetres, type RigidBodyParams } from './params.js';
import type { Prepared } from './prepare.js';
import { modelPoints } from './solve.js';
import type { IterationReport } from './solver/levenberg-marquardt.js';

/** Measuring costs about a tenth of an iteration, so after the first ones only every fifth is measured. */
const isMeasured = (iteration: number) => iteration <= 10 || iteration % 5 === 0;

/** Reports how good the solution is so far: its errors, by iteration. They are comparable between settings. */
export function reportOnTheWay(
  { params, metricAt }: Pick<JobContext<RigidBodyParams>, 'params' | 'metricAt'>,
  { body, metricEdges, edgeLengths, truth }: Prepared,
): (report: IterationReport) => void {
  const mm = millimetres(params);
  return ({ iteration, cost, state }) => {
    if (!isMeasured(iteration)) return;
    const points = modelPoints(state);
    const edges = measureEdgeErrors(points, body.markers.length, metricEdges, edgeLengths);
    const values = {
      final_cost: cost,
      edge_error_mean_mm: edges.errorMean * mm,
      position_error_mean_mm: truth ? measurePositionErrors(points, truth).mean * mm : Number.NaN,
    };
    for (const [name, value] of Object.entries(values)) {
      if (Number.isFinite(value)) metricAt(iteration, name, value);
    }
  };
}
