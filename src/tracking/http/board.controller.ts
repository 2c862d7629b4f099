import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type Identity, Roles } from '../../accounts/index.js';
import { StoreNotFound } from '../../catalog/index.js';
import { Fails } from '../../platform/index.js';
import { BoardService } from '../board.service.js';
import { boardResponse } from './board.mapper.js';
import { BoardQuery } from './board.requests.js';
import { BoardResponse } from './board.responses.js';

@ApiTags('ops')
@Controller('v1/ops/board')
export class BoardController {
  constructor(private readonly boards: BoardService) {}

  @Get()
  @Roles('dispatcher', 'admin')
  @ApiOperation({
    summary: 'What needs a hand, what is on the way, and who is on shift',
    description:
      'Of the 1000 oldest orders underway. Cheap enough to ask every two seconds: it costs the ' +
      'same few statements whatever there is.',
  })
  @ApiOkResponse({ type: BoardResponse, description: 'As it is now' })
  @Fails(StoreNotFound)
  async getBoard(
    @Query() { store }: BoardQuery,
    @Caller() caller: Identity,
  ): Promise<BoardResponse> {
    return boardResponse(await this.boards.board(caller, store));
  }
}
