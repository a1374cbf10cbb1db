import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf } from '@/graphql/tada';

export const checkScaffoldQuery = graphql(
  `
    query CheckScaffold($input: CheckScaffoldInput!) {
      checkScaffold(input: $input) {
        scaffold
        method
        problems { ...ProblemParts }
        fitError { rmsPx rmsM points { name errorPx errorM } }
        checkError { rmsPx rmsM points { name errorPx errorM } }
        places { x y }
        sectionLine
        searchLines { station pixels }
        searchWindows { station pixels }
        water { startEdge endEdge areaM2 widthM maxDepthM }
        levelProblems { ...ProblemParts }
      }
    }
  `,
  [problemFragment],
);
export type ScaffoldCheck = ResultOf<typeof checkScaffoldQuery>['checkScaffold'];
