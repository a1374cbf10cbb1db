import type { Recording } from '../recording/recording.js';
import type { RigidBodyState } from '../solver/problem.js';

/** Twelve digits: what was read comes out as it was, and files stay short. Empty where nothing is known. */
export function numberText(value: number): string {
  return Number.isNaN(value) ? '' : String(Number(value.toPrecision(12)));
}

/** Points of some markers to be listed together. */
export interface TrajectoryPart {
  readonly markers: readonly string[];
  /** Rows × markers × 3. */
  readonly points: Float64Array;
}

/** Tidy table `frame,keypoint,x,y,z`, frame by frame. */
export function trajectoryCsv(frames: Int32Array, parts: readonly TrajectoryPart[]): string {
  const lines = ['frame,keypoint,x,y,z'];
  const quoted = parts.map((part) => part.markers.map(csvText));
  frames.forEach((frame, t) => {
    parts.forEach(({ markers, points }, p) => {
      for (let m = 0; m < markers.length; m++) {
        const at = (t * markers.length + m) * 3;
        const x = numberText(points[at]!);
        const y = numberText(points[at + 1]!);
        const z = numberText(points[at + 2]!);
        lines.push(`${frame},${quoted[p]![m]},${x},${y},${z}`);
      }
    });
  });
  return `${lines.join('\n')}\n`;
}

/** Table `frame[,time],qw,qx,qy,qz,tx,ty,tz` of the poses. */
export function posesCsv(recording: Recording, state: RigidBodyState): string {
  const { frames, times } = recording;
  const lines = [`frame,${times ? 'time,' : ''}qw,qx,qy,qz,tx,ty,tz`];
  frames.forEach((frame, t) => {
    const time = times ? [times[t]!] : [];
    const pose = [
      ...state.quaternions.subarray(t * 4, t * 4 + 4),
      ...state.translations.subarray(t * 3, t * 3 + 3),
    ];
    lines.push([frame, ...[...time, ...pose].map(numberText)].join(','));
  });
  return `${lines.join('\n')}\n`;
}

function csvText(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
