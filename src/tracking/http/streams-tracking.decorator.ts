import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiProduces } from '@nestjs/swagger';

const example = 'retry: 3141\n\nid: W/"q83vEjRWeJA"\ndata: {"status":"picking"}\n\n';

/** Documents a route that streams tracking events. */
export function StreamsTracking(): MethodDecorator {
  return applyDecorators(
    ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The `id` you have seen' }),
    ApiProduces('text/event-stream'),
    ApiOkResponse({
      description: 'The order now, and at each change: the poll’s answer is an event’s `data`',
      content: { 'text/event-stream': { schema: { type: 'string' }, example } },
    }),
    ApiNoContentResponse({ description: 'The order is over, and you have seen how it ended' }),
  );
}
