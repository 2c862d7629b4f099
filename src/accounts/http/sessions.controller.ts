import { Controller, Delete, Get, Header, HttpCode, HttpStatus, Param } from '@nestjs/common';
import {
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { Fails, IdParam } from '../../platform/index.js';
import { Caller, Roles } from '../access.decorators.js';
import { SessionNotFound } from '../accounts.errors.js';
import { type Identity, roles } from '../identity.js';
import { Sessions } from '../sessions.service.js';
import { sessionResponse, SessionsResponse } from './sessions.responses.js';

@Roles(...roles)
@ApiTags('auth')
@Controller('v1/me/sessions')
export class SessionsController {
  constructor(private readonly sessions: Sessions) {}

  @Get()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'Where you are logged in: the last used session first' })
  @ApiOkResponse({ type: SessionsResponse, description: 'All sessions that go on' })
  async listSessions(@Caller() caller: Identity): Promise<SessionsResponse> {
    const sessions = await this.sessions.all(caller.accountId);
    return { items: sessions.map((session) => sessionResponse(session, caller)) };
  }

  @Delete()
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'End all sessions except this one',
    description: 'Their access tokens are refused everywhere within a minute.',
  })
  @ApiNoContentResponse({ description: 'You are logged in here only' })
  endOtherSessions(@Caller() caller: Identity): Promise<void> {
    return this.sessions.endOthers(caller);
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'End a session',
    description: 'Its access token is refused everywhere within a minute.',
  })
  @ApiParam({ name: 'id', description: '`id` of GET /v1/me/sessions', format: 'uuid' })
  @ApiNoContentResponse({ description: 'The session has ended' })
  @Fails(SessionNotFound)
  endSession(@Param('id', IdParam) id: string, @Caller() caller: Identity): Promise<void> {
    return this.sessions.end(caller.accountId, id);
  }
}
