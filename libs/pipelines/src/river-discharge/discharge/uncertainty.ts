/** Uncertainty of a discharge, in fractions of it. Components are one standard deviation; u95 is twice the total. */
import type { Panel } from './panels.js';
import { takesPart } from './verticals.js';

/** Standard uncertainties as fractions. */
export interface UncertaintySettings {
  /** Systematic: of the instruments, and of the velocity. */
  readonly systematicInstruments: number;
  readonly systematicVelocity: number;
  /** Of alpha. */
  readonly alpha: number;
  /** Of rectification: root mean square error of the control points over the width of the scene. */
  readonly rectification: number;
  /** Of the width of a panel. */
  readonly width: number;
  /** Of the depth of a vertical: up to 0.3 m, and above. */
  readonly shallowDepth: number;
  readonly depth: number;
  /** Of the velocity: points in the vertical, fluctuation in time. */
  readonly points: number;
  readonly fluctuation: number;
  /** Of a velocity that was filled instead of measured. */
  readonly filled: number;
}

/** Fractions of ISO 748, as customary for velocities from video. */
export const defaultUncertainty: UncertaintySettings = {
  systematicInstruments: 0.01,
  systematicVelocity: 0.01,
  alpha: 0.03,
  rectification: 0,
  width: 0.005,
  shallowDepth: 0.015,
  depth: 0.005,
  points: 0.07,
  fluctuation: 0.08,
  filled: 0.2,
};

export interface DischargeUncertainty {
  /** One standard deviation, a fraction of the discharge. */
  readonly total: number;
  /** Twice the total: about 95 % confidence. */
  readonly u95: number;
  /** Share of the variance by cause; the shares sum to 1. */
  readonly contributions: Readonly<Record<string, number>>;
}

/**
 * ISO 748: u² = u_s² + u_m² + Σ q²(u_b² + u_d² + u_p² + u_v² + u_c²) / Q², where u_c is the uncertainty of the
 * measured surface velocity itself (or that of filling). `null` where the discharge is 0 or no vertical carries any.
 */
export function iso748Uncertainty(
  panels: readonly Panel[],
  settings: UncertaintySettings,
): DischargeUncertainty | null {
  const carrying = panels.filter(({ dischargeM3ps }) => dischargeM3ps !== 0);
  const total = sum(carrying.map(({ dischargeM3ps }) => dischargeM3ps));
  if (total === 0) return null;
  const share = (variance: (panel: Panel) => number) =>
    sum(carrying.map((panel) => (panel.dischargeM3ps / total) ** 2 * variance(panel)));
  return combine({
    ...systematicVariances(settings),
    verticals: verticalsFraction(carrying.filter(({ source }) => source === 'measured').length) ** 2,
    width: share(() => settings.width ** 2),
    depth: share(({ depthM }) => (depthM > 0.3 ? settings.depth : settings.shallowDepth) ** 2),
    points: share(() => settings.points ** 2),
    fluctuation: share(() => settings.fluctuation ** 2),
    velocity: share((panel) => velocityFraction(panel, settings) ** 2),
  });
}

/**
 * Interpolated variance estimator (Cohn, Kiang & Mason, Journal of Hydraulic Engineering 139, 2013): how far depth and
 * velocity of each vertical lie off the line between their neighbours; the scatter of the velocity (m/s) is taken as at
 * least the systematic fraction of 1 m/s. `null` with fewer than 6 verticals, edges counted.
 */
export function interpolatedVarianceUncertainty(
  panels: readonly Panel[],
  settings: UncertaintySettings,
): DischargeUncertainty | null {
  const taking = panels.filter(takesPart);
  const total = sum(taking.map(({ dischargeM3ps }) => dischargeM3ps));
  if (taking.length < 6 || total === 0) return null;
  const stations = taking.map(({ stationM }) => stationM);
  const depthVariance = scatterAboutNeighbours(
    stations,
    taking.map(({ depthM }) => depthM),
  );
  const speeds = taking.map(({ meanVelocityMps }) => meanVelocityMps);
  const velocityVariance = Math.max(
    settings.systematicVelocity ** 2,
    scatterAboutNeighbours(stations, speeds),
  );
  const share = (variance: (panel: Panel) => number) =>
    sum(
      taking.map((panel) =>
        panel.dischargeM3ps === 0 ? 0 : (panel.dischargeM3ps / total) ** 2 * variance(panel),
      ),
    );
  return combine({
    ...systematicVariances(settings),
    width: share(() => settings.width ** 2),
    depth: share(({ depthM }) => depthVariance / depthM ** 2),
    velocity: share(({ meanVelocityMps }) => velocityVariance / meanVelocityMps ** 2),
  });
}

/**
 * S² = Σ Δ² / (2 (1 - w + w²)) / (n - 5) over i = 2 … n - 3, Δ = y[i] - (w y[i-1] + (1 - w) y[i+1]),
 * w = (x[i+1] - x[i]) / (x[i+1] - x[i-1]).
 */
function scatterAboutNeighbours(x: readonly number[], y: readonly number[]): number {
  let squares = 0;
  for (let i = 2; i <= x.length - 3; i++) {
    const w = (x[i + 1]! - x[i]!) / (x[i + 1]! - x[i - 1]!);
    const off = y[i]! - (w * y[i - 1]! + (1 - w) * y[i + 1]!);
    squares += off ** 2 / (2 * (1 - w + w * w));
  }
  return squares / (x.length - 5);
}

/** Fraction for a limited number of verticals: the table of ISO 748, linear between its rows, constant beyond. */
export function verticalsFraction(verticals: number): number {
  const fractions = [0.075, 0.045, 0.03, 0.025, 0.02, 0.015, 0.01];
  const at = Math.min(fractions.length - 1, Math.max(0, verticals / 5 - 1));
  const low = Math.min(fractions.length - 2, Math.floor(at));
  return fractions[low]! + (fractions[low + 1]! - fractions[low]!) * (at - low);
}

function velocityFraction(panel: Panel, { filled }: UncertaintySettings): number {
  if (panel.source === 'filled') return filled;
  if (panel.uncertaintyMps === null) return 0;
  return panel.uncertaintyMps / Math.abs(panel.surfaceVelocityMps);
}

function systematicVariances(settings: UncertaintySettings): Record<string, number> {
  return {
    systematic: settings.systematicInstruments ** 2 + settings.systematicVelocity ** 2,
    alpha: settings.alpha ** 2,
    rectification: settings.rectification ** 2,
  };
}

function combine(variances: Readonly<Record<string, number>>): DischargeUncertainty {
  const variance = sum(Object.values(variances));
  const total = Math.sqrt(variance);
  const contributions = Object.fromEntries(
    Object.entries(variances).map(([cause, part]) => [cause, part / variance]),
  );
  return { total, u95: 2 * total, contributions };
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
