// Nothing is cached: the token itself says who calls, and one's own account is rarely read.
import type { RoutePolicy } from '../cache/index.js';

export const accountPolicies: readonly RoutePolicy[] = [];
