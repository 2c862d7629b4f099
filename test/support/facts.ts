/**
 * Has facts that wait for another try delivered now. Facts that a relay has in hand are left alone:
 * the two statements would wait for each other's rows.
 */
export const retryFactsNow = `
  UPDATE outbox SET next_attempt_at = now() WHERE id IN (
    SELECT id FROM outbox WHERE published_at IS NULL ORDER BY id FOR UPDATE SKIP LOCKED)`;
