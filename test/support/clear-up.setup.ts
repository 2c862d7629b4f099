// Loaded anew for each test file, so that every file has this hook.
import { afterAll } from 'vitest';
import { clearUp } from './afterwards.js';

afterAll(clearUp);
