/** The parameters of the rigid-body pipeline: names as in the tools that people come from. */
import { z } from 'zod';

const weight = (value: number, title: string, description: string) =>
  z.number().min(0).default(value).meta({ title, description, unit: '1' });

const weights = z
  .strictObject({
    lambda_data: weight(100, 'Data', 'Pull of the model points towards the measured points.'),
    lambda_rigid: weight(
      500,
      'Rigid edges',
      'Pull of the edge lengths towards their median measured length.',
    ),
    lambda_soft: weight(10, 'Soft edges', 'Pull of the soft edges towards their distance.'),
    lambda_rot_smooth: weight(200, 'Rotation smoothness', 'Pull of each orientation towards the next.'),
    lambda_trans_smooth: weight(200, 'Translation smoothness', 'Pull of each position towards the next.'),
    lambda_scalar_smooth: weight(
      10,
      'Scalar smoothness',
      'Carried over from other bodies; a rigid body has no scalars, so any other value is answered with a remark.',
    ),
    lambda_anchor: z
      .number()
      .min(0)
      .nullable()
      .default(null)
      .meta({
        title: 'Anchor',
        description:
          'Pull of the body shape towards the shape of the start. Not given: a tenth of lambda_data (10 at its ' +
          'default), but none where a robust loss wraps every term, as in the original formulation.',
        unit: '1',
      }),
  })
  .prefault({})
  .meta({ title: 'Weights', description: 'Weights multiply residuals, so they enter the cost squared.' });

const tolerance = (value: number, title: string, description: string) =>
  z.number().positive().default(value).meta({ title, description, unit: '1' });

const optimization = z
  .strictObject({
    max_iterations: z.int().min(1).max(100_000).default(300).meta({
      title: 'Most iterations',
      description: 'The solver stops after this many steps and says that it has not converged.',
      unit: '1',
    }),
    function_tolerance: tolerance(
      1e-6,
      'Function tolerance',
      'Stop when the cost falls by less than this share, with a tenfold margin for slowly shrinking steps.',
    ),
    gradient_tolerance: tolerance(
      1e-8,
      'Gradient tolerance',
      'Stop when no component of the gradient is larger.',
    ),
    parameter_tolerance: tolerance(
      1e-7,
      'Parameter tolerance',
      'Stop when a step is shorter than this share of the unknowns.',
    ),
    use_robust_loss: z.boolean().default(true).meta({
      title: 'Robust loss',
      description: 'Whether large residuals count less than their square.',
    }),
    robust_loss_type: z.enum(['huber', 'cauchy', 'soft_l1']).default('huber').meta({
      title: 'Kind of robust loss',
      description: 'huber and soft_l1 grow linearly with large residuals, cauchy with their logarithm.',
    }),
    robust_loss_param: z.number().positive().default(2).meta({
      title: 'Scale of the robust loss',
      description: 'Weighted residual beyond which the loss departs from the square.',
      unit: '1',
    }),
    robust_loss_scope: z.enum(['all', 'data']).default('all').meta({
      title: 'Terms under the robust loss',
      description:
        'all: every term, as in the original formulation; data: only terms that hold measurements.',
    }),
    gauge: z
      .enum(['classic', 'centroid'])
      .default('classic')
      .meta({
        title: 'Origin of the body',
        description:
          'classic: the origin moves to where the translation smoothness costs least; centroid: it stays at the ' +
          'centroid of the body, which needs about a tenth of the iterations.',
      }),
    initialisation: z
      .enum(['kabsch', 'identity'])
      .default('kabsch')
      .meta({
        title: 'Start',
        description:
          'kabsch: shape from the median distances, each frame fitted to it; identity: shape from the median ' +
          'positions, no rotation.',
      }),
    use_bundle_adjustment: z.boolean().default(true).meta({
      title: 'Solve for the shape',
      description: 'Off: the shape of the start is kept and only the poses are solved for.',
    }),
    linear_solver: z
      .enum(['sparse_normal_cholesky', 'sparse_schur'], {
        error: 'sparse_normal_cholesky or sparse_schur (dense_qr is not offered: the same steps, far slower)',
      })
      .default('sparse_normal_cholesky')
      .meta({
        title: 'Linear solver',
        description:
          'Both names stand for the same factorisation here: block Cholesky of the poses, Schur complement of ' +
          'the shape.',
      }),
    trust_region_strategy: z
      .enum(['levenberg_marquardt'], { error: 'levenberg_marquardt (dogleg is not offered)' })
      .default('levenberg_marquardt')
      .meta({
        title: 'Trust region',
        description: 'How steps are kept within reach of the quadratic model.',
      }),
    num_threads: z.int().min(1).nullable().default(null).meta({
      title: 'Threads',
      description: 'A job solves on one thread; any other number is answered with a remark in the log.',
      unit: '1',
    }),
    minimizer_progress_to_stdout: z.boolean().default(true).meta({
      title: 'Log each iteration',
      description: 'Whether the cost of each iteration goes to the log.',
    }),
  })
  .prefault({})
  .meta({ title: 'Optimisation', description: 'How the minimum is searched for.' });

const frames = (value: number, least: number, title: string, description: string) =>
  z.int().min(least).default(value).meta({ title, description, unit: 'frames' });

