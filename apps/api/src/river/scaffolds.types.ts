import type { ScaffoldInspection } from '@batchyard/pipelines';
import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { JsonScalar } from '../graphql/json.js';
import { Problem } from '../graphql/problem.types.js';

@InputType({ description: 'A scaffold as it stands in a form, or a stored file of one.' })
export class CheckScaffoldInput {
  @Field(() => String) projectSlug: string;
  @Field(() => JsonScalar, { nullable: true, description: 'The scaffold; parts may be missing.' })
  scaffold?: unknown;
  @Field(() => ID, { nullable: true, description: 'A file of the project, in place of `scaffold`.' })
  fileId?: string | null;
  @Field(() => [Int], {
    nullable: true,
    description:
      'Width and height (px) of the frames, for an .ivy project that keeps no picture of its camera.',
  })
  frameSize?: number[] | null;
  @Field(() => Float, {
    nullable: true,
    description: 'In the unit of the scaffold; that of its control points when absent.',
  })
  waterLevel?: number | null;
  @Field(() => [[Float]], {
    nullable: true,
    description: 'Pixels [u, v] whose places on the water are asked for, at most 100.',
  })
  pixels?: number[][] | null;
}

@ObjectType({ description: 'Distance between a control point and where the camera sees it.' })
export class ControlPointError {
  @Field(() => String) name: string;
  @Field(() => Float, { nullable: true, description: 'null: behind the camera.' }) errorPx: number | null;
  @Field(() => Float, {
    nullable: true,
    description: 'On the ground, at the height of the point; null: the line of sight does not meet it.',
  })
  errorM: number | null;
}

@ObjectType({ description: 'Reprojection error of control points: root mean squares over them.' })
export class ReprojectionError {
  @Field(() => Float, { nullable: true }) rmsPx: number | null;
  @Field(() => Float, { nullable: true }) rmsM: number | null;
  @Field(() => [ControlPointError]) points: readonly ControlPointError[];
}

@ObjectType()
export class RiverPlace {
  @Field(() => Float) x: number;
  @Field(() => Float) y: number;
}

@ObjectType()
export class ScaffoldShape {
  @Field(() => Float, { description: 'In the unit of the scaffold.' }) station: number;
  @Field(() => [[Float]], { description: 'As [u, v].' })
  pixels: readonly (readonly number[])[];
}

@ObjectType({
  description: 'The water in a section: stations in the unit of the scaffold, all else in metres.',
})
export class ScaffoldWater {
  @Field(() => Float) startEdge: number;
  @Field(() => Float) endEdge: number;
  @Field(() => Float) areaM2: number;
  @Field(() => Float) widthM: number;
  @Field(() => Float) maxDepthM: number;
}

@ObjectType({ description: 'What can be said of a scaffold, also of one that is still being made.' })
export class ScaffoldCheck {
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'The scaffold with all its defaults; null where its form is not right.',
  })
  scaffold: unknown;
  @Field(() => [Problem], { description: 'Without an error, jobs can use it.' }) problems: readonly Problem[];
  @Field(() => String, {
    nullable: true,
    description: 'scale, homography or camera; null where the control points fix no camera.',
  })
  method: string | null;
  @Field(() => ReprojectionError, { nullable: true, description: 'Of the points of the fit.' })
  fitError: ReprojectionError | null;
  @Field(() => ReprojectionError, { nullable: true, description: 'Of the points kept back from the fit.' })
  checkError: ReprojectionError | null;
  @Field(() => [RiverPlace], {
    nullable: 'items',
    description:
      'Of `pixels`, in the unit of the scaffold; null where the camera does not see the water there.',
  })
  places: readonly (RiverPlace | null)[];
  @Field(() => [[Float]], { description: 'The section on the water, as pixels [u, v] from its start.' })
  sectionLine: readonly (readonly number[])[];
  @Field(() => [ScaffoldShape], { description: 'Search lines, upstream end first.' })
  searchLines: readonly ScaffoldShape[];
  @Field(() => [ScaffoldShape], {
    description: 'Corners of the windows of a grid; none where there are more than 2,000.',
  })
  searchWindows: readonly ScaffoldShape[];
  @Field(() => ScaffoldWater, { nullable: true }) water: ScaffoldWater | null;
  @Field(() => [Problem], { description: 'Why the section holds no water at this level.' })
  levelProblems: readonly Problem[];
}

export function presentInspection({
  file,
  places,
  fitError,
  checkError,
  ...found
}: ScaffoldInspection): ScaffoldCheck {
  return {
    ...found,
    scaffold: file,
    fitError: presentError(fitError),
    checkError: presentError(checkError),
    places: places.map((place) => place && { x: place[0], y: place[1] }),
  };
}

/** Where no point has an error, its mean is none. */
function presentError(error: ScaffoldInspection['fitError']): ReprojectionError | null {
  const known = (value: number) => (Number.isFinite(value) ? value : null);
  return error && { points: error.points, rmsPx: known(error.rmsPx), rmsM: known(error.rmsM) };
}
