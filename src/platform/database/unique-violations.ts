import type { ExpectedFailure } from '../../kernel/failure.js';
import { sqlState } from './sql-state.js';

/** PostgreSQL, appendix A: unique_violation. */
const uniqueViolation = '23505';

/**
 * Does the work; where it breaks one of these unique constraints or indexes, throws the refusal
 * instead. A look beforehand would not do: another transaction may commit in between.
 * @param refusals by the name of the constraint
 */
export async function refusingTaken<T>(
  refusals: Readonly<Record<string, () => ExpectedFailure>>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { driverError } = error as { driverError?: { constraint?: string } };
    const constraint = sqlState(error) === uniqueViolation ? driverError?.constraint : undefined;
    const refusal = constraint === undefined ? undefined : refusals[constraint];
    throw refusal ? refusal() : error;
  }
}
