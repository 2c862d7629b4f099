import { randomBytes } from 'node:crypto';

/** The secret of the processes of one test: made anew, because a printed one is refused. */
export const testSecret = randomBytes(48).toString('base64');
