/** What the editor begins with: a whole pipeline to change. */
export const starter = `name: smooth-series
version: "1.0.0"
title: Smooth a series
command: [python3, "{files.smooth.py}", "{inputs.series}", "{params_file}"]
params:
  window: { type: integer, default: 5, minimum: 1, unit: points, title: Window }
inputs:
  series: { extensions: [.csv], description: One row a sample with the columns time_s and value. }
metrics:
  prediction_error: { unit: V, direction: minimize, description: Root mean square error. }
files:
  smooth.py: |
    import json, sys
    params = json.load(open(sys.argv[2]))
    print(json.dumps({"metric": {"prediction_error": 1.0 / params["window"]}}))
`;

/** The version after one: the last number raised. */
export function nextVersion(version: string): string {
  return version.replace(/(\d+)(?=\D*$)/, (number) => String(Number(number) + 1));
}

/** The text of a version as a beginning of the next one. */
export function asNextVersion(yaml: string, version: string): string {
  return yaml.replace(/^(version:\s*["']?)[^"'\s]+/m, (_, head) => `${head}${nextVersion(version)}`);
}
