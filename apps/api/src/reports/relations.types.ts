import type { RelationReport } from '@batchyard/domain';
import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { MetricSpec, presentMetricSpec } from '../pipelines/pipelines.types.js';

@ObjectType()
export class RelationPoint {
  @Field(() => ID) jobId: string;
  @Field(() => String) label: string;
  @Field(() => Float) x: number;
  @Field(() => Float) y: number;
  @Field(() => Float, { nullable: true, description: '100 (y / fitted − 1); null without a curve.' })
  residualPercent?: number | null;
}

@ObjectType({ description: 'y = a (x − x0)^b, fitted to the logarithms of y by least squares.' })
export class PowerLaw {
  @Field(() => Float) a: number;
  @Field(() => Float) b: number;
  @Field(() => Float) x0: number;
  @Field(() => Int) n: number;
  @Field(() => Float, { nullable: true, description: 'null with 3 points, which any such curve meets.' })
  standardErrorPercent?: number | null;
}

@ObjectType({ description: 'A metric against another one that it depends on, over the jobs of a batch.' })
export class MetricRelation {
  @Field(() => String) title: string;
  @Field(() => MetricSpec) x: MetricSpec;
  @Field(() => MetricSpec) y: MetricSpec;
  @Field(() => [RelationPoint]) points: readonly RelationPoint[];
  @Field(() => Boolean, { description: 'Whether there are more, which are neither shown nor fitted.' })
  hasMorePoints: boolean;
  @Field(() => PowerLaw, { nullable: true }) law?: PowerLaw | null;
  @Field(() => String, { nullable: true, description: 'Why there is no curve.' }) reason?: string | null;
}

export function presentRelation({ title, x, y, points, morePoints, fit }: RelationReport): MetricRelation {
  return {
    title,
    x: presentMetricSpec(x),
    y: presentMetricSpec(y),
    points: points.map((point, i) => ({ ...point, residualPercent: fit.law?.residualsPercent[i] ?? null })),
    hasMorePoints: morePoints > 0,
    law: fit.law,
    reason: fit.reason,
  };
}
