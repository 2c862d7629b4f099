import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Observable, tap } from 'rxjs';

/** Holds the address of what a route creates, such as `/v1/orders/{id}`. */
export const LOCATION = 'larder:location';

/** Says in `Location` where the new thing is: `{id}` is that field of the answer's body. */
export const AnswersLocation = (template: string): MethodDecorator =>
  applyDecorators(
    SetMetadata(LOCATION, template),
    UseInterceptors(SendLocation),
  ) as MethodDecorator;

/** Routes that send stored bytes have answered before an interceptor sees their result. */
const templates = new WeakMap<FastifyReply, string>();

class SendLocation implements NestInterceptor<object | undefined> {
  intercept(context: ExecutionContext, next: CallHandler<object | undefined>): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    templates.set(reply, Reflect.getMetadata(LOCATION, context.getHandler()) as string);
    return next.handle().pipe(tap((body) => body && sayLocation(reply, () => body)));
  }
}

/** Sets `Location` on the answer of a route that is decorated so. */
export function sayLocation(reply: FastifyReply, body: () => object): void {
  const template = templates.get(reply);
  if (template === undefined) return;
  const path = template.replace(/{(\w+)}/, (_, field: string) =>
    String((body() as Record<string, unknown>)[field]),
  );
  void reply.header('location', path);
}
