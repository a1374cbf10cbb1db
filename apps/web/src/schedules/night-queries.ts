import { graphql, type ResultOf } from '@/graphql/tada';

export const nightsQuery = graphql(`
  query ScheduleNights($id: ID!) {
    schedule(id: $id) {
      id
      nights(first: 30) {
        id
        night
        word
        isGood
        dueTimes
        succeededJobs
        reusedJobs
        failedJobs
        newInputs
        lastGoodNight
        findings { kind text }
        changes { kind text }
        metrics { name title unit value low median high nights place }
      }
    }
  }
`);
export type ScheduleNight = ResultOf<typeof nightsQuery>['schedule']['nights'][number];
export type NightMetric = ScheduleNight['metrics'][number];
