/** How long a driver's app waits before it asks for offers again, in milliseconds. */
export const offerPollMs = 5000;
