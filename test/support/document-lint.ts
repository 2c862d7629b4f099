// What linters of OpenAPI documents say, without asking the network.
import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectralCore from '@stoplight/spectral-core';
import spectralRulesets from '@stoplight/spectral-rulesets';

/** Redocly’s `recommended` rules: errors and warnings, as `rule pointer`. */
export async function redocly(document: object): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'] });
  const source = JSON.stringify(document);
  const problems = await lintFromString({ source, absoluteRef: '/openapi.json', config });
  return problems.map(({ ruleId, location }) => `${ruleId} ${location[0]?.pointer}`);
}

/** Spectral’s `spectral:oas`: errors and warnings, as `rule path`. */
export async function spectral(document: object): Promise<string[]> {
  const linter = new spectralCore.Spectral();
  linter.setRuleset({ extends: [[spectralRulesets.oas, 'recommended']] } as never);
  const problems = await linter.run(withEachRefusalOnce(document) as never);
  return problems.map(({ code, path }) => `${code} ${path.join('/')}`);
}

/**
 * The document with the example of each refusal at the first operation only. It is the same at all of
 * them, and Spectral takes milliseconds for each: half a minute for all.
 */
function withEachRefusalOnce(document: object): object {
  const seen = new Set<string>();
  const isNew = ([code]: [string, unknown]) => !seen.has(code) && seen.add(code);
  return JSON.parse(JSON.stringify(document), (key, value: { examples?: object }) => {
    if (key !== 'application/problem+json') return value;
    return {
      ...value,
      examples: Object.fromEntries(Object.entries(value.examples!).filter(isNew)),
    };
  }) as object;
}
