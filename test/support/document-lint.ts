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
  const problems = await linter.run(document as never);
  return problems.map(({ code, path }) => `${code} ${path.join('/')}`);
}
