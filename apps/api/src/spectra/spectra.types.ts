import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { PageInfo } from '../graphql/connection.js';
import { Job } from '../jobs/jobs.types.js';

@ObjectType({ description: 'A curve over the wavenumber, thinned out so that no band loses its top.' })
export class SpectrumCurve {
  @Field(() => String) name: string;
  @Field(() => [Float], { description: 'cm⁻¹, ascending.' }) x: readonly number[];
  @Field(() => [Float], { description: 'As many, as compared.' }) y: readonly number[];
}

@ObjectType()
export class SampleCurve {
  @Field(() => Job) job: Job;
  @Field(() => SpectrumCurve) curve: SpectrumCurve;
  @Field(() => Int, { description: 'Points before it was thinned out.' }) points: number;
  @Field(() => Int, { description: 'Which of the baselines it was compared with, by place from 0.' })
  baseline: number;
}

@ObjectType({ description: 'A sample that cannot be drawn with the others.' })
export class LeftOutSample {
  @Field(() => Job) job: Job;
  @Field(() => String, { description: 'A full sentence.' }) reason: string;
}

@ObjectType({
  description: 'Spectra of a batch over one axis: samples as they were compared, and their baselines.',
})
export class SpectraOverlay {
  @Field(() => String, { description: 'With its unit.' }) xTitle: string;
  @Field(() => String, { description: 'With its unit.' }) yTitle: string;
  @Field(() => Boolean, { description: 'Whether x is drawn from high to low by convention.' })
  isReversed: boolean;
  @Field(() => [SpectrumCurve]) baselines: readonly SpectrumCurve[];
  @Field(() => [SampleCurve], { description: 'In the order asked for.' }) samples: readonly SampleCurve[];
  @Field(() => [LeftOutSample]) leftOut: readonly LeftOutSample[];
  @Field(() => Int, { description: 'Samples with a result that fit the search.' }) total: number;
  @Field(() => Boolean, {
    description: 'Whether there are more than total, which was counted up to a limit.',
  })
  isTotalCapped: boolean;
  @Field(() => PageInfo) pageInfo: PageInfo;
}
