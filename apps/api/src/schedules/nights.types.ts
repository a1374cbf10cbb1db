import {
  type BandPlace,
  bandPlaces,
  type Finding,
  findingKinds,
  type JudgedMetric,
  type NightChange,
  type NightWord,
  nightChangeKinds,
  nightWords,
} from '@batchyard/domain';
import type { NightRecord } from '@batchyard/persistence';
import { Field, Float, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import { registerUnion } from '../graphql/enums.js';

const BandPlaceEnum = registerUnion('BandPlace', bandPlaces);
const NightWordEnum = registerUnion('NightWord', nightWords, {
  silent: 'Nothing was notable, so nobody was told.',
  report: 'Something was notable.',
  alive: 'Nothing was notable; the weekly sign of life was given.',
});
const FindingKindEnum = registerUnion('NightFindingKind', findingKinds);
const ChangeKindEnum = registerUnion('NightChangeKind', nightChangeKinds);

@ObjectType()
export class NightFinding {
  @Field(() => FindingKindEnum) kind: Finding['kind'];
  @Field(() => String) text: string;
}

@ObjectType({ description: 'A difference to the last good night.' })
export class NightDifference {
  @Field(() => ChangeKindEnum) kind: NightChange['kind'];
  @Field(() => String) text: string;
}

@ObjectType({ description: 'A metric of a night and the band of earlier comparable nights.' })
export class NightMetric {
  @Field(() => String) name: string;
  @Field(() => String) title: string;
  @Field(() => String, { description: 'Empty: it has none.' }) unit: string;
  @Field(() => Float, { description: 'Median over the results of the night.' }) value: number;
  @Field(() => Int) results: number;
  @Field(() => Float, { nullable: true, description: 'Null: there were too few nights.' }) low: number | null;
  @Field(() => Float, { nullable: true }) median: number | null;
  @Field(() => Float, { nullable: true }) high: number | null;
  @Field(() => Int, { description: 'Comparable nights before.' }) nights: number;
  @Field(() => BandPlaceEnum) place: BandPlace;
}

@ObjectType({ description: 'What a schedule did from one noon to the next in its zone.' })
export class ScheduleNight {
  @Field(() => ID) id: string;
  @Field(() => String, { description: 'Day on which it ends, as 2026-11-22.' }) night: string;
  @Field(() => NightWordEnum) word: NightWord;
  @Field(() => Boolean, { description: 'All its batches succeeded, no metric was outside its band.' })
  isGood: boolean;
  @Field(() => Int) dueTimes: number;
  @Field(() => Int) succeededJobs: number;
  @Field(() => Int) reusedJobs: number;
  @Field(() => Int) failedJobs: number;
  @Field(() => Int, { description: 'Inputs that the night before did not have, by content.' })
  newInputs: number;
  @Field(() => [NightFinding]) findings: readonly NightFinding[];
  @Field(() => [NightDifference]) changes: readonly NightDifference[];
  @Field(() => String, { nullable: true, description: 'What the changes are against.' })
  lastGoodNight: string | null;
  @Field(() => [NightMetric]) metrics: readonly NightMetric[];
  @Field(() => GraphQLISODateTime) madeAt: Date;
}

export function presentNight({ id, night, word, isGood, digest, madeAt }: NightRecord): ScheduleNight {
  const { facts, findings, changes, lastGoodNight, metrics } = digest;
  const { succeeded, reused, failed } = facts.jobs;
  return {
    id,
    night,
    word,
    isGood,
    dueTimes: facts.timeCount,
    succeededJobs: succeeded,
    reusedJobs: reused,
    failedJobs: failed,
    newInputs: facts.newInputs,
    findings,
    changes,
    lastGoodNight,
    metrics: metrics.map(presentMetric),
    madeAt,
  };
}

function presentMetric({ band, ...metric }: JudgedMetric): NightMetric {
  return { ...metric, low: band?.low ?? null, median: band?.median ?? null, high: band?.high ?? null };
}
