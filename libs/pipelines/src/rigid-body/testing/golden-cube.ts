/**
 * The cube problem with published answers: a cube of half-size 1 with three more markers turns twice about a
 * tilted axis while it goes round a circle; noise of 0.1 in each coordinate from NumPy's legacy generator with
 * seed 42; coordinates rounded to six decimals. 200 frames, 11 markers, 21 edges.
 */
export const cubeMarkers = ['v0', 'v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7', 'a0', 'a1', 'a2'] as const;

export const cubeEdges: readonly (readonly [number, number])[] = [
  [0, 1],
  [1, 2],
  [2, 3],
  [3, 0],
  [4, 5],
  [5, 6],
  [6, 7],
  [7, 4],
  [0, 4],
  [1, 5],
  [2, 6],
  [3, 7],
  [0, 8],
  [1, 8],
  [4, 8],
  [1, 9],
  [2, 9],
  [5, 9],
  [4, 10],
  [7, 10],
  [0, 10],
];

const corners: readonly (readonly [number, number, number])[] = [
  [-1, -1, -1],
  [1, -1, -1],
  [1, 1, -1],
  [-1, 1, -1],
  [-1, -1, 1],
  [1, -1, 1],
  [1, 1, 1],
  [-1, 1, 1],
  [0, -1.5, 0],
  [1.3, -1, -0.7],
  [-0.8, -0.8, 1.4],
];

const FRAMES = 200;

/** Points in metres: measured and true, frame by frame, marker by marker. */
export function goldenCube(): { readonly points: Float64Array; readonly truth: Float64Array } {
  const normal = legacyNormal(42);
  const truth = new Float64Array(FRAMES * corners.length * 3);
  for (let t = 0; t < FRAMES; t++) {
    const share = t / FRAMES;
    const round = 2 * Math.PI * share;
    const path = [3 * Math.cos(round), 3 * Math.sin(round), 1.5 * Math.sin(2 * round)];
    corners.forEach((corner, m) => {
      const turned = turnAbout(corner, 4 * Math.PI * share);
      for (let k = 0; k < 3; k++) truth[(t * corners.length + m) * 3 + k] = turned[k]! + path[k]!;
    });
  }
  const points = truth.map((value) => Number((value + 0.1 * normal()).toFixed(6)));
  return { points, truth };
}

/** A wide table of points. */
export function wideCsv(markers: readonly string[], points: Float64Array): string {
  const header = ['frame', ...markers.flatMap((name) => [`${name}_x`, `${name}_y`, `${name}_z`])];
  const width = markers.length * 3;
  const rows = Array.from({ length: points.length / width }, (_, t) =>
    [t, ...Array.from(points.subarray(t * width, (t + 1) * width), (v) => (Number.isNaN(v) ? '' : v))].join(
      ',',
    ),
  );
  return `${[header.join(','), ...rows].join('\n')}\n`;
}

/** Rotation about (0.3, 1, 0.2) by Rodrigues' formula. */
function turnAbout(p: readonly [number, number, number], angle: number): [number, number, number] {
  const norm = Math.hypot(0.3, 1, 0.2);
  const [x, y, z] = [0.3 / norm, 1 / norm, 0.2 / norm];
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const along = (x * p[0] + y * p[1] + z * p[2]) * (1 - c);
  return [
    c * p[0] + s * (y * p[2] - z * p[1]) + along * x,
    c * p[1] + s * (z * p[0] - x * p[2]) + along * y,
    c * p[2] + s * (x * p[1] - y * p[0]) + along * z,
  ];
}

/**
 * Standard normal numbers as numpy.random.RandomState draws them: Mersenne Twister (Matsumoto & Nishimura
 * 1998), 53-bit uniform numbers, the polar method of Marsaglia.
 */
function legacyNormal(seed: number): () => number {
  const uniform = mersenneTwister(seed);
  let kept: number | null = null;
  return () => {
    if (kept !== null) {
      const value = kept;
      kept = null;
      return value;
    }
    for (;;) {
      const a = 2 * uniform() - 1;
      const b = 2 * uniform() - 1;
      const r2 = a * a + b * b;
      if (r2 >= 1 || r2 === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(r2)) / r2);
      kept = factor * a;
      return factor * b;
    }
  };
}

function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(624);
  state[0] = seed;
  for (let i = 1; i < 624; i++) {
    const before = state[i - 1]! ^ (state[i - 1]! >>> 30);
    state[i] = Math.imul(1812433253, before) + i;
  }
  let index = 624;
  const next = (): number => {
    if (index === 624) {
      for (let i = 0; i < 624; i++) {
        const mixed = (state[i]! & 0x80000000) | (state[(i + 1) % 624]! & 0x7fffffff);
        state[i] = state[(i + 397) % 624]! ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
      }
      index = 0;
    }
    let y = state[index++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
  return () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
}
