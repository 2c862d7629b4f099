export { NoticesModule } from './notices.module.js';
export { noticesSchema } from './notices.schema.js';