const parallel = z
  .strictObject({
    enabled: z.boolean().default(true).meta({
      title: 'Solve in chunks',
      description:
        'Long recordings are first solved in overlapping chunks, then once as a whole from their blend.',
    }),
    chunk_size: frames(500, 10, 'Chunk', 'Frames in a chunk.'),
    overlap_size: frames(50, 0, 'Overlap', 'Frames that neighbouring chunks share.'),
    blend_window: frames(
      25,
      0,
      'Blend',
      'Frames over which one chunk fades into the next; at most the overlap is used.',
    ),
    min_chunk_size: frames(100, 1, 'Shortest chunk', 'A shorter rest joins the chunk before it.'),
    num_workers: z.int().min(1).nullable().default(null).meta({
      title: 'Workers',
      description:
        'Chunks are solved one after another; any other number is answered with a remark in the log.',
      unit: '1',
    }),
  })
  .refine((value) => value.overlap_size < value.chunk_size, {
    path: ['overlap_size'],
    error: 'a number of frames smaller than parallel.chunk_size',
  })
  .prefault({})
  .meta({ title: 'Chunks of time', description: 'How long recordings are divided.' });

const marker = z.string().trim().min(1);
const edge = z.union([z.tuple([z.int(), z.int()]), z.tuple([marker, marker])]);

const topology = z
  .strictObject({
    name: z.string().default('').meta({ title: 'Name', description: 'What the body is called.' }),
    marker_names: z.array(marker).default([]).meta({
      title: 'Markers',
      description: 'Markers on the body. None given: all markers of the file.',
    }),
    rigid_edges: z
      .array(edge)
      .nullable()
      .default(null)
      .meta({
        title: 'Rigid edges',
        description:
          'Pairs of markers whose distance is fixed, as positions in marker_names (from 0) or as names. Not ' +
          'given: all pairs.',
      }),
    display_edges: z.array(edge).nullable().default(null).meta({
      title: 'Edges to draw',
      description: 'Pairs that viewers draw. Not given: the rigid edges.',
    }),
  })
  .prefault({})
  .meta({ title: 'Body', description: 'Which markers belong to the body and how they hang together.' });

/** Schema of all parameters; every field has a default, so `{}` runs on any recording in metres. */
export const rigidBodyParams = z.strictObject({
  topology,
  soft_edges: z.array(edge).default([]).meta({
    title: 'Soft edges',
    description:
      'Pairs whose distance, from the first on the body to the second as measured, is only wished for.',
  }),
  soft_distances: z.array(z.number().positive()).nullable().default(null).meta({
    title: 'Soft distances',
    description: 'One distance for each soft edge. Not given: the median measured distances.',
    unit: 'length unit',
  }),
  passthrough_markers: z.array(marker).default([]).meta({
    title: 'Markers to pass through',
    description: 'Markers beside the body that are copied to the results as they are.',
  }),
  weights,
  optimization,
  parallel,
  length_unit: z.enum(['m', 'cm', 'mm', 'um']).default('m').meta({
    title: 'Unit of the coordinates',
    description: 'Unit of the coordinates after scale_factor; metrics in millimetres are derived from it.',
  }),
  scale_factor: z.number().positive().default(1).meta({
    title: 'Scale',
    description: 'Multiplies all coordinates read.',
    unit: '1',
  }),
  z_value: z.number().default(0).meta({
    title: 'Height of flat recordings',
    description: 'z of all points where the file has no z, before scaling.',
    unit: 'length unit',
  }),
  min_confidence: z.number().min(0).max(1).default(0.3).meta({
    title: 'Least confidence',
    description: 'Points below this confidence (DeepLabCut likelihood) count as not seen.',
    unit: '1',
  }),
  interpolate_missing_data: z.boolean().default(true).meta({
    title: 'Fill short gaps',
    description: 'Whether gaps of up to max_gap frames are filled by straight lines in the raw trajectories.',
  }),
  max_gap: frames(10, 1, 'Longest gap to fill', 'Longer gaps stay open.'),
  missing_data: z
    .enum(['skip', 'use_filled', 'drop_frames', 'reject'])
    .default('skip')
    .meta({
      title: 'Missing points',
      description:
        'skip: the solver uses what was seen; use_filled: filled points count as measured; drop_frames: frames ' +
        'that still lack a marker after filling are left out; reject: a recording with gaps is an error.',
    }),
});

/** Parsed parameters of the rigid-body pipeline. */
export type RigidBodyParams = z.infer<typeof rigidBodyParams>;
export type WeightParams = RigidBodyParams['weights'];
export type EdgeParam = z.infer<typeof edge>;

/** All weights times a factor: a quadratic cost grows by its square. An anchor not given follows lambda_data. */
export function scaleAllWeights(weights: WeightParams, factor: number): WeightParams {
  const { lambda_anchor, ...rest } = weights;
  const scaled = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, value * factor]),
  ) as typeof rest;
  return { ...scaled, lambda_anchor: lambda_anchor === null ? null : lambda_anchor * factor };
}

const millimetresPerUnit = { m: 1000, cm: 10, mm: 1, um: 0.001 } as const;

/** Factor from the recording's length unit to millimetres. */
export function millimetres(params: RigidBodyParams): number {
  return millimetresPerUnit[params.length_unit];
}
